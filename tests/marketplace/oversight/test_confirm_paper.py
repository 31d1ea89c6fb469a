"""What one officer entered from paper another one confirms; nobody blacklists alone."""

from datetime import date

import pytest

from blacklist import queries
from kernel import law
from kernel.db import transaction
from kernel.errors import Refused
from marketplace.oversight.papers import operations
from marketplace.oversight.papers.operations import Desk
from marketplace.oversight.papers.queries import waiting_about
from tests import personas
from tests.factories import papers
from tests.marketplace.oversight.test_enter_veto import PAPER


def entered(visit):
    agency = personas.agency().organisation
    papers.enter(visit, f"/agencies/{agency.id}/standing/vetoes/new", PAPER)
    return agency, waiting_about(agency.id)[0]


def test_who_entered_it_does_not_confirm_it(visit):
    agency, _ = entered(visit)
    page = visit(f"/agencies/{agency.id}/standing")
    assert not [form for form in page.forms if form.get("action", "").endswith("/confirm")]
    desk = Desk(personas.managing_office(), date(2026, 5, 26), law.calendar(), law.book())
    with pytest.raises(Refused) as refused, transaction():
        operations.confirm(waiting_about(agency.id)[0], desk)
    assert refused.value.rule == "P5"
    assert queries.decisions_of(agency.id) == []


def test_nobody_else_confirms_or_drops_it(visit):
    _, row = entered(visit)
    for who in (personas.authority(), personas.operator(), personas.agency(), personas.supervisor()):
        visit.as_(who)
        for word in ("confirm", "drop"):
            visit.client.post(f"/papers/{row.id}/{word}")
    assert waiting_about(row.agency_id) == [row]
