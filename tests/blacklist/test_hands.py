"""P5, P5b, P13: whose hands a case has gone through, and when its decision is public."""

from datetime import date

import pytest

from blacklist import proceedings
from blacklist.models import Decision
from blacklist.vocabulary import Act, State
from kernel import issued, law, ledger
from kernel.db import db, transaction
from kernel.errors import Refused
from tests import personas
from tests.factories import accounts as make
from tests.factories import blacklist as made
from tests.factories import cases, deputies
from tests.factories.delivery import on

pytestmark = pytest.mark.usefixtures("db_session")


def parts(case, day):
    return proceedings.course_of(case, law.calendar(), law.book(), day).parts


def test_who_ever_gave_an_opinion_does_not_decide_though_it_was_sent_back():
    case, second = cases.at(State.DECISION), personas.second_officer()
    cases.take(case, Act.SEND_BACK, second, cases.OVER, text="重新核实")
    cases.take(case, Act.OPINE, second, cases.OVER, text="事实清楚。", outcome="upheld")
    with pytest.raises(Refused) as refused:
        cases.take(case, Act.DECIDE, personas.authority(), cases.DECIDED, text="成立。", outcome="upheld")
    assert refused.value.rule == "P5"


def test_the_managing_office_decides_where_no_officer_is_left_who_could():
    case, second = cases.at(State.DECISION), personas.second_officer()
    assert not parts(case, cases.OVER).lone_authority
    cases.take(case, Act.SEND_BACK, second, cases.OVER, text="重新核实")
    cases.take(case, Act.OPINE, second, cases.OVER, text="事实清楚。", outcome="upheld")
    assert parts(case, cases.OVER).lone_authority
    office = personas.managing_office()
    cases.take(case, Act.DECIDE, office, cases.DECIDED, text="成立。", outcome="upheld")
    assert parts(case, cases.DECIDED).decided_by_office


def test_a_deputy_of_who_was_switched_off_stands_in_for_nobody():
    case, deputy = cases.at(State.DECISION), personas.other_authority()
    absent = make.user(personas.authority().organisation, role="officer")
    with on(cases.OVER):
        deputies.deputation(absent, deputy)
    with transaction():
        absent.switched_off_at = made.clock.now()
        ledger.record(absent, "accounts.user.switched-off", actor_id=None, rule="A1")
    with pytest.raises(Refused):
        cases.take(case, Act.DECIDE, deputy, cases.DECIDED, text="成立。", outcome="upheld")


def test_last_words_said_with_the_closing_of_the_defence_stand_in_the_decision():
    case = cases.at(State.CHARGED)
    cases.take(case, Act.RECEIVE, personas.agency(), cases.RECEIVED)
    cases.take(case, Act.SAY_NO_MORE, personas.agency(), cases.RECEIVED, text="确已整改完毕。")
    cases.take(case, Act.OPINE, personas.authority(), cases.RECEIVED, text="清楚。", outcome="upheld")
    cases.take(case, Act.DECIDE, personas.second_officer(), cases.OVER, text="成立。", outcome="upheld")
    letter = issued.of(case)[-1].letter
    assert "确已整改完毕。" in letter
    assert "未在期限内陈述申辩" not in letter


@pytest.mark.parametrize(("opened", "public"), [(None, date(2026, 6, 10)), (cases.SERVED, cases.SERVED)])
def test_a_decision_is_public_from_its_service(opened, public):
    case = cases.at(State.DECIDED)
    if opened:
        cases.take(case, Act.RECEIVE_DECISION, personas.agency(), opened)
    db.session.expire_all()
    row = db.session.scalars(db.select(Decision).where(Decision.case_id == case.id)).one()
    assert row.published_on == public


def test_what_is_settled_leaves_the_desk():
    upheld = cases.at(State.DECIDED)
    other = made.case(personas.second_agency().organisation, authority_key="住建")
    found = {seen.id for seen in proceedings.unsettled(cases.DECIDED)}
    assert found == {upheld.id, other.id}
    assert [seen.id for seen in proceedings.unsettled(cases.DECIDED, authority_key="住建")] == [other.id]
    assert [seen.id for seen in proceedings.unsettled(cases.DECIDED, agency_id=upheld.agency_id)] == [
        upheld.id
    ]
    assert {seen.id for seen in proceedings.unsettled(date(2027, 1, 4))} == {other.id}
