"""The verbs of an application: begin, say who one is, sign, submit; and the operator's answer."""

import json
from collections.abc import Iterable, Mapping
from datetime import date

from pypinyin import Style, lazy_pinyin

from accounts import operations as accounts
from accounts import queries as bodies
from accounts.kinds import Kind, Topic
from accounts.models import Organisation
from accounts.operations import tell
from kernel import clock, ledger, search
from kernel.db import lock
from kernel.errors import Refused, WrongState
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.admission import flags, queries, returning, rules
from marketplace.admission.models import Admission
from marketplace.admission.queries import ACCEPTED, DRAFT, RETURNED, SUBMITTED
from marketplace.admission.sections import NAMES, missing

CHECK_RULE = "A1"
LETTER_EDITION = "2026-1"
INDEX = "agency"
INITIALS = range(3, 7)  # letters of a run that people type: jsmz for 江山美筑
PAGE = "/admission"
NOT_LOOKED_AT = say("Look at the related bodies that are kept out, and say what came of it.")


def open_for_change(agency: Organisation, *, actor_id: int, today: date, book: Rulebook) -> Admission:
    """Return the application of an agency, begun now where there is none, so that something in it can be changed.

    Raises Refused, with rule and day, for an agency whose lockout runs; WrongState while the operator checks the
    application. From the day on which re-entry may be applied for it can be changed, so that qualifications are
    valid when they are checked again (P9); nothing of it can be chosen before that is decided.
    """
    lock(agency)
    refuse_if_locked(agency.id, today, book)
    row = queries.admission_of(agency.id)
    if row is None:
        row = Admission(agency_id=agency.id, state=DRAFT)
        ledger.record(row, "admission.application.begun", actor_id=actor_id, rule=CHECK_RULE)
    elif row.state == SUBMITTED:
        raise WrongState(
            say("The operator is checking the application; it can be changed once it is answered.")
        )
    return row


def refuse_if_out(agency_id: int, today: date, book: Rulebook) -> None:
    """Raise Refused, with rule and day, for an agency that is removed or blacklisted (S3, P9)."""
    refused = returning.out(agency_id, today, book)
    if refused:
        raise refused


def refuse_if_locked(agency_id: int, today: date, book: Rulebook) -> None:
    """Raise Refused, with rule and day, for an agency that may not yet apply for re-entry (P8)."""
    refused = returning.out(agency_id, today, book)
    if refused and refused.try_from:
        raise refused


def introduce(
    agency: Organisation,
    details: Mapping[str, str],
    introduction: str,
    *,
    actor_id: int,
    today: date,
    book: Rulebook,
) -> Admission:
    """Say who the agency is: what accounts keep of it, and how it introduces itself."""
    row = open_for_change(agency, actor_id=actor_id, today=today, book=book)
    accounts.change_details(agency, details, actor_id=actor_id)
    row.introduction = introduction
    ledger.record(row, "admission.agency.introduced", actor_id=actor_id, rule=CHECK_RULE)
    if row.state == ACCEPTED:
        index_agency(agency)
    return row


def sign(agency: Organisation, *, actor_id: int, today: date, book: Rulebook) -> Admission:
    """Sign the commitment letter, which confirms the address for service too (P5b)."""
    row = open_for_change(agency, actor_id=actor_id, today=today, book=book)
    if row.letter_signed_at:
        raise WrongState(say("The commitment letter has been signed already."))
    row.letter_signed_at, row.letter_signed_by = clock.now(), actor_id
    details = {"edition": LETTER_EDITION}
    ledger.record(row, "admission.letter.signed", actor_id=actor_id, rule="P5b", details=details)
    return row


def submit(agency: Organisation, *, actor_id: int, today: date, book: Rulebook) -> Admission:
    """Submit the application for the operator's form check; raise Refused where a section is not done."""
    row = open_for_change(agency, actor_id=actor_id, today=today, book=book)
    if row.state == ACCEPTED:
        raise WrongState(say("The agency has been admitted already."))
    refuse_if_out(agency.id, today, book)
    lacking = missing(queries.brought(agency.id), today)
    if lacking:
        names = [section.name for section in lacking]
        raise Refused(CHECK_RULE, say("Finish these sections first: %(sections)s.", sections=names))
    row.state, row.submitted_on, row.relations_note = SUBMITTED, today, ""
    ledger.record(row, "admission.application.submitted", actor_id=actor_id, rule=CHECK_RULE)
    tell_operators(say("%(agency)s has applied for admission.", agency=agency.name), f"{PAGE}/{row.id}/check")
    return row


