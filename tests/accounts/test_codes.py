from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from accounts import codes

TODAY = date(2026, 5, 26)
DIGITS = "0123456789"
STEMS = st.builds(
    lambda kind, area, body: f"9{kind}{area}{body}",
    st.sampled_from("123"),
    st.text(DIGITS, min_size=6, max_size=6),
    st.text(codes.ALPHABET, min_size=8, max_size=8),
)
# Codes printed in public registers.
REAL = ("91110000600037341L", "91440300708461136T", "12100000400000624D", "91330100799655058B")
BIRTHS = st.dates(date(1900, 1, 1), TODAY)
IDENTITIES = st.builds(
    lambda area, born, order: f"{area}{born:%Y%m%d}{order:03d}",
    st.sampled_from(["330881", "110101", "440305", "650102"]),
    BIRTHS,
    st.integers(1, 999),
)


def said(sentence):
    return str(sentence)


@given(STEMS)
def test_a_code_with_our_check_digits_passes_the_oracle_and_us(stem):
    code = codes.complete(stem)
    assert uscc.is_valid(code)
    assert codes.code_fault(code) is None


@given(STEMS, st.integers(0, 17), st.sampled_from(codes.ALPHABET))
def test_one_wrong_character_is_always_seen(stem, place, other):
    code = codes.complete(stem)
    wrong = code[:place] + other + code[place + 1 :]
    assert (codes.code_fault(wrong) is None) == (wrong == code)


@given(st.text(codes.ALPHABET, min_size=18, max_size=18))
def test_what_we_take_as_right_the_oracle_takes_too(code):
    if codes.code_fault(code) is None and code[0].isdigit():
        assert uscc.is_valid(code)


@pytest.mark.parametrize("code", REAL)
def test_a_code_of_a_public_register_is_right(code):
    assert codes.code_fault(code) is None


@pytest.mark.parametrize("prefix", ["A1", "N2", "Y1", "11", "12", "31", "52", "81", "93"])
def test_the_prefixes_of_every_registering_office_are_known(prefix):
    assert codes.code_fault(codes.complete(f"{prefix}330881MA2DXYH3")) is None


@pytest.mark.parametrize("text", ["９１３３０８８１ＭＡ２８ＦＡ１２３４", " 9133-0881 ma28 fa1234 "])
def test_spaces_hyphens_full_width_and_small_letters_do_not_matter(text):
    assert codes.compact(text) == "91330881MA28FA1234"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("9133088110000001", "18 characters; this one has 16"),
        ("", "18 characters; this one has 0"),
        ("91330881O00000016N", "O cannot be in a credit code"),
        ("9133088110000001中N", "中 cannot be"),
        ("B1330881100000016N", "begin with B1"),
        ("98330881100000016N", "begin with 98"),
        ("913308A1100000016N", "digits of an area"),
        ("91330881100000019N", "The 17th character"),
        ("91330881100000016P", "The last character"),
    ],
)
def test_each_fault_of_a_code_has_its_sentence(code, words):
    assert words in said(codes.code_fault(code))


def test_only_what_no_licence_can_show_is_a_fault_of_form():
    assert codes.form_fault("91330881100000019N") is None
    assert codes.form_fault("91330881") is not None


def test_check_digits_are_added_to_sixteen_characters_alone():
    with pytest.raises(ValueError, match="sixteen"):
        codes.complete("91330881")


# The first is the example that GB 11714 itself gives; the others stand within the codes above.
@pytest.mark.parametrize(
    ("body", "digit"), [("D2143569", "X"), ("60003734", "1"), ("79965505", "8"), ("00000000", "0")]
)
def test_the_digit_of_an_organisation_is_that_of_gb_11714(body, digit):
    assert codes.organisation_digit(body) == digit


@given(IDENTITIES)
def test_an_identity_number_with_our_digit_passes_the_oracle_and_us(first):
    number = first + codes.identity_digit(first)
    assert ric.calc_check_digit(number) == number[-1]
    assert codes.identity_fault(number, TODAY) is None


@given(IDENTITIES, st.integers(0, 16), st.sampled_from(DIGITS))
def test_one_wrong_digit_of_an_identity_number_is_always_seen(first, place, other):
    number = first + codes.identity_digit(first)
    wrong = number[:place] + other + number[place + 1 :]
    assert (codes.identity_fault(wrong, TODAY) is None) == (wrong == number)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("33088119800101001", "17 digits"),
        ("33088119800101001A", "17 digits"),
        ("030881198001010016", "No area"),
        ("330881198013010015", "day of birth"),
        ("330881202605270010", "day of birth"),
        ("33088119800101001X", "The last character"),
    ],
)
def test_each_fault_of_an_identity_number_has_its_sentence(number, words):
    sentence = said(codes.identity_fault(number, TODAY))
    assert words in sentence
    assert number not in sentence


def test_somebody_born_today_has_a_number():
    first = "33088120260526001"
    assert codes.identity_fault(first + codes.identity_digit(first), TODAY) is None
