"""J1–J4: when a joint survey day is, who must have confirmed by when, what its sheet of opinions comes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kernel.errors import Refused
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from kernel.workdays import ONE_DAY, Calendar, Reckoned
from marketplace.surveys.vocabulary import Coming, Part, State, View

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Seat:
    """One organisation that is asked to come: as what, what it answered, its last opinion and what that belongs to."""

    body_id: int
    part: Part
    coming: Coming | None = None
    view: View | None = None
    text: str = ""
    approvals: tuple[str, ...] = ()

    @property
    def comes(self) -> bool:
        """Tell whether somebody of it comes."""
        return self.coming in (Coming.YES, Coming.OTHER)

    @property
    def is_silent(self) -> bool:
        """Tell whether one that came to judge has said nothing."""
        return self.comes and self.view is None and self.part.judges


@dataclass(frozen=True)
class Survey:
    """A joint survey day as the rules look at it: the day it holds on, the last day to answer, and its seats."""

    on: date
    answer_by: date
    cancelled_on: date | None = None
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What the sheet comes to (J4): whose approvals may be applied for, and which seats said what."""

    agreed: tuple[Seat, ...]
    conditional: tuple[Seat, ...]
    opposed: tuple[Seat, ...]
    silent: tuple[Seat, ...]

    @property
    def may_apply(self) -> tuple[Seat, ...]:
        """Return the authorities whose approvals may be applied for, with conditions or without."""
        return tuple(seat for seat in (*self.agreed, *self.conditional) if seat.part is Part.AUTHORITY)

    @property
    def sentence(self) -> Sentence:
        """Say in one sentence what the day came to."""
        return say(
            "%(agreed)s agree, %(conditional)s agree with conditions, %(opposed)s do not agree, %(silent)s said nothing.",
            agreed=len(self.agreed),
            conditional=len(self.conditional),
            opposed=len(self.opposed),
            silent=len(self.silent),
        )


@applies("J1")
def propose(asked_on: date, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the day for what is asked for on a day: the next Wednesday that is a working day, not before the lead.

    The lead counts as every period does (T3); the weekday is a figure. A Wednesday off is left out, not moved.
    """
    earliest = calendar.add(asked_on, book.whole("J1.lead", asked_on)).day
    return _from(earliest, asked_on, calendar, book)


@applies("J1", "T5")
def holds_on(set_on: date, calendar: Calendar) -> Reckoned:
    """Return the day on which a survey that was set holds: a week later, where its day has become a day off since."""
    return _worked(set_on, set_on - ONE_DAY, calendar)


@applies("J1")
def moved_to(set_on: date, today: date, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the day to which a survey is moved: the next such Wednesday after its day, the lead kept."""
    proposed = propose(today, calendar, book)
    return proposed if proposed.day > set_on else _from(set_on + ONE_DAY, today, calendar, book)


@applies("J2")
def answer_by(on: date, calendar: Calendar, book: Rulebook) -> date:
    """Return the last day on which a body says whether it comes: a working day before the survey, until 24:00."""
    day = on
    for _ in range(book.whole("J2.answer_before", on)):
        day -= ONE_DAY
        while not calendar.is_workday(day):
            day -= ONE_DAY
    return day


@applies("J2", "T6")
def state(survey: Survey, today: date, book: Rulebook) -> State:
    """Return where a survey stands on a day; nobody and no job has to say so."""
    if survey.cancelled_on is not None:
        return State.CANCELLED
    if today <= survey.answer_by:
        return State.ASKING
    if sum(seat.comes for seat in survey.seats) < book.whole("J2.least", survey.on):
        return State.LAPSED
    if today < survey.on:
        return State.STANDS
    return State.TODAY if today == survey.on else State.HELD


@applies("J2")
def refusal_to_answer(survey: Survey, today: date, book: Rulebook) -> Refused | None:
    """Say why a body may not answer whether it comes, or None: until the last day for it."""
    if state(survey, today, book) is State.ASKING:
        return None
    return Refused("J2", say("Who comes could be answered until %(day)s.", day=survey.answer_by))


@applies("J1")
def refusal_to_ask(survey: Survey | None, today: date, book: Rulebook) -> Refused | None:
    """Say why a project cannot ask anew, or None: one about which answers are awaited is joined, one that stands holds."""
    found = state(survey, today, book) if survey else None
    if survey is None or found not in (State.STANDS, State.TODAY):
        return None
    wait = say(
        "This project's survey day on %(day)s stands already; ask for another one after it.", day=survey.on
    )
    return Refused("J1", wait, try_from=survey.on + ONE_DAY)


@applies("J3")
def refusal_of_opinion(survey: Survey, today: date, book: Rulebook) -> Refused | None:
    """Say why an opinion may not be entered or completed, or None: on the day itself, until its end."""
    found = state(survey, today, book)
    if found is State.TODAY:
        return None
    if found in (State.ASKING, State.STANDS):
        day = say("Opinions are entered on the day itself, %(day)s, until 24:00.", day=survey.on)
        return Refused("J3", day, try_from=survey.on)
    if found is State.HELD:
        return Refused("J3", say("Opinions could be entered until %(day)s, 24:00.", day=survey.on))
    return Refused("J3", say("This survey day did not take place."))


@applies("J3")
def refusal_of_words(part: Part, view: View, text: str, approvals: Sequence[str]) -> Refused | None:
    """Say what is wrong with an opinion, or None: what it belongs to is named, conditions and reasons are written out."""
    if part.judges and not approvals:
        return Refused("J3", say("Say to which approval or service the opinion belongs."), field="approvals")
    if view is View.AGREE or text.strip():
        return None
    asked = say("Write the conditions.") if view is View.CONDITIONS else say("Say why you do not agree.")
    return Refused("J3", asked, field="text")


@applies("J1")
def refusal_to_move(survey: Survey, today: date, book: Rulebook) -> Refused | None:
    """Say why a survey may not be moved or cancelled, or None: before its opinions begin, also on the day itself."""
    found = state(survey, today, book)
    if not found.is_open:
        return Refused("J1", say("This survey day is over, was cancelled, or did not take place."))
    if any(seat.view for seat in survey.seats):
        return Refused("J1", say("Opinions have been entered: the survey day is being held."))
    return None


@applies("J4")
def outcome(survey: Survey, today: date, book: Rulebook) -> Outcome | None:
    """Return what the day came to, from 00:00 of the next day on; None before, and where it was not held."""
    if state(survey, today, book) is not State.HELD:
        return None

    def of(view: View | None) -> tuple[Seat, ...]:
        return tuple(s for s in survey.seats if s.view is view and (view or s.is_silent))

    return Outcome(of(View.AGREE), of(View.CONDITIONS), of(View.DISAGREE), of(None))


def _from(first: date, counted_from: date, calendar: Calendar, book: Rulebook) -> Reckoned:
    ahead = (book.whole("J1.weekday", first) - first.isoweekday()) % WEEK.days
    return _worked(first + timedelta(days=ahead), counted_from, calendar)


def _worked(day: date, counted_from: date, calendar: Calendar) -> Reckoned:
    """Return the day, or the same weekday of the first week in which it is a working day."""
    while not calendar.is_workday(day):
        day += WEEK
    return Reckoned(day, calendar.between(counted_from, day).provisional)
