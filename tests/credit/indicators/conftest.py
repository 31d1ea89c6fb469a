"""An indicator asked about a year of which only one thing is known, by the shipped rulebook."""

import pytest

from credit.evidence import Measured
from kernel import rulebook


@pytest.fixture(scope="session")
def score():
    book = rulebook.shipped()

    def asked(indicator, **known):
        return indicator.score(Measured(2025, **known), book)

    return asked
