"""What is sealed can be opened with the key alone, and found again without opening it."""

import base64

import pytest
from cryptography.exceptions import InvalidTag

from kernel.sealing import Sealer, sealer
from marketplace.app import create_app
from marketplace.config import from_environment

KEY, OTHER = bytes(range(32)), bytes(32)
NUMBER = "330881198001010011 李"


def test_what_is_sealed_is_opened_with_the_same_key():
    assert Sealer(KEY).open(Sealer(KEY).seal(NUMBER)) == NUMBER
    assert Sealer(KEY).open(Sealer(KEY).seal("")) == ""


def test_the_same_text_is_sealed_differently_each_time():
    sealed = {Sealer(KEY).seal(NUMBER) for _ in range(20)}
    assert len(sealed) == 20
    assert not any(NUMBER.encode() in base64.b64decode(text) for text in sealed)


def test_another_key_opens_nothing():
    with pytest.raises(InvalidTag):
        Sealer(OTHER).open(Sealer(KEY).seal(NUMBER))


def test_every_altered_byte_is_seen():
    raw = base64.b64decode(Sealer(KEY).seal("1"))
    for place in range(len(raw)):
        altered = bytes(b ^ (i == place) for i, b in enumerate(raw))
        with pytest.raises(InvalidTag):
            Sealer(KEY).open(base64.b64encode(altered).decode())


@pytest.mark.parametrize("text", ["", "AAAA", "no base64!", "汉字", base64.b64encode(bytes(12)).decode()])
def test_what_was_never_sealed_is_not_opened(text):
    with pytest.raises(InvalidTag):
        Sealer(KEY).open(text)


def test_a_fingerprint_is_the_same_for_the_same_text_and_key_alone():
    prints = {Sealer(k).fingerprint(t) for k in (KEY, OTHER) for t in (NUMBER, NUMBER[:-1])}
    assert len(prints) == 4
    assert Sealer(KEY).fingerprint(NUMBER) == Sealer(KEY).fingerprint(NUMBER)


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_refused(length):
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(bytes(length))


def test_an_app_without_a_key_starts_and_seals_nothing():
    with create_app(from_environment({})).app_context(), pytest.raises(LookupError, match="IDENTITY_KEY"):
        sealer()


def test_an_app_with_a_key_seals():
    settings = from_environment({"IDENTITY_KEY": base64.b64encode(KEY).decode()})
    with create_app(settings).app_context():
        assert Sealer(KEY).open(sealer().seal(NUMBER)) == NUMBER
