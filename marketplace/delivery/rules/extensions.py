"""C7: extensions make the promise longer, within the figures, when asked for and agreed in time.

Readings chosen where the rule leaves room:
- "The due day" is the one at the asking (C4), for the asking and for the agreeing alike.
- What is agreed first takes the room: extensions are counted in the order of their agreeing, so that one
  that counted never ceases to count. One that has no room left breaks C7 as a whole; it is not cut down.
- An extension that is refused, by answer or by silence, takes no room and breaks nothing. One that is asked
  for too late, agreed too late, or for which there is no room breaks C7.
- A request made in time waits until it is answered or silence has refused it, also beyond the due day (C4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from kernel.workdays import Calendar, Reckoned
from marketplace.delivery.rules.history import Extension
from marketplace.delivery.rules.states import Outcome, State


@dataclass(frozen=True)
class AskedExtension:
    """An extension with what its asking fixed: the due day of then, the last day to agree, and the room."""

    index: int
    extension: Extension
    due_then: date | None
    answer_by: Reckoned
    most: int
    most_days: int

    @property
    def is_asked_in_time(self) -> bool:
        """Tell whether it was asked for by the due day of then."""
        return self.due_then is None or self.extension.asked_on <= self.due_then

    @property
    def agree_by(self) -> date:
        """Return the last day on which it may be agreed."""
        return min(self.answer_by.day, self.due_then or self.answer_by.day)

    def is_agreed_in_time(self, today: date) -> bool:
        """Tell whether it was asked for in time, and agreed in time, as known on a day."""
        agreed = self.extension.agreed_on
        return self.is_asked_in_time and agreed is not None and agreed <= min(today, self.agree_by)

    def has_room(self, granted: Sequence["AskedExtension"]) -> bool:
        """Tell whether it may be granted beside those granted already."""
        days = sum(other.extension.days for other in granted)
        return len(granted) < self.most and days + self.extension.days <= self.most_days


@applies("C7")
def asked(
    index: int,
    extension: Extension,
    due_then: date | None,
    calendar: Calendar,
    book: Rulebook,
    first_promise: int,
) -> AskedExtension:
    """Fix what the asking of an extension fixes.

    C7: agreed within 2 working days of the asking; at most two, together at most half of the first promise,
    rounded up. Days and promise are in working days.
    """
    on = extension.asked_on
    return AskedExtension(
        index,
        extension,
        due_then,
        calendar.add(on, book.whole("C7.agree_within", on)),
        book.whole("C7.most", on),
        -(-first_promise // book.whole("C7.share_divisor", on)),
    )


@applies("C7")
def granted(requests: Sequence[AskedExtension], today: date) -> tuple[AskedExtension, ...]:
    """Return the extensions that count as of a day, in the order of their agreeing.

    C7: asked for and agreed by the due day of then and within 2 working days of the asking; at most two,
    together at most half of the first promise, rounded up.
    """
    found: tuple[AskedExtension, ...] = ()
    agreed = [request for request in requests if request.is_agreed_in_time(today)]
    for request in sorted(agreed, key=lambda r: (r.extension.agreed_on, r.extension.asked_on, r.index)):
        if request.has_room(found):
            found = (*found, request)
    return found


@applies("C7")
def outcome(request: AskedExtension, requests: Sequence[AskedExtension], today: date) -> Outcome:
    """Return the state of an extension as of a day, beside all others.

    C7: see `granted`; silence for 2 working days refuses, finally. C4: while a request made in time is
    unanswered, it waits. An agreement dated after `today` is not known yet.
    """
    agreed = request.extension.agreed_on
    if not request.is_asked_in_time:
        return Outcome(
            State.IGNORED, say("Asked for after the due day of then, %(due)s.", due=request.due_then)
        )
    if agreed and request.agree_by < agreed <= today:
        return Outcome(
            State.IGNORED, say("Agreed after %(last)s, the last day for agreeing.", last=request.agree_by)
        )
    if request in granted(requests, today):
        return Outcome(State.COUNTS, say("Agreed on %(day)s.", day=agreed))
    if request.is_agreed_in_time(today):
        return _no_room(request)
    return _not_agreed(request, requests, today)


def _not_agreed(request: AskedExtension, requests: Sequence[AskedExtension], today: date) -> Outcome:
    refused, last = request.extension.refused_on, request.answer_by.day
    closed_on = min(today, last, refused or last)
    if not request.has_room(granted(requests, closed_on)):
        return _no_room(request)
    if refused and refused <= min(today, last):
        return Outcome(State.REFUSED, say("Refused on %(day)s.", day=refused))
    if today <= last:
        return Outcome(State.WAITING, say("To be answered by %(last)s.", last=last))
    return Outcome(State.REFUSED_BY_SILENCE, say("Not answered by %(last)s: refused.", last=last))


def _no_room(request: AskedExtension) -> Outcome:
    return Outcome(
        State.IGNORED,
        say(
            "Beyond what may be extended: at most %(most)s times and %(days)s working days together.",
            most=request.most,
            days=request.most_days,
        ),
    )
