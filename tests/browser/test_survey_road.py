"""A joint survey day: asked for, answered on a phone, opinions with a photo on the site, told the next day."""

from datetime import date

from tests import personas
from tests.browser.conftest import PHONE
from tests.browser.person import Person
from tests.factories import surveys as make

WEDNESDAY, NEXT_DAY = date(2026, 6, 3), date(2026, 6, 4)  # what is asked for on Tuesday 26 May
PHOTO = ("东侧边界.png", "image/png", b"\x89PNG\r\n\x1a\n invented")
WIDTH = "document.documentElement.scrollWidth"


def test_a_survey_day_from_the_asking_to_what_may_be_applied_for(people, site, clock):
    project = make.project()
    owner = Person(people(), personas.owner())
    officer = Person(people(viewport=PHONE), personas.other_authority())
    owner.comes_to(f"/projects/{project.id}")
    asks(owner)
    officer.comes_to("/workbench")
    says_who_comes(officer)
    clock.set(WEDNESDAY)
    officer.comes_to("/workbench")
    gives_its_opinion(officer)
    assert officer.page.evaluate(WIDTH) == PHONE["width"]
    clock.set(NEXT_DAY)
    owner.comes_to("/surveys")
    owner.follows(project.name)
    owner.is_headed("6月3日联合踏勘的结果")
    owner.reads("1 个有条件同意", make.APPROVAL, "退让河道10米", "照片：东侧边界.png")


def asks(owner):
    owner.follows("提出联合踏勘")
    owner.is_headed("2026年6月3日（周三）")
    owner.fills({"因办理哪项审批或者服务需要踏勘？": "核对厂界与河道距离", "集合地点": "厂区东门"})
    owner.selects("集合时间", "09:00")
    owner.presses("邀请各方到场")
    owner.reads("核对厂界与河道距离", "尚未答复")


def says_who_comes(officer):
    officer.follows("答复是否到场")
    officer.follows("答复是否到场")
    officer.picks("是否到场？", "本人到场")
    officer.presses("提交答复")
    officer.reads("到场")


def gives_its_opinion(officer):
    officer.follows("填写意见")
    officer.picks("指导性意见", "有条件同意")
    officer.fills({"条件、理由或者建议": "退让河道10米"})
    officer.brings("现场照片", PHOTO)
    officer.presses("签署并提交")
    officer.reads("有条件同意", f"对应：{make.APPROVAL}", "照片：东侧边界.png")
