"""The main road, walked by three people in Chinese: from an agency's admission to the evaluation of its work."""

import pytest

from kernel import workdays
from tests import personas
from tests.browser.person import Person

PROJECT = "江山市峡口水厂扩建工程"
SERVICE = "扩建工程环境影响报告表"
AGENCY, OWNER = "江山市绿洲监测有限公司", "江山市峡口水务有限公司"
PROMISE = 12
CALENDAR = workdays.shipped()
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R/Size 4>>
%%EOF
"""


@pytest.fixture
def walkers(people):
    """An owner, an agency and the operator, each at a browser of their own."""
    users = personas.owner(), personas.agency(), personas.operator()
    return [Person(people(), user) for user in users]


def test_an_order_runs_from_admission_to_evaluation(walkers, people, clock):
    owner, agency, operator = walkers
    applies(agency)
    admits(operator)
    agency.opens("/admission")
    agency.is_headed("贵机构已入驻")
    names_a_service(owner)
    invites(owner)
    offers(agency)
    chooses(owner)
    publicity = CALENDAR.add(clock.today, 1).day  # one working day with private money

    clock.set(CALENDAR.add(publicity, 1).day)
    files_the_contract(agency, publicity)
    confirms_and_hands_over(owner)
    number, start = owner.page.url.rpartition("/")[2], clock.today
    due = CALENDAR.add(start, PROMISE).day

    clock.set(CALENDAR.add(start, 3).day)  # what is not listed as missing in two working days was complete
    reads_the_due_day(owner, number, start, due, clock.today)
    delivers(agency, number)
    accepts(owner, number)
    evaluates(owner, number)
    clock.ahead(days=1)  # the public figures are those of the end of the day before
    everybody_reads_it(Person(people()), number)


def applies(agency):
    agency.comes_to("/admission")
    agency.follows("打开", of="基本信息与简介")
    agency.fills({"法定代表人": "王立", "所在市、县（区）": "江山市", "地址": "江山市鹿溪北路 88 号"})
    agency.fills({"单位电话": "0570-4020001", "机构简介": "2012 年设立，从事环境影响评价，工程师 9 名。"})
    agency.presses("保存")
    agency.follows("打开", of="所列服务")
    agency.follows("列出服务")
    agency.selects("服务事项", "B02")
    agency.fills(
        {
            "价格": "28000",
            "承诺工作日": "15",
            "办理流程": "踏勘、编制、审核",
            "所需材料": "备案文件、总平面图",
        }
    )
    agency.presses("列出")
    agency.opens("/admission")
    agency.follows("打开", of="执业人员")
    agency.follows("登记执业人员")
    agency.fills({"姓名": "陈默", "执业资格": "环境影响评价工程师", "证书编号": "HP00018"})
    agency.presses("登记")
    agency.opens("/admission")
    agency.follows("打开", of="关联关系")
    agency.presses("申报无关联关系")
    agency.opens("/admission")
    agency.follows("打开", of="承诺书")
    agency.presses("签署承诺书")
    agency.presses("提交入驻申请")
    agency.is_headed("入驻申请正在审查")


def admits(operator):
    operator.comes_to("/")
    operator.goes_to("入驻申请")
    operator.follows("形式审查", of="江山市绿洲监测有限公司")
    operator.reads("陈默", "踏勘、编制、审核")
    operator.picks("答复", "同意入驻")
    operator.main.get_by_label("理由", exact=True).fill("所填内容与证照一致。")
    operator.presses("答复")
    operator.is_headed("没有待形式审查的入驻申请")


def names_a_service(owner):
    owner.comes_to("/")
    owner.goes_to("我的项目")
    owner.follows("登记项目")
    owner.fills({"项目名称": PROJECT, "项目代码": "2603-330881-04-01-512760", "所在乡镇（街道）": "峡口镇"})
    owner.picks("服务费用由哪类资金支付？", "社会资金")
    owner.presses("登记项目")
    owner.reads(PROJECT)
    owner.follows("添加服务")
    owner.selects("服务事项", "B02")
    owner.fills({"标题": SERVICE, "服务要求和应提交的成果": "报告表及公示材料"})
    owner.picks("是否涉及国家秘密或者属于应急事项？", "均不涉及")
    owner.presses("添加这项服务")
    owner.reads(SERVICE)
    owner.follows("选取机构")


def invites(owner):
    owner.reads("2.80 万元", "15 个工作日")
    owner.main.get_by_label(f"邀请{AGENCY}").check()
    owner.fills({"需要告知机构的事项": "厂区在饮用水源二级保护区外"})
    owner.presses("邀请报价")
    owner.reads("尚未答复")


def offers(agency):
    agency.goes_to("邀请与报价")
    agency.follows(SERVICE)
    agency.reads("厂区在饮用水源二级保护区外")
    agency.fills({"价格": "2.6万", "承诺工作日": PROMISE})
    agency.presses("提交报价")
    agency.is_headed("报价")
    agency.reads("2.60 万元")


def chooses(owner):
    owner.page.reload()
    owner.picks("选定的机构", AGENCY)
    owner.fills({"选取理由": "时限最短，价格合理"})
    owner.presses("选取并公示")
    owner.is_headed(f"{OWNER}选取了{AGENCY}")
    owner.reads("时限最短，价格合理")


def files_the_contract(agency, publicity):
    agency.comes_to("/workbench")
    agency.follows("提交合同", of=SERVICE)
    agency.reads(f"结果公示截至{short(publicity, year=True)}")
    agency.brings("双方签订的合同", ("合同.pdf", "application/pdf", PDF))
    agency.presses("提交合同")
    agency.reads("合同.pdf")


def confirms_and_hands_over(owner):
    owner.comes_to("/workbench")
    owner.follows("查看并答复合同", of=SERVICE)
    owner.presses("确认合同")
    owner.follows("移交材料")
    owner.fills({"移交的材料，每行一项": "可行性研究报告\n总平面图"})
    owner.presses("移交")
    owner.reads("总平面图", "未起算")


def reads_the_due_day(owner, number, start, due, today):
    owner.comes_to(f"/orders/{number}")
    owner.reads("最迟交付", short(due), f"{short(start)}（", "起算，当天不计", "按期")
    owner.reads(f"还剩 {CALENDAR.between(today, due).days} 个工作日")


def delivers(agency, number):
    agency.comes_to(f"/orders/{number}")
    agency.follows("提交成果")
    agency.brings("交付的成果", ("报告表.pdf", "application/pdf", PDF))
    agency.presses("提交")
    agency.reads("报告表.pdf", "已交付，待验收")


def accepts(owner, number):
    owner.goes_to("工作台")
    owner.follows("验收", of=SERVICE)
    with owner.page.expect_download() as caught:
        owner.main.get_by_role("link", name="报告表.pdf").click()
    assert caught.value.path().read_bytes() == PDF
    owner.presses("验收")
    owner.reads("已验收")


def evaluates(owner, number):
    owner.goes_to("工作台")
    owner.follows("评价", of=SERVICE)
    for question in ("成果质量", "办理时效", "服务态度", "收费", "廉洁规范", "总体评价"):
        owner.picks(question, "5 星" if question == "办理时效" else "4 星")
    owner.picks("是否按报价收费？", "是")
    owner.picks("所需材料和要求是否一次性告知？", "是")
    owner.fills({"理由": "比承诺提前交付"})
    owner.presses("发布评价")
    owner.is_headed("4 星")


def everybody_reads_it(visitor, number):
    visitor.opens(f"/orders/{number}/evaluation")
    visitor.is_headed(f"{OWNER}给{AGENCY}打了 4 星")
    visitor.reads("比承诺提前交付")
    visitor.opens("/results")
    visitor.follows(SERVICE)
    visitor.reads("时限最短，价格合理")
    visitor.follows(AGENCY)
    visitor.is_headed(AGENCY)
    visitor.reads("环境影响报告表编制", "近 24 个月办结 1 单")


def short(day, *, year=False):
    """Return a day as the pages write it, up to its weekday."""
    return f"{day.year}年" * year + f"{day.month}月{day.day}日"
