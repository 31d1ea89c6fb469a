"""Every error has its page and status, every answer its headers, and a bug its number in the log."""

import io
import logging
import re

import pytest
import sqlalchemy as sa
from flask import abort, render_template, send_file
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import TooManyRequests

from kernel import web
from kernel.calendars import CalendarYear
from kernel.db import db
from kernel.forms import ActForm
from kernel.ledger import record
from kernel.permissions import public
from marketplace.app import create_app
from marketplace.config import from_environment
from tests.kernel.conftest import REFUSAL, new_key

pytestmark = pytest.mark.usefixtures("open_site")


@pytest.fixture
def client(open_site):
    return open_site.test_client()


@pytest.fixture
def year(open_site):
    row = CalendarYear(
        year=db.session.scalar(sa.select(sa.func.coalesce(sa.func.max(CalendarYear.year), 3000))) + 1
    )
    record(row, "kernel.calendar.touched", actor_id=None, rule="T5")
    db.session.commit()
    return row.year


def heading(answer):
    return re.search(r"<h1[^>]*>([^<]*)</h1>", answer.text)[1]


@pytest.mark.parametrize(
    ("how", "status"), [("refused", 422), ("wrong-state", 409), ("not-yours", 403), ("not-found", 404)]
)
def test_each_way_in_which_an_act_does_not_happen_has_its_page(client, how, status):
    answer = client.get(f"/fail?how={how}")
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert heading(answer)


@pytest.mark.parametrize("status", sorted(web.PAGES))
def test_each_http_error_has_its_page_in_both_languages(client, open_site, monkeypatch, status):
    monkeypatch.setitem(open_site.view_functions, "fail", public(lambda: abort(status)))
    chinese = client.get("/fail")
    client.set_cookie("language", "en")
    english = client.get("/fail")
    assert chinese.status_code == english.status_code == status
    assert heading(chinese) != heading(english)
    assert chinese.content_type == "text/html; charset=utf-8"


def test_an_http_error_without_a_page_of_ours_is_answered_as_it_is(client, open_site, monkeypatch):
    monkeypatch.setitem(open_site.view_functions, "fail", public(lambda: abort(415)))
    assert client.get("/fail").status_code == 415


def test_what_an_error_says_in_its_headers_is_kept(client, open_site, monkeypatch):
    assert set(client.delete("/take").allow) == {"GET", "HEAD", "OPTIONS", "POST"}
    monkeypatch.setitem(open_site.view_functions, "fail", public(lambda: wait_a_minute()))
    assert client.get("/fail").headers["Retry-After"] == "60"


def wait_a_minute():
    raise TooManyRequests(retry_after=60)


@pytest.mark.parametrize(
    "path", ["/taken", "/static/site.css", "/static/none.css", "/fail?how=refused", "/silent"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "DELETE"])
def test_every_answer_has_the_security_headers(client, path, method):
    answer = client.open(path, method=method)
    assert {name: answer.headers.get(name) for name in web.HEADERS} == web.HEADERS
    assert "Strict-Transport-Security" not in answer.headers


@pytest.mark.parametrize(
    ("name", "in_ascii"),
    [("脱钩台账.csv", "own-credit-file.csv"), ("江评1号.pdf", "1.pdf"), ("orders.csv", "orders.csv")],
)
def test_a_download_has_a_name_even_where_only_ascii_is_read(open_site, name, in_ascii):
    with open_site.test_request_context("/credit-file"):
        made = send_file(io.BytesIO(b"x"), "text/csv", as_attachment=True, download_name=name)
        told = open_site.process_response(made).headers["Content-Disposition"]
    assert f"filename={in_ascii}" in told


def test_what_is_sent_over_https_is_to_stay_there(client):
    answer = client.get("/silent", base_url="https://127.0.0.1")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


def test_pages_are_kept_in_no_cache_and_static_files_may_be(client):
    assert client.get("/silent").headers["Cache-Control"] == "no-store"
    assert client.get("/static/site.css").headers["Cache-Control"] != "no-store"


@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_an_error_is_the_same_page_whoever_asks(client, htmx):
    answer = client.get("/fail?how=refused", headers=htmx)
    assert (answer.status_code, "<html" in answer.text) == (422, True)


