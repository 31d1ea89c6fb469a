"""The verbs of whether they may: open a case, enter what was decided, set aside, readmit."""

import json
from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import select

from accounts.models import Organisation
from blacklist import catalogue, queries, rules
from blacklist.findings import Grade, Overdue, Rated, SeriousViolation
from blacklist.models import Case, CaseStep, Decision, Readmission, SettingAside, StandingSpan
from blacklist.vocabulary import Act, Outcome, Verdict
from kernel import clock, ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.numbers import next_number
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say

NUMBER = "AJ"
RULE = "P4"
# Longer than service and the time to ask for a review can take: from then on a list need not look at a case.
SETTLED_AFTER = timedelta(days=60)


def open_case(
    agency: Organisation,
    finding: Overdue | SeriousViolation,
    authority_key: str,
    facts: Mapping[str, object],
    *,
    actor_id: int | None,
    today: date,
    book: Rulebook,
) -> Case:
    """Open the case of a possible one-vote veto (P4, P5); a commitment has one case, ever, whatever its fate (C9)."""
    lock(agency)
    commitment = f"order:{finding.order}" if isinstance(finding, Overdue) else None
    known = queries.case_of(commitment) if commitment else None
    if known is not None:
        return known
    row = Case(
        number=next_number(NUMBER, today.year),
        agency_id=agency.id,
        kind=finding.kind.value,
        commitment=commitment,
        ground=finding.violation.value if isinstance(finding, SeriousViolation) else "",
        authority_key=authority_key,
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True),
        fact_on=finding.fact_on,
        opened_on=today,
        opened_at=clock.now(),
        opened_by=actor_id,
        edition=book.edition_on(today),
    )
    details = {"agency": agency.id, "commitment": commitment, "fact_on": row.fact_on, "edition": row.edition}
    rule = "C9" if commitment else RULE
    ledger.record(row, "blacklist.case.opened", actor_id=actor_id, rule=rule, details=details)
    return row


def enter_rating(
    agency: Organisation,
    rated: Rated,
    determined_on: date,
    document: str,
    *,
    actor_id: int | None,
    book: Rulebook,
    public_from: date | None = None,
) -> Decision:
    """Enter a determined rating, from which card and removal follow (P1, P2).

    `public_from` is the day on which service of what follows is certain (P5b); on paper it was served at once.
    """
    lock(agency)
    row = Decision(
        agency_id=agency.id,
        kind=queries.RATING,
        year=rated.year,
        grade=rated.grade.value,
        by_score=rated.by_score.value,
        decided_on=determined_on,
        public_from=public_from or determined_on,
        document=document,
        edition=book.edition_on(determined_on),
    )
    if rated.grade is Grade.D:
        row.case_id = _open_file(agency, rated, determined_on, document, actor_id=actor_id, book=book).id
    return enter(agency, row, "blacklist.rating.entered", "P1", actor_id=actor_id, book=book)


@applies("P5a")
def _open_file(
    agency: Organisation,
    rated: Rated,
    determined_on: date,
    document: str,
    *,
    actor_id: int | None,
    book: Rulebook,
) -> Case:
    """Open the file of a determined D (P5a): the round was its procedure, and its decision is the determination."""
    told = {"year": rated.year, "grade": rated.grade, "by_score": rated.by_score, "document": document}
    facts = told | {queries.HANDS: sorted(rated.hands)}
    row = Case(
        number=next_number(NUMBER, determined_on.year),
        agency_id=agency.id,
        kind=queries.RATING,
        authority_key="",
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True),
        fact_on=date(rated.year, 12, 31),
        opened_on=determined_on,
        opened_at=clock.now(),
        opened_by=actor_id,
        edition=book.edition_on(determined_on),
        outcome=Outcome.UPHELD,
        settled_on=determined_on + SETTLED_AFTER,
    )
    details = {"agency": agency.id, "year": rated.year, "document": document}
    entry = ledger.record(row, "blacklist.file.opened", actor_id=actor_id, rule="P5a", details=details)
    step = CaseStep(
        case_id=row.id,
        act=Act.DECIDE,
        on=determined_on,
        at=row.opened_at,
        actor_id=actor_id,
        text=document,
        outcome=Outcome.UPHELD,
    )
    step.entry = entry
    db.session.add(step)
    return row


