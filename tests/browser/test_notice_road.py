"""Two roads of an open notice in the browser: a draw to its contract; a sealed competition with a tie and an objection."""

from datetime import datetime, timedelta

import pytest

from kernel.clock import BEIJING
from kernel.db import db
from marketplace.selection import queries
from tests import personas
from tests.browser.person import Person
from tests.browser.test_main_road import PDF
from tests.factories import notices as make
from tests.factories import projects
from tests.factories.selection import ready

SERVICE = "扩建工程环境影响报告表"
CLOSES = datetime(2026, 5, 27, 17, tzinfo=BEIJING)
FIGURE = datetime(2026, 5, 27, 21, 15, tzinfo=BEIJING)
CONFIRMING = datetime(2026, 5, 29, 9, tzinfo=BEIJING)
MINUTES = timedelta(minutes=5)


@pytest.fixture
def town(people):
    """An owner with a need, three agencies that list it, one of them at a browser, and the operator."""
    owner, agency, operator = personas.owner(), personas.agency(), personas.operator()
    ready(agency)
    need = projects.need(owner, title=SERVICE)
    return need, [Person(people(), user) for user in (owner, agency, operator)], make.bidders(2)


def test_a_draw_runs_from_the_notice_to_the_contract(town, people, clock):
    need, (owner, agency, operator), others = town
    publishes(owner, need, "随机抽取", "固定价格", "公开数，加项目业主的文字")
    owner.is_headed("正在报名")
    text = lodges(owner)
    row = published(need)
    registers(agency, row, {})
    agency.reads("您已报名")
    make.registered(row, *others)

    clock.set(CLOSES + MINUTES)
    operator.comes_to(f"/notices/{row.number}/draw")
    operator.presses("固定抽取名单")
    operator.is_headed("3 家机构参加抽取")
    reveals(owner, row, text)
    clock.set(FIGURE + MINUTES)
    draws(operator, row, "308")
    watched_by_anybody(Person(people()), row, text)

    award = awarded(row)
    winner = (
        agency if award.agency_id == agency.user.organisation_id else Person(people(), head_of(award, others))
    )
    clock.set(CONFIRMING)
    contracts(owner, winner, award, row)


def test_a_sealed_competition_with_a_tie_and_an_objection(town, people, clock):
    need, (owner, agency, operator), others = town
    authority = Person(people(), personas.other_authority())
    publishes(owner, need, "竞价", "最高限价")
    owner.is_headed("请立即打印此开启码")
    code = owner.main.locator("b.code").inner_text()
    owner.presses("已打印或者抄录")
    row = published(need)
    registers(agency, row, {"价格": "26000"})
    agency.reads("请保存这一行", "sha256sum")
    make.registered(row, *others, price_fen=2_600_000)

    clock.set(CLOSES + timedelta(hours=1))
    owner.comes_to(f"/notices/{row.number}")
    owner.follows("开启报价")
    owner.fills({"开启码": code})
    owner.presses("开启报价")
    owner.is_headed("已开启，待出结果")
    clock.set(FIGURE + MINUTES)
    draws(operator, row, "417")
    operator.reads("2.60 万元")

    award = awarded(row)
    objects(agency, award)
    clock.set(CONFIRMING)
    authority.comes_to("/workbench")
    authority.follows("答复异议", of=SERVICE)
    authority.reads("说明.pdf")
    authority.picks("异议是否成立？", "不成立")
    authority.fills({"理由": "报价独立，并列依规则抽取。"})
    authority.presses("公布答复")
    authority.reads("报价独立，并列依规则抽取。", "须于6月2日（周二）24:00前确认")


def publishes(owner, need, method, price, lines="只用公开数"):
    owner.comes_to(f"/needs/{need.id}/notice")
    owner.picks("选取方式", method)
    owner.presses("继续")
    owner.fills({price: "30000", "电话": "0570-4020001", "投诉电话": "0570-4020002"})
    owner.picks("随机数由哪些内容组成（依此次序）", lines)
    owner.main.get_by_label("与本单位有关联的中介机构已全部列明。").check()
    owner.presses("继续")
    owner.is_headed("中介机构将看到以下内容")
    owner.presses("发布公告")


