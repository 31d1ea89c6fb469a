"""The board of running orders: what is overdue or due within days, and who waits for whom.

Only the orders on which something may end within seven working days are looked at: the hint `look_on` lies on or
before every due day and every last day of an answer (T6), so none is missed however many orders run. Of those, six
narrow columns are read of all and the clock is reckoned of as many as a page can show, what is most pressing first.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

import xlsxwriter
from flask_babel import gettext as _
from sqlalchemy import or_, select

from accounts import queries as accounts
from accounts.models import Organisation
from kernel.db import db
from kernel.languages import reading
from kernel.reading import say_it
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.admission.catalogue import items
from marketplace.delivery import queries, turns
from marketplace.delivery.course import Course
from marketplace.delivery.kinds import Side
from marketplace.delivery.models import Order
from marketplace.delivery.rules.lights import Light
from marketplace.delivery.turn import Turn

MOST, MOST_IN_FILE = 400, 2000  # orders whose clock one board, or one file, reckons
SOON, LATER = 3, 7  # working days
WIDE = 22
EXCEL = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class Group(StrEnum):
    """A part of the board."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    MINE = "mine"
    OTHERS = "others"

    @property
    def label(self) -> Sentence:
        """Say what stands in it."""
        return _LABELS[self]


_LABELS = {
    Group.OVERDUE: say("overdue"),
    Group.TODAY: say("due today"),
    Group.SOON: say("due in 3 working days"),
    Group.LATER: say("due in 7 working days"),
    Group.MINE: say("waiting for me"),
    Group.OTHERS: say("waiting for the other"),
}


@dataclass(frozen=True)
class Line:
    """One order on the board: where it stands, what waits, and in which parts of the board it stands."""

    order: Order
    course: Course
    turns: Sequence[Turn]
    groups: frozenset[Group]

    @property
    def answer_by(self) -> date | None:
        """Return the first last day of what waits, or None where no day is set."""
        return min((turn.by for turn in self.turns if turn.by), default=None)

    @property
    def ends_today(self) -> bool:
        """Tell whether today is the last day of something that waits, the promise or an answer."""
        return self.answer_by == self.course.today


@dataclass(frozen=True)
class Sought:
    """What a reader looks for: an item, an authority, an agency; nothing means all."""

    item: str = ""
    authority: str = ""
    agency: str = ""

    def fits(self, candidate: "Candidate") -> bool:
        """Tell whether an order is looked for."""
        wanted = (self.item, candidate.item_code), (self.authority, candidate.authority_key)
        return all(one in ("", had) for one, had in (*wanted, (self.agency, str(candidate.agency_id))))


class Candidate(NamedTuple):
    """An order on which something may end soon, as far as it is chosen by: what it is filtered by, and two days."""

    id: int
    item_code: str
    authority_key: str
    agency_id: int
    look_on: date | None
    opened_on: date


@dataclass(frozen=True)
class Board:
    """The lines that are looked for, by part, and what can be looked for."""

    lines: Sequence[Line]
    items: Mapping[str, str]
    authorities: Mapping[str, str]
    agencies: Mapping[str, str]
    looked_at: int
    found: int

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more orders than were looked at."""
        return self.looked_at < self.found

    def of(self, group: Group) -> list[Line]:
        """Return the lines of a part, what is due first at the head; of what waits, what ends first."""
        chosen = [line for line in self.lines if group in line.groups]
        waits = group in (Group.MINE, Group.OTHERS)

        def day(line: Line) -> date:
            return (line.answer_by if waits else None) or line.course.clock.due or date.max

        return sorted(chosen, key=lambda line: (day(line), line.order.number))

    @property
    def ending_today(self) -> int:
        """Count the orders on which something ends today, whether the promise or an answer."""
        return sum(line.ends_today for line in self.lines)

    @property
    def first(self) -> Group:
        """Return the first part in which something stands."""
        return next((group for group in Group if self.of(group)), Group.OVERDUE)


def board(
    body: Organisation, sought: Sought, calendar: Calendar, book: Rulebook, today: date, *, most: int = MOST
) -> Board:
    """Return the board of an organisation, in a fixed number of statements."""
    horizon = calendar.add(today, LATER).day
    found = _candidates(body, horizon, today)
    fitting = [candidate for candidate in found if sought.fits(candidate)]
    rows = _loaded(_pressing(fitting, most))
    side, courses = queries.side_of(body), queries.clocks(rows, calendar, book, today)
    ends, language = (calendar.add(today, SOON).day, horizon), reading()
    lines = [_line(row, courses[row.id], side, ends) for row in rows if not courses[row.id].is_over]
    names = accounts.names({candidate.agency_id for candidate in found})
    return Board(
        [line for line in lines if line.groups],
        _choices((one.item_code, items()[one.item_code].called(language)) for one in found),
        _choices((one.authority_key, _authority(one, language)) for one in found),
        _choices((str(one.agency_id), names[one.agency_id]) for one in found),
        len(rows),
        len(fitting),
    )


def sheet(lines: Iterable[Line]) -> bytes:
    """Write lines as an Excel workbook; what people typed stays text."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, EXCEL | {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet(_("Orders"))
        page.freeze_panes(1, 0)
        heads = _heads()
        page.set_column(0, len(heads) - 1, WIDE)
        bold = book.add_format({"bold": True})
        for column, head in enumerate(heads):
            page.write_string(0, column, head, bold)
        for row, line in enumerate(lines, 1):
            for column, cell in enumerate(_cells(line)):
                page.write(row, column, cell)
    return made.getvalue()


