"""The sheet in which external records come: a CSV, its columns, and reading it cell by cell."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from kernel import typed
from kernel.errors import Refused
from kernel.sentences import Sentence, say
from marketplace.admission.sheets import CODE, Column, Line
from marketplace.oversight.penalties.vocabulary import KINDS_IN_SHEET, WEIGHTS_IN_SHEET

RULE = "G2"
MOST_ROWS, MOST_BYTES = 2000, 2 * 1024 * 1024
HEAD = 1  # the row of the titles


def _kind(text: str) -> Any:  # noqa: ANN401  the value, or what is wrong
    known = " / ".join(KINDS_IN_SHEET)
    return KINDS_IN_SHEET.get(text) or say("Write one of these: %(words)s.", words=known)


def _weight(text: str) -> Any:  # noqa: ANN401
    known = " / ".join(WEIGHTS_IN_SHEET)
    return WEIGHTS_IN_SHEET.get(text) or say("Write one of these: %(words)s.", words=known)


def _day(text: str) -> Any:  # noqa: ANN401
    return typed.day(typed.plain(text)) or say("Enter a day that exists, for example 2026-03-19.")


COLUMNS = (
    CODE,
    Column("kind", "类别", _kind, "行政处罚"),
    Column("weight", "程度", _weight, "轻微"),
    Column("source", "作出机关", str, "江山市市场监督管理局"),
    Column("number", "文号", str, "江市监处〔2026〕18号", longest=80),
    Column("fact_on", "日期", _day, "2026-03-19"),
    Column("note", "说明", str, "", required=False, longest=500),
)


def template() -> str:
    """Return the empty sheet with an example row, as a spreadsheet opens it."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow([column.title for column in COLUMNS])
    writer.writerow([column.example for column in COLUMNS])
    return "\ufeff" + made.getvalue()


def decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8 or GB 18030; raise Refused for what is none, or too large."""
    if len(content) > MOST_BYTES:
        raise _refused(say("The file is larger than %(most)s MB.", most=MOST_BYTES // 1024 // 1024))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refused(say("The file cannot be read as text. Save the sheet as CSV."))


def read(text: str) -> list[Line]:
    """Read a sheet, each cell with its mistake; raise Refused for one without the columns, or with too many rows."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        raise _refused(say("The file cannot be read as text. Save the sheet as CSV.")) from None
    titles = [typed.plain(title) for title in rows[0]] if rows else []
    lacking = [column.title for column in COLUMNS if column.title not in titles]
    if lacking:
        raise _refused(say("The first row lacks these titles: %(titles)s.", titles="、".join(lacking)))
    if len(rows) - HEAD > MOST_ROWS:
        raise _refused(say("The sheet has more than %(most)s rows. Bring it in parts.", most=MOST_ROWS))
    found = list(_lines(rows, [titles.index(column.title) for column in COLUMNS]))
    if not found:
        raise _refused(say("The sheet is empty."))
    return found


def _lines(rows: list[list[str]], places: list[int]) -> Iterator[Line]:
    for number, row in enumerate(rows[HEAD:], HEAD + 1):
        if any(cell.strip() for cell in row):
            texts = [row[place].strip() if place < len(row) else "" for place in places]
            cells = {c.key: c.cell(text) for c, text in zip(COLUMNS, texts, strict=True)}
            yield Line(number, cells)


def _refused(said: Sentence) -> Refused:
    return Refused(RULE, said, field="file")
