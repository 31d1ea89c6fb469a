"""S2: the verbs on a contribution to the randomness: lodged, revealed; and the draw that is void without it."""

import re
from collections.abc import Sequence
from datetime import datetime

from accounts.operations import tell
from kernel import ledger
from kernel.db import lock
from kernel.errors import Refused, WrongState
from kernel.rulebook import applies
from kernel.sealing import sealer
from kernel.sentences import say
from marketplace.selection import closing, contributions, draw, notices
from marketplace.selection.desk import Desk
from marketplace.selection.draw_tables import Contribution, VoidDraw
from marketplace.selection.lines import sha256
from marketplace.selection.models import Notice
from marketplace.selection.procedure import Act, state, step

FIRST = 1
LONGEST = 200
IN_ONE_LINE = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
DIGEST = re.compile(r"[0-9a-f]{64}")


@applies("S2")
def lodge(row: Contribution, digest: str, *, desk: Desk) -> Contribution:
    """Lodge the SHA-256 of a text before the closing, or another in its place; none is accepted later (S2)."""
    lock(row.notice)
    lock(row)
    step(state(notices.course_of(row.notice, desk.book), desk.now), Act.LODGE)
    found = digest.strip().lower()
    if DIGEST.fullmatch(found) is None:
        raise Refused("S2", say("A SHA-256 is 64 hexadecimal digits."), field="digest")
    row.lodged_at, row.lodged_sha256 = desk.now, found
    details = {"notice": row.notice.number, "line": row.line, "sha256": found}
    ledger.record(row, "selection.contribution.lodged", actor_id=desk.actor_id, rule="S2", details=details)
    return row


@applies("S2")
def reveal(row: Contribution, text: str, *, desk: Desk) -> Contribution:
    """Reveal a text whose SHA-256 was lodged, once the labels are laid down and within its term (S2).

    The term is the same whether or not a draw turns out to be needed: a result may have been published meanwhile.
    """
    notice = lock(row.notice)
    lock(row)
    step(state(notices.course_of(notice, desk.book), desk.now), Act.REVEAL)
    if closing.close(notice, desk=desk).fixed_at is None:
        raise WrongState(say("Registration is open once more."))
    if not row.is_withheld:
        raise WrongState(say("There is nothing to reveal."))
    course = notices.course_of(notice, desk.book)
    if contributions.ended_at(course, desk):
        day = contributions.reveal_by(course, desk)
        raise Refused("S2", say("A text was accepted until %(day)s, and is not any more.", day=day))
    if len(text) > LONGEST or IN_ONE_LINE.fullmatch(text) is None:
        raise Refused("S2", say("A text is one line of at most 200 characters."), field="text")
    if sha256(text) != row.lodged_sha256:
        sentence = say("The SHA-256 of this text is %(found)s, not the one lodged.", found=sha256(text))
        raise Refused("S2", sentence, field="text")
    row.revealed_at, row.text = desk.now, text
    details = {"notice": notice.number, "line": row.line, "text": text}
    ledger.record(row, "selection.contribution.revealed", actor_id=desk.actor_id, rule="S2", details=details)
    return row


@applies("S2")
def record_void(notice: Notice, at: datetime, *, desk: Desk) -> VoidDraw:
    """Publish that the first draw is void, with its code, and record it against whoever withheld a text, once (S2)."""
    found = contributions.void_of(notice.id)
    if found is not None:
        return found
    chain, rows = notices.chain_of(notice.id), contributions.of_notice(notice.id)
    withheld = [row for row in rows if row.is_withheld]
    code = draw.code(bytes.fromhex(sealer().open(chain.secret_sealed)), chain.chain, FIRST).hex()
    made = VoidDraw(
        notice_id=notice.id,
        at=at,
        recorded_at=desk.now,
        code=code,
        withheld="\n".join(row.line for row in withheld),
    )
    details = {
        "number": notice.number,
        "round": FIRST,
        "code": code,
        "void_since": at,
        "withheld_by": [row.organisation_id for row in withheld],
    }
    ledger.record(
        notice, "selection.lots.void", actor_id=desk.actor_id, rule="S2", details=details, proves=(made,)
    )
    for row in withheld:
        against = {"notice": notice.number, "line": row.line, "void_since": at}
        act = "selection.contribution.withheld"
        ledger.record(row, act, actor_id=desk.actor_id, rule="S2", details=against)
    _tell_void(notice, withheld, desk)
    return made


def _tell_void(notice: Notice, withheld: Sequence[Contribution], desk: Desk) -> None:
    told = say(
        "The draw for %(title)s is void: %(givers)s did not reveal the text lodged. It is repeated with the next code "
        "and the next public figure alone.",
        title=notice.need.title,
        givers="、".join(row.organisation.name for row in withheld),
    )
    entered = notices.entries_of([notice.id]).get(notice.id, [])
    closed_at = notices.course_of(notice, desk.book).closing(desk.now)
    bodies = {row.agency_id for row in entered if notices.stood(row, closed_at)}
    for body in sorted(bodies | {notice.owner_id, *(row.organisation_id for row in withheld)}):
        tell(body, told, link=f"/notices/{notice.number}/draw")
