"""G10: everything that is looked at before an edition is taken: its form, the source, and what fits together."""

from collections.abc import Iterator, Sequence

from credit import amended
from kernel.amending import RULE, Edition, EditionUnreadable, Fault, faults, laid_over, read_edition
from kernel.errors import Refused
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.oversight.inspections import sheet

MOST_BYTES = 64 * 1024
_MOST_SAID = 8


def decoded(content: bytes) -> str:
    """Return the text of a file; raise Refused where it is too large or no text in UTF-8."""
    if len(content) > MOST_BYTES:
        raise Refused(RULE, say("An edition is a text of at most 64 KB."), field="file")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Refused(RULE, say("An edition is a text in UTF-8."), field="file") from None


def edition_of(text: str, book: Rulebook, calendar: Calendar) -> Edition:
    """Return the edition that a text is; raise Refused with everything that is wrong in it."""
    try:
        edition = read_edition(text)
    except EditionUnreadable as problem:
        raise Refused(RULE, problem.sentence, field="file") from None
    found = [*all_faults(edition, book, calendar)]
    if found:
        raise Refused(found[0].rule, _said(found[:_MOST_SAID]), field="file")
    return edition


def all_faults(edition: Edition, book: Rulebook, calendar: Calendar) -> Iterator[Fault]:
    """Yield why an edition cannot be taken: first each entry by itself, then what the figures make together."""
    found = [*faults(edition, book)]
    yield from found
    if not found:
        after = laid_over(book, edition)
        yield from amended.faults(book, after, calendar)
        yield from _of_the_sheet(edition)


def _of_the_sheet(edition: Edition) -> Iterator[Fault]:
    full = sheet.whole()
    for change in edition.changes:
        if change.figure == "G2.points.inspections" and change.value != full:
            said = say(
                "The sheet of a random inspection makes %(full)s points: change both together.", full=full
            )
            yield Fault("G2", said)


def _said(found: Sequence[Fault]) -> Sentence:
    first, rest = found[0], found[1:]
    if not rest:
        return first.sentence
    return say("%(first)s %(next)s", first=first.sentence, next=_said(rest))
