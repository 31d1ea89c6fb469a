"""The desk of cases: what waits for the reader, what is late or ends today, and every case by its step."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from accounts import deputies
from accounts.kinds import Kind
from accounts.models import User
from blacklist import proceedings
from blacklist.models import Case
from blacklist.proceedings import Seen
from blacklist.vocabulary import Act, State
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar
from marketplace.oversight.case_file import CaseFile


@dataclass(frozen=True)
class Line:
    """One case on the desk: where it stands, and the step that it waits for from the reader, if any."""

    seen: Seen
    awaited: Act | None
    acts: tuple[Act, ...] = ()

    def may(self, *acts: Act) -> Act | None:
        """Return the first of the acts that is open to the reader today, or None."""
        return next((act for act in acts if act in self.acts), None)

    @property
    def ends_today(self) -> bool:
        """Tell whether its day is today."""
        due = self.seen.course.due
        return due is not None and due.day == self.seen.course.today


@dataclass(frozen=True)
class Desk:
    """The cases on which something may be done."""

    lines: Sequence[Line]
    stands_in_for: Sequence[str] = ()

    @property
    def mine(self) -> list[Line]:
        """Return those that wait for the reader, what ends first at the head."""
        return sorted((line for line in self.lines if line.awaited), key=_by_day)

    @property
    def late(self) -> list[Line]:
        """Return those whose day has passed."""
        return [line for line in self.lines if line.seen.course.is_late]

    @property
    def today(self) -> list[Line]:
        """Return those whose day is today."""
        return [line for line in self.lines if line.ends_today]

    @property
    def by_state(self) -> list[tuple[State, list[Line]]]:
        """Return every case by its step, in the order of the procedure."""
        found = [(state, [line for line in self.lines if line.seen.course.state is state]) for state in State]
        return [(state, sorted(lines, key=_by_day)) for state, lines in found if lines]


def desk(person: User, words: str, calendar: Calendar, book: Rulebook, today: date) -> Desk:
    """Return the desk of a person, in a fixed number of statements."""
    body = person.organisation
    key = body.authority_key if body.kind == Kind.AUTHORITY else None
    about = body.id if body.kind == Kind.AGENCY else None
    stood_for = deputies.stood_for(person.id, today)
    known = [*proceedings.unsettled(today, key, about), *_others(person, key, stood_for, today)]
    rows = [row for row in dict.fromkeys(known) if _fits(words, row.number, row.agency.name)]
    lines = []
    for seen in proceedings.seen(rows, calendar, book, today):
        file = CaseFile(
            seen.case, seen.course, proceedings.hand_of(person, seen.case, stood_for), bool(about)
        )
        if not seen.course.state.is_final and (about is None or file.is_told_to_agency):
            lines.append(Line(seen, file.awaited, file.acts))
    stands_in_for = [one.organisation.authority_key or "" for one in stood_for if one.is_of(Kind.AUTHORITY)]
    return Desk(lines, stands_in_for)


def _others(person: User, key: str | None, stood_for: Iterable[User], today: date) -> Iterator[Case]:
    """Yield the cases of the bodies for which somebody stands in, and those in which one was named."""
    if not person.is_of(Kind.AUTHORITY):
        return
    bodies = {one.organisation_id: one.organisation for one in stood_for}
    for body in bodies.values():
        if body.authority_key != key:
            yield from proceedings.unsettled(today, body.authority_key)
    yield from proceedings.named_in(person.id)


def _fits(words: str, *texts: str) -> bool:
    return not words or any(words.casefold() in text.casefold() for text in texts)


def _by_day(line: Line) -> tuple[date, int]:
    due = line.seen.course.due
    return (due.day if due else line.seen.case.opened_on), line.seen.case.id
