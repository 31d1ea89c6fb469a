"""The face of `flask people invite`: the first official bodies come in by it."""

import json

import pytest

from accounts import queries
from accounts.models import Organisation
from kernel import ledger
from kernel.db import db
from marketplace.app import create_app
from marketplace.cli.people import people
from marketplace.config import from_environment
from tests.accounts import filled
from tests.visits import Visit

OFFICE = ("managing-office", "江山市中介超市管理办公室", "严慧", "YanHui@example.cn")


def run(app, *words):
    return app.test_cli_runner().invoke(people, ["invite", *words])


def test_the_link_that_is_printed_opens_the_first_account(own_app):
    result = run(own_app, *OFFICE, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    answer = json.loads(result.stdout)
    row = queries.organisation(answer["organisation"])
    assert (row.kind, row.may_act) == ("managing-office", True)
    assert next(iter(ledger.entries(row))).actor_id is None
    chosen = {"phone": "0570-4012345", "password": filled.PASSWORD, "again": filled.PASSWORD}
    visit = Visit(own_app.test_client())
    visit.submit(answer["link"].removeprefix("http://127.0.0.1"), chosen)
    head = filled.user("yanhui@example.cn")
    assert (head.name, head.role, head.acts) == ("严慧", "head", True)
    assert (
        "link: http://127.0.0.1/invitations/" in run(own_app, "operator", "运行中心", "刘佳", "l@x.cn").stdout
    )


def test_an_authority_is_entered_with_its_industry(own_app):
    run(own_app, "authority", "江山市水利局", "徐建平", "xu@example.cn", "--industry", "水利")
    assert queries.authority_by_key("水利").name == "江山市水利局"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("operator", "运行中心", "刘佳", "no address"), "'noaddress' is no e-mail address."),
        (("authority", "水利局", "徐", "x@example.cn"), "An authority, and nobody else, has an --industry"),
        (("authority", "水利局", "徐", "x@example.cn", "--industry", "诗歌"), "水利"),
        (("operator", "运行中心", "刘", "x@example.cn", "--industry", "水利"), "nobody else"),
        (("agency", "一家机构", "王", "x@example.cn"), "agency"),
    ],
)
def test_bad_input_is_a_sentence_and_changes_nothing(own_app, words, sentence):
    result = run(own_app, *words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert sentence in result.stderr
    assert db.session.query(Organisation).count() == 0


def test_an_address_that_has_an_account_is_refused(own_app):
    run(own_app, "authority", "江山市水利局", "徐建平", "xu@example.cn", "--industry", "水利")
    result = run(own_app, "authority", "另一个水利局", "徐", "y@example.cn", "--industry", "水利")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "This authority has an account already.\n"


def test_without_a_database_it_says_which_settings_are_missing():
    result = run(create_app(from_environment({})), *OFFICE)
    assert result.exit_code == 2
    assert "DATABASE_URL" in result.stderr
