"""Reading a State Council notice: what a clerk may get wrong, and the sentence for each."""

from datetime import date
from pathlib import Path

import pytest

from kernel.notices import Notice, NoticeUnreadable, read_folder, read_notice

GOOD = """
year = 2027
number = "国办发明电〔2026〕9号"
issued_on = 2026-11-03
off = [2026-12-31, 2027-01-01, 2028-01-01]
work = [2026-12-26, 2027-02-06]
"""


def test_a_notice_is_read() -> None:
    assert read_notice(GOOD.encode()) == Notice(
        2027,
        "国办发明电〔2026〕9号",
        date(2026, 11, 3),
        frozenset({date(2026, 12, 31), date(2027, 1, 1), date(2028, 1, 1)}),
        frozenset({date(2026, 12, 26), date(2027, 2, 6)}),
    )


def test_what_cannot_be_proved_may_be_left_out() -> None:
    read = read_notice(b"year = 2027\noff = [2027-01-01]\nwork = []")
    assert (read.number, read.issued_on, read.work) == ("", None, frozenset())


def test_the_mark_that_some_editors_put_first_does_no_harm() -> None:
    assert read_notice(b"\xef\xbb\xbf" + GOOD.encode()).year == 2027


def test_blanks_around_a_number_are_no_part_of_it() -> None:
    assert read_notice(b'year = 2027\nnumber = " 9 "\noff = [2027-01-01]\nwork = []').number == "9"


def with_line(key: str, line: str) -> bytes:
    kept = [old for old in GOOD.splitlines() if not old.startswith(key)]
    return "\n".join([line, *kept]).encode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "The file is not UTF-8 text."),
        (b"year = ", "The file is not TOML: "),
        (b"a = " + b"[" * 100_000, "The file is not TOML: "),
        (with_line("year", ""), "The notice does not say its year."),
        (with_line("year", 'year = "2027"'), "year must be a whole number like 2027."),
        (with_line("year", "year = true"), "year must be a whole number like 2027."),
        (with_line("year", "year = 2029"), "2026-12-31 in off is no day of a notice of 2029."),
        (with_line("number", "number = 9"), "number must be one line of text"),
        (with_line("number", f'number = "{"9" * 101}"'), "number must be one line of text"),
        (with_line("number", r'number = "9\n10"'), "number must be one line of text"),
        (with_line("issued_on", 'issued_on = "2026-11-03"'), "issued_on must be a date like 2026-11-04"),
        (with_line("issued_on", "issued_on = 2026-11-03T09:00:00Z"), "issued_on must be a date"),
        (with_line("off", ""), "off must be a list of dates"),
        (with_line("work", ""), "work must be a list of dates"),
        (with_line("off", "off = 2027-01-01"), "off must be a list of dates"),
        (with_line("off", 'off = ["2027-01-01"]'), "off must be a list of dates"),
        (with_line("off", "off = [2027-01-01T00:00:00]"), "off must be a list of dates"),
        (with_line("off", "off = []"), "The notice names no day off in its year 2027."),
        (with_line("off", "off = [2026-12-31]"), "The notice names no day off in its year 2027."),
        (with_line("off", "off = [2026-11-30]"), "2026-11-30 in off is no day of a notice of 2027."),
        (with_line("off", "off = [2028-02-01]"), "2028-02-01 in off is no day of a notice of 2027."),
        (with_line("work", "work = [2025-12-27]"), "2025-12-27 in work is no day of a notice of 2027."),
        (with_line("off", "off = [2027-01-01, 2027-01-01]"), "2027-01-01 is twice in off."),
        (with_line("work", "work = [2027-02-06, 2027-02-06]"), "2027-02-06 is twice in work."),
        (with_line("work", "work = [2027-02-05]"), "2027-02-05 is in work but is a Monday to Friday."),
        (with_line("off", "off = [2027-01-01, 2027-02-06]"), "2027-02-06 is both in off and in work."),
        (GOOD.encode() + b"weekends = []", "The notice has a key that is not known: weekends."),
    ],
)
def test_a_mistake_gets_its_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(NoticeUnreadable) as refused:
        read_notice(content)
    assert str(refused.value).startswith(sentence)
    assert str(refused.value.sentence) == str(refused.value)
    assert isinstance(refused.value, ValueError)


def test_a_folder_is_read_in_order(tmp_path: Path) -> None:
    for year in (2028, 2027):
        text = f"year = {year}\noff = [{year}-01-01]\nwork = []"
        (tmp_path / f"{year}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")
    assert [notice.year for notice in read_folder(tmp_path)] == [2027, 2028]
