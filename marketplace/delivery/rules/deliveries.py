"""C6: a delivery stops the clock; it is accepted, or rejected and perhaps contested.

Readings chosen where the rule leaves room:
- A delivery that is not decided leaves the due day where it is. Its days become a pause when it is rejected
  in time.
- The time for accepting is counted from the delivery, that for contesting from the rejection (T3). On its
  last day the matter is still open; from the day after, silence has decided.
- The pause of a contest runs from the day of contesting to the day of the authority's answer, both
  included. What the authority's silence means no rule says, so nothing follows from it: the pause goes on
  until the answer, and an answer after the 5th working day still counts.
- A contest after its 2nd working day is ignored, with its answer.
- Where the rejection was unfounded the delivery is accepted as of its day, and neither the rejection nor
  the contest was ever a pause: the due day is the one of then.
- After an accepted delivery nothing that was delivered later matters. Of several, the first accepted one
  decides whether the commitment was late; while none is accepted, the first that is not decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar, Reckoned, Span
from marketplace.delivery.rules.history import Delivery, Finding
from marketplace.delivery.rules.pauses import Uncounted


class Fate(StrEnum):
    """What has become of a delivery as of a day."""

    DELIVERED = "delivered"
    ACCEPTED = "accepted"
    ACCEPTED_BY_SILENCE = "accepted-by-silence"
    ACCEPTED_ON_CONTEST = "accepted-on-contest"
    REJECTED = "rejected"
    CONTESTED = "contested"

    @property
    def is_accepted(self) -> bool:
        """Tell whether the delivery is accepted, in whatever way."""
        return self in (Fate.ACCEPTED, Fate.ACCEPTED_BY_SILENCE, Fate.ACCEPTED_ON_CONTEST)

    @property
    def label(self) -> Sentence:
        """Say the fate in a few words."""
        return _LABELS[self]


_LABELS = {
    Fate.DELIVERED: say("delivered"),
    Fate.ACCEPTED: say("accepted"),
    Fate.ACCEPTED_BY_SILENCE: say("accepted by the owner's silence"),
    Fate.ACCEPTED_ON_CONTEST: say("accepted: the rejection was unfounded"),
    Fate.REJECTED: say("rejected"),
    Fate.CONTESTED: say("rejected, the rejection contested"),
}


@dataclass(frozen=True)
class Examined:
    """A delivery with its fate as of a day, the last days for accepting, contesting, deciding; its pauses."""

    index: int
    delivery: Delivery
    fate: Fate
    accept_by: Reckoned
    contest_by: Reckoned | None = None
    decide_by: Reckoned | None = None
    uncounted: tuple[Uncounted, ...] = ()


@applies("C6")
def examine(index: int, delivery: Delivery, calendar: Calendar, book: Rulebook, today: date) -> Examined:
    """Return what has become of a delivery as of a day.

    C6: the owner has 5 working days to accept or reject; silence is acceptance as of the delivery, and a
    rejection after them is void. What was done after `today` is not known yet.
    """
    accept_by = calendar.add(delivery.on, book.whole("C6.accept_within", delivery.on))
    rejected = delivery.rejected_on
    if rejected and rejected <= min(today, accept_by.day):
        return _rejected(Examined(index, delivery, Fate.REJECTED, accept_by), rejected, calendar, book, today)
    if delivery.accepted_on and delivery.accepted_on <= min(today, accept_by.day):
        return Examined(index, delivery, Fate.ACCEPTED, accept_by)
    return Examined(
        index, delivery, Fate.DELIVERED if today <= accept_by.day else Fate.ACCEPTED_BY_SILENCE, accept_by
    )


def _rejected(found: Examined, rejected: date, calendar: Calendar, book: Rulebook, today: date) -> Examined:
    """Follow a rejection made in time: its pause, and what became of a contest.

    C6: the days from delivery to rejection, both included, are a pause, unless a defect already named was
    the reason. The agency may contest the rejection in 2 working days, the authority decides in 5, a pause
    meanwhile; unfounded: accepted as of the delivery.
    """
    delivery, contested = found.delivery, found.delivery.contested_on
    contest_by = calendar.add(rejected, book.whole("C6.contest_within", rejected))
    found = replace(found, contest_by=contest_by, uncounted=_examination(delivery, rejected))
    if contested is None or contested > min(today, contest_by.day):
        return found
    decide_by = calendar.add(contested, book.whole("C6.contest_answer_within", contested))
    answered = delivery.contest_answered_on
    if answered is None or answered > today:
        contest = _contest(contested, today)
        return replace(found, fate=Fate.CONTESTED, decide_by=decide_by, uncounted=(*found.uncounted, contest))
    if delivery.contest_answer is Finding.UNFOUNDED:
        return replace(found, fate=Fate.ACCEPTED_ON_CONTEST, decide_by=decide_by, uncounted=())
    return replace(found, decide_by=decide_by, uncounted=(*found.uncounted, _contest(contested, answered)))


def _examination(delivery: Delivery, rejected: date) -> tuple[Uncounted, ...]:
    if delivery.repeat_defect:
        return ()
    why = say(
        "Not counted: delivered on %(delivered)s, rejected on %(rejected)s.",
        delivered=delivery.on,
        rejected=rejected,
    )
    return (Uncounted(Span(delivery.on, rejected), why),)


def _contest(contested: date, last: date) -> Uncounted:
    why = say("Not counted: the rejection was contested on %(day)s.", day=contested)
    return Uncounted(Span(contested, last), why)


@applies("C6")
def examined(
    deliveries: Sequence[Delivery], calendar: Calendar, book: Rulebook, today: date
) -> tuple[Examined, ...]:
    """Examine every delivery known on a day, up to and including the first accepted one (C6)."""
    found: tuple[Examined, ...] = ()
    for index, delivery in enumerate(deliveries):
        if delivery.on <= today:
            found = (*found, examine(index, delivery, calendar, book, today))
            if found[-1].fate.is_accepted:
                return found
    return found


@applies("C6")
def standing(found: Sequence[Examined]) -> Examined | None:
    """Return the delivery at which the clock stopped: the accepted one, else the first undecided, or None."""
    accepted = [e for e in found if e.fate.is_accepted]
    open_ones = [e for e in found if e.fate is Fate.DELIVERED]
    return next(iter(accepted + open_ones), None)
