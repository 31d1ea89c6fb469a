"""S3, S4: what is laid down once a notice has closed: who passed the test, the labels and their SHA-256."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from accounts.kinds import Topic
from accounts.operations import tell
from kernel import ledger
from kernel.db import lock
from kernel.errors import WrongState
from kernel.rulebook import applies
from kernel.sentences import Sentence, say
from marketplace.selection import choices, contributions, notices, quorum, windows
from marketplace.selection.catalogue import method
from marketplace.selection.desk import Desk
from marketplace.selection.draw import labels_digest
from marketplace.selection.draw_tables import DrawChain
from marketplace.selection.models import Notice, Registration
from marketplace.selection.procedure import Course, Reason, State, state
from marketplace.selection.publishing import fail
from marketplace.selection.quorum import Outcome
from marketplace.selection.registering import all_barred


@applies("S3", "S4")
def close(notice: Notice, *, desk: Desk) -> DrawChain:
    """Lay down who was validly registered at the closing (S3, S4), once; nothing waits for it but the draw.

    Everybody registered is tested again. Where that leaves too few, registration is open once more; where it leaves
    nobody, the notice has failed. Raises WrongState before the closing has settled.
    """
    lock(notice)
    chain = lock(notices.chain_of(notice.id))
    course = notices.course_of(notice, desk.book)
    found, closing = state(course, desk.now), course.closing(desk.now)
    if chain.fixed_at or found not in (State.CLOSED, State.OPENED, State.FAILED) or closing is None:
        return chain
    if desk.now < closing + windows.SETTLE:
        raise WrongState(say("Registration has just closed. Look again in a minute."))
    rows = [row for row in notices.entries_of([notice.id]).get(notice.id, []) if notices.stood(row, closing)]
    then = replace(desk, now=closing)  # whoever lays it down later asks what held at the closing (T6)
    left_out = _left_out(rows, notice, then)
    valid = sorted(_label(row) for row in rows if _label(row) not in left_out)
    extensions = int(course.is_extended(desk.now))
    verdict = quorum.at_closing(method(notice.method), len(valid), extensions, desk.book, then.today)
    if verdict.outcome is Outcome.EXTENDED:
        _extend(notice, course, verdict.because, desk)
    elif verdict.outcome is Outcome.FAILED:
        fail(notice, Reason.NONE_LEFT if rows else Reason.NOBODY, desk=desk)
    else:
        _fix(notice, chain, valid, left_out, desk)
    return chain


def _left_out(rows: Sequence[Registration], notice: Notice, desk: Desk) -> dict[str, Sentence]:
    refused = all_barred((row.agency for row in rows), notice, notices.terms_of(notice.id), desk)
    return {_label(row): refused[row.agency_id].sentence for row in rows if row.agency_id in refused}


def _fix(
    notice: Notice, chain: DrawChain, valid: Sequence[str], left_out: dict[str, Sentence], desk: Desk
) -> None:
    chain.labels, chain.labels_sha256 = "\n".join(valid), labels_digest(valid)
    chain.left_out, chain.fixed_at = choices.write_reasons(left_out), desk.now
    details = {
        "number": notice.number,
        "labels": list(valid),
        "labels_sha256": chain.labels_sha256,
        "left_out": sorted(left_out),
    }
    ledger.record(
        notice, "selection.notice.closed", actor_id=desk.actor_id, rule="S4", details=details, also=(chain,)
    )
    contributions.ask_to_reveal(notice, notices.course_of(notice, desk.book), desk)


def _extend(notice: Notice, course: Course, because: Sentence, desk: Desk) -> None:
    """Open registration once more, for as long as the window of S4 gives, counted from now where it has run out."""
    notice.extended_at = desk.now
    if notice.late_closes_at is None or notice.late_closes_at <= desk.now:
        closes = windows.earliest_closing(
            desk.today, desk.calendar, desk.book, public_money=notice.public_money
        )
        notice.late_opens_at = closes + _gap(course)
        notice.late_closes_at = closes
    details = {"number": notice.number, "closes_at": notice.late_closes_at}
    ledger.record(notice, "selection.notice.extended", actor_id=desk.actor_id, rule="S4", details=details)
    announce_extension(notice, because)


def announce_extension(notice: Notice, because: Sentence) -> None:
    """Tell the owner and everybody registered, once, that registration is open once more."""
    told = say(
        "%(title)s: %(why)s It closes at %(moment)s.",
        title=notice.need.title,
        why=because,
        moment=notice.late_closes_at,
    )
    rows = notices.entries_of([notice.id]).get(notice.id, [])
    for body in {notice.owner_id, *(row.agency_id for row in rows if row.declined_at is None)}:
        once = f"notice:{notice.id}:extended"
        tell(body, told, link=f"/notices/{notice.number}", once=once, topic=Topic.MATTER)


def _gap(course: Course) -> timedelta:
    if course.closes_at is None or course.opens_at is None:
        return timedelta(0)
    return course.opens_at - course.closes_at


def _label(row: Registration) -> str:
    return row.agency.uscc or ""


def labels_of(chain: DrawChain) -> list[str]:
    """Return the labels that were laid down at the closing."""
    return chain.labels.splitlines()


def moment_of_closing(notice: Notice, desk: Desk) -> datetime:
    """Return the closing that held."""
    closing = notices.course_of(notice, desk.book).closing(desk.now)
    if closing is None:
        raise WrongState(say("This notice has no closing."))
    return closing
