"""An agency registers for an open notice, changes and withdraws, to the second by the server's clock."""

from datetime import datetime, timedelta

import pytest

from accounts.queries import inbox
from kernel import ledger
from kernel.clock import BEIJING
from kernel.db import transaction
from kernel.errors import Refused
from marketplace.selection import notices, registering
from marketplace.selection.models import Registration
from marketplace.selection.offers import Tender
from tests import personas
from tests.factories import admission
from tests.factories import notices as make
from tests.factories.selection import count, lock_out, ready

CLOSING = datetime(2026, 5, 27, 17, tzinfo=BEIJING)
DECLARED = {"workdays": "12", "untied": "y", "can_do": "y"}


def a_notice(method="random_draw", **values):
    (agency,) = ready(personas.agency())
    return make.notice(personas.owner(), method, **values), agency


def test_an_agency_registers_changes_withdraws_and_registers_again(visit):
    row, agency = a_notice()
    visit.as_(agency)
    page = visit.submit(f"/notices/{row.number}/register", DECLARED)
    assert "您已报名" in page.text
    visit.submit(f"/notices/{row.number}/register", DECLARED | {"workdays": "10"}, form="/register")
    entry = notices.entry_of(row.id, agency.organisation_id)
    assert (entry.workdays, count(Registration)) == (10, 1)
    page = visit.submit(f"/notices/{row.number}/register", form="/unregister")
    assert "撤回" in page.text
    assert "您已撤回" in visit("/registrations").text
    visit.submit(f"/notices/{row.number}/register", DECLARED)
    assert notices.entry_of(row.id, agency.organisation_id).declined_at is None
    assert row.need.title in visit("/registrations").text


def test_nobody_learns_who_registered_before_the_closing(visit):
    row, agency = a_notice()
    make.registered(row, agency)
    for look in (visit.as_nobody(), visit.as_(personas.owner()), visit.as_(personas.operator())):
        assert agency.organisation.name not in look(f"/notices/{row.number}").text
        assert agency.organisation.name not in look(f"/notices/{row.number}/draw").text


def test_who_is_no_agency_does_not_register(visit):
    row, _agency = a_notice()
    visit.as_(personas.owner())(f"/notices/{row.number}/register", status=403)
    visit.as_(personas.unverified_agency())(f"/notices/{row.number}/register", status=403)
    visit.as_(personas.owner())("/registrations", status=403)
    visit.as_(personas.agency())("/notices/XQ-2026-9999/register", status=404)
    assert "还没有报名" in visit("/registrations").heading


def test_both_declarations_and_a_promise_are_wanted(visit):
    row, agency = a_notice()
    visit.as_(agency)
    for wrong in ({"untied": None}, {"can_do": None}, {"workdays": ""}, {"workdays": "21"}):
        page = visit.submit(f"/notices/{row.number}/register", DECLARED | wrong, status=422)
        assert page.errors
    assert count(Registration) == 0


def test_an_agency_that_does_not_list_the_item_is_led_to_list_it(visit):
    row, other = make.notice(personas.owner()), personas.agency()
    ready(other, item="A01")
    page = visit.as_(other)(f"/notices/{row.number}/register")
    assert "贵机构未列本项服务" in page.text
    assert f"/admission/services/new?item={row.item_code}" in page.html
    with pytest.raises(Refused) as refused, transaction():
        registering.register(row, other.organisation, Tender(5), desk=make.desk(other))
    assert refused.value.sentence == registering.LIST_IT


def test_the_gate_refuses_who_is_locked_out_not_admitted_or_tied(visit, db_session):
    row, agency = a_notice()
    lock_out(agency)
    visit.as_(agency)
    page = visit(f"/notices/{row.number}/register")
    assert "P4" in page.text
    assert [form.get("action") for form in page.forms] == [f"/notices/{row.number}/register/refusal"]
    outsider = personas.second_agency()
    with pytest.raises(Refused) as refused:
        make.registered(row, outsider)
    assert refused.value.rule == "S3"
    ready(outsider)
    admission.affiliation(outsider.organisation, "sponsor", authority_key="生态环境")
    with pytest.raises(Refused) as refused:
        make.registered(row, outsider)
    assert refused.value.rule == "S6"


