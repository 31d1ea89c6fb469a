import pytest

from kernel import ledger
from tests import personas
from tests.accounts import filled
from tests.factories import accounts as make

TYPED = {"old": make.PASSWORD, "password": filled.PASSWORD, "again": filled.PASSWORD}


def test_a_new_password_signs_everybody_else_out_and_me_in_under_a_new_identifier(visit, client, app):
    user = personas.owner()
    elsewhere = personas.sign_in(app.test_client(), user)
    visit.as_(user)
    with client.session_transaction() as cookie:
        before = cookie["_user_id"]
    page = visit.submit("/me/password", TYPED)
    assert page.path == "/me"
    assert "其他设备上的登录均已退出" in page.text
    assert elsewhere.get("/me").status_code == 303
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != before
    acts = [entry.act for entry in ledger.entries(filled.user(user.email))]
    assert acts[-1] == "accounts.password.changed"


def test_the_new_one_opens_and_the_old_one_does_not(visit):
    visit.as_(personas.owner()).submit("/me/password", TYPED)
    visit.as_nobody()
    for password, status in ((make.PASSWORD, 422), (filled.PASSWORD, 303)):
        typed = {"email": "owner@example.cn", "password": password}
        visit.submit("/sign-in", typed, status=status, follow=False)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"old": "not my password"}, "原密码不正确"),
        ({"old": ""}, "请填写"),
        ({"password": "short", "again": "short"}, "密码至少10位"),
        ({"again": "something else"}, "不一致"),
        ({"password": "owner-2026-x", "again": "owner-2026-x"}, "邮箱名"),
    ],
)
def test_a_wrong_or_weak_one_changes_nothing(visit, changes, words):
    user = personas.owner()
    before = filled.user(user.email).password_hash
    page = visit.as_(user).submit("/me/password", TYPED | changes, status=422)
    assert words in page.errors
    assert filled.user(user.email).password_hash == before
    visit("/me")


def test_a_stranger_is_led_to_sign_in(visit):
    visit("/me/password", status=303)
