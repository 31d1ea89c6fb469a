"""The sheets in which today's agencies come: their columns, the empty template, and reading one cell by cell."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

from accounts import codes
from kernel import typed
from kernel.errors import Refused
from kernel.sentences import Sentence, say
from marketplace.admission.catalogue import items, qualification_kinds

RULE = "A1"
MOST_ROWS = 5000
MOST_UNPACKED = 200 * 1024 * 1024  # bytes: a small file can hold an endless sheet
ENDLESS = ("长期", "长期有效", "无固定期限")
LINE, SHORT, LONG = 120, 60, 2000
WIDE = 24  # letters that a column of the template shows


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, what it is read as, and what is wrong with it."""

    text: str
    value: Any = None
    mistake: Sentence | None = None


@dataclass(frozen=True)
class Column:
    """One column: its title in the sheet, how it is read, whether it must be filled in, an example."""

    key: str
    title: str
    read: Callable[[str], Any]
    example: str
    required: bool = True
    longest: int = LINE

    def cell(self, text: str) -> Cell:
        """Read a cell; what cannot be read has its mistake."""
        if not text:
            return Cell("", self.read(""), say("Fill this in.") if self.required else None)
        if len(text) > self.longest:
            return Cell(text, None, say("Write at most %(max)s characters.", max=self.longest))
        value = self.read(text)
        return Cell(text, None, value) if isinstance(value, Sentence) else Cell(text, value)


@dataclass
class Line:
    """One row of a sheet: its number there, its cells, and whether its agency is on the platform already."""

    number: int
    cells: dict[str, Cell]
    is_known: bool = False

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401  whatever the column reads
        return self.cells[key].value

    @property
    def is_wrong(self) -> bool:
        """Tell whether a cell has a mistake."""
        return any(cell.mistake for cell in self.cells.values())

    def blame(self, key: str, mistake: Sentence) -> None:
        """Name what is wrong with a cell, unless something has been named already."""
        cell = self.cells[key]
        if cell.mistake is None:
            self.cells[key] = Cell(cell.text, cell.value, mistake)


@dataclass(frozen=True)
class Layout:
    """One sheet of the workbook: its key, its title there, and its columns."""

    key: str
    title: str
    columns: tuple[Column, ...]


@dataclass
class Workbook:
    """What was read: the lines of each sheet by its key."""

    lines: dict[str, list[Line]] = field(default_factory=dict)

    @property
    def wrong(self) -> int:
        """Return how many lines have a mistake."""
        return sum(line.is_wrong for lines in self.lines.values() for line in lines)

    def new(self, key: str) -> list[Line]:
        """Return the lines of a sheet that are not on the platform yet."""
        return [line for line in self.lines[key] if not line.is_known]


def _code(text: str) -> Any:  # noqa: ANN401  the value, or what is wrong
    code = codes.compact(text)
    return codes.form_fault(code) or code


def _day(text: str) -> Any:  # noqa: ANN401
    if not text:
        return None
    return typed.day(typed.plain(text)) or say("Enter a day that exists, for example 2026-03-19.")


def _last_day(text: str) -> Any:  # noqa: ANN401
    return None if text in ENDLESS else _day(text)


def _kind(text: str) -> Any:  # noqa: ANN401
    known = text in qualification_kinds()
    return text if known else say("The catalogue has no qualification of this name.")


def _item(text: str) -> Any:  # noqa: ANN401
    item = items().get(text.upper())
    if item is None:
        return say("The catalogue has no item with this code.")
    return item.code if item.offered else say("This item is not offered to owners.")


def _fen(text: str) -> Any:  # noqa: ANN401
    if not text:
        return None
    return typed.fen(typed.plain(text)) or say("Enter an amount in yuan with at most two decimals.")


def _whole(text: str) -> Any:  # noqa: ANN401
    if not text:
        return None
    found = typed.whole(typed.plain(text))
    return say("Enter a whole number of working days.") if found is None else found


