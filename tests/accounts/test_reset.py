import pytest
from sqlalchemy import select

from accounts import attempts
from accounts.models import PasswordReset
from accounts.sessions import UserSession
from kernel.db import db
from tests import personas
from tests.accounts import filled
from tests.factories import accounts as make


def ask(visit, email="owner@example.cn", status=200):
    return visit.submit("/password/forgotten", {"email": email}, status=status)


def link(email="owner@example.cn"):
    return filled.path_in(filled.letters(email)[-1])


def choose(visit, path, password=filled.PASSWORD, again=None, status=None):
    return visit.submit(path, {"password": password, "again": again or password}, status=status)


def enters(visit, password):
    page = visit.submit("/sign-in", {"email": "owner@example.cn", "password": password}, follow=False)
    visit.as_nobody()
    return page.status == 303


def test_the_answer_is_the_same_whether_there_is_an_account_or_not(visit):
    personas.owner()
    known, unknown = ask(visit), ask(visit, "nobody@example.cn")
    assert known.path == unknown.path == "/password/asked"
    assert known.text == unknown.text
    assert len(filled.letters("owner@example.cn")) == 1
    assert filled.letters("nobody@example.cn") == []


def test_the_link_sets_a_new_password_once(visit):
    personas.owner()
    ask(visit)
    path = link()
    page = choose(visit, path)
    assert page.path == "/sign-in"
    assert "密码已修改，请用新密码登录。" in page.text
    assert enters(visit, filled.PASSWORD)
    assert not enters(visit, make.PASSWORD)
    assert "该链接已使用或已过期" in visit(path, status=410).heading


def test_the_secret_of_a_link_is_kept_as_a_hash_alone(visit):
    personas.owner()
    ask(visit)
    secret = link().rsplit("/", 1)[1]
    row = db.session.scalars(select(PasswordReset)).one()
    assert secret not in row.token_hash
    assert secret not in str(db.session.execute(db.text("SELECT sealed FROM mail")).all())


def test_a_link_is_good_for_one_hour(visit, clock):
    personas.owner()
    ask(visit)
    path = link()
    clock.ahead(minutes=59)
    visit(path)
    clock.ahead(minutes=1)
    visit(path, status=410)


def test_a_page_that_waited_too_long_changes_nothing(visit, clock):
    personas.owner()
    ask(visit)
    page = visit(link())
    clock.ahead(hours=2)
    visit.submit(page, {"password": filled.PASSWORD, "again": filled.PASSWORD}, status=410)
    assert enters(visit, make.PASSWORD)


def test_a_new_password_ends_every_stay_and_every_other_link(visit, client):
    user = personas.owner()
    ask(visit)
    ask(visit)
    first, second = (filled.path_in(letter) for letter in filled.letters("owner@example.cn"))
    personas.sign_in(client, user)
    choose(visit, second)
    assert all(stay.ended_at for stay in db.session.scalars(select(UserSession)))
    visit(first, status=410)


def test_the_same_form_twice_is_one_new_password(visit, client):
    personas.owner()
    ask(visit)
    page = visit(link())
    typed = {"password": filled.PASSWORD, "again": filled.PASSWORD}
    assert visit.submit(page, typed).path == "/sign-in"
    assert visit.submit(page, typed).path == "/sign-in"


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("short", "short", "密码至少10位"),
        ("1234567890", "1234567890", "太常见"),
        ("bamboo over water", "bamboo over fire", "不一致"),
        ("owner@example.cn", "owner@example.cn", "邮箱名"),
        ("", "", "请填写"),
    ],
)
def test_a_bad_choice_is_said_beside_the_field_and_the_link_stays_good(visit, password, again, words):
    personas.owner()
    ask(visit)
    path = link()
    assert words in visit.submit(path, {"password": password, "again": again}, status=422).errors
    assert enters(visit, make.PASSWORD)
    choose(visit, path, status=200)


def test_a_link_that_never_was_is_not_found(visit):
    visit("/password/reset/never-was", status=404)


def test_who_is_switched_off_gets_no_link_and_an_old_one_is_dead(visit, clock):
    user = personas.owner()
    ask(visit)
    path = link()
    row = filled.user(user.email)
    with make.transaction():
        row.switched_off_at = clock.now()
        make.ledger.record(row, "accounts.user.switched-off", actor_id=None, rule="6")
    visit(path, status=410)
    ask(visit)
    assert len(filled.letters(user.email)) == 1


def test_one_account_gets_three_links_an_hour_and_nobody_is_told(visit, clock):
    personas.owner()
    for _ in range(attempts.RESET_ACCOUNT.most + 2):
        assert ask(visit).path == "/password/asked"
    assert len(filled.letters("owner@example.cn")) == attempts.RESET_ACCOUNT.most
    clock.ahead(hours=1)
    ask(visit)
    assert len(filled.letters("owner@example.cn")) == attempts.RESET_ACCOUNT.most + 1


def test_one_address_cannot_ask_for_ever(visit):
    for number in range(attempts.RESET_ADDRESS.most):
        ask(visit, f"u{number}@example.cn")
    page = ask(visit, status=429)
    assert page.answer.headers["Retry-After"] == "3600"
    assert "后再试" in page.text


def test_a_broken_address_is_said_to_be_so(visit):
    page = ask(visit, "no address", status=422)
    assert "name@example.com" in page.errors
    assert page.root.first("input", name="email").get("value") == "noaddress"


def test_a_reset_lets_a_held_account_in_again(visit):
    personas.owner()
    for _ in range(attempts.SIGN_IN_ACCOUNT.most + 1):
        enters(visit, "wrong again")
    ask(visit)
    choose(visit, link())
    assert enters(visit, filled.PASSWORD)
