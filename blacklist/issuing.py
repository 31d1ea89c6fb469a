"""P5, P5a–P5c, P13: the steps of a case that go out as a letter: the step and its letter are one act."""

import json
from datetime import date
from functools import cache

from accounts import queries as accounts
from accounts.models import User
from blacklist import entries, letters, proceedings, steps
from blacklist.dossiers import (
    Corrected,
    Deficient,
    Heard,
    Hearing,
    Law,
    Matter,
    Reviewed,
    Ruling,
    Suspended,
)
from blacklist.findings import VetoKind, Violation
from blacklist.letters import Paper
from blacklist.models import Case, CaseStep, Decision
from blacklist.queries import RATING
from blacklist.rules import RatingDecision
from blacklist.steps import Desk, Said
from blacklist.vocabulary import Act, Excuse, Outcome, Verdict
from kernel import issued
from kernel.db import db
from kernel.issued import IssuedLetter
from kernel.letters import Letter
from kernel.rule_text import read_rules
from kernel.rulebook import FOLDER

OFFICE = "P13.body"
_SPEAKING = (Act.DEFEND, Act.SAY_NO_MORE)  # who closes its defence may say its last words with it


def charge(case: Case, said: Said, desk: Desk) -> IssuedLetter:
    """Serve the charge: the step, and the letter that goes with it (P5)."""
    step = steps.take(case, Act.CHARGE, said, desk)
    number = _number(Paper.CHARGE, desk)
    letter = letters.charge_letter(_matter(case, desk), number, desk.today, _law(desk))
    return _issue(letter, Paper.CHARGE, case, step)


def charge_in_draft(case: Case, desk: Desk) -> Letter:
    """Write the charge as it would go out today, without a number: for who is about to serve it."""
    return letters.charge_letter(_matter(case, desk), "", desk.today, _law(desk))


def announce_hearing(case: Case, said: Said, desk: Desk) -> IssuedLetter:
    """Announce the hearing: the step, and the notice of it (P5c)."""
    step = steps.announce_hearing(case, said, desk)
    asked = _last(case, Act.ASK_HEARING)
    hearing = Hearing(
        asked_on=asked.on if asked else desk.today,
        day=step.day or desk.today,
        where=step.text,
        leader=db.session.get_one(User, step.person_id).name,
    )
    number = _number(Paper.HEARING, desk)
    letter = letters.hearing_letter(_matter(case, desk), number, desk.today, hearing, _law(desk))
    return _issue(letter, Paper.HEARING, case, step)


def decide(case: Case, said: Said, desk: Desk) -> IssuedLetter:
    """Decide the case: the step, the decision where it is upheld, and the letter whose number it bears (P5)."""
    number = _number(Paper.DECISION, desk)
    steps.decide(case, said, number, desk)
    ruling = Ruling(Outcome(said.outcome), said.text, Excuse(said.ground) if said.ground else None)
    heard = _heard(case, desk)
    letter = letters.decision_letter(_matter(case, desk), number, desk.today, heard, ruling, _law(desk))
    return _issue(letter, Paper.DECISION, case, _taken(case, Act.DECIDE))


def decide_review(case: Case, said: Said, desk: Desk) -> IssuedLetter:
    """Decide the review: the step, its letter, and the letter of the decision withdrawn where it is set aside (P13)."""
    number, before = _number(Paper.REVIEW, desk), decided_by(case)
    steps.decide_review(case, said, number, desk)
    asked = _taken(case, Act.ASK_REVIEW)
    reviewed = Reviewed(*_decision(case), asked.on, Verdict(said.outcome), said.text)
    office = desk.book.value(OFFICE, desk.today)
    matter = _matter(case, desk, office)
    step = _taken(case, Act.DECIDE_REVIEW)
    letter = letters.review_letter(matter, number, desk.today, reviewed, _law(desk))
    if before and reviewed.verdict is Verdict.SET_ASIDE:
        issued.withdraw(before, desk.today, number, entry=step.entry)
    return _issue(letter, Paper.REVIEW, case, step)


def suspend(case: Case, said: Said, desk: Desk) -> IssuedLetter:
    """Suspend the measure until its review is decided: the step, and its letter (P13)."""
    step, asked = steps.suspend(case, said, desk), _taken(case, Act.ASK_REVIEW)
    found = Suspended(*_decision(case), asked.on, said.text)
    matter = _matter(case, desk, desk.book.value(OFFICE, desk.today))
    letter = letters.suspension_letter(matter, _number(Paper.SUSPENSION, desk), desk.today, found, _law(desk))
    return _issue(letter, Paper.SUSPENSION, case, step)


