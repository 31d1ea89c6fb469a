"""The workbench of each kind of organisation: what waits, by when, and what silence means."""

from datetime import date, timedelta

import pytest

from accounts import contacts
from accounts.kinds import Channel
from accounts.models import Claim
from kernel import clock as kernel_clock
from kernel import ledger
from kernel.db import transaction
from tests import personas
from tests.factories import accounts, admission, blacklist, delivery, evaluation, projects, returning
from tests.factories import selection as make


def titles(page):
    tasks = page.root.first("ol", class_="tasks")
    return [h3.text for h3 in tasks.every("h3")] if tasks else []


def whens(page):
    return [place.text for place in page.root.every("div", class_="when")]


@pytest.mark.parametrize("who", ["owner", "authority", "managing_office", "operator", "supervisor"])
def test_nothing_waits_for_anybody_in_an_empty_town(visit, who):
    visit.as_(getattr(personas, who)())
    page = visit("/workbench")
    assert page.heading == "没有待办事项"
    assert titles(page) == []
    assert visit.english()("/workbench").heading == "Nothing waits for you"


def test_whose_address_is_not_confirmed_is_told_so_until_it_is(visit):
    """Who came before addresses had to be confirmed gets only legal service by e-mail, and should know."""
    owner = personas.owner()
    visit.as_(owner)
    page = visit("/workbench")
    assert "您的邮箱尚未验证，目前只接收法定送达，收不到到期提醒。" in page.text
    assert "/me/messages" in page.links
    assert "no reminder of a last day. Confirm it by a code" in visit.english()("/workbench").text
    with transaction():
        contacts.keep(owner, Channel.EMAIL, owner.email, now=kernel_clock.now())
    assert "/me/messages" not in visit("/workbench").links


def test_a_stranger_is_sent_to_sign_in(visit):
    visit("/workbench", status=303)


def test_the_head_leads_to_the_workbench_of_whoever_is_signed_in(visit):
    assert "/workbench" not in visit("/").links
    assert "/workbench" in visit.as_(personas.owner())("/").links


def test_an_agency_sees_invitations_by_their_last_day(visit, clock):
    owner, agency = personas.owner(), personas.agency()
    admission.agency_with("B02", organisation=agency)
    make.notice(owner, agency, days=2)
    make.notice(owner, agency, days=0)
    page = visit.as_(agency)("/workbench")
    assert page.heading == "今天有 1 件事到期"
    assert whens(page)[:2] == ["今日 24:00 到期", "5月28日（周四） 还剩 2 个工作日"]
    assert "视为不参加" in page.text
    assert len([link for link in page.links if link.startswith("/invitations/")]) == 2
    clock.set(date(2026, 5, 29))
    assert not [link for link in visit.as_(agency)("/workbench").links if link.startswith("/invitations/")]


def test_an_agency_that_has_not_applied_is_led_to_its_application(visit):
    page = visit.as_(personas.agency())("/workbench")
    assert titles(page) == ["入驻"]
    assert "/admission" in page.links


def test_a_returned_application_says_so(visit):
    agency = personas.agency()
    admission.admission(agency.organisation, "returned")
    assert "已退回" in visit.as_(agency)("/workbench").text


@pytest.mark.parametrize(("days", "seen"), [(61, False), (60, True), (0, True), (-1, True)])
def test_a_qualification_that_is_about_to_lapse_is_seen(visit, clock, days, seen):
    agency = personas.agency()
    admission.agency_with("D03", organisation=agency, qualification=clock.today + timedelta(days=days))
    page = visit.as_(agency)("/workbench")
    assert ("测绘资质" in " ".join(titles(page))) is seen
    if days < 0:
        assert "已过期限" in page.heading


def test_a_renewed_qualification_asks_for_nothing(visit, clock):
    agency = personas.agency()
    admission.agency_with("D03", organisation=agency, qualification=clock.today + timedelta(days=5))
    admission.a_qualification(agency.organisation, "测绘资质")
    assert titles(visit.as_(agency)("/workbench")) == []


def test_an_owner_sees_offers_that_can_be_chosen_from(visit, clock):
    owner, agency, second = personas.owner(), personas.agency(), personas.second_agency()
    for person in (agency, second):
        admission.agency_with("B02", organisation=person)
    row = make.notice(owner, agency, second, days=2)
    assert f"/notices/{row.id}" not in visit.as_(owner)("/workbench").links
    make.offer(row, agency)
    page = visit("/workbench")
    assert "已邀请 2 家，1 家已报价" in page.text
    assert f"/notices/{row.id}" in page.links


def test_an_owner_sees_that_nobody_has_offered(visit, clock):
    owner, agency = personas.owner(), personas.agency()
    admission.agency_with("B02", organisation=agency)
    make.notice(owner, agency, days=1)
    clock.set(date(2026, 5, 28))
    assert "无人报价" in visit.as_(owner)("/workbench").text


def test_a_contract_is_to_be_filed_when_the_publicity_has_ended(visit, clock):
    owner, agency = personas.owner(), personas.agency()
    admission.agency_with("B02", organisation=agency)
    award = make.award(owner, agency)
    visit.as_(owner)
    assert f"/results/{award.id}/contract" not in visit("/workbench").links
    clock.set(date(2026, 5, 28))
    for who in (owner, agency):
        page = visit.as_(who)("/workbench")
        assert f"/results/{award.id}/contract" in page.links


def test_a_completed_order_is_to_be_evaluated_for_fifteen_working_days(visit, clock):
    owner, agency = personas.owner(), personas.agency()
    admission.agency_with("B02", organisation=agency)
    order = evaluation.order(owner, agency, accepted_on=clock.today)
    address = f"/orders/{order.number}/evaluation/give"
    # 16 and 17 June: the 15th working day and the next.
    for day, asked in ((26, True), (47, True), (48, False)):
        clock.set(date(2026, 5, 1) + timedelta(days=day - 1))
        assert (address in visit.as_(owner)("/workbench").links) is asked