class TestBugs:
    pytestmark = pytest.mark.usefixtures("live")

    @pytest.fixture(autouse=True)
    def note(self, open_site, caplog):
        caplog.set_level(logging.WARNING, logger=open_site.logger.name)

    def test_a_bug_is_logged_under_the_number_that_its_page_shows(self, client, caplog):
        answer = client.get("/fail?how=bug")
        number = re.search(r"\b[0-9a-f]{12}\b", answer.text)[0]
        assert answer.status_code == 500
        assert "on purpose" not in answer.text
        assert f"request {number} failed: GET /fail" in caplog.text
        assert "ZeroDivisionError: on purpose" in caplog.text
        assert {name: answer.headers.get(name) for name in web.HEADERS} == web.HEADERS

    def test_two_bugs_have_two_numbers(self, client):
        assert client.get("/fail?how=bug").text != client.get("/fail?how=bug").text

    def test_abort_500_is_a_bug_too(self, client, open_site, monkeypatch, caplog):
        monkeypatch.setitem(open_site.view_functions, "fail", public(lambda: abort(500)))
        assert client.get("/fail").status_code == 500
        assert "failed: GET /fail" in caplog.text

    def test_an_error_page_that_breaks_is_a_bug_and_ends_there(self, client, monkeypatch, caplog):
        """Every page but the last asks the database who is here; it may be what is broken."""
        monkeypatch.setattr(web, "render_template", broken_but_for("errors/500.html"))
        answer = client.get("/fail?how=refused")
        assert answer.status_code == 500
        assert re.search(r"\b[0-9a-f]{12}\b", answer.text)
        assert "OperationalError" in caplog.text

    def test_where_even_the_last_page_breaks_a_line_is_left(self, client, monkeypatch, caplog):
        monkeypatch.setattr(web, "render_template", broken_but_for(""))
        answer = client.get("/fail?how=bug")
        assert (answer.status_code, answer.text[:3]) == (500, "500")
        assert "its error page failed too" in caplog.text

    def test_where_the_database_is_away_the_page_says_so_without_it(self, tmp_path):
        url = f"sqlite:////{tmp_path}/none/none.sqlite"
        app = create_app(from_environment({"DATABASE_URL": url, "SECRET_KEY": "x" * 40}))
        app.add_url_rule("/", "ask", public(lambda: db.session.execute(sa.text("SELECT 1")).scalar()))
        assert app.test_client().get("/").status_code == 500

    def test_a_row_without_what_it_must_have_is_a_bug(self, client):
        assert client.post("/leave-out", data={"act_key": new_key()}).status_code == 500


def broken_but_for(page):
    def render(template, **context):
        if template == page:
            return render_template(template, **context)
        raise OperationalError("SELECT 1", {}, Exception("away"))

    return render


def test_in_a_test_a_bug_is_raised(client):
    with pytest.raises(ZeroDivisionError):
        client.get("/fail?how=bug")


def test_whoever_comes_second_with_what_can_be_once_is_told_to_reload(client, year):
    answer = client.post("/begin-year", data={"act_key": new_key(), "year": year})
    assert answer.status_code == 409


def test_a_stale_row_is_told_to_reload(client, year):
    answer = client.post("/touch-stale", data={"act_key": new_key(), "year": year})
    assert answer.status_code == 409


def test_a_row_that_is_gone_is_told_to_reload(client, year):
    answer = client.post("/lose", data={"act_key": new_key(), "year": year})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("query", "form"), [("?a=%00", {}), ("?%00=a", {}), ("", {"a": "b\0"}), ("", {"\0": "b"})]
)
def test_the_character_that_no_database_holds_is_refused(client, query, form):
    assert client.post(f"/take{query}", data={"act_key": new_key(), **form}).status_code == 400


def test_too_large_a_form_has_its_page(client, open_site):
    too_large = b"x" * 33 * 1024 * 1024
    answer = client.post("/bring-file", data=too_large, content_type="multipart/form-data; boundary=x")
    assert (answer.status_code, heading(answer) != "") == (413, True)
    assert open_site.config["MAX_CONTENT_LENGTH"] < 33 * 1024 * 1024


@pytest.mark.parametrize(
    ("method", "refusal", "status"), [("POST", REFUSAL, 422), ("POST", None, 200), ("GET", REFUSAL, 200)]
)
def test_a_page_with_a_refused_form_says_so_in_its_status(open_site, method, refusal, status):
    with open_site.test_request_context("/x", method=method):
        form = ActForm()
        if refusal:
            form.refusal = refusal
        assert web.page("errors/404.html", form=form)[1] == status
        assert web.page("errors/404.html")[1] == 200


def test_a_request_has_one_number(open_site):
    with open_site.test_request_context("/"):
        assert web.request_id() == web.request_id()
