"""P1, P6–P9: what a standing says for itself beside the reasons of its measures."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from kernel.sentences import Sentence, say


@dataclass(frozen=True)
class Reason:
    """A rule's number and what it says of this agency."""

    rule: str
    sentence: Sentence


def no_measure() -> Reason:
    """Say that nothing is in force."""
    return Reason("P1", say("No yellow card, removal or blacklisting is in force."))


def reentered(day: date) -> Reason:
    """Say that re-entry was decided (P9) and the count starts anew (P3)."""
    return Reason("P9", say("Re-entry was decided on %(day)s; the count starts anew.", day=day))


def neutral(year: int, day: date) -> Reason:
    """Say that a D is neutral because a veto punishes the same fact (P6)."""
    said = say(
        "The D of %(year)s is neutral: the veto of %(day)s punishes the same fact.", year=str(year), day=day
    )
    return Reason("P6", said)


def by_score(year: int, grade: str) -> Reason:
    """Say that a year counts as it would have without its veto, which was set aside (P6)."""
    said = say(
        "Its veto set aside, the rating of %(year)s counts as %(grade)s.", year=str(year), grade=str(grade)
    )
    return Reason("P6", said)


def of_lockout(ends: Collection[date], may_apply_from: date, on: date) -> Iterator[Reason]:
    """Say how lockouts run together (P7), when to apply (P8), and that re-entry must be decided (P9)."""
    last = max(ends)
    if len(ends) > 1:
        yield Reason("P7", say("The lockouts run side by side; the latest end, %(last)s, counts.", last=last))
    said = say(
        "The last locked day is %(last)s; re-entry may be applied for from %(first)s.",
        last=last,
        first=may_apply_from,
    )
    yield Reason("P8", said)
    if on > last:
        yield Reason("P9", say("Re-entry is not decided yet; until it is, the agency stays out."))


def not_locked_out(day: date) -> Reason:
    """Refuse the re-entry of an agency that is not out (P9)."""
    return Reason("P9", say("On %(day)s the agency is not locked out, so it cannot re-enter.", day=day))


def too_early(day: date, may_apply_from: date) -> Reason:
    """Refuse a re-entry before the end, with the day from which it may be applied for (P9)."""
    said = say(
        "Re-entry on %(day)s is refused; it may be applied for from %(first)s.",
        day=day,
        first=may_apply_from,
    )
    return Reason("P9", said)
