"""RFC 5545: days written as an iCalendar file, so that any calendar can show them. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from kernel.workdays import ONE_DAY

WIDTH = 75  # octets a line
PRODUCT = "-//Intermediary supermarket//Due days//EN"
ASKED_EVERY = "PT1H"
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Beijing has kept one time since 1991; a file without any day holds at least this component.
ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19910915T010000",
    "TZOFFSETFROM:+0900",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


@dataclass(frozen=True)
class Item:
    """One whole day: what it is about, how often it has moved, when it was last changed, whether it is certain."""

    uid: str
    day: date
    title: str
    text: str
    link: str
    sequence: int
    changed_at: datetime
    provisional: bool = False


def calendar(name: str, items: Iterable[Item]) -> bytes:
    """Write a calendar: its lines end in CR LF, and are folded at 75 octets."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "X-WR-TIMEZONE:Asia/Shanghai",
        f"REFRESH-INTERVAL;VALUE=DURATION:{ASKED_EVERY}",
        f"X-PUBLISHED-TTL:{ASKED_EVERY}",
        *ZONE,
        *(line for item in items for line in _event(item)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def escaped(text: str) -> str:
    """Write a text so that nothing in it ends the value."""
    plain = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """Break a line into pieces of at most 75 octets, never within a character; each ends in CR LF."""
    pieces, now = [], b""
    for sign in line:
        octets = sign.encode()
        if len(now) + len(octets) > WIDTH:
            pieces.append(now)
            now = b" "
        now += octets
    return b"\r\n".join([*pieces, now]) + b"\r\n"


def _event(item: Item) -> Iterator[str]:
    stamp = f"{item.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(item.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{item.sequence}"
    yield f"DTSTART;VALUE=DATE:{item.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{item.day + ONE_DAY:%Y%m%d}"
    yield f"SUMMARY:{escaped(item.title)}"
    yield f"DESCRIPTION:{escaped(item.text)}"
    yield f"URL:{item.link}"
    yield f"STATUS:{'TENTATIVE' if item.provisional else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
