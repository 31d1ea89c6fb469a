"""Texts leave by a gateway over HTTP where one is set, else into a folder."""

import json
import ssl
import stat
from urllib.parse import parse_qs

import pytest

from accounts import texting
from accounts.carriers import Postponed, Undeliverable
from accounts.texting import Folder, Gateway, Text
from tests.accounts.gateway import gateway

TEXT = Text("13800138000", '【中介超市】"今天"到期 & 24:00')


def test_without_a_gateway_a_text_is_laid_into_a_folder_for_its_owner_s_eyes(tmp_path):
    Folder(tmp_path / "outbox").send("dispatch-7", TEXT)
    Folder(tmp_path / "outbox").send("dispatch-7", TEXT)
    (file,) = (tmp_path / "outbox").iterdir()
    assert file.read_text(encoding="utf-8").splitlines() == list(TEXT)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_gateway_gets_json_with_what_was_said_its_token_and_a_name_to_take_it_once():
    with gateway() as server:
        Gateway(f"{server.url}/send?app=7", texting.BODY, "secret").send("dispatch-7", TEXT)
    ((path, heads, body),) = server.taken
    assert path == "/send?app=7"
    assert json.loads(body) == {"phone": TEXT.number, "text": TEXT.words}
    assert heads["Authorization"] == "Bearer secret"
    assert heads["Idempotency-Key"] == "dispatch-7"
    assert heads["Content-Type"] == "application/json; charset=utf-8"


def test_a_gateway_that_wants_a_form_gets_one_as_the_settings_write_it():
    with gateway(201) as server:
        Gateway(server.url, "mobile={phone}&content={text}&sign=1", "").send("mail-1", TEXT)
    ((path, heads, body),) = server.taken
    assert path == "/"
    assert parse_qs(body) == {"mobile": [TEXT.number], "content": [TEXT.words], "sign": ["1"]}
    assert "Authorization" not in heads
    assert heads["Content-Type"].startswith("application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    ("status", "raised"), [(422, Undeliverable), (429, Postponed), (401, Postponed), (503, Postponed)]
)
def test_what_the_gateway_refuses_for_good_is_given_up_and_anything_else_tried_again(status, raised):
    with gateway(status) as server, pytest.raises(raised):
        Gateway(server.url, texting.BODY, "").send("dispatch-7", TEXT)


def test_a_gateway_whose_certificate_nobody_knows_is_not_trusted(tmp_path):
    with gateway() as server, pytest.raises((ssl.SSLError, ConnectionError)):
        Gateway(server.url.replace("http:", "https:"), texting.BODY, "").send("dispatch-7", TEXT)


def test_the_settings_say_which_it_is(app, tmp_path):
    with app.app_context():
        assert isinstance(texting.carrier(), Folder)
        app.config["SMS_URL"] = "https://sms.example.cn/send"
        try:
            found = texting.carrier()
        finally:
            app.config["SMS_URL"] = ""
    assert isinstance(found, Gateway)
    assert found.body == texting.BODY
