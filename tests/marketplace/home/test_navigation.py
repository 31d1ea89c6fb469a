import pytest

from accounts.kinds import Kind
from marketplace.home import navigation
from tests import personas
from tests.look.gallery import make

ALL = {entry.endpoint for entries in navigation.BY_KIND.values() for entry in entries}


def names(kind, endpoint="home.portal", existing=ALL):
    return [(str(shown.label), shown.current) for shown in navigation.navigation(kind, existing, endpoint)]


def test_every_kind_of_organisation_has_its_own_way_around():
    assert set(navigation.BY_KIND) == {"", *map(str, Kind)}


def test_a_visitor_sees_what_is_public_and_one_place_is_current():
    assert names("")[0] == ("Home", True)
    assert [name for name, _ in names("")] == [
        "Home",
        "Notices",
        "Results",
        "Agencies",
        "Service items",
        "Restricted list",
        "Rules",
    ]


def test_a_page_belongs_to_its_area_unless_it_is_an_entry_itself():
    assert [name for name, current in names("", "selection.notice") if current] == ["Notices"]
    assert [name for name, current in names("", "selection.results") if current] == ["Results"]
    assert [name for name, current in names("", "selection.result") if current] == ["Results"]
    assert [name for name, current in names("owner", "selection.compare") if current] == ["My projects"]
    assert [name for name, current in names("", "admission.apply") if current] == []
    assert [name for name, current in names("", "") if current] == []


def test_what_is_not_built_is_left_out_and_an_unknown_kind_is_a_visitor():
    assert names("owner", existing={"home.rules"}) == [("Rules", False)]
    assert names("stranger") == names("")


@pytest.mark.parametrize("endpoint", ["home.nowhere", "static"])
def test_the_layout_links_only_to_what_exists(endpoint):
    app = make()
    with app.test_request_context():
        assert navigation.place(endpoint, filename="site.css") == (
            "/static/site.css" if endpoint == "static" else ""
        )


def test_the_head_names_who_is_signed_in_and_what_is_unread():
    app = make()
    app.add_url_rule("/inbox", "accounts.inbox", lambda: "")
    app.add_url_rule("/sign-out", "accounts.sign_out", lambda: "", methods=["POST"])
    app.add_url_rule("/rules", "home.rules", lambda: "")
    page = app.test_client().get("/form").text
    assert "须江精密铸造 · 周明" in page
    assert '<a href="/inbox">消息（2）</a>' in page
    assert '<form method="post" action="/sign-out">' in page
    assert page.count('<a href="/rules"') == 2


def test_a_stranger_is_asked_to_sign_in():
    app = make()
    app.add_url_rule("/sign-in", "accounts.sign_in", lambda: "")
    app.jinja_env.globals["visitor"] = lambda: None
    page = app.test_client().get("/form").text
    assert '<a href="/sign-in">登录</a>' in page
    assert "消息" not in page


def test_a_page_of_the_platform_knows_who_is_signed_in(visit):
    officer = personas.authority()
    assert "徐建平" not in visit("/there-is-no-such-page", status=404).html
    visit.as_(officer)
    assert "江山市水利局 · 徐建平" in visit("/there-is-no-such-page", status=404).html
