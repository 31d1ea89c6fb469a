"""The morning of a joint survey day."""

from datetime import date

import pytest

from tests import personas
from tests.factories import surveys as make

WEDNESDAY = date(2026, 6, 3)  # what is asked for on Tuesday 26 May


@pytest.fixture
def held(db_session, clock):
    """A survey day to which owner and authority come, on its morning."""
    row = make.asked(personas.owner(), make.project())
    make.answered(row, personas.other_authority())
    clock.set(WEDNESDAY)
    return row
