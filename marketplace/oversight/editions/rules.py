"""G10: the way of an edition from draft to adoption as one table of moves, and what must be done before each. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kernel.errors import Refused
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from kernel.workdays import ONE_DAY, Calendar, Reckoned
from marketplace.oversight.editions.vocabulary import Act, State

RULE = "G10"
MOVES: dict[tuple[State, Act], State] = {
    (State.DRAFT, Act.LAY): State.DRAFT,
    (State.DRAFT, Act.SEND): State.COMMENTS,
    (State.DRAFT, Act.WITHDRAW): State.WITHDRAWN,
    (State.COMMENTS, Act.LAY): State.DRAFT,
    (State.COMMENTS, Act.COMMENT): State.COMMENTS,
    (State.COMMENTS, Act.ANSWER): State.COMMENTS,
    (State.COMMENTS, Act.PROPOSE): State.PROPOSED,
    (State.COMMENTS, Act.WITHDRAW): State.WITHDRAWN,
    (State.PROPOSED, Act.CONFIRM): State.ADOPTED,
    (State.PROPOSED, Act.SEND_BACK): State.COMMENTS,
}


@dataclass(frozen=True)
class Standing:
    """Where an edition stands, as far as a step looks at it.

    `comments` are those on the text that stands; `hands` are the people whose work the second person checks.
    """

    state: State
    takes_effect: date
    comments_until: date | None = None
    comments: int = 0
    unanswered: int = 0
    hands: frozenset[int] = frozenset()


@applies("G10", "T3")
def comment_until(sent_on: date, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the day until which the authorities have at least for their comments (G10)."""
    return calendar.add(sent_on, book.whole("G10.comment_within", sent_on))


@applies("G10")
def refusal(act: Act, standing: Standing, today: date, person: int) -> Refused | None:
    """Say why a step that the table opens may not be taken today by this person, or None.

    G10: the authorities comment until the day that was named, not after it. Nothing is adopted before that day has
    passed, an authority has commented and every comment is answered, and never to take effect at once or in the past.
    Who wrote the text or proposed its adoption is not its second person.
    """
    asked = {
        Act.COMMENT: _before_a_comment,
        Act.PROPOSE: _before_adoption,
        Act.CONFIRM: _before_the_second,
        Act.SEND_BACK: _by_another,
    }.get(act)
    return next(asked(standing, today, person), None) if asked else None


@applies("G10")
def refusal_of_round(until: date, least: date, standing: Standing) -> Refused | None:
    """Say why the authorities may not be asked until a day: too soon for them, or too late for the effect (G10)."""
    if until < least:
        return Refused(RULE, say("Give the authorities until %(day)s at least.", day=least), field="until")
    if until >= standing.takes_effect:
        said = say(
            "The edition would take effect on %(day)s, before its comments are in.", day=standing.takes_effect
        )
        return Refused(RULE, said, field="until")
    return None


def _before_a_comment(standing: Standing, today: date, _person: int) -> Iterator[Refused]:
    until = standing.comments_until
    if until is not None and today > until:
        yield Refused(RULE, say("Comments could be made until %(day)s.", day=until))


def _before_adoption(standing: Standing, today: date, _person: int) -> Iterator[Refused]:
    until = standing.comments_until
    if until is not None and today <= until:
        said = say("The authorities have until %(day)s for their comments.", day=until)
        yield Refused(RULE, said, try_from=until + ONE_DAY)
    if not standing.comments:
        said = say(
            "No authority has commented on this text. Lay it once more and ask them until a later day."
        )
        yield Refused(RULE, said)
    if standing.unanswered:
        yield Refused(RULE, say("%(number)s comments wait for their answer.", number=standing.unanswered))
    if today >= standing.takes_effect:
        said = say(
            "It was to take effect on %(day)s. An edition takes effect after its adoption: lay a text with a later day.",
            day=standing.takes_effect,
        )
        yield Refused(RULE, said)


def _before_the_second(standing: Standing, today: date, person: int) -> Iterator[Refused]:
    yield from _by_another(standing, today, person)
    yield from _before_adoption(standing, today, person)


def _by_another(standing: Standing, _today: date, person: int) -> Iterator[Refused]:
    if person in standing.hands:
        said = say(
            "Who wrote the text or proposed its adoption is not its second person: another officer is."
        )
        yield Refused(RULE, said)