def look_at_relations(row: Admission, note: str, *, actor_id: int, today: date, book: Rulebook) -> None:
    """Say what looking at related bodies that are locked out gave (P10): a part of every answer where there are any."""
    found = flags.flags(row.agency, today, book)
    if not found:
        return
    if not note.strip():
        raise Refused("P10", NOT_LOOKED_AT, field="relations")
    row.relations_note = note
    related = {str(flag.body.id): [relation.kind for relation in flag.relations] for flag in found}
    ledger.record(
        row,
        "admission.relations.looked-at",
        actor_id=actor_id,
        rule="P10",
        details=related,
        also=[flag.body for flag in found],
    )


def accept(
    row: Admission, remark: str, *, actor_id: int, today: date, calendar: Calendar, book: Rulebook
) -> Admission:
    """Admit an agency: it may be chosen from now on, and its publicity begins (A1, A2)."""
    _answered(row, actor_id, today, remark)
    refuse_if_out(row.agency_id, today, book)
    if not row.relations_note and flags.flags(row.agency, today, book):
        raise Refused("P10", NOT_LOOKED_AT, field="relations")
    row.state, row.accepted_on, row.reasons = ACCEPTED, today, "{}"
    until = rules.publicity_until(today, calendar, book).day
    details = {"publicity_until": until}
    ledger.record(row, "admission.application.accepted", actor_id=actor_id, rule=CHECK_RULE, details=details)
    index_agency(row.agency)
    told = say(
        "Your agency is admitted: owners can choose it from now on. It is on public display until %(day)s.",
        day=until,
    )
    tell(row.agency_id, told, link=PAGE)
    return row


def hand_back(
    row: Admission, reasons: Mapping[str, str], remark: str, *, actor_id: int, today: date
) -> Admission:
    """Return an application with what is lacking in each section (A1)."""
    _answered(row, actor_id, today, remark)
    if not reasons:
        raise Refused(CHECK_RULE, say("Say in at least one section what is to be mended."), field="decision")
    row.state, row.reasons = RETURNED, json.dumps(dict(reasons), ensure_ascii=False, sort_keys=True)
    details = {"sections": sorted(reasons)}
    ledger.record(row, "admission.application.returned", actor_id=actor_id, rule=CHECK_RULE, details=details)
    names = [NAMES[key] for key in reasons]
    told = say(
        "Your application is returned. Mend these sections and submit it again: %(sections)s.", sections=names
    )
    tell(row.agency_id, told, link=PAGE)
    return row


def reasons_of(row: Admission | None) -> dict[str, str]:
    """Return what the last check found lacking, by section."""
    found: dict[str, str] = json.loads(row.reasons) if row else {}
    return found


def index_agency(agency: Organisation) -> None:
    """Let an agency be found by its name, the initials of its name, its credit code and its area."""
    index_agencies([agency])


def index_agencies(agencies: Iterable[Organisation]) -> None:
    """Let agencies be found, in a few statements."""
    search.index_all(INDEX, {agency.id: _found_by(agency) for agency in agencies})


def _found_by(agency: Organisation) -> str:
    initials = "".join(lazy_pinyin(agency.name, style=Style.FIRST_LETTER, errors="ignore"))
    parts = {initials[i : i + n] for n in INITIALS for i in range(len(initials) - n + 1)}
    return " ".join([agency.name, agency.uscc or "", agency.area, *sorted(parts)])


def tell_operators(sentence: Sentence, link: str) -> None:
    """Tell every operator something."""
    for operator in bodies.of_kind(Kind.OPERATOR):
        tell(operator.id, sentence, link=link, topic=Topic.MATTER)


def _answered(row: Admission, actor_id: int, today: date, remark: str) -> None:
    lock(row)
    if row.state != SUBMITTED:
        raise WrongState(say("This application has been answered already."))
    row.answered_on, row.answered_by, row.answer = today, actor_id, remark
