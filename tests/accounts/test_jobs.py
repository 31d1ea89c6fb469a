import base64
import stat
from datetime import timedelta
from email import message_from_bytes, policy
from smtplib import SMTPServerDisconnected

import pytest
from sqlalchemy import select

from accounts import attempts, contacts, dispatches, entrance, jobs, operations, sessions
from accounts.dispatches import Dispatch
from accounts.kinds import Channel, Topic
from accounts.models import Mail, Message, PasswordReset
from kernel import law
from kernel.db import db, transaction
from kernel.jobs import JOBS, once
from kernel.sentences import say
from tests import personas
from tests.accounts.mail_server import mail_server
from tests.accounts.sent_files import in_order
from tests.conftest import TODAY
from tests.factories import accounts as make

WAITS = say("%(name)s waits to be verified.", name="江山市万通检测有限公司")


@pytest.fixture
def by_smtp(app):
    """Send by a server."""

    def use(url):
        app.config["SMTP_URL"] = url

    yield use
    app.config["SMTP_URL"] = ""


def letters(box):
    return {path.name: message_from_bytes(path.read_bytes(), policy=policy.default) for path in in_order(box)}


def tell(body, sentence=WAITS, link="/organisations/7"):
    with transaction():
        operations.tell(body.id, sentence, link=link)


def ask(email="owner@example.cn", clock=None):
    with transaction():
        entrance.ask_reset(email, lambda token: f"http://127.0.0.1/password/reset/{token}", now=clock.now())


def run():
    return JOBS["deliver-messages"].run(TODAY)


def sent():
    """Tell of every message, by person, whether it has left."""
    return [row.sent_at is not None for row in db.session.scalars(select(Dispatch).order_by(Dispatch.id))]


def test_a_message_goes_to_everybody_of_the_organisation_in_chinese_with_its_link(db_session, box, clock):
    body = personas.operator().organisation
    personas.second_operator()
    off = make.user(body, "left@example.cn", switched_off_at=clock.now())
    tell(body)
    assert run() == 2
    (name, letter), (_, other), *more = letters(box).items()
    assert not more
    assert name.startswith("dispatch-")
    assert name.endswith(".eml")
    assert [letter["To"], other["To"]] == ["operator@example.cn", "operator2@example.cn"]
    assert off.email not in letter["To"]
    assert letter["Subject"] == "中介超市：江山市万通检测有限公司等待核验。"
    assert "江山市万通检测有限公司等待核验。" in letter.get_content()
    assert "http://127.0.0.1/organisations/7" in letter.get_content()
    assert "请勿回复" in letter.get_content()
    assert "/me/messages" not in letter.get_content()  # legal service: there is nothing to switch off
    assert letter["Date"].datetime == clock.now()
    assert sent() == [True, True]


def test_run_twice_late_or_never_nothing_differs_but_the_letters(db_session, box, clock):
    body = personas.operator().organisation
    tell(body)
    assert sent() == []
    assert str(db.session.scalars(select(Message)).one().sentence) == str(WAITS)
    assert [run(), run()] == [1, 0]
    clock.ahead(days=6)
    assert run() == 0
    tell(body)
    clock.ahead(days=6)
    assert run() == 1
    assert len(letters(box)) == 2


def test_nothing_to_send_opens_no_way(db_session, box):
    assert run() == 0
    assert not box.exists()


def test_a_message_to_nobody_is_done_with(db_session, box):
    tell(make.supervisor())
    assert run() == 0
    assert sent() == []
    assert db.session.scalars(select(Message)).one().sent_at is not None
    assert letters(box) == {}


def test_a_letter_with_a_secret_is_for_its_owner_s_eyes_and_forgotten_when_sent(db_session, box, clock):
    personas.owner()
    ask(clock=clock)
    assert run() == 1
    ((name, letter),) = letters(box).items()
    assert letter["To"] == "owner@example.cn"
    assert letter["Subject"] == "重设中介超市账号密码"
    assert "http://127.0.0.1/password/reset/" in letter.get_content()
    assert stat.S_IMODE((box / name).stat().st_mode) == 0o600
    row = db.session.scalars(select(Mail)).one()
    assert row.sealed == ""
    assert row.sent_at == clock.now()


def test_letters_go_by_the_server_that_the_settings_name(app, db_session, by_smtp, clock):
    personas.owner()
    app.config["MAIL_FROM"] = "supermarket@jiangshan.example"
    try:
        with mail_server() as server:
            by_smtp(server.url)
            tell(personas.owner().organisation)
            ask(clock=clock)
            assert run() == 2
    finally:
        app.config["MAIL_FROM"] = ""
    assert [letter["To"] for letter in server.letters] == ["owner@example.cn"] * 2
    assert server.letters[0]["From"] == "supermarket@jiangshan.example"
    assert "等待核验" in server.letters[0].get_content()
    assert server.sessions == 1
    assert base64.b64decode(server.secrets[0].removeprefix("PLAIN ")) == b"\0robot\0pass word"


