"""S8: objections to a published result: made while it is public, answered by the item's authority."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from accounts import queries as accounts
from accounts.kinds import Kind
from accounts.models import Organisation
from accounts.operations import tell
from kernel import ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.files import StoredFile
from kernel.rulebook import applies
from kernel.sentences import say
from marketplace.admission.catalogue import items
from marketplace.selection import awarding, awards, queries
from marketplace.selection.desk import Desk
from marketplace.selection.endings import Ending
from marketplace.selection.models import Award, Notice, Registration
from marketplace.selection.tables import ResultObjection, ResultObjectionFile


def objection(objection_id: int) -> ResultObjection | None:
    """Return an objection to a result, or None."""
    return db.session.get(ResultObjection, objection_id)


def objections_of(award_id: int) -> Sequence[ResultObjection]:
    """Return the objections to a result, the oldest first."""
    chosen = select(ResultObjection).where(ResultObjection.award_id == award_id)
    return db.session.scalars(chosen.order_by(ResultObjection.id)).all()


def files_of(objection_id: int) -> list[StoredFile]:
    """Return the files that came with an objection."""
    chosen = select(ResultObjectionFile).where(ResultObjectionFile.objection_id == objection_id)
    return [row.file for row in db.session.scalars(chosen.order_by(ResultObjectionFile.file_id))]


@dataclass(frozen=True)
class Paper:
    """A file that came with an objection, and whose it is."""

    objection: ResultObjection
    file: StoredFile

    @property
    def organisation_id(self) -> int:
        """Return who objected."""
        return self.objection.organisation_id

    @property
    def award(self) -> Award:
        """Return the award that was objected to."""
        return self.objection.award


def paper(objection_id: int, file_id: int) -> Paper | None:
    """Return a file that came with an objection, or None."""
    row = objection(objection_id)
    found = [one for one in files_of(objection_id) if one.id == file_id]
    return Paper(row, found[0]) if row and found else None


def waiting_at(body: Organisation) -> Sequence[ResultObjection]:
    """Return the objections that wait for the answer of an authority, or of the managing office in its place."""
    joined = {one.authority_key for one in accounts.of_kind(Kind.AUTHORITY)}
    mine = (
        {body.authority_key} if body.authority_key else {one.authority for one in items().values()} - joined
    )
    chosen = (
        select(ResultObjection)
        .join(Award, Award.id == ResultObjection.award_id)
        .join(Notice, Notice.id == Award.notice_id)
        .where(
            ResultObjection.answered_on.is_(None),
            Notice.item_code.in_([code for code, one in items().items() if one.authority in mine]),
        )
    )
    return db.session.scalars(chosen.order_by(ResultObjection.id).limit(200)).all()


@applies("S8")
def object_to(
    award: Award, organisation_id: int, text: str, stored: Sequence[StoredFile], *, desk: Desk
) -> ResultObjection:
    """Object to a result while it is public (S8); the contract waits until the authority has answered."""
    lock(award)
    ends = queries.publicity_ends(award, desk.calendar, desk.book).day
    if award.ended_on or desk.today > ends:
        raise Refused("S8", say("Objections were taken until %(day)s, 24:00 Beijing time.", day=ends))
    row = ResultObjection(award=award, organisation_id=organisation_id, made_on=desk.today, text=text)
    award.open_objections += 1
    details = {"notice": award.notice.number, "files_sha256": [one.sha256 for one in stored]}
    ledger.record(
        row,
        "selection.objection.made",
        actor_id=desk.actor_id,
        rule="S8",
        details=details,
        also=(award,),
    )
    db.session.add_all(ResultObjectionFile(objection_id=row.id, file_id=one.id) for one in stored)
    told = say(
        "An objection to the result for %(title)s was made; it is answered by %(day)s, and the contract waits.",
        title=award.notice.need.title,
        day=awarding.answer_by(desk.today, desk.calendar, desk.book),
    )
    authority = accounts.authority_by_key(award.notice.authority_key)
    for body in {award.owner_id, award.agency_id, *([authority.id] if authority else [])}:
        tell(body, told, link=f"/results/{award.id}")
    return row


@applies("S8")
def answer(
    row: ResultObjection, text: str, excluded: Collection[int], *, is_upheld: bool, desk: Desk
) -> ResultObjection:
    """Answer an objection with reasons; one that is upheld ends the award, and the selection is repeated (S8).

    `excluded` are registrations that may not take part in the repetition.
    """
    award = lock(row.award)
    lock(row)
    if row.answered_on:
        raise WrongState(say("This has been answered already."))
    row.answered_on, row.answered_by, row.is_upheld, row.answer = (
        desk.today,
        desk.actor_id,
        is_upheld,
        text,
    )
    award.open_objections -= 1
    award.answered_on = desk.today
    out = _exclude(award, excluded, desk) if is_upheld else []
    details = {"notice": award.notice.number, "is_upheld": is_upheld, "excluded": [one.id for one in out]}
    ledger.record(
        row,
        "selection.objection.answered",
        actor_id=desk.actor_id,
        rule="S8",
        details=details,
        also=(award, *out),
    )
    if is_upheld and not award.ended_on:
        awards.end(award, Ending.OBJECTION, desk.today, text, desk=desk)
    told = say("The objection to the result for %(title)s was answered.", title=award.notice.need.title)
    for body in {row.organisation_id, award.owner_id, award.agency_id}:
        tell(body, told, link=f"/results/{award.id}")
    return row


def _exclude(award: Award, excluded: Collection[int], desk: Desk) -> list[Registration]:
    """End the part of those who may not take part in the repetition."""
    found = []
    for entry in queries.registrations_of(award.notice_id):
        if entry.id in excluded and entry.ended_on is None:
            lock(entry)
            entry.ended_on, entry.ended_because = desk.today, Ending.EXCLUDED.value
            found.append(entry)
    return found