def test_an_agency_sees_what_to_deliver_and_what_silence_means(visit):
    order = delivery.order("due-today")
    page = visit.as_(personas.agency())("/workbench")
    assert page.heading == "今天有 1 件事到期"
    assert "超期" in page.text
    assert f"/orders/{order.number}/deliver" in page.links


def test_what_is_overdue_is_late_and_counted_in_working_days(visit):
    delivery.order("overdue")
    page = visit.as_(personas.agency())("/workbench")
    assert "已过期限" in page.heading
    assert whens(page)[0].endswith("已过 3 个工作日")


def test_a_delivery_waits_for_the_owner(visit):
    order = delivery.order("delivered")
    page = visit.as_(personas.owner())("/workbench")
    assert any(link.startswith(f"/orders/{order.number}/") for link in page.links)


def test_a_contested_rejection_waits_for_the_authority_of_the_item(visit):
    delivery.order("contested")
    assert titles(visit.as_(personas.other_authority())("/workbench"))
    assert titles(visit.as_(personas.authority())("/workbench")) == []


def test_the_operator_sees_applications_with_the_day_of_the_form_check(visit):
    body = accounts.agency("江山市新来咨询有限公司")
    admission.admission(body, "submitted", submitted_on=date(2026, 5, 21))
    page = visit.as_(personas.operator())("/workbench")
    assert "已过期限" in page.heading
    assert whens(page) == ["5月25日（周一） 已过 1 个工作日"]
    assert titles(page) == [body.name]


def test_the_operator_sees_who_waits_to_be_verified_and_missing_holidays(visit, clock):
    body = accounts.agency("江山市万通检测有限公司", verified=False)
    assert body.name in titles(visit.as_(personas.operator())("/workbench"))
    clock.set(date(2026, 12, 1))
    assert "2027 年放假安排" in titles(visit.as_(personas.operator())("/workbench"))


def test_the_operator_sees_who_claims_an_account(visit):
    body = accounts.agency("江山市绿洲监测有限公司")
    with transaction():
        claim = Claim(
            organisation=body,
            name="王立",
            email="w@example.cn",
            phone="1",
            reason="换人",
            password_hash="x",
            created_at=kernel_clock.now(),
        )
        ledger.record(claim, "accounts.claim.made", actor_id=None, rule="6")
    page = visit.as_(personas.operator())("/workbench")
    assert f"/claims/{claim.id}/decide" in page.links


def test_what_does_not_fit_on_the_first_screen_leads_to_its_list(visit):
    for number in range(21):
        admission.admission(accounts.agency(f"江山市第{number}咨询公司"), "submitted")
        blacklist.case(accounts.agency(f"江山市第{number}环评公司", verified=False))
    page = visit.as_(personas.operator())("/workbench")
    assert page.text.count("此处未全部列出") == 2
    assert "/admission/queue" in page.links
    page = visit.as_(personas.authority())("/workbench")
    assert "此处未全部列出" in page.text
    assert "/cases" in page.links


def test_who_has_not_shown_papers_is_asked_for_them(visit):
    page = visit.as_(personas.unverified_agency())("/workbench")
    assert "营业执照和授权书" in titles(page)
    assert "/organisation/documents" in page.links


def test_unread_messages_stand_last(visit):
    owner = personas.owner()
    accounts.message(owner.organisation)
    assert titles(visit.as_(owner)("/workbench")) == ["未读消息 1 条"]


def test_every_link_of_a_full_workbench_opens(visit):
    owner, agency = personas.owner(), personas.agency()
    admission.agency_with("B02", organisation=agency, qualification=kernel_clock.today())
    make.notice(owner, agency)
    blacklist.case(agency.organisation)
    accounts.message(agency.organisation)
    visit.as_(agency)
    page = visit("/workbench")
    for link in page.root.first("ol", class_="tasks").every("a"):
        visit(link.get("href"))


@pytest.mark.parametrize("who", ["owner", "agency", "authority", "managing_office", "operator"])
def test_the_workbench_costs_the_same_with_more_rows(visit, count_statements, who):
    owner, agency, person = personas.owner(), personas.agency(), getattr(personas, who)()
    admission.agency_with("B02", "D03", organisation=agency)
    visit.as_(person)
    visit("/workbench")
    seen = []
    for many in (3, 12):
        for number in range(many):
            make.offer(make.notice(owner, agency), agency)
            make.notice(owner, agency, need=projects.need(owner, title=f"第{number}项"))
            evaluation.order(owner, agency, accepted_on=kernel_clock.today())
            blacklist.case(agency.organisation)
            admission.admission(accounts.agency(f"新来第{len(seen)}{number}公司"), "submitted")
            accounts.agency(f"待核第{len(seen)}{number}公司", verified=False)
        with count_statements() as statements:
            visit("/workbench")
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_a_re_entry_waits_for_the_agency_then_the_operator_then_the_managing_office(visit):
    head = returning.locked_out()
    assert "/admission/reentry" in visit.as_(head)("/workbench").links
    row = returning.applied(head)
    path = f"/admission/reentries/{row.id}"
    assert path in visit.as_(personas.operator())("/workbench").links
    assert path not in visit.as_(personas.managing_office())("/workbench").links
    returning.checked(row)
    assert path in visit("/workbench").links
    assert path not in visit.as_(personas.operator())("/workbench").links
    assert "/admission/reentry" not in visit.as_(head)("/workbench").links
