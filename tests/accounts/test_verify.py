import pytest

from accounts import operations, people, queries
from kernel import ledger
from kernel.db import transaction
from tests import personas
from tests.accounts import filled
from tests.factories import accounts as make

NUMBER = make.identity_number(7)


def joined(visit, kind="agency", **changes):
    visit.as_nobody()
    page = visit("/sign-up/" + kind)
    if "insisted" in changes:
        page = visit.submit(page, filled.body(**changes | {"insisted": None}), status=422)
    visit.submit(page, filled.body(**changes), status=200)
    return filled.organisation("江山市万通检测有限公司")


def joined_person(visit):
    visit.as_nobody().submit("/sign-up/person", filled.natural_person())
    return filled.organisation("毛小明")


def give(visit, row, answer="verified", status=None, **typed):
    visit.as_(personas.operator())
    return visit.submit(f"/organisations/{row.id}/verify", {"answer": answer, **typed}, status=status)


def told(row):
    return [str(message.sentence) for message in queries.inbox(row.id).rows]


def test_an_organisation_acts_once_the_operator_has_verified_it(visit, clock):
    row = joined(visit)
    page = give(visit, row)
    assert page.path == "/organisations/waiting"
    assert "核验结果已告知江山市万通检测有限公司。" in page.text
    assert queries.organisation(row.id).verified_at == clock.now()
    assert filled.user("jiangtao@example.cn").acts
    assert told(row) == ["Your organisation is verified. You can act from now on."]
    entry = list(ledger.entries(row))[-1]
    assert (entry.act, entry.actor_id) == ("accounts.organisation.verified", personas.operator().id)
    answer = queries.verifications_of(row.id)[0]
    assert (answer.answer, answer.entry_id) == ("verified", entry.id)


def test_handed_back_it_is_told_why_and_it_is_its_turn(visit):
    row = joined(visit)
    give(visit, row, "returned", reason="授权委托书没有加盖公章。")
    assert queries.organisation(row.id).verified_at is None
    assert "授权委托书没有加盖公章。" in told(row)[0]
    assert "对方补正，自" in visit("/organisations/waiting").text
    visit.as_(filled.user("jiangtao@example.cn"))
    page = visit("/organisation")
    assert "轮到贵单位" in page.text
    assert "授权委托书没有加盖公章。" in page.text
    assert "/organisation/documents" in page.links
    visit.submit("/organisation/documents", filled.papers())
    visit.as_(personas.operator())
    assert "对方补正" not in visit("/organisations/waiting").text
    give(visit, row)
    assert queries.organisation(row.id).may_act


def test_a_failing_code_is_verified_only_with_a_reason_that_is_kept(visit):
    wrong = make.credit_code(20_000_001)[:-1] + "0"
    row = joined(visit, uscc=wrong, insisted="y")
    visit.as_(personas.operator())
    assert "统一社会信用代码校验不通过" in visit(f"/organisations/{row.id}").text
    page = give(visit, row, status=422)
    assert "如代码无误，请写明理由" in page.errors
    assert queries.organisation(row.id).verified_at is None
    give(visit, row, code_reason="证照原件如此，登记机关已电话确认。")
    assert queries.organisation(row.id).may_act
    assert queries.verifications_of(row.id)[0].code_reason == "证照原件如此，登记机关已电话确认。"
    assert '"code_by_exception":true' in list(ledger.entries(row))[-1].details
    assert "登记机关已电话确认" in visit(f"/organisations/{row.id}").text


def test_a_good_code_needs_no_reason_and_none_is_asked_for(visit):
    row = joined(visit)
    page = visit.as_(personas.operator())(f"/organisations/{row.id}/verify")
    assert page.root.first("textarea", name="code_reason") is None
    assert page.root.first("input", name="identity") is None


def test_a_person_is_verified_by_the_number_on_the_card(visit):
    row = joined_person(visit)
    visit.as_(personas.operator())
    page = visit(f"/organisations/{row.id}/verify")
    assert NUMBER not in page.html
    other = make.identity_number(8)
    for typed in (other, "", NUMBER[:-1]):
        page = give(visit, row, identity=typed, status=422)
        assert "与注册时填写的号码不一致" in page.errors
        assert queries.organisation(row.id).verified_at is None
    give(visit, row, identity=f" {NUMBER} ")
    assert queries.organisation(row.id).may_act


def test_without_both_papers_nobody_is_verified(visit):
    row = personas.unverified_agency().organisation
    page = give(visit, row, status=422)
    assert "证照和授权委托书不齐全" in page.text
    assert queries.organisation(row.id).verified_at is None


def test_handing_back_wants_a_reason(visit):
    row = joined(visit)
    assert "请写明缺少什么" in give(visit, row, "returned", status=422).errors
    assert "请选择" in give(visit, row, None, status=422).errors
    assert told(row) == []


@pytest.mark.parametrize("answer", ["verified", "returned"])
def test_who_is_verified_is_not_answered_again(visit, answer):
    row = joined(visit)
    path = f"/organisations/{row.id}/verify"
    visit.as_(personas.operator())
    stale = visit(path)
    visit.submit(path, {"answer": "verified"})
    page = visit.submit(stale, {"answer": answer, "reason": "太迟了"}, status=409)
    assert "该单位已通过核验。" in page.text
    assert len(queries.verifications_of(row.id)) == 1


def test_the_operator_alone_verifies(visit):
    row = personas.unverified_agency().organisation
    reader = make.user(personas.operator().organisation, "opreader@example.cn", "reader")
    for who in (personas.managing_office(), personas.supervisor(), personas.agency(), reader):
        visit.as_(who)(f"/organisations/{row.id}/verify", status=403)
    visit.as_(reader)(f"/organisations/{row.id}")


def test_an_organisation_that_is_not_there_is_not_found(visit):
    visit.as_(personas.operator())("/organisations/99999/verify", status=404)


def test_who_waits_is_listed_longest_first_with_whose_turn_it_is(visit, clock):
    visit.as_(personas.operator())
    assert visit("/organisations/waiting").heading == "没有待核验的单位"
    make.agency("先来的机构", verified=False)
    clock.ahead(minutes=5)
    make.owner("后来的业主", verified=False)
    page = visit("/organisations/waiting")
    assert page.heading == "以下单位等待核验"
    assert page.text.index("先来的机构") < page.text.index("后来的业主")


def test_the_list_of_those_who_wait_costs_the_same_with_three_and_with_thirty(visit, count_statements, clock):
    visit.as_(personas.operator())
    actor, counts = personas.operator().id, []
    for number in range(1, 31):
        row = make.agency(f"机构{number:02d}", verified=False)
        with transaction():
            operations.hand_back(row, "材料不全", actor_id=actor, now=clock.now())
        if number in (3, 30):
            with count_statements() as seen:
                page = visit("/organisations/waiting")
            counts.append(len(seen))
    assert counts[0] == counts[1]
    assert "机构21" in visit(page.root.first("a", rel="next").get("href")).text


def test_an_invited_office_does_not_wait(visit, clock):
    head = people.Invitee("戴刚", "daigang@example.cn", "head")
    with transaction():
        people.invite_office(
            people.office("supervisor", "江山市审计局"), head, str, actor_id=None, now=clock.now()
        )
    visit.as_(personas.operator())
    assert "江山市审计局" not in visit("/organisations/waiting").text
    assert "江山市审计局" in visit("/organisations").text
