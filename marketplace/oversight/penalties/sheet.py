"""The sheet in which external records come: its columns, and reading it cell by cell."""

from typing import Any

from kernel.sentences import say
from marketplace.admission import lists
from marketplace.admission.sheets import CODE, Column, Line
from marketplace.oversight.penalties.vocabulary import KINDS_IN_SHEET, WEIGHTS_IN_SHEET

RULE = "G2"


def _kind(text: str) -> Any:  # noqa: ANN401  the value, or what is wrong
    known = " / ".join(KINDS_IN_SHEET)
    return KINDS_IN_SHEET.get(text) or say("Write one of these: %(words)s.", words=known)


def _weight(text: str) -> Any:  # noqa: ANN401
    known = " / ".join(WEIGHTS_IN_SHEET)
    return WEIGHTS_IN_SHEET.get(text) or say("Write one of these: %(words)s.", words=known)


COLUMNS = (
    CODE,
    Column("kind", "类别", _kind, "行政处罚"),
    Column("weight", "程度", _weight, "轻微"),
    Column("source", "作出机关", str, "江山市市场监督管理局"),
    Column("number", "文号", str, "江市监处〔2026〕18号", longest=80),
    Column("fact_on", "日期", lists.day, "2026-03-19"),
    Column("note", "说明", str, "", required=False, longest=500),
)


def read(text: str) -> list[Line]:
    """Read a sheet of external records, each cell with its mistake."""
    return lists.read(text, COLUMNS, RULE)
