from datetime import timedelta

import pytest
from sqlalchemy import event, select

from accounts import sessions
from accounts.models import Organisation, User
from accounts.sessions import UserSession
from kernel import ledger
from kernel.db import db, transaction
from tests import personas


def is_here(client):
    return client.get("/me").status_code == 200


def stay():
    return db.session.scalars(select(UserSession).order_by(UserSession.id.desc())).first()


def switch_off(row, clock):
    with transaction():
        row.switched_off_at = clock.now()
        ledger.record(row, "accounts.user.switched-off", actor_id=None, rule="6")


def test_a_page_reads_person_organisation_and_stay_in_one_statement(client, clock, count_statements):
    user_id = personas.owner().id
    personas.sign_in(client, personas.owner())
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    db.session.commit()
    db.session.expunge_all()
    with count_statements() as seen:
        found = sessions.find(token, clock.now())
        assert found.user.id == user_id
        assert found.user.organisation.may_act
    assert len(seen) == 1


def test_signing_out_ends_the_stay_on_the_server(visit, client):
    visit.as_(personas.owner())
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    page = visit("/me")
    out = next(f for f in page.root.every("form") if f.get("action") == "/sign-out")
    answer = client.post("/sign-out", data={"csrf_token": out.first("input").get("value")})
    assert answer.headers["Location"] == "/"
    assert stay().ended_at is not None
    with client.session_transaction() as cookie:
        cookie.update(kept)
    assert not is_here(client)


def test_signing_out_needs_the_page_s_own_word_and_no_stay(visit, client):
    visit.as_(personas.owner())
    assert client.post("/sign-out").status_code == 400
    assert is_here(client)
    visit.as_nobody()
    page = visit("/sign-in")
    token = page.root.first("input", name="csrf_token").get("value")
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 303


@pytest.mark.parametrize(("who", "idle"), [("owner", sessions.IDLE), ("authority", sessions.OFFICIAL_IDLE)])
def test_a_stay_ends_when_nobody_is_seen(client, clock, who, idle):
    personas.sign_in(client, getattr(personas, who)())
    clock.moment += idle - timedelta(seconds=1)
    assert is_here(client)
    clock.moment += idle - timedelta(seconds=1)
    assert is_here(client)
    clock.moment += idle
    assert not is_here(client)


def test_a_stay_ends_after_twelve_hours_however_busy(client, clock):
    personas.sign_in(client, personas.owner())
    for _ in range(11):
        clock.ahead(hours=1)
        assert is_here(client)
    clock.ahead(hours=1)
    assert not is_here(client)


def test_who_was_idle_is_told_on_the_sign_in_page(visit, clock):
    visit.as_(personas.owner())
    clock.ahead(hours=3)
    page = visit("/me", status=303)
    assert "您已退出登录，请重新登录后继续。" in visit(page.answer.headers["Location"]).text
    assert "您已退出登录" not in visit("/sign-in").text


def test_being_seen_is_noted_once_a_minute(client, clock):
    personas.sign_in(client, personas.owner())
    first = stay().seen_at
    clock.ahead(seconds=59)
    assert is_here(client)
    assert stay().seen_at == first
    clock.ahead(seconds=1)
    assert is_here(client)
    assert stay().seen_at == clock.now()


def test_switching_a_person_off_ends_the_stay_though_nothing_ended_it(client, clock):
    user = personas.owner()
    personas.sign_in(client, user)
    switch_off(db.session.get(User, user.id), clock)
    assert not is_here(client)


def test_switching_an_organisation_off_ends_every_stay_of_its_people(client, clock):
    user = personas.owner()
    personas.sign_in(client, user)
    switch_off(db.session.get(Organisation, user.organisation_id), clock)
    assert not is_here(client)


@pytest.mark.parametrize("token", ["", "1", "not a token", "中文"])
def test_a_made_up_identifier_opens_nothing(client, token):
    personas.owner()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
    assert not is_here(client)


def test_there_is_no_remember_me(visit, client):
    user = personas.owner()
    visit.submit(
        "/sign-in", {"email": user.email, "password": "wu-yi-shan-2026", "remember": "1"}, follow=False
    )
    assert client.get_cookie("remember_token") is None
    cookie = client.get_cookie("session")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.expires is None


def _only_read(connection, _record):
    if hasattr(connection, "read_only"):
        connection.read_only = True
    else:
        connection.execute("PRAGMA query_only=ON")


def test_a_database_that_can_only_be_read_still_shows_pages(own_app, clock):
    client = own_app.test_client()
    personas.sign_in(client, personas.owner())
    seen = stay().seen_at
    clock.ahead(minutes=2)
    db.session.commit()
    db.engine.dispose()
    event.listen(db.engine, "connect", _only_read)
    assert is_here(client)
    assert db.session.scalars(select(UserSession.seen_at)).one() == seen
