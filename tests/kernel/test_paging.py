"""Lists page by key: every row once, in order, and a mark that cannot be read is the start."""

import base64
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import BigInteger, Boolean, Integer, String, column, func, literal, select, type_coerce

from kernel.calendars import CalendarEdition, CalendarYear
from kernel.db import db, transaction
from kernel.jobs import JobRun
from kernel.numbers import Counter
from kernel.paging import Key, page
from tests.kernel.told import edition, say_it

NOON = datetime(2026, 5, 26, 4, 0, 0, 7, UTC)
BY_KIND = [Key(Counter.kind), Key(Counter.year)]
MARKS = [Key(JobRun.started_at), Key(JobRun.id)]


@pytest.fixture
def counters(db_session):
    """Seven kinds of three years each; the number that was given out last is the same for many."""
    kinds = ["A", "B", "甲", "乙", "o'Neil", "%_", "𠀀"]
    with transaction():
        rows = [Counter(kind=k, year=y, last=y % 2) for k in kinds for y in (2024, 2025, 2026)]
        db.session.add_all(rows)
    return rows


@pytest.fixture
def runs(db_session):
    """Five runs, two of which began in the same moment."""
    with transaction():
        for i in range(5):
            started = NOON + timedelta(microseconds=i // 2)
            db.session.add(JobRun(job="t", slot=str(i), started_at=started))


def walk(chosen, keys, size=4):
    """Read a list to its end; return its pages."""
    pages, after = [], None
    while True:
        found = page(chosen, keys, after, size)
        pages.append(list(found.rows))
        assert len(pages) < 50, "the list begins again and again"
        if found.following is None:
            return pages
        after = found.following


@pytest.mark.parametrize("downwards", [(False, False), (True, False), (False, True), (True, True)])
@pytest.mark.parametrize("size", [1, 2, 4, 20, 21, 22])
def test_every_row_comes_once_in_the_order_of_the_keys(counters, downwards, size):
    keys = [Key(Counter.kind, downwards[0]), Key(Counter.year, downwards[1])]
    pages = walk(select(Counter), keys, size)
    assert [len(p) for p in pages[:-1]] == [size] * (len(pages) - 1)
    rows = [row for p in pages for row in p]
    order = [
        Counter.kind.desc() if downwards[0] else Counter.kind,
        Counter.year.desc() if downwards[1] else Counter.year,
    ]
    assert rows == list(db.session.scalars(select(Counter).order_by(*order)))
    assert len(rows) == len(counters)


def test_a_list_that_ends_with_its_page_has_no_other(counters):
    assert page(select(Counter), BY_KIND, size=21).following is None
    assert page(select(Counter), BY_KIND, size=20).following is not None


def test_an_empty_list_is_a_page_without_rows(db_session):
    assert page(select(Counter), BY_KIND) == page(select(Counter), BY_KIND, "x")
    assert page(select(Counter), BY_KIND).rows == []


def test_three_keys_with_many_equal_values(counters):
    keys = [Key(Counter.last, downwards=True), Key(Counter.kind), Key(Counter.year, downwards=True)]
    rows = [row for p in walk(select(Counter), keys) for row in p]
    assert [r.last for r in rows] == [1] * 7 + [0] * 14
    assert len({(r.kind, r.year) for r in rows}) == 21


def test_an_expression_may_be_a_key(counters):
    keys = [Key(type_coerce(func.length(Counter.kind), Integer) + Counter.last, downwards=True), *BY_KIND]
    lengths = [len(r.kind) + r.last for p in walk(select(Counter), keys) for r in p]
    assert lengths == sorted(lengths, reverse=True)
    assert len(lengths) == 21


def test_rows_of_several_columns_come_as_they_were_selected(counters):
    rows = [row for p in walk(select(Counter.kind, Counter.year), BY_KIND) for row in p]
    assert set(rows) == {(c.kind, c.year) for c in counters}
    pairs = [row for p in walk(select(Counter, Counter.last + 1), BY_KIND) for row in p]
    assert all(number == counter.last + 1 for counter, number in pairs)


def test_moments_are_keys_to_the_microsecond(runs):
    pages = walk(select(JobRun.slot), MARKS, 1)
    assert [slot for p in pages for slot in p] == ["0", "1", "2", "3", "4"]
    backwards = walk(select(JobRun.slot), [Key(k.column, downwards=True) for k in MARKS], 2)
    assert [slot for p in backwards for slot in p] == ["4", "3", "2", "1", "0"]


def test_days_are_keys(db_session):
    for year in range(2050, 2056):
        with transaction():
            row = edition(year)
            row.issued_on = date(2049, 11, 1 + year % 3)
            say_it(CalendarYear(year=year, editions=1), proves=[row])
    keys = [Key(CalendarEdition.issued_on, downwards=True), Key(CalendarEdition.id)]
    found = [row for p in walk(select(CalendarEdition.issued_on), keys, 2) for row in p]
    assert [day.day for day in found] == [3, 3, 2, 2, 1, 1]


def test_what_is_added_before_the_mark_changes_no_page_after_it(counters):
    first = page(select(Counter), BY_KIND, size=4)
    second = page(select(Counter), BY_KIND, first.following, 4)
    with transaction():
        db.session.add(Counter(kind="%", year=1, last=0))
    assert page(select(Counter), BY_KIND, first.following, 4).rows == second.rows


def test_a_page_costs_one_statement(counters, count_statements):
    after = page(select(Counter), BY_KIND, size=4).following
    with count_statements() as seen:
        page(select(Counter), BY_KIND, after, 4)
    assert len(seen) == 1


def made(values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


HOSTILE = [
    "",
    "x",
    "====",
    "汉字",
    "\0",
    "\ud800",
    "A" * 100_000,
    base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    base64.urlsafe_b64encode(b"[" * 1400).decode(),
    base64.urlsafe_b64encode(b"[NaN, Infinity]").decode(),
    base64.urlsafe_b64encode(b'["\\ud800", 1]').decode(),
    base64.urlsafe_b64encode(b"9" * 1400).decode(),
    *map(
        made,
        [
            None,
            5,
            "ab",
            {},
            {"a": 1, "b": 2},
            [],
            ["A"],
            ["A", 2024, 1],
            [None, None],
            ["A", None],
            [None, 2024],
            [2024, "A"],
            ["A", "2024"],
            ["A", 2024.5],
            ["A", True],
            ["A", [2024]],
            [["A"], 2024],
            [{"d": "2026-01-01"}, 2024],
            [{"x": 1}, 2024],
            ["A", 2**31],
            ["A", -(2**31) - 1],
            ["A", 10**300],
            ["A\0", 2024],
            [True, False],
        ],
    ),
]


@pytest.mark.parametrize("mark", HOSTILE, ids=range(len(HOSTILE)))
def test_a_mark_that_cannot_be_read_is_the_start(counters, mark):
    assert page(select(Counter), BY_KIND, mark, 4) == page(select(Counter), BY_KIND, None, 4)


@pytest.mark.parametrize(
    "moment",
    [
        1,
        None,
        "",
        "x",
        "2026-05-26",
        "2026-05-26T04:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_a_mark_of_no_moment_is_the_start(runs, moment):
    assert page(select(JobRun), MARKS, made([moment, 1]), 2) == page(select(JobRun), MARKS, None, 2)


@pytest.mark.parametrize("day", [1, None, "", "2026-02-30", "2026-05-26T00:00:00", "x"])
def test_a_mark_of_no_day_is_the_start(db_session, day):
    keys = [Key(CalendarEdition.issued_on), Key(CalendarEdition.id)]
    assert page(select(CalendarEdition), keys, made([day, 1])).rows == []


@pytest.mark.parametrize(
    "values", [["\U0010ffff", 2**31 - 1], ["'; DROP TABLE counter; --", 1], ["", -(2**31)]]
)
def test_a_mark_of_the_right_types_is_never_more_than_a_place(counters, values):
    rows = page(select(Counter), BY_KIND, made(values), 30).rows
    assert len(rows) <= 21
    assert len(page(select(Counter), BY_KIND, None, 30).rows) == 21


def test_great_numbers_are_keys_where_their_column_holds_them(counters):
    money = type_coerce(Counter.last, BigInteger) * 2**40
    keys = [Key(money, downwards=True), *BY_KIND]
    assert len([row for p in walk(select(Counter), keys) for row in p]) == 21
    assert page(select(Counter), keys, made([2**63, "A", 1])).rows[0].last == 1
    assert page(select(Counter), keys, made([1, "A", 1])).rows[0].last == 0


def test_a_list_by_what_is_null_fails_loudly_instead_of_beginning_again(counters):
    empty = type_coerce(func.nullif(Counter.kind, Counter.kind), String)
    with pytest.raises(ValueError, match="a key is null"):
        page(select(Counter), [Key(empty), *BY_KIND], size=4)


def test_a_list_by_what_cannot_be_a_mark_fails_loudly(counters):
    for key in (literal(True, Boolean), column("last"), func.unknown(Counter.last)):  # noqa: FBT003
        with pytest.raises(ValueError, match="say its type"):
            page(select(Counter), [Key(key), *BY_KIND], size=4)


def test_a_mark_is_a_piece_of_an_address(counters):
    mark = page(select(Counter), BY_KIND, size=4).following
    assert set(mark) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=")
