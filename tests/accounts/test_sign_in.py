from urllib.parse import quote

import pytest
from sqlalchemy import select

from accounts import attempts
from accounts.models import Organisation, User
from accounts.sessions import UserSession
from kernel import ledger
from kernel.db import db, transaction
from tests import personas
from tests.accounts import filled
from tests.factories import accounts as make


def stays():
    return db.session.scalars(select(UserSession).order_by(UserSession.id)).all()


def enter(visit, user, password=make.PASSWORD, at="/sign-in", status=None):
    return visit.submit(at, {"email": user.email, "password": password}, status=status, follow=False)


def test_the_right_password_opens_a_stay_and_leads_to_the_first_page(visit):
    user = personas.owner()
    page = enter(visit, user, status=303)
    assert page.answer.headers["Location"] == "/"
    assert [stay.user_id for stay in stays()] == [user.id]
    assert visit("/me").heading == user.name


def test_the_address_is_taken_in_capitals_and_with_spaces(visit):
    personas.owner()
    typed = {"email": " Owner@Example.CN ", "password": make.PASSWORD}
    visit.submit("/sign-in", typed, status=303, follow=False)


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(visit):
    user = personas.owner()
    wrong = enter(visit, user, "not the password", status=422)
    page = visit.submit(
        "/sign-in", {"email": "nobody@example.cn", "password": "not the password"}, status=422
    )
    assert wrong.errors == page.errors != ""
    assert "邮箱或密码不正确" in wrong.errors
    assert stays() == []


def test_the_password_is_never_shown_again_and_the_address_is_kept(visit):
    page = enter(visit, personas.owner(), "not the password", status=422)
    assert "not the password" not in page.html
    assert page.root.first("input", name="email").get("value") == "owner@example.cn"


@pytest.mark.parametrize("target", ["/me", "/organisations?kind=agency"])
def test_who_came_from_a_page_goes_on_to_it(visit, target):
    page = enter(visit, personas.operator(), at=f"/sign-in?next={quote(target, safe='')}", status=303)
    assert page.answer.headers["Location"] == target


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\tb"]
)
def test_nobody_is_led_to_another_site(visit, client, target):
    page = enter(visit, personas.owner(), at=f"/sign-in?next={quote(target, safe='')}", status=303)
    assert page.answer.headers["Location"] == "/"
    answer = client.get("/sign-in", query_string={"next": target})
    assert answer.headers["Location"] == "/"


def test_a_stranger_is_led_to_sign_in_and_back(visit, client):
    answer = client.get("/organisation?x=1")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/organisation?x%3D1"
    page = enter(visit, personas.owner(), at=answer.headers["Location"], status=303)
    assert page.answer.headers["Location"] == "/organisation?x=1"


def test_who_is_turned_away_from_a_mere_button_comes_back_to_no_dead_end(visit, client, app):
    app.config["WTF_CSRF_ENABLED"] = False
    try:
        answer = client.post("/inbox/read")
    finally:
        app.config["WTF_CSRF_ENABLED"] = True
    assert answer.headers["Location"] == "/sign-in"


def test_a_stay_gets_a_new_identifier_that_only_its_hash_is_kept_of(visit, client):
    user = personas.owner()
    enter(visit, user)
    with client.session_transaction() as cookie:
        first = dict(cookie)
    token = first["_user_id"]
    assert token not in [stay.token_hash for stay in stays()]
    visit.as_nobody()
    enter(visit, user)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != token


def test_nothing_of_an_older_cookie_survives_signing_in(visit, client):
    user = personas.owner()
    page = visit("/sign-in")
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    visit.submit(page, {"email": user.email, "password": make.PASSWORD}, follow=False)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_who_is_switched_off_cannot_sign_in(visit, clock):
    user = personas.owner()
    with transaction():
        user.switched_off_at = clock.now()
        ledger.record(user, "accounts.user.switched-off", actor_id=None, rule="6")
    assert "邮箱或密码不正确" in enter(visit, user, status=422).errors


def test_nobody_of_a_switched_off_organisation_can_sign_in(visit, clock):
    user = personas.owner()
    body = db.session.get(Organisation, user.organisation_id)
    with transaction():
        body.switched_off_at = clock.now()
        ledger.record(body, "accounts.organisation.switched-off", actor_id=None, rule="6")
    assert "邮箱或密码不正确" in enter(visit, user, status=422).errors


def test_after_ten_wrong_passwords_the_account_waits_and_the_page_says_until_when(visit, clock):
    user = personas.owner()
    for _ in range(attempts.SIGN_IN_ACCOUNT.most):
        enter(visit, user, "wrong again", status=422)
    page = enter(visit, user, status=429)
    assert page.answer.headers["Retry-After"] == "900"
    assert "请于2026年5月26日（周二）12:15（北京时间）后再试" in page.text
    assert stays() == []
    clock.ahead(minutes=16)
    enter(visit, user, status=303)


def test_a_right_password_takes_the_wrong_ones_back(visit):
    user = personas.owner()
    for _ in range(3):
        for _ in range(attempts.SIGN_IN_ACCOUNT.most - 1):
            enter(visit, user, "wrong again", status=422)
        enter(visit, user, status=303)
        visit.as_nobody()


def test_one_address_cannot_try_many_accounts(visit):
    for number in range(attempts.SIGN_IN_ADDRESS.most):
        visit.submit("/sign-in", {"email": f"u{number}@example.cn", "password": "123"}, status=422)
    page = enter(visit, personas.owner(), status=429)
    assert 0 < int(page.answer.headers["Retry-After"]) <= 900


def test_who_is_signed_in_is_sent_on(visit, client):
    visit.as_(personas.owner())
    assert client.get("/sign-in?next=/me").headers["Location"] == "/me"


def test_a_hash_of_another_cost_is_renewed_at_sign_in(visit):
    dear = make.passwords.hashed(make.PASSWORD, "2:16:1")
    user = make.user(make.owner(), password_hash=dear)
    enter(visit, user, status=303)
    renewed = db.session.get(User, user.id).password_hash
    assert renewed != dear
    assert "m=8,t=1,p=1" in renewed
    visit.as_nobody()
    enter(visit, user, status=303)


@pytest.mark.parametrize(
    "values", [{}, {"email": "no address", "password": "x"}, {"email": "a@b", "password": "x"}]
)
def test_an_empty_or_broken_form_is_said_to_be_so(visit, values):
    page = visit.submit("/sign-in", values, status=422)
    assert page.errors
    assert filled.everything() == (0, 0, 0)


def test_the_page_speaks_english_too(visit):
    visit.english()
    page = visit.submit("/sign-in", {"email": "nobody@example.cn", "password": "x"}, status=422)
    assert "The e-mail address or the password is not right." in page.errors
