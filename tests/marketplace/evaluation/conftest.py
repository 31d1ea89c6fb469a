"""An order of the first owner with the first agency, accepted on the day of the test."""

import pytest

from tests import personas
from tests.conftest import TODAY
from tests.factories import admission
from tests.factories import evaluation as make


@pytest.fixture
def order(db_session):
    agency = personas.agency()
    admission.agency_with("B02", organisation=agency)
    return make.order(personas.owner(), agency, accepted_on=TODAY)