CODE = Column("uscc", "统一社会信用代码", _code, "91330881MA28XXXXXX", longest=40)
LAYOUTS = (
    Layout(
        "agencies",
        "机构",
        (
            Column("name", "机构名称", str, "江山市绿洲监测有限公司"),
            CODE,
            Column("code_reason", "代码例外说明", str, "", required=False, longest=200),
            Column("legal_representative", "法定代表人", str, "王立", longest=SHORT),
            Column("controlling_shareholder", "控股股东", str, "", required=False),
            Column("area", "所在县市区", str, "江山市", longest=SHORT),
            Column("address", "地址", str, "江山市城北工业园 8 号", longest=200),
            Column("phone", "联系电话", str, "0570-4012345", longest=40),
            Column("accepted_on", "入驻日期", _day, "2024-03-01"),
            Column("introduction", "机构简介", str, "", required=False, longest=LONG),
        ),
    ),
    Layout(
        "qualifications",
        "资质",
        (
            CODE,
            Column("kind", "资质名称", _kind, "工程设计资质", longest=SHORT),
            Column("grade", "等级", str, "乙级", required=False, longest=30),
            Column("number", "证书编号", str, "A233012345", longest=SHORT),
            Column("valid_from", "有效期起", _day, "2022-05-01"),
            Column("valid_until", "有效期止", _last_day, "2027-04-30", required=False),
        ),
    ),
    Layout(
        "services",
        "服务",
        (
            CODE,
            Column("item_code", "事项编码", _item, "B02", longest=10),
            Column("price_fen", "报价（元）", _fen, "28000", required=False, longest=20),
            Column("price_note", "报价说明", str, "", required=False, longest=200),
            Column("workdays", "承诺工作日", _whole, "15", required=False, longest=10),
            Column("process", "办理流程", str, "踏勘、编制、审核、交付", required=False, longest=LONG),
            Column("materials", "所需材料", str, "项目备案文件、总平面图", required=False, longest=LONG),
        ),
    ),
)
AGENCIES, QUALIFICATIONS, SERVICES = (layout.key for layout in LAYOUTS)


def read(content: bytes) -> Workbook:
    """Read a filled-in workbook, each cell with its mistake; raise Refused for a file that is none."""
    within_size(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return Workbook({layout.key: list(_lines(book, layout)) for layout in LAYOUTS})
    except CalamineError:
        raise _refused(
            say("The file cannot be read as a sheet. Fill in the template and save it as XLSX.")
        ) from None


def template() -> bytes:
    """Return the empty workbook, with the names that the catalogue knows on a sheet of their own."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for layout in LAYOUTS:
            sheet = book.add_worksheet(layout.title)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(layout.columns) - 1, WIDE, text)
            for i, column in enumerate(layout.columns):
                sheet.write_string(0, i, column.title, bold)
                sheet.write_comment(
                    0, i, f"{'必填' if column.required else '选填'}。例：{column.example or '（空）'}"
                )
        known = book.add_worksheet("可填名称")
        known.set_column(0, 1, WIDE)
        for i, title in enumerate(("资质名称", "事项编码", "事项名称")):
            known.write_string(0, i, title, bold)
        known.write_column(1, 0, list(qualification_kinds()))
        known.write_column(1, 1, [item.code for item in items().values() if item.offered])
        known.write_column(1, 2, [item.name for item in items().values() if item.offered])
    return made.getvalue()


def within_size(content: bytes, rule: str = RULE) -> None:
    """Raise Refused for a file that unpacks into more than can be read, or is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        size = MOST_UNPACKED + 1
    if size > MOST_UNPACKED:
        said = say("The sheet is too large, or damaged. Split it, or save it again.")
        raise Refused(rule, said, field="file")


def _lines(book: CalamineWorkbook, layout: Layout) -> Iterator[Line]:
    if layout.title not in book.sheet_names:
        raise _refused(say("The sheet %(title)s is missing. Use the template.", title=layout.title))
    rows = book.get_sheet_by_name(layout.title).to_python(skip_empty_area=False)
    if len(rows) > MOST_ROWS + 1:
        raise _refused(say("A sheet has at most %(most)s rows. Split it.", most=MOST_ROWS))
    places = _places(layout, [text_of(value) for value in rows[0]] if rows else [])
    for number, row in enumerate(rows[1:], 2):
        texts = {key: text_of(row[place]) for key, place in places.items()}
        if any(texts.values()):
            yield Line(number, {column.key: column.cell(texts[column.key]) for column in layout.columns})


def _places(layout: Layout, heads: list[str]) -> Mapping[str, int]:
    absent = [column.title for column in layout.columns if column.title not in heads]
    if absent:
        raise _refused(
            say(
                "In the sheet %(title)s these columns are missing: %(columns)s.",
                title=layout.title,
                columns=absent,
            )
        )
    return {column.key: heads.index(column.title) for column in layout.columns}


def text_of(value: object) -> str:
    """Return what a cell of a workbook says, as one would type it."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return typed.printable(str(value)) or ""


def _refused(sentence: Sentence) -> Refused:
    return Refused(RULE, sentence, field="file")
