"""T2, T5: the State Council's yearly notices, read and checked before anyone counts by them."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kernel.sentences import Sentence, say

SATURDAY = 5
LONGEST_NUMBER = 100
_KEYS = frozenset({"year", "number", "issued_on", "off", "work"})
_DECEMBER, _JANUARY = 12, 1


class NoticeUnreadable(ValueError):
    """A notice cannot be read, or says what no notice can say; carries the sentence that tells why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Notice:
    """One yearly notice of the State Council: its number, the days off and the weekend days worked."""

    year: int
    number: str
    issued_on: date | None
    off: frozenset[date]
    work: frozenset[date]


def read_notice(content: bytes) -> Notice:
    """Read a notice from the bytes of a TOML file; raise NoticeUnreadable, a ValueError, where it is none.

    A notice names its year, the days off and the weekend days worked (T2). It may speak of the December
    before and the January after its year, of no other year; no day may be named twice.
    """
    return notice_of(_parsed(content))


def notice_of(text: Mapping[str, Any]) -> Notice:
    """Check what was read of a notice, whatever it was written in; raise NoticeUnreadable where it is none."""
    for key in sorted(text.keys() - _KEYS):
        raise NoticeUnreadable(say("The notice has a key that is not known: %(key)s.", key=key))
    year = _year(text)
    off, work = _days(text, "off", year), _days(text, "work", year)
    if not any(day.year == year for day in off):
        raise NoticeUnreadable(say("The notice names no day off in its year %(year)s.", year=year))
    for day in sorted(off & work):
        raise NoticeUnreadable(say("%(day)s is both in off and in work.", day=day))
    for day in sorted(work):
        if day.weekday() < SATURDAY:
            raise NoticeUnreadable(say("%(day)s is in work but is a Monday to Friday.", day=day))
    return Notice(year, _number(text), _issued_on(text), off, work)


def read_folder(folder: Path) -> Iterable[Notice]:
    """Read every yearly notice in a folder, the oldest first."""
    return [read_notice(path.read_bytes()) for path in sorted(folder.glob("*.toml"))]


def _parsed(content: bytes) -> Mapping[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))  # some editors begin a file with a mark
    except UnicodeDecodeError:
        raise NoticeUnreadable(say("The file is not UTF-8 text.")) from None
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise NoticeUnreadable(say("The file is not TOML: %(problem)s.", problem=str(problem))) from None


def _year(text: Mapping[str, Any]) -> int:
    if "year" not in text:
        raise NoticeUnreadable(say("The notice does not say its year."))
    year = text["year"]
    if not isinstance(year, int) or isinstance(year, bool):
        raise NoticeUnreadable(say("year must be a whole number like 2027."))
    return year


def _number(text: Mapping[str, Any]) -> str:
    number = text.get("number", "")
    if not isinstance(number, str) or len(number) > LONGEST_NUMBER or not number.isprintable():
        raise NoticeUnreadable(say("number must be one line of text, or empty where it is not proved."))
    return number.strip()


def _issued_on(text: Mapping[str, Any]) -> date | None:
    issued_on = text.get("issued_on")
    if issued_on is None or _is_day(issued_on):
        return issued_on
    raise NoticeUnreadable(say("issued_on must be a date like 2026-11-04, without quotation marks."))


def _days(text: Mapping[str, Any], key: str, year: int) -> frozenset[date]:
    days = text.get(key)
    if not isinstance(days, list) or not all(map(_is_day, days)):
        raise NoticeUnreadable(
            say("%(key)s must be a list of dates like [2027-01-01], without quotation marks.", key=key)
        )
    for at, day in enumerate(days):
        if not _belongs(day, year):
            raise NoticeUnreadable(
                say("%(day)s in %(key)s is no day of a notice of %(year)s.", day=day, key=key, year=year)
            )
        if day in days[:at]:
            raise NoticeUnreadable(say("%(day)s is twice in %(key)s.", day=day, key=key))
    return frozenset(days)


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)  # TOML's moments are dates to Python


def _belongs(day: date, year: int) -> bool:
    return day.year == year or (day.year, day.month) in ((year - 1, _DECEMBER), (year + 1, _JANUARY))
