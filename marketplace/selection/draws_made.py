"""S2, S7: the draw of a notice: which public figure it waits for, the draw with its record, the rounds so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select

from kernel import ledger
from kernel.clock import BEIJING, local_day
from kernel.db import db
from kernel.errors import Refused, WrongState
from kernel.rulebook import applies
from kernel.sealing import sealer
from kernel.sentences import say
from marketplace.selection import closing, contributing, contributions, draw, givers, notices, outages
from marketplace.selection.desk import Desk
from marketplace.selection.draw_tables import Contribution, DrawChain, DrawRecord, VoidDraw
from marketplace.selection.figures import Due, Figure, Outage, figures, next_appearance
from marketplace.selection.givers import Line
from marketplace.selection.lines import Voided, Withheld
from marketplace.selection.models import Notice
from marketplace.selection.procedure import Course
from marketplace.selection.record_form import Kind, digest, read


def records_of(notice_id: int) -> Sequence[DrawRecord]:
    """Return the draws of a notice, the first round first."""
    chosen = select(DrawRecord).where(DrawRecord.notice_id == notice_id).order_by(DrawRecord.round)
    return db.session.scalars(chosen).all()


def last_draws(notice_ids: Iterable[int]) -> dict[int, DrawRecord]:
    """Return the last draw of each notice named that has one, in one statement."""
    chosen = select(DrawRecord).where(DrawRecord.notice_id.in_(set(notice_ids))).order_by(DrawRecord.round)
    return {row.notice_id: row for row in db.session.scalars(chosen)}


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


@dataclass(frozen=True)
class Coming:
    """The draw that comes next, if one is needed: its round, its figure unless texts decide alone, what it waits for.

    `void_at` is since when its first round is void, because a text was withheld.
    """

    round: int
    due: Due | None
    texts: Sequence[Contribution]
    reveal_by: date | None
    void_at: datetime | None

    @property
    def withheld(self) -> Sequence[Contribution]:
        """Return the texts that are still to be revealed."""
        return [row for row in self.texts if row.is_withheld]

    def is_known(self, now: datetime) -> bool:
        """Tell whether everything that goes into the randomness is known, but for the figure that is entered."""
        return not self.withheld and (self.due is None or now >= self.due.at)

    def known_on(self) -> date | None:
        """Return the day on which everything is known at the latest: the figure has appeared, no text is awaited."""
        days = [local_day(self.due.at)] if self.due else []
        days += [self.reveal_by] if self.reveal_by and (self.withheld or not days) else []
        return max(days, default=None)


def coming(notice: Notice, course: Course, desk: Desk) -> Coming:
    """Return what the next draw of a notice takes its randomness from."""
    return comings([notice], {notice.id: course}, desk)[notice.id]


@applies("S2")
def comings(rows: Iterable[Notice], courses: Mapping[int, Course], desk: Desk) -> dict[int, Coming]:
    """Return what the next draw of each notice takes its randomness from, in five statements (S2).

    The public figure is the first one after the opening, after the labels were laid down, and after any draw before,
    a void one included, so that nobody knew it by then. Texts go into the first draw alone.
    """
    ids = [row.id for row in rows]
    chains, texts = notices.chains_of(ids), contributions.of_notices(ids)
    drawn, voids = last_draws(ids), contributions.voids_of(ids)
    without = outages.confirmed()
    return {
        one: _coming(
            chains[one],
            texts.get(one, []),
            courses[one],
            _Before(drawn.get(one), voids.get(one), without.get(chains[one].source, ())),
            desk,
        )
        for one in ids
    }


class _Before(NamedTuple):
    """What came before the next draw of a notice: the last one made, the void one recorded, the figure's outages."""

    drawn: DrawRecord | None
    void: VoidDraw | None
    outages: Sequence[Outage]


def _coming(
    chain: DrawChain, rows: Sequence[Contribution], course: Course, before: _Before, desk: Desk
) -> Coming:
    void_at = before.void.at if before.void else None
    if before.drawn is None and void_at is None and any(row.is_withheld for row in rows):
        void_at = contributions.ended_at(course, desk)
    is_first = before.drawn is None and void_at is None
    texts = [row for row in rows if row.lodged_at] if is_first else []
    drawn_at = before.drawn.at if before.drawn else None
    known = [one for one in (course.opening(desk.now), chain.fixed_at, drawn_at, void_at) if one]
    alone = bool(texts) and Line.FIGURE not in givers.read(chain.lines)
    return Coming(
        round=before.drawn.round + 1 if before.drawn else 1 + bool(void_at),
        due=None if alone else next_appearance(figure_of(chain), max(known), before.outages),
        texts=texts,
        reveal_by=contributions.reveal_by(course, desk) if texts else None,
        void_at=void_at,
    )


