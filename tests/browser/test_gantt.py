"""The Gantt page on a phone: everything fits, every bar can be seen, and the words beside it say the same."""

import pytest
from playwright.sync_api import expect

from tests import personas
from tests.browser.conftest import PHONE
from tests.browser.person import Person
from tests.factories import delivery, projects

WIDTH = "document.documentElement.scrollWidth"
PAPER = "getComputedStyle(document.querySelector('.wide-sheet')).page"


@pytest.fixture
def project(site):
    """Lay a project with an overdue service, one that runs, and one that waits for both."""
    owner = personas.owner()
    row = projects.project(owner, name="江东大道雨污分流改造工程")
    for state, title in (("overdue", "环境影响报告表编制"), ("paused", "水土保持方案报告表编制")):
        delivery.order(state, owner, need=projects.need(owner, row, title=title))
    projects.need(owner, row, title="造价咨询", item_code="A11", stage="construction-permit")
    return row


def test_the_gantt_page_on_a_phone(people, project):
    owner = Person(people(viewport=PHONE), personas.owner())
    for size in ("normal", "large"):
        owner.page.goto(f"/text-size/{size}")
        owner.comes_to(f"/projects/{project.id}") if size == "normal" else owner.opens(
            f"/projects/{project.id}"
        )
        assert owner.page.evaluate(WIDTH) == PHONE["width"]
        chart = owner.main.get_by_role("group", name="项目甘特图")
        expect(chart.get_by_role("heading", level=3)).to_have_count(12)
        for title in ("环境影响报告表编制", "水土保持方案报告表编制", "造价咨询"):
            row = chart.locator(".service", has_text=title).first
            words, picture = row.locator(".what").bounding_box(), row.locator("svg.lane").bounding_box()
            assert picture["y"] >= words["y"] + words["height"] - 1, "the bars stand under their words"
            assert words["width"] > PHONE["width"] * 0.8
            for bar in row.locator("svg.lane > rect").all():
                box = bar.bounding_box()
                assert box["width"] >= 2
                assert box["x"] >= 0
                assert box["x"] + box["width"] <= PHONE["width"]
    overdue = chart.locator(".service", has_text="环境影响报告表编制").first
    expect(overdue).to_contain_text("超期")
    assert overdue.locator("rect.over").count() == 1
    assert chart.locator("rect.pause").count() >= 1
    expect(chart.locator(".service", has_text="造价咨询").first).to_contain_text("关键")
    expect(chart.locator(".service", has_text="造价咨询").first).to_contain_text("等待环境影响报告表编制")
    owner.follows("文字对照")
    expect(owner.main.get_by_role("table", name="分环节的项目计划")).to_be_in_viewport()
    owner.page.emulate_media(media="print")
    assert owner.page.evaluate(PAPER) == "wide"
    expect(owner.main.get_by_text("添加服务")).to_be_hidden()