@pytest.mark.parametrize("named", ["name", "uscc"])
def test_whom_the_owner_has_named_may_not_register(db_session, named):
    (agency,) = ready(personas.agency())
    row = make.notice(personas.owner(), avoidance=f"别家公司\n{getattr(agency.organisation, named)}")
    with pytest.raises(Refused) as refused:
        make.registered(row, agency)
    assert refused.value.rule == "S6"


def test_a_shared_telephone_is_shown_and_bars_nobody(visit):
    row, agency = a_notice()
    with transaction():
        for body in (agency.organisation, row.owner):
            body.phone = "0570-4000000"
            ledger.record(body, "accounts.organisation.changed", actor_id=None, rule="6")
    visit.as_(agency)
    assert "电话相同" in visit(f"/notices/{row.number}/register").text
    assert make.registered(row, agency)


@pytest.mark.parametrize(("seconds", "is_in"), [(-1, True), (0, False), (1, False)])
def test_the_moment_of_receipt_counts_to_the_second(db_session, clock, seconds, is_in):
    (agency,) = ready(personas.agency())
    row = make.notice(personas.owner())
    make.registered(row, *_others(3))
    clock.set(CLOSING + timedelta(seconds=40))  # it has waited for its turn
    by = make.desk(agency, now=CLOSING + timedelta(seconds=seconds))
    if is_in:
        with transaction():
            registering.register(row, agency.organisation, Tender(12), desk=by)
        assert notices.entry_of(row.id, agency.organisation_id).registered_at == by.now
    else:
        with pytest.raises(Refused) as refused, transaction():
            registering.register(row, agency.organisation, Tender(12), desk=by)
        assert refused.value.rule == "S4"


def test_after_the_closing_nothing_is_changed_or_withdrawn(visit, clock):
    row, agency = a_notice()
    make.registered(row, agency, *_others(2))
    clock.set(CLOSING)
    visit.as_(agency)
    page = visit(f"/notices/{row.number}/register")
    visit.submit(page, DECLARED, form="/register", status=422)
    visit.submit(page, form="/unregister", status=422)
    assert notices.entry_of(row.id, agency.organisation_id).workdays == 15


def test_the_same_form_twice_is_one_registration(visit):
    row, agency = a_notice()
    visit.as_(agency)
    page = visit(f"/notices/{row.number}/register")
    visit.submit(page, DECLARED)
    visit.submit(page, DECLARED)
    assert count(Registration) == 1


def test_the_list_of_registrations_costs_the_same_with_more_rows(visit, count_statements):
    (agency,) = ready(personas.agency())
    seen = []
    for many in (2, 8):
        for _ in range(many):
            make.registered(make.notice(personas.owner()), agency)
        visit.as_(agency)
        with count_statements() as statements:
            visit("/registrations")
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_public_money_lets_an_agency_register_after_the_form_check(db_session):
    (agency,) = ready(personas.agency())
    row = make.public_notice(personas.owner(), personas.operator())
    assert make.registered(row, agency)[0].registered_at


def _others(many):
    return make.bidders(many)


def test_a_removal_before_the_closing_tells_nobody_that_the_agency_had_registered(db_session):
    row, agency = a_notice()
    make.registered(row, agency)
    make.released(agency)
    assert notices.entry_of(row.id, agency.organisation_id).ending
    for body in (row.owner_id, personas.operator().organisation_id):
        told = [one.sentence for one in inbox(body).rows]
        assert not [one for one in told if agency.organisation.name in str(one)]
    assert any("P11" in str(one.sentence) for one in inbox(agency.organisation_id).rows)


def test_who_was_selected_and_is_removed_passes_it_on_and_the_owner_is_led_to_the_notice(db_session, clock):
    row, people = make.notice(personas.owner()), make.bidders(3)
    make.registered(row, *people)
    make.closed(row, clock)
    award = make.drawn(row, clock, personas.operator())
    make.released(next(one for one in people if one.organisation_id == award.agency_id))
    told = next(one for one in inbox(row.owner_id).rows if "removed" in str(one.sentence))
    assert "next in rank" in str(told.sentence)
    assert told.link == f"/notices/{row.number}"