def test_a_server_that_is_down_loses_no_letter(db_session, by_smtp, box):
    tell(personas.owner().organisation)
    by_smtp("smtp://127.0.0.1:9")
    with pytest.raises(ConnectionRefusedError):
        run()
    assert sent() == [False]
    by_smtp("")
    assert run() == 1


def test_an_address_that_is_refused_for_good_stops_no_other(db_session, by_smtp, caplog):
    tell(personas.owner().organisation)
    tell(personas.agency().organisation)
    with mail_server({"owner@example.cn": "550 no such box"}) as server:
        by_smtp(server.url)
        run()
    assert [letter["To"] for letter in server.letters] == ["agency@example.cn"]
    assert sent() == [True, True]
    assert "cannot be delivered" in caplog.text


def test_an_address_that_is_refused_for_now_is_tried_again(db_session, by_smtp):
    tell(personas.owner().organisation)
    with mail_server({"owner@example.cn": "450 come back"}) as server:
        by_smtp(server.url)
        run()
        assert sent() == [False]
        server.refusals.clear()
        run()
    assert [letter["To"] for letter in server.letters] == ["owner@example.cn"]


def test_a_server_that_hangs_up_loses_no_letter(db_session, by_smtp):
    tell(personas.owner().organisation)
    with mail_server() as server:
        server.verdict = ""
        by_smtp(server.url)
        with pytest.raises(SMTPServerDisconnected):
            run()
    assert sent() == [False]


@pytest.mark.parametrize(("answer", "given_up"), [("554 unwanted", True), ("451 later", False)])
def test_a_letter_that_the_server_refuses_when_it_has_read_it(db_session, by_smtp, answer, given_up):
    tell(personas.owner().organisation)
    with mail_server() as server:
        server.verdict = answer
        by_smtp(server.url)
        run()
    assert sent() == [given_up]


def test_legal_service_leaves_however_long_the_jobs_were_off_and_each_message_once(db_session, box, clock):
    tell(personas.owner().organisation)
    clock.ahead(days=30)
    assert [run(), run()] == [1, 0]
    assert sent() == [True]
    planned = make.message(personas.agency().organisation)
    with transaction():  # handed to its people, then the jobs stood still
        dispatches.plan(planned.id, clock.now(), law.book())
    clock.ahead(days=30)
    assert [run(), run()] == [1, 0]
    assert sent() == [True, True]


def test_what_is_no_legal_service_is_no_news_after_a_week(db_session, box, clock):
    owner = personas.owner()
    with transaction():
        contacts.keep(owner, Channel.EMAIL, owner.email, now=clock.now())
        operations.tell(owner.organisation_id, WAITS, topic=Topic.MATTER)
    clock.ahead(days=7)
    assert run() == 0
    assert sent() == []


def test_a_letter_that_nobody_takes_for_a_week_is_not_tried_any_more_and_holds_up_no_other(
    db_session, by_smtp, clock
):
    tell(personas.owner().organisation)
    with mail_server() as server:
        server.verdict = "451 later"
        by_smtp(server.url)
        assert run() == 0
        clock.ahead(days=6)
        tell(personas.agency().organisation)
        rows = dispatches.due(clock.now(), Channel.EMAIL, digest=False)
        assert [row.tried_at for row in rows] == [clock.now() - timedelta(days=6)]
        run()
        clock.ahead(days=1)
        server.verdict = "250 taken"
        assert run() == 1
    assert sorted(sent()) == [False, True]


def test_a_letter_that_cannot_be_written_holds_up_no_other(db_session, box, caplog):
    broken = make.message(personas.owner().organisation)
    with transaction():
        broken.text = "no sentence"
    tell(personas.agency().organisation)
    tally = once("deliver-messages", TODAY)
    assert (tally.done, tally.failed) == (1, 1)
    assert sent() == [False, True]
    assert "failed" in caplog.text


def test_of_two_senders_one_gets_a_letter(db_session, clock):
    tell(personas.owner().organisation)
    row_id = db.session.scalars(select(Message.id)).one()
    with transaction():
        assert dispatches.claim(Message, [row_id], clock.now()) == [row_id]
    with transaction():
        assert dispatches.claim(Message, [row_id], clock.now()) == []


def test_what_is_of_no_more_use_is_forgotten_and_nothing_else(db_session, clock):
    user = personas.owner()
    with transaction():
        old = sessions.begin(user, clock.now())
    ask(clock=clock)
    with transaction():
        attempts.count(attempts.SIGN_IN_ACCOUNT, "x", clock.now())
    clock.moment += jobs.KEPT - timedelta(days=1)
    assert JOBS["forget-old-stays"].run(clock.today) == 0
    clock.ahead(days=3)
    with transaction():
        new = sessions.begin(user, clock.now())
    assert JOBS["forget-old-stays"].run(clock.today) == 4
    assert JOBS["forget-old-stays"].run(clock.today) == 0
    assert sessions.find(new, clock.now()) is not None
    assert sessions.find(old, clock.now()) is None
    assert db.session.scalars(select(PasswordReset)).all() == []
