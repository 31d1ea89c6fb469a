"""Lists that come as one plain sheet, CSV or XLSX: the empty one, and reading it cell by cell."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from kernel import typed
from kernel.errors import Refused
from kernel.sentences import Sentence, say
from marketplace.admission.sheets import Column, Line, text_of, within_size

MOST_ROWS, MOST_BYTES = 2000, 2 * 1024 * 1024
HEAD = 1  # the row of the titles
GUARDED = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for a formula
_ZIP = b"PK\x03\x04"


def written(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a list as CSV as a spreadsheet opens it: with its mark of UTF-8, and no cell that is a formula."""
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(titles)
    writer.writerows([f"'{cell}" if cell.startswith(GUARDED) else cell for cell in row] for row in rows)
    return "\ufeff" + made.getvalue()


def template(columns: Sequence[Column]) -> str:
    """Return the empty list with an example row."""
    return written((column.title for column in columns), [[column.example for column in columns]])


def decoded(content: bytes, rule: str) -> str:
    """Return a list as CSV text: a file in UTF-8 or GB 18030, or the first sheet of a workbook.

    Raises Refused for what is none, or too large.
    """
    if len(content) > MOST_BYTES:
        raise _refused(rule, say("The file is larger than %(most)s MB.", most=MOST_BYTES // 1024 // 1024))
    if content.startswith(_ZIP):
        return _from_workbook(content, rule)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _refused(rule, say("The file cannot be read as text. Save the sheet as CSV."))


def read(text: str, columns: Sequence[Column], rule: str) -> list[Line]:
    """Read a list, each cell with its mistake; raise Refused for one without the columns, or with too many rows."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error:
        raise _refused(rule, say("The file cannot be read as text. Save the sheet as CSV.")) from None
    titles = [typed.plain(title) for title in rows[0]] if rows else []
    lacking = [column.title for column in columns if column.title not in titles]
    if lacking:
        raise _refused(rule, say("The first row lacks these titles: %(titles)s.", titles="、".join(lacking)))
    if len(rows) - HEAD > MOST_ROWS:
        raise _refused(rule, say("The sheet has more than %(most)s rows. Bring it in parts.", most=MOST_ROWS))
    found = list(_lines(rows, columns, [titles.index(column.title) for column in columns]))
    if not found:
        raise _refused(rule, say("The sheet is empty."))
    return found


def day(text: str) -> Any:  # noqa: ANN401  the value, or what is wrong
    """Read a day in a cell."""
    return typed.day(typed.plain(text)) or say("Enter a day that exists, for example 2026-03-19.")


def wrong_first(lines: Iterable[Line]) -> list[Line]:
    """Return the lines of a list, those with a mistake at the head."""
    return sorted(lines, key=lambda line: (not line.is_wrong, line.number))


def must_be_right(lines: Iterable[Line], rule: str) -> None:
    """Raise Refused where a line of a list has a mistake: a list is laid in whole or not at all."""
    wrong = sum(line.is_wrong for line in lines)
    if wrong:
        said = say("Rows with a mistake: %(count)s. Mend the sheet and bring it again.", count=wrong)
        raise Refused(rule, said)


def _lines(rows: list[list[str]], columns: Sequence[Column], places: list[int]) -> Iterator[Line]:
    for number, row in enumerate(rows[HEAD:], HEAD + 1):
        if any(cell.strip() for cell in row):
            texts = [row[place].strip() if place < len(row) else "" for place in places]
            cells = {c.key: c.cell(text) for c, text in zip(columns, texts, strict=True)}
            yield Line(number, cells)


def _from_workbook(content: bytes, rule: str) -> str:
    try:
        within_size(content, rule)
        rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except (CalamineError, IndexError):
        said = say("The file cannot be read as a sheet. Fill in the template and save it as XLSX.")
        raise _refused(rule, said) from None
    made = io.StringIO()
    csv.writer(made).writerows([text_of(value) for value in row] for row in rows)
    return made.getvalue()


def _refused(rule: str, said: Sentence) -> Refused:
    return Refused(rule, said, field="file")
