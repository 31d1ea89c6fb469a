"""S2, S7: the draw of a notice: which public figure it waits for, the draw with its record, the rounds so far."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from kernel import ledger
from kernel.clock import BEIJING
from kernel.db import db
from kernel.errors import Refused, WrongState
from kernel.rulebook import applies
from kernel.sealing import sealer
from kernel.sentences import say
from marketplace.selection import closing, draw, notices
from marketplace.selection.desk import Desk
from marketplace.selection.figures import Due, Figure, figures
from marketplace.selection.models import Notice
from marketplace.selection.record_form import Kind, digest, read
from marketplace.selection.tables import DrawChain, DrawRecord


def records_of(notice_id: int) -> Sequence[DrawRecord]:
    """Return the draws of a notice, the first round first."""
    chosen = select(DrawRecord).where(DrawRecord.notice_id == notice_id).order_by(DrawRecord.round)
    return db.session.scalars(chosen).all()


def last_draws(notice_ids: Iterable[int]) -> dict[int, datetime]:
    """Return when each notice named was drawn last, in one statement."""
    chosen = select(DrawRecord).where(DrawRecord.notice_id.in_(set(notice_ids))).order_by(DrawRecord.round)
    return {row.notice_id: row.at for row in db.session.scalars(chosen)}


def record_of(number: str, round_: int) -> DrawRecord | None:
    """Return the record of a round of a notice, or None."""
    chosen = (
        select(DrawRecord)
        .join(Notice, Notice.id == DrawRecord.notice_id)
        .where(Notice.number == number, DrawRecord.round == round_)
    )
    return db.session.scalars(chosen).first()


def figure_of(chain: DrawChain) -> Figure:
    """Return the public figure that a notice named before anybody registered."""
    return figures()[chain.source]


@applies("S2")
def due(notice: Notice, chain: DrawChain, opening: datetime) -> Due:
    """Return the appearance of the public figure that the next draw takes (VRS): the first one after the opening.

    It comes after the labels were laid down and after any draw before, so that nobody knew it by then.
    """
    known = [row.at for row in records_of(notice.id)]
    return figure_of(chain).next_after(max([opening, *known, *([chain.fixed_at] if chain.fixed_at else [])]))


@applies("S2", "S7")
def draw_now(notice: Notice, value: str, *, desk: Desk) -> tuple[str, ...]:
    """Draw among all who were laid down at the closing and keep the record; return the order of the labels.

    Raises WrongState before the figure has appeared, and Refused for a value that is not written as it is.
    """
    chain = notices.chain_of(notice.id)
    opening = notices.course_of(notice, desk.book).opening(desk.now)
    if chain.fixed_at is None or opening is None or notice.published_at is None:
        raise WrongState(say("The labels have not been laid down yet."))
    wanted, figure = due(notice, chain, opening), figure_of(chain)
    if desk.now < wanted.at:
        raise WrongState(say("The public figure appears at %(moment)s.", moment=wanted.at))
    if not figure.fits(value):
        sentence = say("Enter it as it is published, for example %(form)s.", form=figure.hint)
        raise Refused("S2", sentence, field="value")
    source = draw.Source(wanted.name, Kind.FIGURE, figure.origin, _beijing(wanted.at), value)
    earlier = [bytes.fromhex(read(row.record.encode())["code"]) for row in records_of(notice.id)]
    secret, round_ = bytes.fromhex(sealer().open(chain.secret_sealed)), len(earlier) + 1
    code = draw.code(secret, chain.chain, round_)
    announced = draw.Announced(
        notice.number,
        notice.public_money,
        chain.chain,
        bytes.fromhex(chain.commitment),
        _beijing(notice.published_at),
    )
    drawn = draw.Drawn(round_, earlier, code, [source], _beijing(desk.now))
    closed_at = _beijing(closing.moment_of_closing(notice, desk))
    written = draw.record(announced, closing.labels_of(chain), closed_at, drawn)
    _keep(notice, round_, written.decode(), desk)
    return tuple(read(written)["order"])


def _keep(notice: Notice, round_: int, written: str, desk: Desk) -> None:
    fields = read(written.encode())
    row = DrawRecord(notice_id=notice.id, round=round_, record=written, sha256=digest(fields), at=desk.now)
    details = {"number": notice.number, "round": round_, "sha256": row.sha256, "code": fields["code"]}
    ledger.record(
        notice,
        "selection.lots.drawn",
        actor_id=desk.actor_id,
        rule="S7",
        details=details,
        proves=(row,),
    )


def _beijing(moment: datetime) -> datetime:
    return moment.astimezone(BEIJING).replace(microsecond=0)
