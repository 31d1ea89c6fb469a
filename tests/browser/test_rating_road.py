"""The rating road: a year is frozen, checked, told, objected to, checked again, published, and determined for all."""

from datetime import date

import pytest
from sqlalchemy import select

from credit.models import EvidenceRecord
from kernel.db import db
from tests import personas
from tests.browser.person import Person
from tests.factories import credit as make
from tests.factories import rounds as round_of
from tests.kernel.contents import PDF

AGENCY, OTHER = "江山市绿洲监测有限公司", "衢州洁源环保工程有限公司"
ROUND = "/rating-rounds/2025"


@pytest.fixture
def walkers(people):
    """The managing office, its second officer, an authority, an agency, and somebody of the public."""
    users = (
        personas.managing_office(),
        personas.second_of_the_office(),
        personas.authority(),
        personas.agency(),
        None,
    )
    return [Person(people(), user) for user in users]


@pytest.fixture
def agency(site, clock):
    """A round of two agencies whose evidence is frozen: the first one earns a second D."""
    first, second = personas.agency().organisation, personas.second_agency().organisation
    make.rating(first, 2024, "D", determined_on=date(2025, 3, 12))
    round_of.frozen(round_of.entrant(first, "D"), round_of.entrant(second, "B", ("应急",)))
    chosen = select(EvidenceRecord.id).where(EvidenceRecord.kind == "Penalty").order_by(EvidenceRecord.id)
    return first.id, db.session.scalars(chosen).first()


def test_a_year_is_rated_by_the_office_the_authority_the_agency_and_the_second_person(walkers, agency, clock):
    office, second, authority, head, anyone = walkers
    agency_id, penalty = agency
    draft = f"{ROUND}/agencies/{agency_id}"
    the_authority_checks(authority, clock)
    the_drafts_are_told(office, clock)
    the_agency_objects(head, draft, clock)
    the_office_answers(office, draft, penalty, clock)
    the_second_person_confirms(office, second, clock)
    everyone_reads_the_publicity(office, anyone, clock)
    all_are_determined(office, anyone, head, clock)


def the_authority_checks(authority, clock):
    clock.set(date(2026, 2, 2))
    authority.comes_to(f"{ROUND}/drafts?show=checks")
    authority.follows("填写核查结果")
    said = "现场核查，一名人员证书到期。"
    authority.fills({"证照、人员：得分": "5", "证照、人员：核查情况": said})
    authority.fills({"执业档案：得分": "6", "执业档案：核查情况": said})
    authority.presses("提交核查结果")


def the_drafts_are_told(office, clock):
    clock.set(round_of.DRAWN_UP)
    office.comes_to(ROUND)
    office.presses("告知全部初稿")
    office.reads("已告知2份初稿", "提出异议")


def the_agency_objects(head, draft, clock):
    clock.set(date(2026, 2, 25))
    head.comes_to(draft)
    head.reads("清退", "不得再次进入至2027年3月31日", "行政处罚和法院失信记录")
    head.follows("对初稿提出异议")
    head.fills({"异议理由": "处罚决定已被法院撤销。"})
    head.brings("证明材料", ("撤销判决.pdf", "application/pdf", PDF))
    head.presses("提出异议")
    head.reads("处罚决定已被法院撤销。", "撤销判决.pdf")


def the_office_answers(office, draft, penalty, clock):
    clock.set(date(2026, 2, 27))
    office.comes_to(f"{draft}/evidence/{penalty}")
    office.picks("对该证据的处理", "予以排除")
    office.fills({"理由（告知中介机构）": "处罚已被判决撤销。"})
    office.presses("裁定")
    office.follows("答复异议")
    office.picks("答复", "成立")
    office.fills({"理由": "处罚已撤销，予以更正。"})
    office.presses("答复异议")
    office.reads("异议已答复", "已排除")


def the_second_person_confirms(office, second, clock):
    clock.set(round_of.CLOSED)
    office.comes_to(ROUND)
    office.presses("结束异议")
    second.comes_to(f"{ROUND}/second")
    second.reads(AGENCY)
    second.main.get_by_label(f"{AGENCY}复查通过").check()
    second.presses("所选初稿复查通过")
    second.is_headed("没有等待第二人复查的初稿")


def everyone_reads_the_publicity(office, anyone, clock):
    clock.set(round_of.PUBLISHED)
    office.comes_to(ROUND)
    office.presses("公示评级结果")
    anyone.opens("/ratings")
    anyone.is_headed("2025年度评级结果正在公示")
    anyone.follows(AGENCY)
    anyone.reads("尚未认定", "每一处失分")


def all_are_determined(office, anyone, head, clock):
    clock.set(round_of.DETERMINED)
    office.comes_to(f"{ROUND}/determine")
    office.fills({"文号": round_of.DOCUMENT})
    office.presses("统一认定全部评级")
    office.reads("评级已认定", round_of.DOCUMENT)
    anyone.opens("/ratings")
    anyone.reads(AGENCY, OTHER, round_of.DOCUMENT)
    anyone.follows(AGENCY)
    anyone.reads("江中介评字〔2026〕", "下载评级报告（PDF）")
    anyone.follows("与存档文书核对")
    anyone.is_headed("本文书由本平台发出，现行有效")
    anyone.reads("存档的评级结果", "关于江山市绿洲监测有限公司2025年度信用评级结果的通知", round_of.DOCUMENT)
    head.comes_to("/credit-file")
    head.reads("如果本年度今天结束", "如何提高等级", "哪些情形会失分", "2025")
