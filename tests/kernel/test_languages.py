import pytest
from flask_babel import gettext, ngettext

from kernel import languages
from tests.look.gallery import make


def said(headers=None):
    with make().test_request_context(headers=headers or {}):
        return (
            gettext("Sign in"),
            languages.html_tag(),
            ngettext("%(n)s working day left", "%(n)s working days left", 1, n=1),
        )


def test_the_page_is_chinese_unless_the_visitor_chose_english():
    assert said() == ("登录", "zh-Hans", "还剩 1 个工作日")
    assert said({"Cookie": "language=en"}) == ("Sign in", "en", "1 working day left")


@pytest.mark.parametrize(
    "headers", [{"Accept-Language": "en-GB"}, {"Cookie": "language=de"}, {"Cookie": "language=zh-CN"}]
)
def test_neither_the_browsers_wish_nor_an_unknown_language_changes_that(headers):
    assert said(headers)[0] == "登录"


def test_a_job_speaks_chinese_and_a_bare_process_english():
    with make().app_context():
        assert gettext("Sign in") == "登录"
    assert gettext("Sign in") == "Sign in"
    assert languages.reading() == "en"
    assert languages.chosen() == "zh"
    assert not languages.large()


def test_large_type_is_kept_in_a_cookie():
    page = make().test_client()
    assert 'class="govuk-template"' in page.get("/form").text
    page.set_cookie("size", "large")
    assert 'class="govuk-template elder"' in page.get("/form").text


def test_the_words_of_every_area_are_in_one_and_keep_their_plural():
    words = languages.words("zh")
    assert words.gettext("Fill this in.") == "请填写。"
    assert words.gettext("Workbench") == "工作台"
    assert words.plural(2) == 0
    assert languages.words("en").gettext("Workbench") == "Workbench"
