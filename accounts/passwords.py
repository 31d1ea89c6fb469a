"""Passwords: argon2id at rest, weak ones refused, the same time spent whether an account exists or not."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from kernel.sentences import Sentence, say

LEAST = 10  # NIST SP 800-63B asks for 8; the first user of a code acts for a whole body, so two more
COST = "2:19456:1"  # passes, KiB of memory, lanes: OWASP's second choice, about 30 ms and 19 MB a sign-in
_FEW_KINDS = 3  # a password of so few different characters is a pattern
_LEAST_PART = 4  # a shorter local part of an address may well stand in a good password
# The commonest of ten characters and more in published leaks, with those that are common here.
_COMMON = """
    1234567890 0123456789 12345678910 1234567891 0987654321 123456789a a123456789 123456789q 123456789abc
    1q2w3e4r5t 1qaz2wsx3edc qwertyuiop asdfghjkl1 qwerty12345 qwerty123456 abcdefghij abc1234567 abcd123456
    password123 password1234 password12 passw0rd123 p@ssw0rd123 iloveyou123 woaini1314 woaini520
    woaini5201314 5201314520 1314520520 13145201314 zxcvbnm123 aa123456789 aa12345678 admin12345 admin123456
    administrator welcome123 letmein123 changeme123
    zhongjiechaoshi jiangshan123 test123456 aini1314520 147258369a 1472583690 7894561230 qazwsxedcr q1w2e3r4t5
    baobao1314 wodemima123 mima123456 qq123456789 wang123456 zhang123456 88888888aa 1111111111
    0000000000
"""
COMMONEST = frozenset(_COMMON.split())


def weakness(password: str, email: str) -> Sentence | None:
    """Say why a password is too weak, None where it is not."""
    low = _plain(password).lower()
    local = email.lower().partition("@")[0]
    if len(low) < LEAST:
        return say("Choose a password of at least %(least)s characters.", least=LEAST)
    if low in COMMONEST or len(set(low)) <= _FEW_KINDS:
        return say("This password is one of those that are guessed first. Choose another one.")
    if low == email.lower() or (len(local) >= _LEAST_PART and local in low):
        return say("Choose a password that does not hold your e-mail address.")
    return None


def hashed(password: str, cost: str = "") -> str:
    """Return the hash to keep: argon2id at the cost given, else at that of the settings."""
    return _hasher(cost or _cost()).hash(_plain(password))


def fits(password: str, kept: str | None) -> bool:
    """Tell whether a password is the one of a hash; where there is none as much time is spent."""
    try:
        _hasher(_cost()).verify(kept or _nobodys(_cost()), _plain(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_dated(kept: str) -> bool:
    """Tell whether a hash was made at another cost than that of the settings."""
    return _hasher(_cost()).check_needs_rehash(kept)


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password)  # the same keys may give other code points elsewhere


def _cost() -> str:
    return str(current_app.config.get("PASSWORD_COST") or COST)


@cache
def _hasher(cost: str) -> PasswordHasher:
    passes, memory, lanes = map(int, cost.split(":"))
    return PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=lanes)


@cache
def _nobodys(cost: str) -> str:
    return _hasher(cost).hash("the password of nobody")