def correct(case: Case, said: Said, desk: Desk) -> IssuedLetter:
    """Correct an error of writing in the decision: the step, and the letter that belongs to it (P5)."""
    step = steps.take(case, Act.CORRECT, said, desk)
    found = Corrected(*_decision(case), said.text)
    number = _number(Paper.CORRECTION, desk)
    letter = letters.correction_letter(_matter(case, desk), number, desk.today, found)
    return _issue(letter, Paper.CORRECTION, case, step)


def follow_rating(case: Case, desk: Desk) -> IssuedLetter | None:
    """Issue the letter of the card or removal that follows from a determined D (P5a); None where none follows (P6)."""
    decision = proceedings.decision_of(case.id)
    found = entries.entry(decision.id, desk.today, desk.book) if decision else None
    if found is None or not found.stands:
        return None
    ids = [int(one.id) for one in found.effect.rests_on if isinstance(one, RatingDecision)]
    rows = [db.session.get_one(Decision, one) for one in ids]
    rests_on = tuple(Deficient(row.year or 0, row.decided_on, row.document) for row in rows)
    matter = _matter(case, desk, desk.book.value(OFFICE, desk.today))
    number = _number(Paper.MEASURE, desk)
    letter = letters.measure_letter(matter, number, desk.today, rests_on, _law(desk))
    return _issue(letter, Paper.MEASURE, case, _taken(case, Act.DECIDE))


def decided_by(case: Case) -> IssuedLetter | None:
    """Return the letter by which a case was decided, or None where it was not by letter."""
    kinds = (Paper.DECISION, Paper.MEASURE)
    return next((row for row in issued.of(case) if row.kind in kinds), None)


def _issue(letter: Letter, paper: Paper, case: Case, step: CaseStep) -> IssuedLetter:
    return issued.issue(letter, kind=paper, subject=case, entry=step.entry)


def _number(paper: Paper, desk: Desk) -> str:
    return issued.next_reference(desk.book.value(paper.series, desk.today), desk.today.year)


def _matter(case: Case, desk: Desk, issuer: str = "") -> Matter:
    authority = accounts.authority_by_key(case.authority_key)
    papers = proceedings.papers_of(case.id).get(None, [])
    return Matter(
        agency=case.agency.name,
        uscc=case.agency.uscc or "",
        issuer=issuer or (authority.name if authority else desk.book.value(OFFICE, desk.today)),
        case=case.number,
        opened_on=case.opened_on,
        edition=case.edition,
        kind=None if case.kind == RATING else VetoKind(case.kind),
        fact_on=case.fact_on,
        violation=Violation(case.ground) if case.ground else None,
        facts=json.loads(case.facts),
        evidence=tuple(paper.file.name for paper in papers),
    )


def _heard(case: Case, desk: Desk) -> Heard:
    rows = proceedings.steps_of([case.id])[case.id]
    charged = _taken(case, Act.CHARGE)
    found = proceedings.course_of(case, desk.calendar, desk.book, desk.today).defence
    letter = next((row for row in issued.of(case) if row.kind == Paper.CHARGE), None)
    held = any(row.act == Act.HOLD_HEARING for row in rows)
    return Heard(
        charge=letter.number if letter else case.number,
        charged_on=charged.on,
        served_on=found.served.day if found else charged.on,
        said=tuple((row.on, row.text) for row in rows if row.act in _SPEAKING and row.text.strip()),
        hearing_on=found.hearing_on if found and held else None,
    )


def _decision(case: Case) -> tuple[str, date]:
    """Return the number and the day of a decision: of its letter, or of the document where none was issued here."""
    letter, decision = decided_by(case), proceedings.decision_of(case.id)
    document = letter.number if letter else decision.document if decision else case.number
    return document, _taken(case, Act.DECIDE).on


def _last(case: Case, act: Act) -> CaseStep | None:
    rows = [row for row in proceedings.steps_of([case.id])[case.id] if row.act == act]
    return rows[-1] if rows else None


def _taken(case: Case, act: Act) -> CaseStep:
    row = _last(case, act)
    if row is None:
        raise LookupError(f"case {case.number} has no step {act}")
    return row


def _law(desk: Desk) -> Law:
    return Law(desk.calendar, desk.book, _sentences())


@cache
def _sentences() -> dict[str, str]:
    return {rule.number: rule.zh for rule in read_rules(FOLDER / "rules.md")}
