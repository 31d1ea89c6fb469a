"""A text that was lodged is revealed within one term, draw or no draw; withholding it matters where one is needed."""

from datetime import date, datetime, timedelta

import pytest

from kernel import jobs
from kernel.clock import BEIJING
from kernel.db import transaction
from kernel.errors import Refused
from marketplace.selection import awards, contributions, notices, opening, queries, succeeding
from marketplace.selection.draw_tables import VoidDraw
from marketplace.selection.procedure import State
from tests import personas
from tests.factories import notices as make
from tests.factories.selection import count

TEXT = "须江之水清"
LAST = date(2026, 5, 28)  # the 1st working day after the opening of the 27th
VOID = datetime(2026, 5, 29, tzinfo=BEIJING)
NO_TIE, TIE_BEHIND = (2_600_000, 2_700_000, 2_800_000), (2_600_000, 2_700_000, 2_700_000)


def competition(clock, prices):
    """Let the lowest price win at once; the owner's text is lodged and not revealed."""
    row, people = make.notice(personas.owner(), "lowest_price", lines="figure owner"), make.bidders(3)
    for one, price in zip(people, prices, strict=True):
        make.registered(row, one, price_fen=price)
    make.lodged(row, "owner", TEXT)
    return make.opened(row, clock, personas.owner())


def gave_up(award):
    with transaction():
        awards.give_up(award, "无法承接", desk=make.desk())
        succeeding.after(award, desk=make.desk())


def test_a_text_is_revealed_after_a_result_without_a_draw(visit, clock):
    row = competition(clock, NO_TIE).notice
    place = f"/notices/contributions/{make.contribution(row, 'owner').id}"
    visit.as_(personas.owner())
    for at in ("/workbench", f"/notices/{row.number}/draw"):
        assert place in visit(at).links
    assert "已公开" in visit.submit(place, {"text": TEXT}).heading
    assert place not in visit("/workbench").links


def test_nobody_is_accused_where_no_draw_is_needed(visit, clock):
    row = competition(clock, NO_TIE).notice
    clock.set(VOID)
    jobs.once("void-draws", clock.today)
    page = visit(f"/notices/{row.number}/draw")
    assert "无需抽取" in page.heading
    assert "未按期公开" in page.text
    assert "第一次抽取作废" not in page.text
    visit.as_(personas.owner())
    page = visit(f"/notices/contributions/{make.contribution(row, 'owner').id}")
    assert "未按期公开" in page.heading
    assert "作废" not in page.heading
    assert count(VoidDraw) == 0


def test_an_award_that_ends_opens_no_new_term(db_session, clock):
    award = competition(clock, TIE_BEHIND)
    row = award.notice
    clock.set(VOID + timedelta(hours=9))
    assert succeeding.void_since(row, make.desk()) is None
    with pytest.raises(Refused, match="accepted until"):
        make.revealed(row, "owner", TEXT)
    gave_up(award)  # the two behind it are level: now a draw is needed
    assert succeeding.void_since(row, make.desk()) == VOID
    with pytest.raises(Refused, match="accepted until"):
        make.revealed(row, "owner", TEXT)
    jobs.once("void-draws", clock.today)
    assert contributions.void_of(row.id).at == VOID


def test_whoever_revealed_in_time_is_never_late_however_late_the_jobs_are(db_session, clock):
    award = competition(clock, TIE_BEHIND)
    row = award.notice
    make.revealed(row, "owner", TEXT)
    clock.ahead(days=40)
    with transaction():
        assert succeeding.settle(award, desk=make.desk())
    assert notices.state_of(row, make.desk().now, make.desk().book) is State.OPENED
    jobs.once("void-draws", clock.today)
    assert count(VoidDraw) == 0
    by = make.desk(personas.operator())
    with transaction():
        assert succeeding.go_on(row, "308", desk=by)
    assert queries.award_of(row.id)


def test_the_giver_is_told_the_day_that_the_workbench_and_the_rule_say(visit, clock):
    row = competition(clock, TIE_BEHIND).notice
    course = notices.course_of(row, make.desk().book)
    assert contributions.reveal_by(course, make.desk()) == LAST
    visit.as_(personas.owner())
    assert "请于2026年5月28日（周四）24:00前公开" in visit("/inbox").text
    assert "5月28日" in visit("/workbench").text


def test_offers_that_are_opened_late_change_nothing_of_the_term(db_session, clock):
    row, people = make.notice(personas.owner(), "lowest_price", lines="figure owner"), make.bidders(3)
    make.registered(row, *people, price_fen=2_600_000)
    make.lodged(row, "owner", TEXT)
    make.closed(row, clock)
    assert make.coming(row, clock).reveal_by == LAST  # as it was told at the closing
    clock.set(VOID + timedelta(hours=9))
    assert succeeding.void_since(row, make.desk()) is None  # nothing is drawn yet
    with transaction():
        opening.open_offers(row, [make.CODES[row.number]], desk=make.desk())
    assert succeeding.void_since(row, make.desk()) == VOID
