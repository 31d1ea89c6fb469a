"""S3, S6, S8: who asked to register and was refused: by which rule, in which words, kept once and published."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.models import Organisation
from kernel import ledger, sentences
from kernel.db import db, lock
from kernel.rulebook import applies
from kernel.sentences import Sentence
from marketplace.admission.gate import UNLISTED
from marketplace.selection import notices
from marketplace.selection.desk import Desk
from marketplace.selection.lines import sha256
from marketplace.selection.models import Notice
from marketplace.selection.registering import barred, is_open
from marketplace.selection.tables import RefusedRegistration


@dataclass(frozen=True)
class TurnedAway:
    """An agency that was refused at registration: when it first was, and every reason that it was given."""

    agency: Organisation
    at: datetime
    because: Sequence[tuple[str, Sentence]]


@applies("S3", "S6", "S8")
def record(notice: Notice, agency: Organisation, *, desk: Desk) -> RefusedRegistration | None:
    """Record that an agency may not register, once for each reason; None where there is nothing to refuse it for.

    Only the bars of S3 and S6 are a refusal: not a form that lacks something, not a late arrival, not a service that the
    agency has yet to list, not what agency and owner merely share. Whose registration stands is tested again at the
    closing and has its reason from there.
    """
    lock(notice)
    entry = notices.entry_of(notice.id, agency.id)
    if (entry and (entry.ending or not entry.declined_at)) or not is_open(notice, desk):
        return None
    refused = barred(agency, notice, notices.terms_of(notice.id), desk)
    if refused is None or refused.sentence == UNLISTED:
        return None
    said = sentences.write(refused.sentence)
    key = sha256(f"{refused.rule}\n{said}")
    return _kept(notice.id, agency.id, key) or _keep(notice, agency, refused.rule, said, key, desk)


def of_agency(notice_id: int, agency_id: int) -> Sequence[RefusedRegistration]:
    """Return what an agency was refused for at one notice, the oldest first."""
    return [row for row in _of_notice(notice_id) if row.agency_id == agency_id]


def published(notice: Notice, told: Collection[str] = ()) -> Sequence[TurnedAway]:
    """Return who was refused at registration and did not register after it, the first one first (S8).

    Whom nothing barred any more before the closing is shown by its registration alone; `told` are the credit codes of
    whom the result tells already.
    """
    entered = {row.agency_id: row.registered_at for row in notices.entries_of([notice.id]).get(notice.id, [])}
    found: dict[int, list[RefusedRegistration]] = defaultdict(list)
    for row in _of_notice(notice.id):
        since = entered.get(row.agency_id)
        if row.agency.uscc not in told and (since is None or since < row.at):
            found[row.agency_id].append(row)
    return [
        TurnedAway(rows[0].agency, rows[0].at, [(row.rule, row.said) for row in rows])
        for rows in found.values()
    ]


def _of_notice(notice_id: int) -> Sequence[RefusedRegistration]:
    chosen = select(RefusedRegistration).where(RefusedRegistration.notice_id == notice_id)
    return db.session.scalars(chosen.order_by(RefusedRegistration.id)).all()


def _kept(notice_id: int, agency_id: int, key: str) -> RefusedRegistration | None:
    chosen = select(RefusedRegistration).where(
        RefusedRegistration.notice_id == notice_id,
        RefusedRegistration.agency_id == agency_id,
        RefusedRegistration.reason_sha256 == key,
    )
    return db.session.scalars(chosen).first()


def _keep(
    notice: Notice, agency: Organisation, rule: str, said: str, key: str, desk: Desk
) -> RefusedRegistration:
    row = RefusedRegistration(
        notice_id=notice.id,
        agency_id=agency.id,
        at=desk.now,
        rule=rule,
        sentence=said,
        reason_sha256=key,
    )
    details = {"notice": notice.number, "agency": agency.id, "reason_sha256": key}
    act = "selection.registration.refused"
    ledger.record(notice, act, actor_id=desk.actor_id, rule=rule, details=details, proves=(row,))
    return row
