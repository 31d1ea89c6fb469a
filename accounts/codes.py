"""The codes of bodies and people: GB 32100 with its GB 11714 part, and GB 11643; pure."""

import re
import unicodedata
from datetime import date

from kernel.sentences import Sentence, say

CODE_RULE, IDENTITY_RULE = "GB 32100", "GB 11643"
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: 31 characters, without I O S V Z
CODE_LENGTH = IDENTITY_LENGTH = 18
STEM_LENGTH = 16  # what stands before the two check digits of a credit code
_ORGANISATION = slice(8, 16)
_ORGANISATION_DIGIT = 16
_AREA = re.compile(r"[0-9]{6}")
_OFFICES = "123456789ANY"  # who registers: the first character
_KINDS = "123459"  # what is registered: the second character
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_MODULUS = 11
_CODE_STEP = 3
_IDENTITY = re.compile(r"[0-9]{17}[0-9X]")
_IDENTITY_MODULUS = 11
_IDENTITY_LETTERS = "10X98765432"
_BIRTH = slice(6, 14)
_REGIONS = "123456789"  # the first digit of an area (GB/T 2260); 9 is given to foreigners who settled
_X = 10


def compact(text: str) -> str:
    """Return a code as it is compared: full-width forms made plain, no spaces or hyphens, capitals."""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()


def form_fault(code: str) -> Sentence | None:
    """Say what no licence can show in a credit code: a wrong length, or a character that is not used."""
    if len(code) != CODE_LENGTH:
        return say("A credit code has 18 characters; this one has %(count)s.", count=len(code))
    wrong = [c for c in code if c not in ALPHABET]
    if wrong:
        return say(
            "%(character)s cannot be in a credit code, which has digits and capitals without I, O, S, V, Z.",
            character=wrong[0],
        )
    return None


def code_fault(code: str) -> Sentence | None:
    """Say what is wrong with a unified social credit code, None where it is right.

    GB 32100: the office that registers, the kind, six digits of the area, nine characters of the organisation
    (GB 11714, the ninth its check digit), one check digit over the first seventeen.
    """
    return form_fault(code) or _prefix_fault(code) or _digit_fault(code)


def _prefix_fault(code: str) -> Sentence | None:
    if code[0] not in _OFFICES or code[1] not in _KINDS:
        return say("No registering office gives credit codes that begin with %(prefix)s.", prefix=code[:2])
    if not _AREA.fullmatch(code, 2, 8):
        return say("The third to the eighth character of a credit code are the digits of an area.")
    return None


def _digit_fault(code: str) -> Sentence | None:
    if code[_ORGANISATION_DIGIT] != organisation_digit(code[_ORGANISATION]):
        return say("The 17th character does not fit those before it. Compare the code with the licence.")
    if code[-1] != code_digit(code[:-1]):
        return say("The last character does not fit the others. Compare the code with the licence.")
    return None


def organisation_digit(body: str) -> str:
    """Return the check digit of the eight characters of an organisation (GB 11714, modulus 11)."""
    total = sum(int(c, 36) * weight for c, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    digit = -total % _ORGANISATION_MODULUS
    return "X" if digit == _X else str(digit)


def code_digit(first: str) -> str:
    """Return the check digit of the first seventeen characters of a credit code (GB 32100, modulus 31)."""
    total, weight = 0, 1
    for character in first:
        total += ALPHABET.index(character) * weight
        weight = weight * _CODE_STEP % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def complete(stem: str) -> str:
    """Return the credit code that begins with sixteen characters: both check digits are added."""
    if len(stem) != STEM_LENGTH:
        raise ValueError("the stem of a credit code has sixteen characters")
    first = stem + organisation_digit(stem[_ORGANISATION])
    return first + code_digit(first)


def identity_fault(number: str, today: date) -> Sentence | None:
    """Say what is wrong with an identity number, None where it is right.

    GB 11643: six digits of the area, the day of birth, three of the order, a check digit (modulus 11). The
    sentence never repeats the number.
    """
    if not _IDENTITY.fullmatch(number):
        return say("An identity number has 17 digits and a last digit or X.")
    if number[0] not in _REGIONS:
        return say("No area has the number with which this identity number begins.")
    born = _birth(number[_BIRTH])
    if born is None or born > today:
        return say("The 7th to the 14th digit of an identity number are a day of birth; these are not.")
    if number[-1] != identity_digit(number[:-1]):
        return say("The last character does not fit the others. Compare the number with the identity card.")
    return None


def identity_digit(first: str) -> str:
    """Return the check digit of the first seventeen digits of an identity number (GB 11643)."""
    total = sum(int(digit) * pow(2, len(first) - i, _IDENTITY_MODULUS) for i, digit in enumerate(first))
    return _IDENTITY_LETTERS[total % _IDENTITY_MODULUS]


def _birth(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
