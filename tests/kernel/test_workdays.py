"""T2, T3, T5: counting working days over notices of our own, and at the ends of time."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel import workdays
from kernel.notices import Notice
from kernel.workdays import ONE_DAY, Calendar, Kind, Span, Spans, shipped

MONDAY = date(2026, 3, 2)


def notice(year: int, off: set[date] = frozenset(), work: set[date] = frozenset()) -> Notice:
    return Notice(year, "", None, frozenset(off), frozenset(work))


PLAIN = Calendar([notice(2026), notice(2027)])
days = st.dates(date(2003, 1, 1), date(2028, 12, 31))
counts = st.integers(0, 700)


def test_each_kind_of_day_is_told_apart() -> None:
    calendar = Calendar([notice(2026, {date(2026, 3, 2), date(2026, 3, 7)}, {date(2026, 3, 8)})])
    assert calendar.kind(date(2026, 3, 2)) is Kind.HOLIDAY
    assert calendar.kind(date(2026, 3, 3)) is Kind.WORKING
    assert calendar.kind(date(2026, 3, 7)) is Kind.HOLIDAY
    assert calendar.kind(date(2026, 3, 8)) is Kind.MAKE_UP
    assert calendar.kind(date(2026, 3, 14)) is Kind.WEEKEND
    worked = [day for day in (2, 3, 7, 8, 14) if calendar.is_workday(date(2026, 3, day))]
    assert worked == [3, 8]


def test_the_later_year_s_notice_has_the_last_word_on_a_day_that_two_name() -> None:
    eve = date(2026, 12, 26)  # a Saturday
    assert Calendar([notice(2027, off={eve}), notice(2026, work={eve})]).kind(eve) is Kind.HOLIDAY
    assert Calendar([notice(2027, work={eve}), notice(2026, off={eve})]).kind(eve) is Kind.MAKE_UP


def test_an_imported_notice_replaces_that_of_its_year_alone() -> None:
    before = Calendar([notice(2026, off={MONDAY}), notice(2027, off={date(2027, 3, 1)})])
    after = before.with_notices([notice(2026, off={date(2026, 3, 3)})])
    named = (MONDAY, date(2026, 3, 3), date(2027, 3, 1))
    assert [day for day in named if before.is_workday(day)] == [date(2026, 3, 3)]
    assert [day for day in named if after.is_workday(day)] == [MONDAY]


def test_a_year_is_announced_when_its_notice_is_there() -> None:
    assert PLAIN.is_announced(date(2026, 1, 1))
    assert not PLAIN.is_announced(date(2028, 1, 1))


def test_a_count_of_nothing_ends_on_the_start_day_and_looks_at_no_day() -> None:
    assert Calendar([]).add(MONDAY, 0) == (MONDAY, False)
    assert Calendar([]).between(MONDAY, MONDAY) == (0, False)


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        PLAIN.add(MONDAY, -1)


def test_backwards_a_count_below_zero_is_refused_and_no_day_lies_before_the_first() -> None:
    with pytest.raises(ValueError, match="negative"):
        PLAIN.back(MONDAY, -1)
    assert PLAIN.back(date(1, 1, 2), 1).day == date.min
    with pytest.raises(ValueError, match="year 1"):
        PLAIN.back(date(1, 1, 2), 2)


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="lies after"):
        PLAIN.between(MONDAY, MONDAY - ONE_DAY)


@pytest.mark.parametrize(
    ("start", "count", "provisional"),
    [
        (date(2025, 12, 31), 1, False),  # the start day is not looked at
        (date(2025, 12, 30), 1, True),
        (date(2027, 12, 30), 1, False),
        (date(2027, 12, 30), 2, True),
        (date(2027, 12, 31), 1, True),
    ],
)
def test_an_unannounced_year_under_a_period_makes_it_provisional(start, count, provisional) -> None:
    due = PLAIN.add(start, count)
    assert due.provisional is provisional
    assert PLAIN.between(start, due.day) == (count, provisional)


def test_an_unannounced_year_between_two_announced_ones_makes_a_count_provisional() -> None:
    assert Calendar([notice(2025), notice(2027)]).between(date(2025, 6, 2), date(2027, 6, 1)).provisional


def test_days_that_are_skipped_are_not_counted() -> None:
    assert PLAIN.add(MONDAY, 2, {date(2026, 3, 3), date(2026, 3, 5)}).day == date(2026, 3, 6)


def test_a_span_over_the_turn_of_the_year_is_not_counted() -> None:
    turn = Spans([Span(date(2026, 12, 1), date(2027, 1, 3))])
    assert PLAIN.add(date(2026, 12, 30), 1, turn).day == date(2027, 1, 4)


def test_spans_hold_their_first_and_last_day_and_nothing_but_days() -> None:
    spans = Spans([Span(date(2026, 3, 9), date(2026, 3, 10)), Span(date(2026, 3, 5), date(2026, 3, 9))])
    held = [day for day in range(1, 15) if date(2026, 3, day) in spans]
    assert held == [5, 6, 7, 8, 9, 10]
    assert spans.merged == (Span(date(2026, 3, 5), date(2026, 3, 10)),)
    assert "2026-03-05" not in spans
    assert MONDAY not in Spans([])


def test_the_last_day_there_is_can_be_reached_and_not_passed() -> None:
    assert PLAIN.add(date(9999, 12, 30), 1) == (date.max, True)
    assert PLAIN.between(date(9999, 12, 30), date.max) == (1, True)
    for start in (date(9999, 12, 30), date.max):
        with pytest.raises(ValueError, match="9999"):
            PLAIN.add(start, 2)


def test_a_pause_without_end_ends_no_period() -> None:
    with pytest.raises(ValueError, match="9999"):
        PLAIN.add(MONDAY, 1, Spans([Span(MONDAY, date.max)]))


def test_a_span_from_the_first_day_there_is_does_no_harm() -> None:
    assert PLAIN.add(MONDAY, 1, Spans([Span(date.min, MONDAY)])).day == date(2026, 3, 3)


def test_the_years_that_are_kept_are_bounded() -> None:
    calendar = Calendar([])
    far = calendar.add(MONDAY, 261 * 2 * workdays._YEARS_KEPT)
    assert far.day.year > 2026 + workdays._YEARS_KEPT
    assert len(calendar._kept) <= workdays._YEARS_KEPT


@given(days, counts)
def test_as_many_days_lie_up_to_the_due_day_as_were_promised(start: date, count: int) -> None:
    due = shipped().add(start, count)
    assert shipped().between(start, due.day) == (count, due.provisional)
    assert count == 0 or shipped().is_workday(due.day)


pauses = st.lists(
    st.builds(lambda first, more: Span(first, first + more * ONE_DAY), days, st.integers(0, 40)), max_size=4
)


@given(days, st.integers(0, 60), pauses)
def test_a_further_pause_never_brings_a_due_day_forward(start: date, count: int, spans: list[Span]) -> None:
    paused = shipped().add(start, count, Spans(spans)).day
    assert paused >= shipped().add(start, count, Spans(spans[1:])).day


@given(st.dates(date(2026, 1, 1), date(2027, 6, 1)), st.integers(0, 60), st.data())
def test_spans_are_skipped_as_their_days_are(start: date, count: int, data: st.DataObject) -> None:
    near = st.builds(
        lambda off, more: Span(start + off * ONE_DAY, start + (off + more) * ONE_DAY),
        st.integers(-20, 90),
        st.integers(0, 25),
    )
    spans = Spans(data.draw(st.lists(near, max_size=5)))
    one_by_one = {start + i * ONE_DAY for i in range(-60, 400) if start + i * ONE_DAY in spans}
    assert shipped().add(start, count, spans) == shipped().add(start, count, one_by_one)


@given(days, days)
def test_a_count_is_that_of_asking_every_day(one: date, other: date) -> None:
    first, last = sorted((one, other))
    asked = [first + i * ONE_DAY for i in range(1, (last - first).days + 1)]
    assert shipped().between(first, last) == (
        sum(map(shipped().is_workday, asked)),
        not all(map(shipped().is_announced, asked)),
    )
