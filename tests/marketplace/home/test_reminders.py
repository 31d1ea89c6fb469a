"""M1, T6: the job reminds whoever's turn it is of what is due soon, each time once; late or never, nothing else differs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from accounts.models import Message
from credit import presets, round_queries, self_checking
from credit.rules import Dimension
from credit.self_checking import Declared
from kernel import jobs, rulebook, workdays
from kernel.db import db, transaction
from marketplace.delivery.rules.history import Cause
from marketplace.selection import awards, objecting
from tests import personas
from tests.factories import delivery, editions, evaluation, notices
from tests.factories import rounds as round_of
from tests.factories import selection as make


def run(clock):
    return jobs.once("remind", clock.today).done


def reminders(user):
    """Return what a body was reminded of: what of, the last day, the step."""
    chosen = select(Message.once).where(
        Message.organisation_id == user.organisation_id, Message.once.like("remind:%")
    )
    found = [once.split(":") for once in db.session.scalars(chosen.order_by(Message.id)) if once]
    return [f"{endpoint} {by} {step}" for _, endpoint, _where, by, step in found]


def texts(user):
    chosen = select(Message).where(Message.organisation_id == user.organisation_id)
    return [str(row.sentence) for row in db.session.scalars(chosen) if row.once]


def on_days(clock, *days):
    """Let the job run on some days of May and June, counted from the first of May."""
    for day in days:
        clock.set(date(2026, 4, 30) + timedelta(days=day))
        run(clock)


def test_the_agency_is_reminded_while_its_clock_runs_and_nobody_else(db_session, clock):
    delivery.order("handed-over")
    on_days(clock, 27, 34, 35, 36, 41, 43, 44, 45, 46, 47)
    assert reminders(personas.agency()) == [
        "delivery.list_missing 2026-05-27 0",
        "delivery.deliver 2026-06-15 7",
        "delivery.deliver 2026-06-15 3",
        "delivery.deliver 2026-06-15 1",
        "delivery.deliver 2026-06-15 0",
    ]
    assert reminders(personas.owner()) == []


def test_the_owner_is_reminded_while_a_delivery_waits_then_of_the_evaluation(db_session, clock):
    delivery.order("delivered")
    on_days(clock, 27, 28, 29, 31, 32, 33, 51, 52, 53, 54, 55, 56)
    assert reminders(personas.agency()) == []
    assert reminders(personas.owner()) == [
        "delivery.accept 2026-06-01 3",
        "delivery.accept 2026-06-01 1",
        "delivery.accept 2026-06-01 0",
        "evaluation.give 2026-06-24 3",
        "evaluation.give 2026-06-24 1",
        "evaluation.give 2026-06-24 0",
    ]


def test_the_authority_is_reminded_while_its_answer_waits(db_session, clock):
    order = delivery.order()
    personas.other_authority()
    delivery.pause_asked(order, personas.agency(), Cause.FORCE_MAJEURE)
    on_days(clock, 27, 28, 29)
    assert reminders(personas.other_authority()) == [
        "delivery.answer_pause 2026-05-28 1",
        "delivery.answer_pause 2026-05-28 0",
    ]


def test_where_the_authority_has_not_joined_nobody_is_reminded_in_its_place(db_session, clock):
    delivery.pause_asked(delivery.order(), personas.agency(), Cause.FORCE_MAJEURE)
    clock.ahead(days=1)
    assert run(clock) == 0


def test_both_sides_are_reminded_of_an_unfiled_contract(db_session, clock):
    delivery.awarded()
    on_days(clock, 38, 41, 42, 43, 44)
    assert reminders(personas.agency()) == reminders(personas.owner())
    assert [line.split()[2] for line in reminders(personas.owner())] == ["3", "1", "0"]
    assert "delivery.file_contract" in reminders(personas.owner())[0]


def test_who_has_not_confirmed_an_award_is_reminded_and_who_has_is_not(db_session, clock):
    owner, people = personas.owner(), notices.bidders(4)
    row = notices.notice(owner, "lowest_price")
    for one, price in zip(people, (2_800_000, 2_850_000, 2_900_000, 2_950_000), strict=True):
        notices.registered(row, one, price_fen=price)
    award = notices.opened(row, clock, owner)  # public to 28 May, to be confirmed by 1 June
    clock.set(date(2026, 5, 29))
    with transaction():
        awards.confirm(award, owner.organisation_id, desk=notices.desk(owner))
    assert run(clock) == 1
    assert reminders(people[0]) == ["selection.result 2026-06-01 1"]
    assert reminders(owner) == []


def test_run_twice_on_a_day_or_again_on_the_next_nobody_is_told_anything_twice(db_session, clock):
    delivery.order("due-soon")
    assert [run(clock), run(clock)] == [1, 0]
    told = texts(personas.agency())
    assert len(told) == 1
    assert "working days are left" in told[0]
    assert "a case for the blacklist opens" in told[0]


def test_after_three_days_off_there_is_one_reminder_that_of_today(db_session, clock):
    delivery.order("due-soon")  # two working days are left
    clock.ahead(days=2)
    assert run(clock) == 1
    assert reminders(personas.agency()) == ["delivery.deliver 2026-05-28 0"]
    assert "Today, 2026-05-28, is the last day." in texts(personas.agency())[0]
    clock.ahead(days=1)
    assert run(clock) == 0


def test_a_moved_due_day_is_reminded_of_anew(db_session, clock):
    order = delivery.order("due-today")
    run(clock)
    delivery.extension_asked(order, personas.agency(), days=1)
    delivery.extension_answered(order, personas.owner())
    run(clock)
    assert reminders(personas.agency()) == ["delivery.deliver 2026-05-26 0", "delivery.deliver 2026-05-27 1"]


@pytest.mark.parametrize("state", ["overdue", "accepted", "ended", "signed"])
def test_of_what_is_over_or_has_no_last_day_nobody_is_reminded(db_session, clock, state):
    delivery.order(state)
    assert run(clock) == 0


def test_the_invited_are_reminded_of_their_offer_until_they_have_made_it(db_session, clock):
    owner, agency, other = personas.owner(), personas.agency(), personas.second_agency()
    make.ready(agency, other)
    row = make.notice(owner, agency, other)
    clock.ahead(days=5)
    make.offer(row, agency)
    assert run(clock) == 1
    assert reminders(agency) == []
    assert reminders(other) == [f"selection.invitation {row.offers_until} 3"]


def test_a_day_in_a_year_that_is_not_announced_is_called_provisional(db_session, clock):
    clock.set(date(2026, 12, 28))
    delivery.order("due-soon", start=delivery.days_ago(11))
    clock.ahead(days=3)
    run(clock)
    assert any("provisional" in told for told in texts(personas.agency()))


def test_an_order_that_cannot_be_read_keeps_no_other_from_its_reminder(db_session, clock):
    broken = delivery.order("due-soon")
    delivery.order("due-soon")
    held = delivery.queries.OrderEvent.__table__  # written past every guard, as a broken disk would
    of_it = (held.c.order_id == broken.id, held.c.kind == "materials.handed-over")
    db.session.connection().execute(held.update().where(*of_it).values(data="{"))
    db.session.commit()
    db.session.expire_all()
    tally = jobs.once("remind", clock.today)
    assert (tally.done, tally.failed) == (1, 1)


def test_an_objection_to_a_result_is_reminded_of_where_its_answer_is_owed(db_session, clock):
    authority, owner = personas.other_authority(), personas.owner()
    award = delivery.awarded(owner)
    with transaction():
        objecting.object_to(award, owner.organisation_id, "评分有误", [], desk=notices.desk(owner))
    clock.ahead(days=2)
    assert run(clock) == 1
    assert reminders(authority) == ["selection.answer_result_objection 2026-05-29 1"]


def test_an_evaluation_that_was_given_is_not_reminded_of(db_session, clock):
    owner, agency = personas.owner(), personas.agency()
    make.ready(agency)
    order = evaluation.order(owner, agency, accepted_on=clock.today)
    clock.ahead(days=19)
    evaluation.evaluation(order, owner)
    assert run(clock) == 0


def test_an_authority_is_reminded_of_a_draft_edition_until_it_has_commented(db_session, clock):
    water, other = personas.authority(), personas.other_authority()
    clock.set(date(2026, 11, 2))
    row = editions.sent(days=14)  # to 16 November
    clock.set(date(2026, 11, 11))
    assert run(clock) == 1
    editions.commented(row, actor=other)
    for day in (11, 13, 16, 17):
        clock.set(date(2026, 11, day))
        run(clock)
    assert reminders(other) == ["home.edition 2026-11-16 3"]
    assert reminders(water) == [f"home.edition 2026-11-16 {step}" for step in (3, 1, 0)]
    assert "the edition goes on without your comment" in texts(water)[-1]


def test_a_draft_that_went_on_without_an_authority_reminds_it_no_more(db_session, clock):
    clock.set(date(2026, 11, 2))
    editions.proposed(clock, editions.sent(days=14))
    assert run(clock) == 0


def test_an_agency_is_reminded_of_its_days_to_object_until_it_has_objected(db_session, clock):
    agency, other = personas.agency(), personas.second_agency()
    round_of.drawn_up(
        round_of.frozen(*(round_of.entrant(one.organisation, "B", ()) for one in (agency, other)))
    )
    clock.set(date(2026, 3, 3))  # to 6 March
    assert run(clock) == 2
    row = round_of.objected(round_queries.draft(2025, agency.organisation_id), today=date(2026, 3, 3))
    for day in (4, 5, 6, 9):
        clock.set(date(2026, 3, day))
        run(clock)
    assert reminders(agency) == ["drafts.rating_draft 2026-03-06 3"]
    assert reminders(other) == [f"drafts.rating_draft 2026-03-06 {step}" for step in (3, 1, 0)]
    assert row.answered_on is None


def test_the_managing_office_is_reminded_of_an_objection_until_it_is_answered(db_session, clock):
    office, agency = personas.managing_office(), personas.agency()
    round_of.drawn_up(round_of.frozen(round_of.entrant(agency.organisation, "B", ())))
    row = round_of.objected(round_queries.draft(2025, agency.organisation_id), today=date(2026, 2, 25))
    for day in (date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 2)):  # the answer is due on 3 March
        clock.set(day)
        run(clock)
    assert reminders(office) == [f"drafts.answer_objection 2026-03-03 {step}" for step in (3, 1)]
    round_of.answered(row, today=date(2026, 3, 2))
    clock.set(date(2026, 3, 3))
    run(clock)
    assert len(reminders(office)) == 2


def test_where_agencies_check_themselves_they_are_reminded_of_it_until_they_have(
    db_session, clock, app, monkeypatch
):
    book = presets.live("putian", rulebook.shipped(), workdays.shipped())
    monkeypatch.setitem(app.extensions, "kernel.rulebook", book)
    agency = personas.agency()
    found = round_of.frozen(round_of.entrant(agency.organisation, "B", ()))  # to 29 January
    clock.set(date(2026, 1, 28))
    assert run(clock) == 1
    points = dict.fromkeys(Dimension, Decimal(18))
    with round_of.acting(date(2026, 1, 28), agency) as at:
        self_checking.declare(round_queries.all_drafts(found)[0], Declared(points, "已逐项自查。"), at)
    clock.set(date(2026, 1, 29))
    assert run(clock) == 0
    assert reminders(agency) == ["self_checks.self_check 2026-01-29 1"]