def _candidates(body: Organisation, horizon: date, today: date) -> Sequence[Candidate]:
    """Return every order of a body on which something may end by a day, or that waits without one."""
    soon = or_(Order.look_on.is_(None), Order.look_on <= horizon)
    columns = [getattr(Order, name) for name in Candidate._fields]
    chosen = queries.open_orders(body, today).where(soon).with_only_columns(*columns)
    return [Candidate(*row) for row in db.session.execute(chosen)]


def _pressing(found: Iterable[Candidate], most: int) -> list[int]:
    """Return the ids of as many as are looked at: of those without a day the oldest, of the others what changes first.

    What is overdue and known has no day left on which it changes, so neither kind may crowd out the other.
    """
    known = list(found)
    open_ended = sorted((c for c in known if c.look_on is None), key=lambda c: (c.opened_on, c.id))
    dated = sorted((c for c in known if c.look_on), key=lambda c: (c.look_on or date.max, c.id))
    half = most // 2
    first = open_ended[: max(half, most - len(dated))]
    return [candidate.id for candidate in (*first, *dated[: most - len(first)])]


def _loaded(ids: Sequence[int]) -> Sequence[Order]:
    return db.session.scalars(select(Order).where(Order.id.in_(ids)).order_by(Order.id)).all()


def _line(order: Order, course: Course, side: Side | None, ends: tuple[date, date]) -> Line:
    waiting = turns.turns(course)
    found = {_due(course, *ends)}
    now = [turn for turn in waiting if turn.by is None or turn.by <= ends[-1]]
    found |= {Group.MINE if turn.side is side else Group.OTHERS for turn in now}
    return Line(order, course, waiting, frozenset(group for group in found if group))


def _due(course: Course, soon: date, later: date) -> Group | None:
    clock = course.clock
    if clock.due is None or not clock.light.is_running:
        return None
    if clock.light is Light.OVERDUE:
        return Group.OVERDUE
    ends = ((course.today, Group.TODAY), (soon, Group.SOON), (later, Group.LATER))
    return next((group for end, group in ends if course.today <= clock.due <= end), None)


def _choices(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    return dict(sorted(set(pairs)))


def _authority(order: Order | Candidate, language: str) -> str:
    return order.authority_key if language == "zh" else items()[order.item_code].authority_en


def _heads() -> list[str]:
    return [
        _("Order"),
        _("Service"),
        _("Project"),
        _("Service item"),
        _("Authority"),
        _("Owner"),
        _("Agency"),
        _("Light"),
        _("Due day"),
        _("Working days left"),
        _("What waits"),
    ]


def _cells(line: Line) -> list[str | int | date | None]:
    order, clock = line.order, line.course.clock
    return [
        order.number,
        order.need.title,
        order.need.project.name,
        f"{order.item_code} {items()[order.item_code].called(reading())}",
        _authority(order, reading()),
        order.owner.name,
        order.agency.name,
        say_it(clock.light.label),
        clock.due,
        clock.left,
        "\n".join(f"{say_it(turn.side.label)}: {say_it(turn.deeds[0].label)}" for turn in line.turns),
    ]