def lodges(owner):
    """Let the owner's browser make a text and lodge its SHA-256 alone; return the text that the owner keeps."""
    owner.follows("抽取页面")
    owner.follows("您提供的文字")
    owner.presses("随机生成一段")
    text = owner.main.get_by_label("您的文字").input_value()
    sent = []
    owner.page.on("request", lambda request: sent.append(request.post_data or ""))
    owner.presses("提交SHA-256")
    owner.is_headed("已提交SHA-256")
    assert sent
    assert not any(text in one for one in sent)
    return text


def reveals(owner, row, text):
    owner.comes_to(f"/notices/{row.number}/draw")
    owner.follows("您提供的文字")
    owner.fills({"原文（须与计算SHA-256时完全一致）": text})
    owner.presses("公开原文")
    owner.is_headed("已公开")


def registers(agency, row, offer):
    agency.comes_to("/notices")
    agency.follows(SERVICE)
    agency.follows("报名")
    agency.fills(offer | {"承诺工作日": "12"})
    agency.main.get_by_label("我机构与该业主及该审批事项的主管部门均无关联。").check()
    agency.main.get_by_label("我机构具备所需资质和人员，能够完成公告要求。").check()
    agency.presses("报名")


def watched_by_anybody(visitor, row, text):
    visitor.opens(f"/notices/{row.number}/draw")
    visitor.is_headed("任何人都可以重新计算")
    visitor.reads("福彩3D 2026-05-27=308", f"项目业主={text}", "记录属实：重新计算的抽取结果相同")
    with visitor.page.expect_download() as caught:
        visitor.main.get_by_role("link", name="第1轮抽取记录").click()
    visitor.follows("重新计算")
    visitor.brings("记录文件", ("record.json", "application/json", caught.value.path().read_bytes()))
    visitor.presses("重新计算")
    visitor.reads("记录属实：重新计算的抽取结果相同")


def head_of(award, others):
    return next(one for one in others if one.organisation_id == award.agency_id)


def draws(operator, row, figure):
    operator.comes_to(f"/notices/{row.number}/draw")
    operator.fills({"公开数（按来源公布的写法）": figure})
    operator.main.get_by_label("已与公告指定的来源核对一致。").check()
    operator.presses("抽取并公布结果")
    operator.is_headed("中选")


def contracts(owner, winner, award, row):
    for side in (owner, winner):
        side.comes_to(f"/results/{award.id}")
        side.presses("确认中选")
        side.reads_nowhere("须于6月1日（周一）24:00前确认" if side is winner else "业主：尚未确认")
    winner.reads("合同须于6月12日（周五）24:00前备案并确认")
    winner.opens(f"/results/{award.id}/contract")
    winner.brings("双方签订的合同", ("合同.pdf", "application/pdf", PDF))
    winner.presses("提交合同")
    winner.reads("合同.pdf")
    owner.opens("/workbench")
    owner.follows("查看并答复合同", of=SERVICE)
    owner.presses("确认合同")
    owner.follows("移交材料")
    owner.opens(f"/notices/{row.number}")
    owner.is_headed("合同已备案")


def objects(agency, award):
    agency.comes_to(f"/results/{award.id}")
    agency.follows("对该结果提出异议")
    agency.fills({"异议内容和理由": "三家报价相同，请核查"})
    agency.brings("附件", ("说明.pdf", "application/pdf", PDF))
    agency.presses("提出异议")
    agency.reads("三家报价相同，请核查", "待主管部门于")


def published(need):
    db.session.rollback()  # what the pages did lies beyond what this session has seen
    return queries.open_notice_of(need.id)


def awarded(row):
    db.session.rollback()
    return queries.award_of(row.id)
