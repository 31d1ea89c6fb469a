"""A method asked about a few offers, by the shipped rulebook."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from credit.rules import Grade
from kernel import rulebook
from marketplace.selection.choosing import Offered

DAY = date(2026, 5, 26)


def offered(label, price_fen=None, *, discount=None, grade="N", on_time=1, workdays=10, experience=0):
    """Make an offer; what is not named is what a new agency has."""
    rate = None if discount is None else Decimal(discount)
    return Offered(label, workdays, price_fen, rate, Grade(grade), Fraction(on_time), experience)


@pytest.fixture(scope="session")
def choose():
    book = rulebook.shipped()

    def asked(method, *offers, **given):
        return method.choose(offers, given, book, DAY)

    return asked


@pytest.fixture(scope="session")
def said():
    """Return what a choice says of an agency, in English."""

    def asked(choice, label):
        (found,) = [one for one in choice.explained if one.label == label]
        return [str(sentence) for sentence in found.because]

    return asked
