"""One table of permissions, a gate that closes what is silent, and rows that nobody gets without the check."""

from enum import StrEnum
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string
from flask_login import AnonymousUserMixin, LoginManager, UserMixin, login_user

from kernel import permissions, web
from kernel.permissions import access, allows, merge, public, requires

ROWS = {1: SimpleNamespace(id=1, owner="zhou"), 2: SimpleNamespace(id=2, owner="zhu")}


class Can(StrEnum):
    SEE = "test:row:see"
    LIST = "test:row:list"


class Others(StrEnum):
    WRITE = "test:row:write"


def owns_the_row(actor, row):
    return actor.is_authenticated and row.owner == actor.id


def supervises(actor, _row):
    return actor.is_authenticated and actor.id == "dai"


def is_signed_in(actor, _subject):
    return actor.is_authenticated


GRANTS = {Can.SEE: (owns_the_row, supervises), Can.LIST: (is_signed_in,)}


def test_the_packages_tables_are_merged():
    merged = merge([GRANTS, {Others.WRITE: [owns_the_row]}], (v for v in (Can, Others)))
    assert merged[Can.SEE] == (owns_the_row, supervises)
    assert merged[Others.WRITE] == (owns_the_row,)


def test_a_permission_granted_twice_is_refused():
    with pytest.raises(ValueError, match="test:row:see is granted twice"):
        merge([GRANTS, {Can.SEE: (is_signed_in,)}], [Can])


@pytest.mark.parametrize("table", [{}, {Others.WRITE: ()}])
def test_a_permission_granted_to_nobody_is_refused(table):
    with pytest.raises(ValueError, match="granted to nobody: test:row:write"):
        merge([GRANTS, table], [Can, Others])


def test_a_permission_with_two_names_is_refused():
    twins = StrEnum("Twins", {"READ": "test:row:read", "LOOK": "test:row:read"})
    with pytest.raises(ValueError, match="second names of a permission: LOOK"):
        merge([{twins.READ: (is_signed_in,)}], [twins])


class Person(UserMixin):
    def __init__(self, name):
        self.id = name


@pytest.fixture
def site():
    """An app of nothing but the gate."""
    app = Flask("gate")
    app.secret_key = "gate"
    app.testing = True
    manager = LoginManager(app)
    manager.user_loader(Person)
    manager.anonymous_user = AnonymousUserMixin
    manager.unauthorized_handler(lambda: ("sign in", 303, {"Location": "/sign-in"}))
    permissions.install(app, merge([GRANTS], [Can]))
    app.register_error_handler(web.ActError, lambda error: (str(error.status), error.status))
    for rule, view in {
        "/rows/<int:row_id>": requires(Can.SEE, subject=lambda row_id: ROWS.get(row_id))(see),
        "/rows": requires(Can.LIST)(list_rows),
        "/rows/of/<string:owner>": public(of_owner),
        "/silent": silent,
        "/both": requires(Can.LIST)(both),
    }.items():
        app.add_url_rule(rule, view.__name__, view, methods=["GET", "POST"])
    app.add_url_rule("/in/<string:name>", "sign_in", public(sign_in))
    return app


def see(row):
    return f"row {row.id}"


def list_rows():
    return "rows"


def of_owner(owner):
    return f"of {owner}"


def silent():
    return "open"


def both():
    said = "{{ can(see, one) }} {{ can(see, two) }} {{ can('test:row:list') }}"
    return render_template_string(said, see=Can.SEE, one=ROWS[1], two=ROWS[2])


def sign_in(name):
    login_user(Person(name))
    return ""


def visitor(site, name=None):
    client = site.test_client()
    if name:
        client.get(f"/in/{name}")
    return client


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("zhou", "/rows/1", 200),
        ("zhou", "/rows/2", 403),
        ("dai", "/rows/2", 200),
        ("zhou", "/rows/3", 404),
        (None, "/rows/1", 303),
        (None, "/rows/3", 404),
        ("dai", "/rows/99999999999999999999999", 404),
        ("dai", f"/rows/{2**31}", 404),
        ("zhou", "/rows", 200),
        (None, "/rows", 303),
        (None, "/rows/of/zhou", 200),
        (None, "/rows/of/zhou%00", 404),
        ("dai", "/silent", 403),
        (None, "/silent", 403),
        ("dai", "/nowhere", 404),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_who_gets_what(site, name, path, status, method):
    answer = visitor(site, name).open(path, method=method)
    assert answer.status_code == status
    assert method != "HEAD" or answer.data == b""


def test_the_row_is_loaded_once_and_handed_over(site):
    assert visitor(site, "zhou").get("/rows/1").text == "row 1"


def test_the_methods_of_a_silent_page_are_not_told(site):
    assert visitor(site).options("/silent").status_code == 403
    answer = visitor(site).options("/rows/1")  # tells what may be sent, and nothing of the row
    assert (set(answer.allow), answer.data) == ({"GET", "HEAD", "OPTIONS", "POST"}, b"")


def test_a_method_that_a_page_does_not_take_is_said(site):
    assert visitor(site, "zhou").delete("/rows").status_code == 405


def test_static_files_are_open(site, tmp_path):
    (tmp_path / "a.txt").write_text("a")
    site.static_folder = str(tmp_path)
    with visitor(site).get("/static/a.txt") as answer:
        assert answer.status_code == 200


def test_templates_ask_the_same_table(site):
    assert visitor(site, "zhou").get("/both").text == "True False True"


def test_whoever_is_asked_for_something_unknown_fails_loudly(site):
    with site.app_context(), pytest.raises(KeyError):
        allows(Person("dai"), Others.WRITE)


def test_a_view_says_who_may_use_it():
    assert access(public(of_owner)) == "public"
    assert access(requires(Can.LIST)(list_rows)) is Can.LIST
    assert access(silent) is None


def test_the_table_in_use_is_the_one_that_was_merged(site):
    assert permissions.table(site) == merge([GRANTS], [Can])
