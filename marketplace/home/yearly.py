"""A yearly notice as an operator types it from the State Council's paper, and as an address carries it (T5)."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from kernel import typed
from kernel.notices import Notice, NoticeUnreadable, notice_of
from kernel.sentences import say
from kernel.workdays import ONE_DAY, Span

BETWEEN = re.compile(r"\s*(?:至|到|～|~|—+|–|\.\.|\bto\b)\s*")
LONGEST_SPAN = timedelta(days=31)
COMMA = ","


def days_in(lines: Iterable[str]) -> list[date]:
    """Return the days that lines name, each a day or a first and a last one; raise NoticeUnreadable otherwise."""
    return [day for line in lines for day in _days(line)]


def typed_notice(form: Mapping[str, Any]) -> Notice:
    """Return the notice that was typed into the fields of a form; raise NoticeUnreadable where it is none."""
    days = {name: days_in(form[name] or ()) for name in ("off", "work")}
    return notice_of({"year": form["year"], "number": form["number"], "issued_on": form["issued_on"], **days})


def address(notice: Notice) -> dict[str, str]:
    """Return a notice as the parts of an address, from which `carried` reads it."""
    return {
        "year": str(notice.year),
        "number": notice.number,
        "issued_on": notice.issued_on.isoformat() if notice.issued_on else "",
        "off": COMMA.join(f"{span.first}..{span.last}" for span in spans(notice.off)),
        "work": COMMA.join(day.isoformat() for day in sorted(notice.work)),
    }


def carried(parts: Mapping[str, str]) -> Notice:
    """Return the notice that an address carries; raise NoticeUnreadable where it carries none."""
    days = {name: [line for line in parts.get(name, "").split(COMMA) if line] for name in ("off", "work")}
    year, issued_on = typed.whole(parts.get("year", "")), typed.day(parts.get("issued_on", ""))
    return typed_notice({"year": year, "number": parts.get("number", ""), "issued_on": issued_on, **days})


def spans(days: Iterable[date]) -> list[Span]:
    """Return days as spans of days that follow one another, the earliest first."""
    found: list[Span] = []
    for day in sorted(days):
        if found and day - found[-1].last == ONE_DAY:
            found[-1] = Span(found[-1].first, day)
        else:
            found.append(Span(day, day))
    return found


def _days(line: str) -> Iterable[date]:
    ends = [typed.day(part) for part in BETWEEN.split(line)]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or first is None or last is None or not timedelta(0) <= last - first <= LONGEST_SPAN:
        raise NoticeUnreadable(
            say(
                "%(line)s names no days. Write a day like 2027-01-01, or two like 2027-02-05 to 2027-02-11.",
                line=line,
            )
        )
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
