import pytest

from kernel import web
from marketplace.home import preferences
from tests.look.gallery import make


def go(path):
    return make().test_client().get(path)


@pytest.mark.parametrize(
    ("path", "cookie"),
    [
        ("/language/en", "language=en"),
        ("/language/zh", "language=zh"),
        ("/text-size/large", "size=large"),
        ("/text-size/normal", "size=normal"),
    ],
)
def test_a_choice_is_kept_in_a_cookie_and_leads_back(path, cookie):
    answer = go(f"{path}?next=/form?page=2")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/form?page=2"
    assert answer.headers["Set-Cookie"].startswith(cookie)
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize("path", ["/language/de", "/text-size/huge"])
def test_a_choice_that_is_none_has_no_page(path):
    app = make()
    web.install(app)
    answer = app.test_client().get(path)
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "target",
    [
        "",
        "form",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/a\nSet-Cookie: x=1",
        "/\t/evil.example",
        "\\\\evil.example",
    ],
)
def test_nobody_is_led_away(target):
    assert preferences.local(target) == "/"


@pytest.mark.parametrize("target", ["/", "/form", "/form?x=1&y=//z", "/机构?事项=测绘"])
def test_an_address_of_ours_is_kept(target):
    assert preferences.local(target) == target


def test_a_page_offers_the_other_language_and_size_for_itself():
    page = make().test_client().get("/form?x=1").text
    assert 'href="/language/en?next=/form?x%3D1"' in page
    assert 'href="/text-size/large?next=/form?x%3D1"' in page
