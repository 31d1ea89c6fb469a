"""The verifiable draw: against two other makers of HKDF, its properties, its record and the replay of it."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from hypothesis import given
from hypothesis import strategies as st

from kernel import rulebook
from marketplace.selection import draw
from marketplace.selection.record_form import NoRecord, canonical, digest
from tests.marketplace.selection import draws, forgeries

TEXTS = st.text(st.characters(codec="utf-8"))
SECRETS = st.binary(min_size=1, max_size=200)  # longer than a block of SHA-256, too
LABELS = st.lists(TEXTS, min_size=1, max_size=8, unique=True)


def by_hand(key, message):
    """Compute HMAC with SHA-256 from its definition (RFC 2104)."""
    key = hashlib.sha256(key).digest() if len(key) > 64 else key
    key = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(octet ^ 0x36 for octet in key) + message).digest()
    return hashlib.sha256(bytes(octet ^ 0x5C for octet in key) + inner).digest()


@given(SECRETS, TEXTS, LABELS)
def test_two_others_compute_the_same_positions(code, randomness, labels):
    found = draw.positions(code, randomness, labels)
    key = by_hand(code, randomness.encode())
    for label in labels:
        assert found[label] == by_hand(key, label.encode() + b"\x01")
        assert found[label] == HKDFExpand(SHA256(), 32, label.encode()).derive(key)


def test_the_first_block_is_that_of_rfc_5869():
    """Its case A.1 has an info that is no text; A.3 has none, and extracts with a salt of noughts."""
    found = draw.positions(b"\0" * 32, "\v" * 22, [""])
    assert found[""].hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


@given(SECRETS, TEXTS, LABELS)
def test_the_order_is_a_permutation_in_which_the_order_of_asking_plays_no_part(code, randomness, labels):
    found = draw.order(code, randomness, labels)
    assert sorted(found) == sorted(labels)
    assert found == draw.order(code, randomness, sorted(labels)) == draw.order(code, randomness, labels[::-1])


@given(SECRETS, TEXTS, LABELS, TEXTS)
def test_one_more_label_leaves_the_others_in_their_order(code, randomness, labels, further):
    found = [label for label in draw.order(code, randomness, {*labels, further}) if label in labels]
    assert tuple(found) == draw.order(code, randomness, labels)


@given(SECRETS, st.integers(1, 12), st.data())
def test_each_code_hashes_to_the_one_before_it(secret, chain, data):
    round_ = data.draw(st.integers(1, chain))
    codes = [draw.new_chain(secret, chain), *(draw.code(secret, chain, r + 1) for r in range(round_))]
    for before, code in pairwise(codes):
        assert hashlib.sha256(code).digest() == before
    assert draw.code(secret, chain, chain) == secret


@pytest.mark.parametrize(
    ("secret", "chain", "round_"), [(b"", 8, 1), (b"s", 8, 0), (b"s", 8, 9), (b"s", 0, 0)]
)
def test_a_chain_without_a_secret_and_a_round_beyond_it_are_refused(secret, chain, round_):
    with pytest.raises(ValueError, match="A code needs a secret"):
        draw.code(secret, chain, round_)


@pytest.mark.parametrize(("secret", "length"), [(b"", 8), (b"s", 0)])
def test_an_empty_secret_and_an_empty_chain_are_refused(secret, length):
    with pytest.raises(ValueError, match="A chain needs a secret"):
        draw.new_chain(secret, length)


def test_the_sizes_are_figures():
    assert draw.sizes(rulebook.shipped(), date(2026, 5, 26)) == draw.Sizes(secret_bytes=32, chain=8)


def test_the_labels_are_hashed_in_one_order():
    expected = hashlib.sha256("\n".join(sorted(draws.LABELS)).encode()).hexdigest()
    assert draw.labels_digest(draws.LABELS) == draw.labels_digest(sorted(draws.LABELS)) == expected


def test_a_record_says_all_that_an_outsider_needs():
    written = draws.written()
    fields = json.loads(written)
    assert fields["format"] == "vrs-record/2"
    assert fields["randomness"] == "福彩3D第2026137期=4 0 7\n业主=春江潮水连海平"
    assert (fields["closed_at"], fields["drawn_at"]) == (
        "2026-05-25T17:00:00+08:00",
        "2026-05-26T09:30:12+08:00",
    )
    assert fields["sha256"] == digest(fields)
    key = hmac.digest(bytes.fromhex(fields["code"]), fields["randomness"].encode(), "sha256")
    positions = {label: hmac.digest(key, label.encode() + b"\x01", "sha256").hex() for label in draws.LABELS}
    assert fields["positions"] == positions
    assert fields["order"] == sorted(positions, key=positions.get)
    assert draw.replay(written) == draw.Replay(tuple(fields["order"]))


def test_the_same_draw_is_written_in_the_same_bytes():
    assert draws.written() == draws.written(labels=draws.LABELS[::-1])
    assert draws.written().endswith(b"\n}\n")


def test_a_repeat_shows_the_codes_before_it():
    first, third = json.loads(draws.written()), json.loads(draws.written(3, [draws.LOTTERY]))
    assert (third["round"], len(third["revealed"])) == (3, 2)
    assert third["revealed"][0] == first["code"]
    assert draw.replay(draws.written(3)).valid


def test_private_money_may_be_drawn_by_contributions_alone():
    alone = {"named": draws.NOTICE.named[1:], "public_money": False}
    assert draw.replay(draws.written(sources=[draws.OWNERS], **alone)).valid


def test_where_nobody_lodged_anything_the_figure_decides_alone():
    alone = {"named": draws.NOTICE.named[1:], "public_money": False}
    written = draws.written(sources=[draws.LOTTERY], drawn_as={"absent": ["业主", "见证人"]}, **alone)
    assert json.loads(written)["randomness"] == "福彩3D第2026137期=4 0 7"


def test_a_draw_repeated_because_one_was_void_shows_whose_text_was_withheld():
    fields = json.loads(draws.repeated())
    assert draw.replay(draws.repeated()).valid
    assert fields["randomness"] == "福彩3D第2026138期=1 1 5"
    assert [one["name"] for one in fields["voided"]["withheld"]] == ["见证人"]
    assert fields["voided"]["revealed"][0]["value"] == draws.TEXT
    assert fields["revealed"] == [draw.code(draws.SECRET, draws.CHAIN, 1).hex()]


@pytest.mark.parametrize(
    "money", [{"sources": [draws.OWNERS]}, {"labels": []}, {"named": []}, {"notice": ""}]
)
def test_a_record_that_would_not_stand_is_not_written(money):
    with pytest.raises(ValueError, match=r"public figure|must be"):
        draws.written(**money)


def test_a_moment_without_a_zone_is_not_written():
    with pytest.raises(ValueError, match="published_at must be a moment with its zone"):
        draws.written(at=draws.PUBLISHED.replace(tzinfo=None))


def test_the_last_code_is_never_drawn_with():
    assert draw.replay(draws.written(draws.CHAIN - 1)).valid
    with pytest.raises(ValueError, match="Round 8 would reveal the secret"):
        draws.written(draws.CHAIN)


def test_a_contribution_revealed_as_another_is_not_written():
    with pytest.raises(ValueError, match="业主 is not the contribution that was lodged"):
        draws.written(sources=[draws.LOTTERY, replace(draws.OWNERS, value="x")])


@pytest.mark.parametrize("name", forgeries.FORGERIES)
def test_a_forgery_is_named_even_where_its_digest_was_made_anew(name):
    changes, said, _ = forgeries.FORGERIES[name]
    found = draw.replay(draws.forged(**changes))
    assert (found.valid, found.order) == (False, ())
    assert said in str(found.difference)


def test_a_code_before_the_last_is_proved_too():
    forged = draws.forged(3, revealed=lambda r: [r["revealed"][0], draws.OTHER])
    assert "The code of round 2 does not hash" in str(draw.replay(forged).difference)


def test_words_that_nothing_else_proves_are_under_the_digest():
    fields = json.loads(draws.written()) | {"notice": "江公告〔2026〕18号"}
    assert str(draw.replay(canonical(fields)).difference).startswith("The SHA-256 of the record is ")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('"round": 1', '"round":1'),
        lambda text: text.replace('"round": 1', '"round": 1, "round": 1'),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.removesuffix("\n"),
        lambda text: text + " ",
        lambda text: text.replace("江", "\\u6c5f"),
        lambda text: (
            json.dumps(dict(reversed(json.loads(text).items())), ensure_ascii=False, indent=2) + "\n"
        ),
    ],
)
def test_a_record_has_one_form(change):
    changed = change(draws.written().decode())
    assert str(draw.replay(changed.encode()).difference).startswith("The record is not in its canonical form")


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        b'{"format": "vrs-record/1"}',
        b'{"format": ["vrs-record/2"]}',
        b"[" * 100_000,
        b"1" * 10_000,
        b"\xef\xbb\xbf" + draws.written(),
    ],
    ids=lambda written: written[:20],
)
def test_what_is_no_record_is_said_to_be_none(written):
    with pytest.raises(NoRecord, match="This is no record of a draw"):
        draw.replay(written)
