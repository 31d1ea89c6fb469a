"""Who asked to register and was refused is kept with rule and reason, once, and published with the result (S3, S6, S8)."""

import json
from datetime import datetime, timedelta

from sqlalchemy import select

from kernel import ledger
from kernel.clock import BEIJING, today
from kernel.db import db, transaction
from marketplace.selection import refusals
from marketplace.selection.tables import RefusedRegistration
from tests import personas
from tests.factories import accounts, admission
from tests.factories import notices as make
from tests.factories.selection import count, lock_out, ready

CLOSING = datetime(2026, 5, 27, 17, tzinfo=BEIJING)
DECLARED = {"workdays": "12", "untied": "y", "can_do": "y"}
REFUSAL = "/register/refusal"


def asked(visit, row, agency):
    """Let an agency put on record that it is refused, by the button of its page."""
    page = visit.as_(agency)(f"/notices/{row.number}/register")
    return visit.submit(page, form=REFUSAL)


def tied(user=None):
    """Return an agency that the item's authority sponsors."""
    (agency,) = ready(user or personas.agency())
    admission.affiliation(agency.organisation, "sponsor", authority_key="生态环境")
    return agency


def concluded(row, clock):
    make.registered(row, *make.bidders(3))
    make.closed(row, clock)
    return make.drawn(row, clock, personas.operator())


def test_a_refusal_that_is_put_on_record_stands_in_the_published_result(visit, clock):
    row, agency = make.notice(personas.owner()), tied()
    page = asked(visit, row, agency)
    assert "已记录在案" in page.text
    name = agency.organisation.name
    for look in (visit.as_(personas.owner()), visit.as_(personas.operator()), visit.as_nobody()):
        assert name not in look(f"/notices/{row.number}").text
    award = concluded(row, clock)
    page = visit.as_nobody()(f"/results/{award.id}")
    assert name in page.text
    assert "报名时未通过" in page.text
    assert "S6" in page.text
    assert "2026年5月26日（周二）12:00" in page.text  # the moment at which it asked


def test_owner_and_officials_read_it_from_the_closing_and_the_public_from_the_result(visit, clock):
    row, agency = make.notice(personas.owner()), tied()
    asked(visit, row, agency)
    make.registered(row, *make.bidders(3))
    make.closed(row, clock)
    for reader in (personas.owner(), personas.supervisor()):
        assert agency.organisation.name in visit.as_(reader)(f"/notices/{row.number}").text
    for stranger in (visit.as_nobody(), visit.as_(personas.second_owner())):
        assert agency.organisation.name not in stranger(f"/notices/{row.number}").text


def test_it_is_kept_once_a_reason_with_its_entry_and_without_what_was_written_freely(visit):
    row, agency = make.notice(personas.owner()), tied()
    asked(visit, row, agency)
    for _again in range(2):
        with transaction():
            refusals.record(row, agency.organisation, desk=make.desk(agency))
    (kept,) = db.session.scalars(select(RefusedRegistration))
    entry = next(one for one in ledger.entries(row) if one.act == "selection.registration.refused")
    assert (entry.rule, kept.entry_id) == ("S6", entry.id)
    assert json.loads(entry.details) == {
        "notice": row.number,
        "agency": agency.organisation_id,
        "reason_sha256": kept.reason_sha256,
    }
    lock_out(agency)  # another reason, which is asked first
    with transaction():
        refusals.record(row, agency.organisation, desk=make.desk(agency))
    assert [one.rule for one in refusals.of_agency(row.id, agency.organisation_id)] == ["S6", "P4"]
    (told,) = refusals.published(row)
    assert [rule for rule, _why in told.because] == ["S6", "P4"]


def test_who_is_barred_while_its_form_is_open_is_refused_on_record(visit, clock):
    (agency,) = ready(personas.agency())
    row = make.notice(personas.owner())
    page = visit.as_(agency)(f"/notices/{row.number}/register")
    lock_out(agency)
    visit.submit(page, DECLARED, form="/register", status=422)
    (kept,) = db.session.scalars(select(RefusedRegistration))
    assert kept.rule == "P4"


def test_a_form_that_lacks_something_a_late_arrival_and_a_shared_telephone_are_no_refusal(visit, clock):
    (agency,) = ready(personas.agency())
    row = make.notice(personas.owner())
    with transaction():
        for body in (agency.organisation, row.owner):
            body.phone = "0570-4000000"
            ledger.record(body, "accounts.organisation.changed", actor_id=None, rule="6")
    visit.as_(agency).submit(f"/notices/{row.number}/register", DECLARED | {"workdays": "99"}, status=422)
    with transaction():
        assert refusals.record(row, agency.organisation, desk=make.desk(agency)) is None
    (elsewhere,) = ready(personas.second_agency(), item="A01")
    page = visit.as_(elsewhere)(f"/notices/{row.number}/register")
    assert REFUSAL not in page.html  # it lists the service first
    with transaction():
        assert refusals.record(row, elsewhere.organisation, desk=make.desk(elsewhere)) is None
    make.registered(row, *make.bidders(3))
    late = tied(accounts.user(accounts.agency("衢州迟来环境公司")))
    clock.set(CLOSING + timedelta(seconds=1))
    with transaction():
        assert refusals.record(row, late.organisation, desk=make.desk(late)) is None
    assert count(RefusedRegistration) == 0


def test_who_registers_after_all_is_shown_by_its_registration_alone(visit, clock):
    (agency,) = ready(personas.agency())
    row = make.notice(personas.owner())
    tie = admission.affiliation(agency.organisation, "sponsor", authority_key="生态环境")
    asked(visit, row, agency)
    assert len(refusals.published(row)) == 1
    clock.set(datetime(2026, 5, 27, 9, tzinfo=BEIJING))
    with transaction():
        tie.withdrawn_on = today()
        ledger.record(tie, "admission.affiliation.withdrawn", actor_id=None, rule="S6")
    make.registered(row, agency)
    assert refusals.published(row) == []
    assert count(RefusedRegistration) == 1
    award = concluded(row, clock)
    assert "报名时未通过" not in visit.as_nobody()(f"/results/{award.id}").text


def test_who_is_registered_is_tested_at_the_closing_and_has_its_reason_from_there(visit, clock):
    (agency,) = ready(personas.agency())
    row = make.notice(personas.owner())
    make.registered(row, agency)
    lock_out(agency)
    with transaction():
        assert refusals.record(row, agency.organisation, desk=make.desk(agency)) is None
    award = concluded(row, clock)
    page = visit.as_nobody()(f"/results/{award.id}")
    assert agency.organisation.name in page.text
    assert "报名时未通过" not in page.text


def test_only_an_agency_puts_a_refusal_on_record_and_only_where_there_is_one(visit):
    row = make.notice(personas.owner())
    (agency,) = ready(personas.agency())
    token = visit.as_(agency)(f"/notices/{row.number}/register")
    values = {"csrf_token": token.root.first("input", name="csrf_token").get("value"), "act_key": "1" * 32}
    visit.client.post(f"/notices/{row.number}{REFUSAL}", data=values)
    assert count(RefusedRegistration) == 0
    visit.as_(personas.owner())
    page = visit(f"/notices/{row.number}")
    assert REFUSAL not in page.html
    assert visit.client.post(f"/notices/{row.number}{REFUSAL}", data=values).status_code in (400, 403)
