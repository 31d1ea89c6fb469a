import statistics
from time import perf_counter

import pytest

from accounts import passwords
from tests.accounts.filled import PASSWORD

EMAIL = "jiangtao@example.cn"


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "at least 10"),
        ("ninechars", "at least 10"),
        ("１２３４５６７８９", "at least 10"),
        ("1234567890", "guessed first"),
        ("１２３４５６７８９０", "guessed first"),
        ("Woaini1314", "guessed first"),
        ("aaaaaaaaaaaa", "guessed first"),
        ("abcabcabcabc", "guessed first"),
        ("JiangTao@example.cn", "does not hold"),
        ("jiangtao-2026", "does not hold"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password, words):
    assert words in str(passwords.weakness(password, EMAIL))


@pytest.mark.parametrize(
    "password", [PASSWORD, "江山如此多娇引无数英雄", "x7#kq!mz2p", "tao is short for it"]
)
def test_a_good_password_is_taken(password):
    assert passwords.weakness(password, EMAIL) is None


def test_a_short_name_in_the_address_may_stand_in_a_password():
    assert passwords.weakness("tao is short for it", "tao@example.cn") is None


def test_a_hash_is_argon2id_with_a_salt_of_its_own(app):
    with app.app_context():
        first, second = passwords.hashed(PASSWORD), passwords.hashed(PASSWORD)
        assert first.startswith("$argon2id$")
        assert first != second
        assert PASSWORD not in first
        assert passwords.fits(PASSWORD, first)
        assert not passwords.fits(PASSWORD + " ", first)


def test_full_width_letters_are_the_same_password(app):
    with app.app_context():
        assert passwords.fits("ｂａｍｂｏｏ over water 7", passwords.hashed(PASSWORD))


def test_nobody_s_password_fits_nothing_and_a_broken_hash_neither(app):
    with app.app_context():
        assert not passwords.fits("the password of nobody", None)
        assert not passwords.fits(PASSWORD, "no hash")
        assert not passwords.fits(PASSWORD, "")


def test_without_a_setting_the_cost_is_what_owasp_recommends(app):
    with app.app_context():
        small = app.config.pop("PASSWORD_COST")
        try:
            dear = passwords.hashed(PASSWORD)
        finally:
            app.config["PASSWORD_COST"] = small
        assert "m=19456,t=2,p=1" in dear
        assert passwords.is_dated(dear)
        assert not passwords.is_dated(passwords.hashed(PASSWORD))


def test_an_unknown_account_takes_as_long_as_a_known_one(app):
    """The median of seven, within a half: without the hash it would take a thousandth."""
    with app.app_context():
        cost = app.config["PASSWORD_COST"]
        app.config["PASSWORD_COST"] = "2:8192:1"
        try:
            kept = passwords.hashed(PASSWORD)
            passwords.fits("warm", None)
            known = statistics.median(_took(kept) for _ in range(7))
            unknown = statistics.median(_took(None) for _ in range(7))
        finally:
            app.config["PASSWORD_COST"] = cost
    assert unknown > known / 2


def _took(kept):
    start = perf_counter()
    passwords.fits("not the password", kept)
    return perf_counter() - start
