"""An order as its page shows it: the clock, the days month by month, the steps, and everything that happened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from accounts import queries as accounts
from accounts.kinds import Kind as Bodies
from accounts.models import User
from blacklist import queries as blacklist
from blacklist.models import Case
from credit import queries as credit
from kernel.files import StoredFile
from kernel.languages import reading
from kernel.periods import add_months
from kernel.reading import deadline, near_day
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar, Kind
from marketplace.admission.catalogue import ServiceItem, items
from marketplace.delivery import queries, turns
from marketplace.delivery.course import Course
from marketplace.delivery.events import Event
from marketplace.delivery.models import Order, OrderEvent
from marketplace.delivery.rules.counting import Day
from marketplace.delivery.turn import Turn

Cells = Mapping[date, Mapping[str, object]]
_KINDS = {Kind.WEEKEND: "off", Kind.HOLIDAY: "hol"}


@dataclass(frozen=True)
class Told:
    """One event for the list of all that happened: the row, what it says, who did it, and its files."""

    row: OrderEvent
    event: Event
    who: Sentence | str
    files: Sequence[StoredFile]


@dataclass(frozen=True)
class Sheet:
    """All that the page of an order shows."""

    course: Course
    turns: Sequence[Turn]
    months: Sequence[tuple[date, Cells]]
    told: Sequence[Told]
    item: ServiceItem
    authority: str
    case: Case | None
    before: Order | None
    after: Order | None
    grade: str
    standing: blacklist.Standing
    limits: tuple[int, int]

    @property
    def sides(self) -> set[str]:
        """Return the sides for whom something waits."""
        return {turn.side.value for turn in self.turns}

    @property
    def focus(self) -> date:
        """Return the day whose month is shown first: today, as far as the clock's days reach."""
        first, last = self.course.clock.start_on, self.course.clock.due
        return min(max(self.course.today, first), last) if first and last else self.course.today

    @property
    def steps(self) -> list[dict[str, object]]:
        """Return the steps from contract to evaluation, with what is done and what is next."""
        return steps(self.course, *self.limits)

    @property
    def files(self) -> Mapping[int, Sequence[StoredFile]]:
        """Return the files by the event that they came with."""
        return {one.row.id: one.files for one in self.told}

    @property
    def paid_fen(self) -> int:
        """Return what has been paid so far."""
        return sum(getattr(event.fact, "amount_fen", 0) for event in self.course.story.payments)


def sheet(order: Order, calendar: Calendar, book: Rulebook, today: date) -> Sheet:
    """Return what the page of an order shows, in a fixed number of statements."""
    course = queries.clock_of(order, calendar, book, today)
    grade = credit.grade_in_force(order.agency_id, today)
    authority = accounts.authority_by_key(order.authority_key)
    return Sheet(
        course,
        turns.turns(course),
        list(months(course)),
        _told(order),
        items()[order.item_code],
        authority.name if authority else order.authority_key,
        blacklist.case_of(f"order:{order.id}"),
        queries.order_by_id(order.follows_id) if order.follows_id else None,
        queries.follower_of(order.id),
        grade.letter if grade else "N",
        blacklist.standing(order.agency_id, today, book),
        (book.whole("C6.accept_within", today), book.whole("G2.evaluate_within", today)),
    )


def months(course: Course) -> Iterable[tuple[date, Cells]]:
    """Yield each month of the clock with its cells, from the start day to the due day."""
    start, due = course.clock.start_on, course.clock.due
    if start is None or due is None:
        return
    first_cell = {"kind": "start", "word": _("start day"), "why": _("The start day is not counted.")}
    cells: dict[date, dict[str, object]] = {start: {**first_cell}}
    for day in course.clock.days:
        cells[day.date] = _cell(day, course) | {"why": day.why}
    cells.setdefault(course.today, {"kind": ""})["today"] = True
    first = start.replace(day=1)
    while first <= due:
        yield first, cells
        first = add_months(first, 1)


def steps(course: Course, accept: int, evaluate: int) -> list[dict[str, object]]:
    """Return the steps of an order: the done ones with their day, the present one, those that follow."""
    clock, acceptance, stood = course.clock, course.acceptance, course.stood
    accepted = acceptance if acceptance and acceptance.known_on <= course.today else None
    working = _("In work: working day %(n)s", n=course.used) if clock.start_on else _("In work")
    due = _("at the latest on %(day)s", day=deadline(clock.due, reading())) if clock.due else ""
    marks = (
        (_("Contract"), course.story.effective_on, ""),
        (_("Materials complete, the clock starts"), clock.start_on, ""),
        (working, stood.delivery.on if stood else None, ""),
        (_("Delivery"), stood.delivery.on if stood else None, due),
        (
            _("Acceptance"),
            accepted.known_on if accepted else None,
            _("within %(n)s working days of the delivery", n=accept),
        ),
        (_("Evaluation"), None, _("within %(n)s working days of the acceptance", n=evaluate)),
    )
    present = next(i for i, (_text, day, _note) in enumerate(marks) if day is None)
    states = [
        ("done" if day else "here" if i == present else "next") for i, (_t, day, _n) in enumerate(marks)
    ]
    return [
        {"state": state, "text": text, "note": near_day(day, reading()) if day else note}
        for state, (text, day, note) in zip(states, marks, strict=True)
    ]


def _cell(day: Day, course: Course) -> dict[str, object]:
    if day.is_paused:
        return {"kind": "pause", "word": _("paused")}
    if day.number is None:
        return {"kind": _KINDS[day.kind], "word": _("off") if day.kind is Kind.HOLIDAY else _("weekend")}
    word = _("Day %(n)s", n=day.number)
    if day.date == course.clock.due:
        return {"kind": "due", "word": _("due %(n)s", n=day.number)}
    has_run = day.date <= course.counted_to
    if day.date == course.today and has_run:
        return {"kind": "on", "word": _("today %(n)s", n=day.number)}
    if day.kind is Kind.MAKE_UP:
        return {"kind": "make", "word": _("worked, day %(n)s", n=day.number)}
    return {"kind": "on" if has_run else "ahead", "word": word}


def _told(order: Order) -> list[Told]:
    rows = queries.events_of([order.id])[order.id]
    files = queries.files_of(row.id for row in rows)
    people = accounts.people(row.actor_id for row in rows)
    return [
        Told(row, queries.as_event(row), _who(people.get(row.actor_id), order), files[row.id]) for row in rows
    ]


def _who(person: User | None, order: Order) -> Sentence | str:
    """Name who did something; a case assistant with the owner for whom it was done (W1)."""
    if person is None or not person.is_of(Bodies.SERVICE_CENTRE):
        return person.name if person else ""
    return say("Case assistant %(name)s, authorised by %(owner)s", name=person.name, owner=order.owner.name)
