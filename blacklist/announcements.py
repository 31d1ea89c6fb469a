"""P5, P5b, P8, P13, T6: what has become true of a case or a lockout by the passing of time, for who must know it: pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from blacklist.course import Course
from blacklist.vocabulary import State
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say

AGENCY, AUTHORITY, OFFICE = "agency", "authority", "office"


@dataclass(frozen=True)
class Announcement:
    """One thing to tell once: to whom, under which key, and in which words; they want the number of the case."""

    to: tuple[str, ...]
    key: str
    text: Sentence


_BEGUN = {
    State.DEFENCE: (
        (AGENCY,),
        say(
            "The charge in case %(number)s counts as served since %(served)s. You may state your defence until %(day)s."
        ),
    ),
    State.OPINION: (
        (AUTHORITY,),
        say("The agency could speak in case %(number)s: the opinion may be given."),
    ),
    State.PUBLISHED: (
        (AGENCY, AUTHORITY),
        say(
            "The decision in case %(number)s counts as served since %(served)s and is public. A review may be asked for "
            "until %(day)s."
        ),
    ),
    State.ENDED: (
        (AGENCY, AUTHORITY),
        say("The time to ask for a review in case %(number)s is over: the decision stands."),
    ),
}
_LAST_DAY = {
    State.DEFENCE: ((AGENCY,), say("Today is the last day of your defence in case %(number)s.")),
    State.HEARING: ((AGENCY, AUTHORITY), say("The hearing in case %(number)s is today.")),
    State.PUBLISHED: (
        (AGENCY,),
        say("Today is the last day on which you can ask for a review in case %(number)s."),
    ),
    State.REVIEW: ((OFFICE,), say("The review of case %(number)s is due today.")),
}
_LATE = {
    State.HEARING: (
        (AUTHORITY,),
        say("The record of the hearing of %(day)s in case %(number)s is still missing."),
    ),
    State.REVIEW: ((OFFICE,), say("The review of case %(number)s was due on %(day)s and is late.")),
}


@applies("P5", "P5b", "P13", "T6")
def of_case(number: str, found: Course) -> Iterator[Announcement]:
    """Yield what is to be told of a case as it stands today.

    T6: it depends on where the case stands and on nothing that was told before, so a run that comes late tells what is
    true by then, and a second one, under the same keys, tells nothing.
    """
    due = found.due.day if found.due else None
    known: dict[str, object] = {"number": number}
    known |= {name: day for name, day in (("day", due), ("served", _served(found))) if day}
    for key, table, holds in (
        ("begun", _BEGUN, not _is_opened(found)),
        ("last-day", _LAST_DAY, due == found.today),
        ("late", _LATE, found.is_late),
    ):
        if holds and found.state in table:
            to, said = table[found.state]
            yield Announcement(to, f"{found.state}:{key}:{due or ''}", say(said.text, **known))


@applies("P8")
def of_lockout(locked_until: date, today: date, book: Rulebook) -> Announcement | None:
    """Return what an agency is told of the end of its lockout: 30 and 7 days before it, and on its last day.

    It is the last one whose day has come, so that one that is told late says what is true by then.
    """
    left = (locked_until - today).days
    due = [days for days in book.value("P8.reminders", today) if 0 <= left <= days]
    if not due:
        return None
    said = say(
        "The last day of your lockout is %(last)s. After it you may apply for re-entry; it is decided, never automatic.",
        last=locked_until,
    )
    return Announcement((AGENCY,), f"{locked_until}:{min(due)}", said)


def _is_opened(found: Course) -> bool:
    """Tell whether the agency itself opened the charge whose defence runs, so that it knows of it."""
    return found.state is State.DEFENCE and found.defence is not None and found.defence.opened


def _served(found: Course) -> date | None:
    if found.ruling:
        return found.ruling.served.day
    return found.defence.served.day if found.defence else None
