"""Issued letters: kept as they were, under an entry, found by number or code however typed, and withdrawn by a row."""

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from kernel import issued
from kernel.db import db, transaction
from kernel.ledger import Silence
from kernel.letters import in_chinese
from tests.kernel.test_letters import letter
from tests.kernel.told import new_year, say_it

pytestmark = pytest.mark.usefixtures("db_session")
NUMBER = "江中介决字〔2026〕3号"


def issue(subject=None, **changes):
    subject = subject or new_year()
    with transaction():
        return issued.issue(letter(**changes), kind="decision", subject=subject, entry=say_it(subject))


def test_an_issued_letter_comes_back_as_it_was_with_a_code_and_an_address_of_its_own():
    row = issue()
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", row.code)
    address = f"http://127.0.0.1/check/{row.code}"
    assert issued.letter_of(row) == replace(in_chinese(letter()), code=row.code, check_address=address)
    assert row.sha256 == issued.digest(letter())
    assert (row.number, row.kind, row.issued_on, row.entry.act) == (
        NUMBER,
        "decision",
        letter().on,
        "kernel.calendar.touched",
    )


def test_letters_are_found_by_what_they_are_about_in_their_order():
    year, other = new_year(), new_year(2051)
    first, second = issue(year), issue(year, number="江中介决字〔2026〕4号")
    issue(other, number="江中介决字〔2026〕5号")
    assert issued.of(year) == [first, second]
    assert issued.of(new_year(2052)) == []


@pytest.mark.parametrize(
    "typed", [NUMBER, "江中介决字[2026]3号", "江中介决字（2026）3号", " 江中介决字 【２０２６】 3 号 "]
)
def test_a_letter_is_found_by_its_number_however_the_brackets_were_typed(typed):
    row = issue()
    assert issued.find(typed) is row


def test_a_letter_is_found_by_its_code_however_it_was_typed():
    row = issue()
    plain = row.code.replace("-", "")
    for typed in (
        row.code,
        row.code.lower(),
        plain,
        plain.replace("0", "O").replace("1", "l"),
        f" {row.code} ",
    ):
        assert issued.by_code(typed) is row
        assert issued.find(typed) is row


@pytest.mark.parametrize(
    "typed", ["", "  ", "-", "江中介决字〔2026〕30号", "0000-0000-0000", "%", "𠮷" * 500]
)
def test_what_was_never_issued_is_not_found(typed):
    issue()
    assert issued.find(typed) is None
    assert issued.by_code(typed) is None


def test_a_letter_that_was_withdrawn_stays_and_says_by_which_document():
    year = new_year()
    row = issue(year)
    assert issued.withdrawal_of(row) is None
    with transaction():
        issued.withdraw(row, date(2026, 7, 1), "江中介复字〔2026〕1号", entry=say_it(year))
    found = issued.withdrawal_of(row)
    assert (found.withdrawn_on, found.document) == (date(2026, 7, 1), "江中介复字〔2026〕1号")
    with pytest.raises(IntegrityError), transaction():
        issued.withdraw(row, date(2026, 7, 2), "江中介复字〔2026〕2号", entry=say_it(year))


def test_no_number_is_issued_twice_and_no_letter_is_changed():
    row = issue()
    with pytest.raises(IntegrityError):
        issue(new_year(2051))
    with pytest.raises(Silence), transaction():
        row.letter = "{}"


def test_a_text_that_was_altered_past_the_session_no_longer_fits_its_hash():
    row = issue()
    assert row.is_sound
    with transaction():
        db.session.connection().exec_driver_sql("UPDATE issued_letter SET letter = '{}'")
    db.session.refresh(row)
    assert not row.is_sound


def test_numbers_run_by_series_and_year():
    with transaction():
        taken = [issued.next_reference("江中介告字", 2026) for _ in range(2)]
        taken += [issued.next_reference("江中介告字", 2027), issued.next_reference("江中介决字", 2026)]
    assert taken == [
        "江中介告字〔2026〕1号",
        "江中介告字〔2026〕2号",
        "江中介告字〔2027〕1号",
        "江中介决字〔2026〕1号",
    ]
