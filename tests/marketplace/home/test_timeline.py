"""The line of years: from dates to positions, whatever happened."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from kernel.sentences import say
from marketplace.home.timeline import LABEL, LEFT, MARK, RIGHT, ROW, Event, Lane, line

TODAY = date(2026, 5, 26)
WORD = say("Ratings")


def mark(day, lane=Lane.RATING):
    return Event(lane, day, WORD)


def bar(first, last=None, lane=Lane.LOCKOUT):
    return Event(lane, first, WORD, last, last is None)


def test_nothing_makes_no_line():
    assert line([], TODAY) is None


def test_a_line_runs_over_whole_years_from_the_first_event_to_today():
    found = line([mark(date(2024, 3, 12))], TODAY)
    assert [year.number for year in found.years] == [2024, 2025, 2026]
    assert found.years[0].x == LEFT
    assert LEFT < found.placed[0].x < found.today < RIGHT


def test_a_line_reaches_to_the_last_end_that_lies_ahead():
    found = line([bar(date(2026, 5, 19), date(2028, 5, 19))], TODAY)
    assert [year.number for year in found.years] == [2026, 2027, 2028]
    assert found.placed[0].x + found.placed[0].width > found.today


def test_the_same_day_has_the_same_place_on_every_lane():
    day = date(2025, 7, 1)
    found = line([mark(day), mark(day, Lane.CASE), bar(day, date(2026, 7, 1))], TODAY)
    assert len({placed.x for placed in found.placed}) == 1
    assert len({placed.y for placed in found.placed}) == 3


def test_the_first_and_the_last_day_of_the_years_lie_within_the_picture():
    found = line([mark(date(2024, 1, 1)), mark(date(2026, 12, 31), Lane.CASE)], TODAY)
    first, last = found.placed
    assert first.x == LEFT
    assert RIGHT - 0.2 < last.x < RIGHT


def test_what_runs_on_ends_today_and_what_is_short_can_still_be_seen():
    on, short = date(2026, 1, 1), date(2025, 1, 1)
    found = line([bar(on, lane=Lane.CARD), bar(short, short)], TODAY)
    places = {placed.event.lane: placed for placed in found.placed}
    assert places[Lane.CARD].x + places[Lane.CARD].width == pytest.approx(found.today, abs=0.02)
    assert places[Lane.LOCKOUT].width >= 1.5


def test_a_card_of_today_has_a_width_and_ends_on_no_earlier_day():
    found = line([bar(TODAY, lane=Lane.CARD)], TODAY)
    assert found.placed[0].width > 0


def test_the_lanes_come_in_one_order_and_only_where_something_lies_on_them():
    found = line([bar(date(2025, 1, 1), date(2026, 1, 1)), mark(date(2024, 3, 12))], TODAY)
    assert [str(name) for name, _ in found.lanes] == ["Ratings", "Lockouts"]
    assert [height for _, height in found.lanes] == sorted(height for _, height in found.lanes)
    assert all(placed.y < found.axis < found.height for placed in found.placed)


def test_marks_that_would_touch_lie_in_rows_below_one_another():
    days = [date(2015, 1, 1), date(2026, 3, 12), date(2026, 3, 12), date(2026, 4, 1)]
    found = line(map(mark, days), TODAY)
    ys = [placed.y for placed in found.placed]
    assert ys == [ys[0], ys[0], ys[0] + ROW, ys[0] + 2 * ROW]


def test_lockouts_that_overlap_lie_below_one_another_and_later_ones_beside():
    found = line(
        [
            bar(date(2020, 1, 1), date(2021, 1, 1)),
            bar(date(2020, 6, 1), date(2021, 6, 1)),
            bar(date(2024, 1, 1), date(2025, 1, 1)),
        ],
        TODAY,
    )
    first, second, third = (placed.y for placed in found.placed)
    assert second - first == ROW
    assert third == first


@pytest.mark.parametrize("first", [2026, 2024, 2017, 2004])
def test_the_numbers_of_the_years_never_touch_and_this_year_has_its_own(first):
    found = line([mark(date(first, 3, 12))], TODAY)
    named = [year for year in found.years if year.is_named]
    assert named[-1].number == 2026
    gaps = [later.middle - earlier.middle for earlier, later in pairwise(named)]
    assert all(gap >= LABEL - 0.2 for gap in gaps)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happened_nothing_touches_its_neighbour_and_nothing_leaves_the_picture(seed):
    days = [date(2012, 1, 1) + timedelta(days=(seed * 977 + n * n * 131) % 5200) for n in range(14)]
    events = [mark(day) if n % 2 else bar(day, day + timedelta(days=n * 60)) for n, day in enumerate(days)]
    found = line(events, TODAY)
    for one in found.placed:
        assert one.x >= LEFT
        assert one.x + one.width <= 100
        for other in found.placed:
            if other is not one and other.y == one.y and one.x <= other.x:
                assert other.x - one.x >= (one.width if one.event.is_bar else MARK), (one, other)
