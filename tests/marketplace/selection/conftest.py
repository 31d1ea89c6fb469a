"""What several tests of a selection start from."""

import pytest

from tests import personas
from tests.factories import notices as make

PRICES = (2_800_000, 2_850_000, 2_900_000, 2_950_000)


@pytest.fixture
def won(db_session, clock):
    """A competition of four with its result of 27 May: publicity to 28 May, to be confirmed by 1 June."""
    row, people = make.notice(personas.owner(), "lowest_price"), make.bidders(4)
    for one, price in zip(people, PRICES, strict=True):
        make.registered(row, one, price_fen=price)
    return make.opened(row, clock, personas.owner()), people
