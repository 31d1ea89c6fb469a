"""The gate of S3 and S6, asked of the database."""

from datetime import timedelta

from kernel import law
from marketplace.admission import gate, queries
from tests.factories import accounts, admission


def test_an_admitted_agency_with_what_the_item_wants_may_serve(db_session, clock):
    agency = admission.agency_with("A04", "B02")
    for code in ("A04", "B02"):
        assert admission.may_serve(agency.id, code, clock.today) is None
        assert [row.agency_id for row in db_session.scalars(queries.offering(code, clock.today))] == [
            agency.id
        ]


def test_a_lapsed_qualification_closes_its_service_and_no_other(db_session, clock):
    agency = admission.agency_with("A04", "B02", qualification=clock.today)
    tomorrow = clock.today + timedelta(days=1)
    assert admission.may_serve(agency.id, "A04", clock.today) is None
    assert admission.may_serve(agency.id, "A04", tomorrow).rule == "A3"
    assert admission.may_serve(agency.id, "B02", tomorrow) is None
    assert not db_session.scalars(queries.offering("A04", tomorrow)).all()


def test_who_is_not_admitted_or_does_not_list_the_item_may_not_serve(db_session, clock):
    stranger, agency = accounts.agency("江山市未入驻有限公司"), admission.agency_with("B02")
    for agency_id, code in ((stranger.id, "B02"), (agency.id, "A01")):
        assert admission.may_serve(agency_id, code, clock.today).rule == "S3"


def test_a_declared_tie_bars_an_agency_from_the_owner_and_from_the_authority(db_session, clock):
    agency, owner = admission.agency_with("B02"), accounts.owner()
    assert gate.gate(agency.id, owner.id, "B02", clock.today, law.book()) is None
    admission.affiliation(agency, "affiliate", body_name=owner.name)
    assert gate.gate(agency.id, owner.id, "B02", clock.today, law.book()).rule == "S6"
    admission.affiliation(agency, "sponsor", authority_key="生态环境")
    assert admission.avoidance(agency.id, accounts.owner("另一家").id, "生态环境", clock.today).rule == "S6"


def test_the_gate_costs_the_same_for_one_agency_and_for_ten(db_session, clock, count_statements):
    owner = accounts.owner()
    agencies = [admission.agency_with("A04", qualification=n % 2) for n in range(10)]
    owner_id, ids, book = owner.id, [agency.id for agency in agencies], law.book()
    with count_statements() as one:
        assert len(gate.gates(ids[1:2], owner_id, "A04", clock.today, book)) == 0
    with count_statements() as ten:
        assert len(gate.gates(ids, owner_id, "A04", clock.today, book)) == 5
    assert len(ten) == len(one) == 8
