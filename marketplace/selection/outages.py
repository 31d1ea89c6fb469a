"""S2: the days on which a public figure does not appear: declared by the operator, confirmed by the managing office."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from accounts import queries as accounts
from accounts.kinds import Kind
from accounts.operations import tell
from kernel import ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.paging import Key, Page, page
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from marketplace.admission.operations import tell_operators
from marketplace.selection.desk import Desk
from marketplace.selection.draw_tables import DrawRecord, FigureOutage
from marketplace.selection.figures import Due, Figure, Outage, figures, next_appearance

RULE, LIST = "S2", "/draws/outages"


@dataclass(frozen=True)
class Declared:
    """What the operator declares: which figure, from which day to which, and where its source has announced it."""

    source: str
    first_on: date
    last_on: date
    announcement: str


def outage(outage_id: int) -> FigureOutage | None:
    """Return an outage, or None."""
    return db.session.get(FigureOutage, outage_id)


def listed(after: str | None = None) -> Page[FigureOutage]:
    """Return a page of the outages, the newest first."""
    return page(select(FigureOutage), [Key(FigureOutage.id, downwards=True)], after)


def waiting() -> Sequence[FigureOutage]:
    """Return the outages that wait for the managing office."""
    chosen = select(FigureOutage).where(FigureOutage.answered_at.is_(None))
    return db.session.scalars(chosen.order_by(FigureOutage.id)).all()


def of_source(source: str, since: date) -> Sequence[FigureOutage]:
    """Return the outages of a figure that end on a day or later and were not refused, the first one first."""
    chosen = select(FigureOutage).where(
        FigureOutage.source == source,
        FigureOutage.last_on >= since,
        FigureOutage.is_confirmed.is_not(False),
    )
    return db.session.scalars(chosen.order_by(FigureOutage.first_on, FigureOutage.id)).all()


def confirmed() -> dict[str, list[Outage]]:
    """Return the confirmed outages of each figure, in one statement."""
    found: dict[str, list[Outage]] = defaultdict(list)
    for row in db.session.scalars(select(FigureOutage).where(FigureOutage.is_confirmed.is_(True))):
        if row.answered_at:
            found[row.source].append(Outage(row.first_on, row.last_on, row.answered_at))
    return found


@applies("S2")
def next_after(figure: Figure, moment: datetime) -> Due:
    """Return a figure's first appearance after a moment that no confirmed outage takes away (S2)."""
    return next_appearance(figure, moment, confirmed().get(figure.key, ()))


@applies("S2")
def declare(given: Declared, *, desk: Desk) -> FigureOutage:
    """Declare that a figure does not appear on some days; it counts once the managing office has confirmed it (S2)."""
    _check(given, desk.today, desk.book)
    row = FigureOutage(
        source=given.source,
        first_on=given.first_on,
        last_on=given.last_on,
        announcement=given.announcement,
        declared_by=desk.actor_id,
        declared_at=desk.now,
    )
    details = {"source": given.source, "first_on": given.first_on, "last_on": given.last_on}
    ledger.record(row, "selection.outage.declared", actor_id=desk.actor_id, rule=RULE, details=details)
    told = say(
        "An outage of %(figure)s is declared, %(first)s to %(last)s: compare the announcement and answer.",
        figure=figures()[given.source].name,
        first=given.first_on,
        last=given.last_on,
    )
    for body in accounts.of_kind(Kind.MANAGING_OFFICE):
        tell(body.id, told, link=f"{LIST}/{row.id}")
    return row


@applies("S2")
def answer(row: FigureOutage, reason: str, *, is_confirmed: bool, desk: Desk) -> FigureOutage:
    """Confirm or refuse an outage, with what was compared; a draw that waits goes on from this moment (S2)."""
    lock(row)
    if row.answered_at:
        raise WrongState(say("This has been answered already."))
    if is_confirmed:
        _must_not_have_appeared(row)
    row.answered_at, row.answered_by, row.is_confirmed, row.answer = (
        desk.now,
        desk.actor_id,
        is_confirmed,
        reason,
    )
    details = {"source": row.source, "is_confirmed": is_confirmed}
    ledger.record(row, "selection.outage.answered", actor_id=desk.actor_id, rule=RULE, details=details)
    tell_operators(say("The declared outage of a public figure is answered."), LIST)
    return row


def _check(given: Declared, today: date, book: Rulebook) -> None:
    most = book.whole("S2.outage_days", today)
    if given.source not in figures():
        raise Refused(RULE, say("Choose one of the public figures."), field="source")
    if given.last_on < given.first_on:
        raise Refused(RULE, say("The last day comes before the first."), field="last_on")
    span = timedelta(days=most)
    if given.last_on - given.first_on >= span or abs(given.first_on - today) > span:
        sentence = say("An outage lies within %(most)s days from today and lasts no longer.", most=most)
        raise Refused(RULE, sentence, field="last_on")


def _must_not_have_appeared(row: FigureOutage) -> None:
    """Raise Refused where a draw has been made with the figure of one of the days: then it did appear."""
    name, span = figures()[row.source].name, (row.last_on - row.first_on).days
    days = [(row.first_on + timedelta(days=n)).isoformat() for n in range(span + 1)]
    for day in days:
        drawn = select(DrawRecord.id).where(DrawRecord.record.contains(f'"{name} {day}"', autoescape=True))
        if db.session.scalar(drawn.limit(1)) is not None:
            sentence = say(
                "A draw was made with the figure of %(day)s: it did appear.", day=date.fromisoformat(day)
            )
            raise Refused(RULE, sentence)
