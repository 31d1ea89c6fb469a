"""Official letters: what one says, in the order in which a letter of an authority says it, always in Chinese.

A letter is drawn from `written` alone, on the page (templates/macros/letter.html) and on paper (letter.typ beside it),
so both say the same. It is kept as `keep` writes it: finished Chinese, which no later translation can change.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import segno
from markupsafe import Markup

from kernel.languages import CHINESE, words
from kernel.reading import plain_day, tell
from kernel.sentences import Sentence, say

Words = Sentence | str

_ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
_QUIET = 2  # modules left white around the code; the page adds its own
_SEAL = say("Seal")
_TO = say("%(name)s:")
_HEAD = say("%(ordinal)s. %(heading)s")
_CHECK = say(
    "Scan, or enter this code on the check page, to compare this letter with the one on file: %(code)s"
)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of a letter; a ruling is what the letter decides, and is set apart."""

    words: Words
    ruling: bool = False


@dataclass(frozen=True)
class Table:
    """A table in a letter: its heads, its rows, and the places of the columns that hold numbers."""

    heads: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class Radar:
    """Shares of 0 to 1 on five axes as a picture, and those that they are compared with; a table says the same."""

    labels: tuple[Words, ...]
    own: tuple[float, ...]
    others: tuple[float, ...] = ()


@dataclass(frozen=True)
class Section:
    """One section of a letter: its heading without the numeral, its paragraphs, then its picture and its table."""

    heading: Words
    paragraphs: tuple[Paragraph, ...]
    radar: Radar | None = None
    table: Table | None = None


@dataclass(frozen=True)
class Letter:
    """An official letter. `red`: it punishes, and has a red head; `code` and `check_address` lead to its check."""

    title: Words
    number: str
    addressee: Words
    opening: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    issuer: str
    on: date
    red: bool = False
    code: str = ""
    check_address: str = ""


@dataclass(frozen=True)
class Written:
    """A letter as it is drawn: every word in Chinese, the sections numbered, the code as a picture."""

    issuer: str
    number: str
    title: str
    to: str
    opening: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    on: str
    seal: str
    red: bool
    code: str
    check: str
    qr: Markup


def section(heading: Words, *paragraphs: Words | Paragraph) -> Section:
    """Return a section of paragraphs; plain words are a paragraph that decides nothing."""
    return Section(heading, tuple(p if isinstance(p, Paragraph) else Paragraph(p) for p in paragraphs))


def in_chinese(letter: Letter) -> Letter:
    """Return the letter with every sentence said in Chinese, whoever reads it."""
    return Letter(
        title=_chinese(letter.title),
        number=letter.number,
        addressee=_chinese(letter.addressee),
        opening=_said(letter.opening),
        sections=tuple(_section_in_chinese(s) for s in letter.sections),
        issuer=letter.issuer,
        on=letter.on,
        red=letter.red,
        code=letter.code,
        check_address=letter.check_address,
    )


def written(letter: Letter) -> Written:
    """Return the letter as page and paper draw it."""
    said = in_chinese(letter)
    return Written(
        issuer=said.issuer,
        number=said.number,
        title=str(said.title),
        to=_chinese(say(_TO.text, name=said.addressee)) if said.addressee else "",
        opening=said.opening,
        sections=tuple(_numbered(n, part) for n, part in enumerate(said.sections)),
        on=plain_day(said.on, CHINESE),
        seal=_chinese(_SEAL),
        red=said.red,
        code=said.code,
        check=_chinese(say(_CHECK.text, code=said.code)) if said.code else "",
        qr=qr(said.check_address) if said.check_address else Markup(),
    )


def qr(address: str) -> Markup:
    """Draw an address as a QR code: an SVG of one path that page and paper both take."""
    rows = segno.make_qr(address, error="m").matrix
    side = len(rows) + 2 * _QUIET
    dots = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    frame = f'xmlns="http://www.w3.org/2000/svg" viewBox="{-_QUIET} {-_QUIET} {side} {side}"'
    picture = (
        f'<svg {frame} shape-rendering="crispEdges" aria-hidden="true"><path d="{"".join(dots)}"/></svg>'
    )
    return Markup(picture)  # noqa: S704  numbers alone; the address itself is not in it


def keep(letter: Letter) -> str:
    """Write a letter's finished Chinese as JSON, one form for one letter; how to check it is no part of it."""
    said = in_chinese(letter)
    text = {
        "title": said.title,
        "number": said.number,
        "addressee": said.addressee,
        "opening": _packed(said.opening),
        "sections": [_packed_section(s) for s in said.sections],
        "issuer": said.issuer,
        "on": said.on.isoformat(),
        "red": said.red,
    }
    return json.dumps(text, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def kept(text: str, code: str = "", check_address: str = "") -> Letter:
    """Read a letter back as it was kept, with the code and the address under which it can be checked."""
    row: dict[str, Any] = json.loads(text)
    return Letter(
        title=row["title"],
        number=row["number"],
        addressee=row["addressee"],
        opening=_unpacked(row["opening"]),
        sections=tuple(_unpacked_section(s) for s in row["sections"]),
        issuer=row["issuer"],
        on=date.fromisoformat(row["on"]),
        red=row["red"],
        code=code,
        check_address=check_address,
    )


def _numbered(index: int, part: Section) -> Section:
    heading = say(_HEAD.text, ordinal=_ORDINALS[index], heading=part.heading)
    return replace(part, heading=_chinese(heading))


def _section_in_chinese(part: Section) -> Section:
    radar, table = part.radar, part.table
    return Section(
        _chinese(part.heading),
        _said(part.paragraphs),
        radar and replace(radar, labels=_all_chinese(radar.labels)),
        table
        and Table(_all_chinese(table.heads), tuple(_all_chinese(row) for row in table.rows), table.numbers),
    )


def _all_chinese(texts: tuple[Words, ...]) -> tuple[str, ...]:
    return tuple(_chinese(text) for text in texts)


def _said(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(_chinese(p.words), p.ruling) for p in paragraphs)


def _chinese(text: Words) -> str:
    return tell(text, CHINESE, words(CHINESE).ugettext)


def _packed_section(part: Section) -> dict[str, object]:
    """Pack a section; what it has not is left out, so that a letter is kept as it was before there were pictures."""
    packed: dict[str, object] = {"heading": part.heading, "paragraphs": _packed(part.paragraphs)}
    drawn = {"radar": part.radar, "table": part.table}
    return packed | {name: asdict(one) for name, one in drawn.items() if one}


def _unpacked_section(row: Mapping[str, Any]) -> Section:
    radar, table = row.get("radar"), row.get("table")
    return Section(
        row["heading"],
        _unpacked(row["paragraphs"]),
        radar and Radar(**{name: tuple(value) for name, value in radar.items()}),
        table and Table(tuple(table["heads"]), tuple(map(tuple, table["rows"])), tuple(table["numbers"])),
    )


def _packed(paragraphs: tuple[Paragraph, ...]) -> list[dict[str, object]]:
    return [{"words": p.words, "ruling": p.ruling} for p in paragraphs]


def _unpacked(paragraphs: list[Mapping[str, Any]]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(p["words"], p["ruling"]) for p in paragraphs)
