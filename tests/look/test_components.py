import re

import pytest

from tests import pages
from tests.look.gallery import ROOT, make

PAGES = ("/gallery", "/form", "/market")
NEXT = {"zh": "没有|不会", "en": "[Nn]othing|again|Check the address"}
STATUSES = (400, 403, 404, 405, 409, 413, 422, 429, 500)


def visit(path, language="zh", method="get", **kwargs):
    client = make().test_client()
    client.set_cookie("language", language)
    return getattr(client, method)(path, **kwargs)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_component_keeps_the_house_rules_in_both_languages(path, language):
    assert pages.faults(*pages.parse(visit(path, language).text)) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("status", STATUSES)
def test_every_error_has_a_page_that_says_what_to_do(status, language):
    page = visit(f"/error/{status}", language)
    assert page.status_code == status
    assert pages.faults(*pages.parse(page.text)) == []
    assert re.search(NEXT[language], page.text)


def test_the_page_of_a_bug_names_the_request():
    assert "0123456789ab" in visit("/error/500").text


def test_a_refusal_says_the_sentence_its_rule_and_from_when():
    page = visit("/gallery").text
    assert "2028年5月20日（周六）起可以办理" in page
    assert "依据规则 P9。" in page
    assert "2028年5月19日（周五） 在 off 中出现两次。" in page
    assert "现在还不能这样办" in page


def test_a_form_with_errors_is_shown_again_with_all_that_was_typed():
    app = make()
    app.config["WTF_CSRF_ENABLED"] = False
    sent = {
        "title": "二期",
        "price": "abc",
        "days": "10000",
        "begin": "2026年2月30日",
        "lines": "甲\n乙",
        "kinds": "b",
        "act_key": "a" * 32,
    }
    page = app.test_client().post("/form?from=here", data=sent).text
    root, _ = pages.parse(page)
    kept = pages.values(next(form for form in root.every("form") if form.get("class") == "act"))
    assert kept["lines"].splitlines() == ["甲", "乙"]
    for name in ("title", "price", "days", "begin", "kinds", "act_key"):
        assert kept[name] == sent[name]
    assert next(root.every("form", class_="act")).get("action") == "/form?from=here"
    assert "错误: " in page.partition("</title>")[0]


def test_a_summary_names_each_field_and_leads_to_it():
    app = make()
    app.config["WTF_CSRF_ENABLED"] = False
    root, _ = pages.parse(app.test_client().post("/form", data={"title": "二期"}).text)
    summary = root.first(class_="govuk-error-summary")
    links = [(a.get("href"), a.text) for a in summary.every("a")]
    assert ("#price", "价格：请填写。") in links
    assert ("#method", "选取方式：请选择。") in links
    ids = {element.get("id") for element in root.every()}
    assert all(href.lstrip("#") in ids for href, _ in links)
    assert summary.first("h2").text == "有 7 处需要改正"


def test_the_hidden_word_before_an_error_is_in_the_readers_language():
    app = make()
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert '<span class="govuk-visually-hidden">错误:</span>' in client.post("/form", data={}).text
    client.set_cookie("language", "en")
    assert '<span class="govuk-visually-hidden">Error:</span>' in client.post("/form", data={}).text


def test_nothing_of_the_components_own_english_is_left_on_a_chinese_page():
    app = make()
    app.config["WTF_CSRF_ENABLED"] = False
    page = app.test_client().post("/form", data={}).text
    text = re.sub(r"<[^>]+>", " ", page.partition("<h1")[2].partition(">")[2])
    assert re.findall(r"[A-Za-z]{4,}", text) == []


def test_the_compiled_sheet_knows_every_class_of_the_macros():
    sheet = (ROOT / "static" / "site.css").read_text(encoding="utf-8")
    used = set()
    for path in (ROOT / "templates" / "macros").glob("*.html"):
        plain = re.sub(r"\{[{%#].*?[}%#]\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        used |= {name for value in re.findall(r'class="([^"]*)"', plain) for name in value.split()}
    assert {name for name in used if f".{name}" not in sheet} == set()