def take_over_decision(
    agency: Organisation,
    finding: Overdue | SeriousViolation,
    decided_on: date,
    document: str,
    *,
    actor_id: int | None,
    book: Rulebook,
) -> Decision:
    """Take over a veto that was decided on paper before the platform, with its document (P4)."""
    lock(agency)
    if finding.fact_on > decided_on:
        raise Refused(RULE, say("A veto cannot be decided before its fact."), field="decided_on")
    if not document.strip():
        raise Refused(RULE, say("Name the document by which it was decided."), field="document")
    row = Decision(
        agency_id=agency.id,
        kind=finding.kind.value,
        fact_on=finding.fact_on,
        decided_on=decided_on,
        public_from=decided_on,
        document=document,
        ground=finding.violation.value if isinstance(finding, SeriousViolation) else "",
        edition=book.edition_on(decided_on),
    )
    return enter(agency, row, "blacklist.decision.taken-over", RULE, actor_id=actor_id, book=book)


def set_aside(
    agency: Organisation, decision: Decision, on: date, document: str, *, actor_id: int | None, book: Rulebook
) -> SettingAside:
    """Set a decision aside on review (P13): from that day it leaves no trace, and what followed is computed again."""
    file = db.session.get(Case, decision.case_id) if decision.case_id else None
    if file:
        lock(file)  # first, as every step of a case does
    lock(agency)
    if db.session.scalar(select(SettingAside.id).where(SettingAside.decision_id == decision.id)):
        raise WrongState(say("The decision has been set aside already."))
    if on < decision.decided_on:
        raise Refused("P13", say("A decision cannot be set aside before it was taken."), field="on")
    row = SettingAside(decision_id=decision.id, set_aside_on=on, document=document)
    details = {"decision": decision.id, "on": on, "document": document}
    ledger.record(
        agency,
        "blacklist.decision.set-aside",
        actor_id=actor_id,
        rule="P13",
        details=details,
        also=(file,) if file else (),
        proves=(row,),
    )
    if file:
        file.outcome, file.settled_on = Verdict.SET_ASIDE, on
    _lay_spans(agency.id, book)
    return row


def set_rating_aside(
    agency: Organisation, year: int, on: date, document: str, *, actor_id: int | None, book: Rulebook
) -> SettingAside:
    """Set the rating of a year aside that stands (P13)."""
    chosen = (
        select(Decision)
        .outerjoin(SettingAside)
        .where(
            Decision.agency_id == agency.id,
            Decision.kind == queries.RATING,
            Decision.year == year,
            SettingAside.id.is_(None),
        )
    )
    return set_aside(agency, db.session.scalars(chosen).one(), on, document, actor_id=actor_id, book=book)


def readmit(
    agency: Organisation, on: date, document: str, *, actor_id: int | None, book: Rulebook
) -> Readmission:
    """Decide an agency's re-entry (P9); raise Refused before the end of its lockout, with the date."""
    lock(agency)
    history, back = queries.history(agency.id), queries.readmissions(agency.id)
    if on in back:
        raise WrongState(say("Re-entry on %(day)s has been decided already.", day=on))
    reason = rules.refusal_of_reentry(history, back, book, on, catalogue.measures())
    if reason is not None:
        first = queries.standing(agency.id, on, book).may_apply_from
        raise Refused(reason.rule, reason.sentence, try_from=first if first and first > on else None)
    row = Readmission(agency_id=agency.id, readmitted_on=on, document=document)
    details = {"on": on, "document": document}
    ledger.record(
        agency, "blacklist.agency.readmitted", actor_id=actor_id, rule="P9", details=details, proves=(row,)
    )
    _lay_spans(agency.id, book)
    return row


def lay_spans_again(agency_ids: list[int], book: Rulebook) -> None:
    """Lay the spans of agencies down again from their records; nothing changes where they were right."""
    for agency_id in agency_ids:
        _lay_spans(agency_id, book)


def enter(
    agency: Organisation, row: Decision, act: str, rule: str, *, actor_id: int | None, book: Rulebook
) -> Decision:
    """Enter a decision with its entry, and lay the spans down that follow from it."""
    details = {
        "kind": row.kind,
        "year": row.year,
        "grade": row.grade,
        "fact_on": row.fact_on,
        "on": row.decided_on,
        "document": row.document,
    }
    kept = {name: value for name, value in details.items() if value is not None}
    ledger.record(agency, act, actor_id=actor_id, rule=rule, details=kept, proves=(row,))
    _lay_spans(agency.id, book)
    return row


def _lay_spans(agency_id: int, book: Rulebook) -> None:
    for span in db.session.scalars(select(StandingSpan).where(StandingSpan.agency_id == agency_id)):
        db.session.delete(span)
    db.session.flush()  # the old spans go before the new ones come
    measures = {measure.key: measure.standing for measure in catalogue.measures()}
    laid = rules.effects(
        queries.history(agency_id), queries.readmissions(agency_id), book, date.max, catalogue.measures()
    )
    db.session.add_all(
        StandingSpan(
            agency_id=agency_id,
            standing=measures[e.measure],
            starts_on=e.starts_on,
            locked_until=e.locked_until,
            left_on=e.left_on,
        )
        for e in laid
    )
