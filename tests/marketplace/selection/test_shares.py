"""A secret in three shares: any two make it again, one alone tells nothing."""

import secrets
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.selection import envelopes, shares


@given(st.binary(min_size=1, max_size=40), st.data())
def test_any_two_shares_make_the_secret(secret, data):
    slopes = data.draw(st.binary(min_size=len(secret), max_size=len(secret)))
    parts = shares.split(secret, slopes)
    for pair in combinations(parts.items(), 2):
        assert shares.join(dict(pair)) == secret


def test_one_share_fits_every_secret():
    found = {shares.split(b"\x07", bytes([slope]))[2] for slope in range(256)}
    assert len(found) == 256


def test_a_known_example():
    assert shares.split(b"\x53", b"\xca") == {1: b"\x99", 2: b"\xdc", 3: b"\x16"}


@pytest.mark.parametrize(
    "parts",
    [{}, {1: b"a"}, {1: b"a", 2: b"b", 3: b"c"}, {0: b"a", 1: b"b"}, {1: b"a", 4: b"b"}, {1: b"a", 2: b"bb"}],
)
def test_anything_but_two_shares_is_refused(parts):
    with pytest.raises(ValueError, match="share"):
        shares.join(parts)


@pytest.mark.parametrize(("secret", "slopes"), [(b"", b""), (b"ab", b"a")])
def test_a_secret_wants_as_many_random_bytes(secret, slopes):
    with pytest.raises(ValueError, match="random"):
        shares.split(secret, slopes)


def test_what_is_sealed_is_opened_with_its_key_at_its_place_alone():
    private, other = envelopes.new_key(), envelopes.new_key()
    sealed = envelopes.seal(envelopes.public_of(private), b"28000", "XQ-1:A")
    assert envelopes.open_sealed(private, sealed, "XQ-1:A") == b"28000"
    wrong = ((other, sealed, "XQ-1:A"), (private, sealed, "XQ-2:A"), (private, sealed[:-1], "XQ-1:A"))
    for key, content, about in (*wrong, (private, b"", "XQ-1:A"), (private, b"\x00" * 80, "XQ-1:A")):
        with pytest.raises(envelopes.Unreadable):
            envelopes.open_sealed(key, content, about)


def test_a_code_is_read_as_it_was_printed_and_a_slip_of_the_pen_is_found():
    share = secrets.token_bytes(envelopes.KEY)
    code = envelopes.written(1, share)
    assert envelopes.read(f" {code.lower().replace('-', ' ')} ") == (1, share)
    letter = "A" if code[5] != "A" else "B"
    for wrong in ("", "###", code[:-5], code[:5] + letter + code[6:]):
        with pytest.raises(envelopes.Unreadable):
            envelopes.read(wrong)