@applies("S2", "S7")
def draw_now(notice: Notice, value: str, *, desk: Desk) -> tuple[str, ...]:
    """Draw among all who were laid down at the closing and keep the record; return the order of the labels.

    Raises WrongState before figure and texts are known, and Refused for a value that is not written as it is.
    """
    chain = notices.chain_of(notice.id)
    if chain.fixed_at is None:
        raise WrongState(say("The labels have not been laid down yet."))
    found = coming(notice, notices.course_of(notice, desk.book), desk)
    if found.round >= chain.chain:
        sentence = say(
            "Every code that the notice has committed to is used up: withdraw it and publish it anew."
        )
        raise Refused("S2", sentence)
    sources = _sources(found, chain, value, desk)
    if found.void_at:
        contributing.record_void(notice, found.void_at, desk=desk)
    secret = bytes.fromhex(sealer().open(chain.secret_sealed))
    codes = [draw.code(secret, chain.chain, number) for number in range(1, found.round + 1)]
    rows = contributions.of_notice(notice.id)
    drawn = draw.Drawn(
        found.round,
        codes[:-1],
        codes[-1],
        sources,
        _beijing(desk.now),
        absent=[Line(row.line).in_record for row in rows if row.lodged_at is None],
        voided=_voided(rows, found.void_at) if found.void_at else None,
    )
    closed_at = _beijing(closing.moment_of_closing(notice, desk))
    written = draw.record(_announced(notice, chain), closing.labels_of(chain), closed_at, drawn)
    _keep(notice, found.round, written.decode(), desk)
    return tuple(read(written)["order"])


def _announced(notice: Notice, chain: DrawChain) -> draw.Announced:
    """Return what was published with a notice about its draws."""
    if notice.published_at is None:
        raise WrongState(say("The labels have not been laid down yet."))
    return draw.Announced(
        notice.number,
        notice.public_money,
        chain.chain,
        bytes.fromhex(chain.commitment),
        _beijing(notice.published_at),
        named=named(chain),
        repeat=figure_of(chain).name,
    )


def named(chain: DrawChain) -> list[draw.Named]:
    """Return the lines of the randomness as a notice named them, in their order."""
    figure = draw.Named(Kind.FIGURE, figure_of(chain).name)
    return [
        figure if line is Line.FIGURE else draw.Named(Kind.CONTRIBUTION, line.in_record)
        for line in givers.read(chain.lines)
    ]


def _sources(found: Coming, chain: DrawChain, value: str, desk: Desk) -> list[draw.Source]:
    """Return the parts of the randomness in the order named; raise while one of them is not known."""
    if found.withheld:
        sentence = say(
            "%(giver)s may reveal its text until %(day)s.",
            giver=found.withheld[0].organisation.name,
            day=found.reveal_by,
        )
        raise WrongState(sentence)
    texts = [_revealed(row) for row in found.texts]
    if found.due is None:
        return texts
    figure = figure_of(chain)
    if desk.now < found.due.at:
        raise WrongState(say("The public figure appears at %(moment)s.", moment=found.due.at))
    if not figure.fits(value):
        sentence = say("Enter it as it is published, for example %(form)s.", form=figure.hint)
        raise Refused("S2", sentence, field="value")
    return [
        draw.Source(found.due.name, Kind.FIGURE, figure.origin, _beijing(found.due.at), value),
        *texts,
    ]


def _revealed(row: Contribution) -> draw.Source:
    if row.revealed_at is None or row.lodged_at is None:
        raise WrongState
    return draw.Source(
        Line(row.line).in_record,
        Kind.CONTRIBUTION,
        row.organisation.name,
        _beijing(row.revealed_at),
        row.text,
        _beijing(row.lodged_at),
        row.lodged_sha256,
    )


def _voided(rows: Sequence[Contribution], at: datetime) -> Voided:
    """Return the first draw as it was void: what was revealed by then, and what was withheld."""
    withheld = [
        Withheld(Line(row.line).in_record, row.organisation.name, _beijing(row.lodged_at), row.lodged_sha256)
        for row in rows
        if row.is_withheld and row.lodged_at
    ]
    return Voided(_beijing(at), [_revealed(row) for row in rows if row.revealed_at], withheld)


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
