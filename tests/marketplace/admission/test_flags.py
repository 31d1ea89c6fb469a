"""Bodies that are kept out and related to an applicant: shown to the operator, never barred, looked at in the answer."""

from datetime import date

import pytest

from kernel import law, ledger
from kernel.db import transaction
from kernel.errors import Refused
from marketplace.admission import flags, operations
from tests import personas
from tests.factories import accounts, blacklist
from tests.factories import admission as make
from tests.marketplace.admission.test_application import ready

LOCKED = "江山市万里环境评价有限公司"
NOTE = "已核对两公司章程和缴税记录，法定代表人同名不同人。"
ACCEPTED = {"decision": "accept", "remark": "营业执照、资质证书与填报一致。"}


@pytest.fixture
def locked(db_session):
    """A body that is kept out, with a legal representative of its own."""
    body = accounts.agency(
        LOCKED, legal_representative="郑伟", controlling_shareholder="衢州仙霞控股有限公司"
    )
    blacklist.veto(body, date(2026, 5, 19))
    return body


@pytest.fixture
def row(clock, db_session):
    """An application that waits for the form check."""
    return ready(personas.agency(), clock, state="submitted")


def related(agency, **columns):
    """Give an agency the hands of the body that is kept out."""
    with transaction():
        for name, value in (columns or {"legal_representative": "郑伟"}).items():
            setattr(agency, name, value)
        ledger.record(agency, "accounts.organisation.changed", actor_id=None, rule="A1")


def kinds(agency, day=date(2026, 5, 26)):
    return [[r.kind for r in flag.relations] for flag in flags.flags(agency, day, law.book())]


def test_an_unrelated_agency_has_no_flag(row, locked):
    assert kinds(row.agency) == []


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"legal_representative": "郑伟"}, "legal-representative"),
        ({"controlling_shareholder": "衢州仙霞控股有限公司"}, "shareholder"),
        ({"controlling_shareholder": LOCKED}, "shareholder"),
        ({"name": LOCKED + "衢州分公司"}, "branch"),
    ],
)
def test_each_relation_is_found(row, locked, columns, expected):
    related(row.agency, **columns)
    assert kinds(row.agency) == [[expected]]


def test_a_head_office_and_a_body_that_the_agency_controls_are_found(row):
    name = row.agency.name
    branch = accounts.agency(f"{name}龙游分公司")
    daughter = accounts.agency("衢州清湖监测有限公司", controlling_shareholder=name)
    for body in (branch, daughter):
        blacklist.veto(body)
    assert kinds(row.agency) == [["branch"], ["shareholder"]]


@pytest.mark.parametrize("by_code", [True, False])
def test_a_declared_tie_is_found_from_either_side(row, locked, by_code):
    other = {"body_name": "旧名", "body_uscc": locked.uscc} if by_code else {"body_name": locked.name}
    make.affiliation(row.agency, "branch", authority_key=None, **other)
    mine = {"body_name": "旧名", "body_uscc": row.agency.uscc} if by_code else {"body_name": row.agency.name}
    make.affiliation(locked, "shareholder", authority_key=None, **mine)
    assert kinds(row.agency) == [["shareholder", "branch"]]


def test_a_body_that_is_not_kept_out_or_not_any_more_is_no_flag(row):
    related(row.agency)
    body = accounts.agency(LOCKED, legal_representative="郑伟")
    blacklist.rating(body, 2025)
    assert kinds(row.agency) == []
    decision = blacklist.veto(body, date(2026, 5, 19))
    assert kinds(row.agency) == [["legal-representative"]]
    blacklist.setting_aside(body, decision, date(2026, 5, 26))
    assert kinds(row.agency) == []


def test_a_body_whose_lockout_has_run_out_is_a_flag_until_it_is_readmitted(row, locked):
    related(row.agency)
    assert kinds(row.agency, date(2028, 6, 1)) == [["legal-representative"]]
    blacklist.readmission(locked, date(2028, 6, 2))
    assert kinds(row.agency, date(2028, 6, 2)) == []


def test_the_operator_sees_relation_body_measure_and_last_locked_day(visit, row, locked):
    related(row.agency)
    page = visit.as_(personas.operator())(f"/admission/{row.id}/check")
    for fact in ("法定代表人同为郑伟", LOCKED, locked.uscc, "黑名单", "2028年5月19日", "仅有关联不构成限制"):
        assert fact in page.text, fact
    assert "Both have the legal representative" in visit.english()(f"/admission/{row.id}/check").text


def test_without_a_flag_nothing_is_shown_and_nothing_is_asked(visit, row):
    page = visit.as_(personas.operator())(f"/admission/{row.id}/check")
    assert "被限制主体" not in page.text
    assert page.form("/answer").first("textarea", name="relations") is None
    visit.submit(page, ACCEPTED)
    assert row.state == "accepted"
    assert row.relations_note == ""


def test_the_agency_is_not_told_of_the_flag(visit, row, locked):
    related(row.agency)
    assert LOCKED not in visit.as_(personas.agency())("/admission").text


def test_an_answer_without_a_note_is_refused_and_nothing_changes(visit, row, locked):
    related(row.agency)
    page = visit.as_(personas.operator())(f"/admission/{row.id}/check")
    again = visit.submit(page, ACCEPTED, status=422)
    assert again.errors
    assert row.state == "submitted"


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (ACCEPTED, "accepted"),
        ({"decision": "return", "remark": "请补充。", "details": "请说明与该公司的关系。"}, "returned"),
    ],
)
def test_the_answer_records_who_looked_at_what_and_with_which_result(visit, row, locked, answer, state):
    related(row.agency)
    operator = personas.operator()
    page = visit.as_(operator)(f"/admission/{row.id}/check")
    visit.submit(page, answer | {"relations": NOTE})
    visit.submit(page, answer | {"relations": NOTE}, status=None)
    assert (row.state, row.relations_note, row.answered_by) == (state, NOTE, operator.id)
    (entry,) = [e for e in ledger.entries(row) if e.act == "admission.relations.looked-at"]
    assert (entry.rule, entry.actor_id) == ("P10", operator.id)
    assert NOTE in visit(f"/admission/{row.id}/check").text
    assert NOTE not in visit.as_(personas.agency())("/admission").text


def test_a_relation_alone_bars_nobody(row, locked):
    related(row.agency)
    by = {"actor_id": personas.operator().id, "today": date(2026, 5, 26), "book": law.book()}
    with transaction():
        operations.look_at_relations(row, NOTE, **by)
        operations.accept(row, "相符", calendar=law.calendar(), **by)
    assert row.state == "accepted"


def test_an_acceptance_without_having_looked_is_refused_whoever_asks(row, locked):
    related(row.agency)
    by = {"actor_id": personas.operator().id, "today": date(2026, 5, 26), "book": law.book()}
    with pytest.raises(Refused) as refused:
        operations.accept(row, "相符", calendar=law.calendar(), **by)
    assert refused.value.rule == "P10"
    with pytest.raises(Refused):
        operations.look_at_relations(row, "　", **by)


def test_the_form_check_costs_the_same_with_more_flags(visit, row, count_statements):
    related(row.agency)
    visit.as_(personas.operator())
    seen = []
    for many in (2, 9):
        for number in range(many):
            body = accounts.agency(f"衢州第{len(seen)}{number}环评有限公司", legal_representative="郑伟")
            blacklist.veto(body)
        with count_statements() as statements:
            visit(f"/admission/{row.id}/check")
        seen.append(len(statements))
    assert seen[0] == seen[1]
