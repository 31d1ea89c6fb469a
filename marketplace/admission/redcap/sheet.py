"""The sheet in which a list of associations and institutions comes: its columns, and reading it cell by cell."""

import re
from typing import Any

from accounts import codes
from kernel.sentences import say
from marketplace.admission import lists
from marketplace.admission.catalogue import authorities
from marketplace.admission.redcap.vocabulary import KINDS_IN_SHEET, RELATIONS_IN_SHEET, STATES_IN_SHEET
from marketplace.admission.sheets import Column, Line

RULE = "S6"
_BETWEEN = re.compile(r"[、,，;；\s]+")


def _one_of(words: dict[str, Any]) -> Any:  # noqa: ANN401  a reader of a cell
    def read(text: str) -> Any:  # noqa: ANN401  the value, or what is wrong
        return words.get(text) or say("Write one of these: %(words)s.", words=" / ".join(words))

    return read


def _authority(text: str) -> Any:  # noqa: ANN401
    known = authorities()
    return text if text in known else say("Write one of these: %(words)s.", words=" / ".join(known))


def _code(text: str) -> Any:  # noqa: ANN401
    code = codes.compact(text)
    return (codes.form_fault(code) or code) if code else None


def _day(text: str) -> Any:  # noqa: ANN401
    return lists.day(text) if text else None


def _codes(text: str) -> Any:  # noqa: ANN401
    found = [codes.compact(part) for part in _BETWEEN.split(text) if part]
    for code in found:
        fault = codes.code_fault(code)
        if fault:
            return say("%(code)s: %(fault)s", code=code, fault=fault)
    return tuple(dict.fromkeys(found))


COLUMNS = (
    Column("name", "名称", str, "江山市环境科学学会"),
    Column("uscc", "统一社会信用代码", _code, "51330881MJ8XXXXXXX", required=False, longest=40),
    Column("kind", "类型", _one_of(KINDS_IN_SHEET), "协会商会"),
    Column("authority_key", "主管部门", _authority, "生态环境"),
    Column("relation", "与主管部门关系", _one_of(RELATIONS_IN_SHEET), "业务主管单位"),
    Column("state", "脱钩状态", _one_of(STATES_IN_SHEET), "脱钩中"),
    Column("decoupled_on", "脱钩日期", _day, "", required=False),
    Column("document", "脱钩文件", str, "", required=False),
    Column("excepted_by", "法定例外依据", str, "", required=False),
    Column("agencies", "所办中介机构代码", _codes, "", required=False, longest=1000),
    Column("note", "备注", str, "", required=False, longest=300),
)


def read(text: str) -> list[Line]:
    """Read a list of associations and institutions, each cell with its mistake."""
    return lists.read(text, COLUMNS, RULE)
