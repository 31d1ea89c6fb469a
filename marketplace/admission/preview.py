"""What the preview of an import shows: one sheet at a time, by row number, all rows or those with a mistake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.admission.sheets import LAYOUTS, Layout, Line, Workbook

SIZE = 50
WRONG = "wrong"


@dataclass(frozen=True)
class Count:
    """A sheet in numbers."""

    layout: Layout
    new: int
    known: int
    wrong: int


@dataclass(frozen=True)
class Shown:
    """A page of the preview: which sheet, which rows, and the row after which the next page begins."""

    layout: Layout
    only: str
    rows: Sequence[Line]
    following: str | None
    counts: Sequence[Count]


def shown(found: Workbook, wish: Mapping[str, str]) -> Shown:
    """Return the part of a workbook that was asked for; without a wish, a sheet with mistakes, and its mistakes."""
    counts = [_count(found, layout) for layout in LAYOUTS]
    usual = next((c.layout for c in counts if c.wrong), LAYOUTS[0])
    layout = next((one for one in LAYOUTS if one.key == wish.get("sheet")), usual)
    wrong = any(c.wrong for c in counts if c.layout is layout)
    only = wish.get("rows", WRONG if wrong else "")
    after = int(wish["after"]) if wish.get("after", "").isdecimal() else 0
    rows = [r for r in found.lines[layout.key] if r.number > after and (r.is_wrong or only != WRONG)]
    following = str(rows[SIZE - 1].number) if len(rows) > SIZE else None
    return Shown(layout, only, rows[:SIZE], following, counts)


def _count(found: Workbook, layout: Layout) -> Count:
    lines = found.lines[layout.key]
    wrong = sum(line.is_wrong for line in lines)
    known = sum(line.is_known and not line.is_wrong for line in lines)
    return Count(layout, len(lines) - wrong - known, known, wrong)
