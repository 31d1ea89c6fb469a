"""Settings: everything that is missing is listed at once, and no server starts half-configured."""

import base64
import os
import runpy
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config as GunicornConfig

from accounts import tokens
from marketplace.app import ROOT, create_app
from marketplace.config import Unconfigured, from_environment

KEY = base64.b64encode(bytes(range(32))).decode()
WHOLE = {
    "DATABASE_URL": "postgres://u:p@127.0.0.1/n",
    "SECRET_KEY": "abcdefgh" * 4,
    "IDENTITY_KEY": KEY,
    "FILES_DIR": "/srv/files",
}
GUNICORN = str(Path(sys.executable).parent / "gunicorn")


def problems(**changed):
    settings = from_environment({**WHOLE, **changed})
    return [problem.partition(":")[0] for problem in settings.problems()]


def test_whole_settings_have_no_problems():
    from_environment(WHOLE).validate()


def test_everything_that_is_missing_is_listed_at_once():
    with pytest.raises(Unconfigured) as missing:
        from_environment({}).validate()
    text = str(missing.value)
    assert [name in text for name in WHOLE] == [True] * 4
    assert len(text.splitlines()) == 5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "no address"),
        ("DATABASE_URL", "mysql://u@h/n"),
        ("DATABASE_URL", "postgresql://u@h:port/n"),
        ("SECRET_KEY", "x" * 31),
        ("IDENTITY_KEY", "not base64"),
        ("IDENTITY_KEY", "三十二个字节"),
        ("IDENTITY_KEY", base64.b64encode(bytes(31)).decode()),
        ("IDENTITY_KEY", base64.b64encode(bytes(33)).decode()),
        ("FILES_DIR", "files"),
        ("FILES_DIR", ""),
        ("SMTP_URL", "mail.example.cn"),
        ("SMS_URL", "sms.example.cn/send"),
        ("SMS_BODY", "mobile={phone}"),
    ],
)
def test_what_is_wrong_is_named_by_its_variable(name, value):
    assert problems(**{name: value}) == [name]


@pytest.mark.parametrize(
    "url", ["sqlite:////srv/town.sqlite", "postgresql+psycopg://u@h/n", "postgres://u@h/n"]
)
def test_both_databases_are_taken(url):
    assert problems(DATABASE_URL=url) == []


@pytest.mark.parametrize("url", ["", "smtp://host", "smtp://user:word@host:587", "smtps://host"])
def test_a_mail_server_is_named_by_its_address(url):
    assert problems(SMTP_URL=url) == []


@pytest.mark.parametrize("url", ["host", "http://host", "mail.example.cn:25"])
def test_an_address_that_is_none_of_a_mail_server_is_refused_at_the_start(url):
    assert problems(SMTP_URL=url) == ["SMTP_URL"]


@pytest.mark.parametrize(
    ("cost", "found"),
    [
        ("3:65536:4", []),
        ("much", ["PASSWORD_COST"]),
        ("1:8", ["PASSWORD_COST"]),
        ("0:8:1", ["PASSWORD_COST"]),
    ],
)
def test_the_cost_of_a_password_has_three_parts(cost, found):
    assert problems(PASSWORD_COST=cost) == found


def test_no_key_is_shipped():
    settings = from_environment({})
    assert (settings.secret_key, settings.sealing_key()) == ("", b"")
    assert settings.flask()["SECRET_KEY"] is None


def test_flask_reads_what_the_environment_says():
    read = from_environment(WHOLE | {"SMTP_URL": "smtp://h", "MAIL_FROM": "a@b", "DEMO": "1"}).flask()
    assert read["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u:p@127.0.0.1/n"
    assert (read["SMTP_URL"], read["MAIL_FROM"], read["DEMO"]) == ("smtp://h", "a@b", True)
    assert (read["SESSION_COOKIE_HTTPONLY"], read["SESSION_COOKIE_SAMESITE"]) == (True, "Lax")
    assert from_environment({"DATABASE_URL": "no address"}).flask()["SQLALCHEMY_DATABASE_URI"] == "sqlite://"


@pytest.mark.parametrize(
    ("changed", "secure"),
    [
        ({}, False),
        ({"SECURE_COOKIES": "1"}, True),
        ({"SITE_URL": "https://zjcs.example.cn/"}, True),
        ({"SITE_URL": "http://127.0.0.1:8000"}, False),
    ],
)
def test_cookies_are_secure_where_the_site_is(changed, secure):
    settings = from_environment(WHOLE | changed)
    assert (settings.secure_cookies, settings.flask()["SESSION_COOKIE_SECURE"]) == (secure, secure)
    assert not settings.site_url.endswith("/")


def test_the_environment_of_the_process_is_read_where_none_is_given(monkeypatch):
    monkeypatch.setenv("SITE_URL", "http://127.0.0.1:9/")
    assert from_environment().site_url == "http://127.0.0.1:9"


@pytest.mark.parametrize(
    "environment", [{}, {"DATABASE_URL": "?"}, {"IDENTITY_KEY": "eA=="}, {"FILES_DIR": "x"}]
)
def test_an_app_is_made_whatever_is_missing_for_the_pure_commands(environment):
    assert create_app(from_environment(environment)).extensions["settings"].problems()


def run(*command, **environment):
    bare = {"PATH": os.environ["PATH"], "FLASK_APP": "wsgi"}
    return subprocess.run(
        command, cwd=ROOT, env=bare | environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("environment", [{}, {"SECRET_KEY": "abcdefgh" * 4, "FILES_DIR": "relative"}])
def test_gunicorn_refuses_to_start_half_configured(environment):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    answer = run(GUNICORN, "--no-control-socket", "--bind", f"127.0.0.1:{port}", "wsgi:app", **environment)
    assert answer.returncode == 2
    assert "These settings are missing or wrong" in answer.stderr
    assert ("SECRET_KEY" in answer.stderr) == ("SECRET_KEY" not in environment)
    assert all(name in answer.stderr for name in ("DATABASE_URL", "IDENTITY_KEY", "FILES_DIR"))
    assert "Traceback" not in answer.stderr


def test_the_log_of_the_server_keeps_no_secret_address():
    kept = runpy.run_path(str(ROOT / "gunicorn.conf.py"))["logger_class"](GunicornConfig())
    path, answer = f"/calendar/{tokens.new()}/orders.ics", SimpleNamespace(status="200 OK", headers=[])
    environ = {"REQUEST_METHOD": "GET", "RAW_URI": path, "SERVER_PROTOCOL": "HTTP/1.1", "PATH_INFO": path}
    environ |= {"HTTP_REFERER": f"https://example.cn/reset/{tokens.new()}"}
    said = kept.atoms(
        answer, SimpleNamespace(headers=[("REFERER", environ["HTTP_REFERER"])]), environ, timedelta()
    )
    assert said["r"] == "GET /calendar/…/orders.ics HTTP/1.1"
    assert said["U"] == "/calendar/…/orders.ics"
    assert {said["f"], said["{referer}i"]} == {"https://example.cn/reset/…"}
    plain = kept.atoms(
        answer, SimpleNamespace(headers=[]), environ | {"RAW_URI": "/notices/GG-2026-0001"}, timedelta()
    )
    assert plain["r"] == "GET /notices/GG-2026-0001 HTTP/1.1"


def test_tables_are_laid_into_no_database_that_nobody_named():
    answer = run(sys.executable, "-m", "flask", "db", "upgrade")
    assert answer.returncode != 0
    assert "DATABASE_URL" in answer.stderr
    assert "Traceback" not in answer.stderr
