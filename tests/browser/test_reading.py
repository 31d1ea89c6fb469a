"""How a page is read: the switches of language and type keep; nothing scrolls sideways on a telephone."""

import pytest
from playwright.sync_api import expect

from tests import personas
from tests.browser.conftest import PHONE
from tests.browser.person import Person
from tests.factories import admission, delivery, projects, selection

LANGUAGE = "document.documentElement.lang"
PARAGRAPH = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
WIDTH = "document.documentElement.scrollWidth"
PUBLIC = ("/", "/agencies", "/items", "/results", "/rules", "/sign-in")


@pytest.fixture
def town(site):
    """Lay agencies with long names and a published result, so that the pages have something to show."""
    owner, agency = personas.owner(), personas.agency()
    long = "浙江省衢州市江山市清湖街道生态环境与水土保持综合技术咨询服务有限责任公司"
    for name in (long, "江山市方圆测绘有限公司"):
        admission.agency_with("B02", "D03", name=name)
    admission.agency_with("B02", organisation=agency)
    selection.award(owner, agency, selection.notice(owner, agency, need=projects.need(owner)))


def test_the_language_switch_keeps(browser_page):
    browser_page.goto("/sign-in")
    assert browser_page.evaluate(LANGUAGE) == "zh-Hans"
    browser_page.get_by_role("link", name="English", exact=True).click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert browser_page.url.endswith("/sign-in")
    browser_page.goto("/results")
    assert browser_page.evaluate(LANGUAGE) == "en"
    browser_page.get_by_role("link", name="中文", exact=True).click()
    browser_page.goto("/sign-in")
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("登录")


def test_the_switch_to_large_type_keeps(browser_page):
    browser_page.goto("/sign-in")
    before = browser_page.evaluate(PARAGRAPH)
    browser_page.get_by_role("link", name="大字版", exact=True).click()
    assert browser_page.url.endswith("/sign-in")
    browser_page.goto("/sign-in")
    assert browser_page.evaluate(PARAGRAPH) >= before * 1.2
    browser_page.get_by_role("link", name="标准字号", exact=True).click()
    browser_page.goto("/sign-in")
    assert browser_page.evaluate(PARAGRAPH) == before


def test_no_public_page_scrolls_sideways_on_a_telephone(people, town):
    reader = Person(people(viewport=PHONE))
    too_wide = {}
    for size in ("normal", "large"):
        reader.page.goto(f"/text-size/{size}")
        for path in PUBLIC:
            reader.opens(path)
            if reader.page.evaluate(WIDTH) > PHONE["width"]:
                too_wide[size, path] = reader.page.evaluate(WIDTH)
    assert not too_wide


def test_no_order_page_scrolls_sideways_on_a_telephone(people, site):
    numbers = {state: delivery.order(state).number for state in ("paused", "rejected", "overdue")}
    reader = Person(people(viewport=PHONE), personas.owner())
    reader.comes_to("/orders")
    widths = {}
    for state, number in numbers.items():
        reader.opens(f"/orders/{number}")
        widths[state] = reader.page.evaluate(WIDTH)
    assert set(widths.values()) == {PHONE["width"]}, widths


def test_the_ticks_of_the_comparison_lie_on_a_telephone(people, town):
    reader = Person(people(viewport=PHONE), personas.owner())
    reader.comes_to(f"/needs/{projects.need(personas.owner()).id}/compare")
    assert reader.page.evaluate(WIDTH) == PHONE["width"]
    for tick in reader.main.get_by_role("checkbox").all():
        assert tick.bounding_box()["x"] + tick.bounding_box()["width"] <= PHONE["width"]
