"""What the pages of editions show: each edition with its rulebook, what changed between two, and an empty text (G10)."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts import queries as accounts
from accounts.kinds import Kind
from kernel import editions as kept
from kernel import law
from kernel.amending import Difference, differences, laid_over, read_edition
from kernel.db import db
from kernel.editions import RulebookEdition
from kernel.rulebook import Figure, Rulebook, Value
from marketplace.oversight.editions import queries
from marketplace.oversight.editions.models import EditionComment, EditionDraft
from marketplace.oversight.editions.vocabulary import State

_HEAD = """\
# 规则版本草案 · A draft edition of the rulebook
# edition = 版本名称；title = 标题；takes_effect = 施行日期，须晚于发布之日。
# 每一处改动写一段 [[change]]：id = 数字的编号，from = 起始日期（不早于施行日期），value = 新值，basis = 依据。
# 需要改动的，去掉行首的“# ”再改；其余可以保留，也可以删去。
# Take away the "# " before what you change; leave or delete the rest.

edition = "{name}"
title = "关于调整信用评级规则的决定"
takes_effect = {day}
"""
_ENTRY = """
# {zh}（现值：{value}，单位：{unit}，依据：{basis}）
# [[change]]
# id = "{id}"
# from = {day}
# value = {value}
# basis = ""
"""


@dataclass(frozen=True)
class Known:
    """One edition that was in force or will be: its name, and the rulebook as it left it."""

    name: str
    row: RulebookEdition | None
    book: Rulebook


@dataclass(frozen=True)
class Voice:
    """What one authority has said of the text that stands, and of earlier ones."""

    authority: str
    comments: Sequence[EditionComment]
    is_silent: bool


def known() -> list[Known]:
    """Return every edition in the order of adoption, the shipped one at the head, in one statement."""
    book = law.shipped_book()
    found = [Known(book.edition, None, book)]
    for row in kept.editions(db.session()):
        book = laid_over(book, row.edition())
        found.append(Known(row.name, row, book))
    return found


def changes(draft: EditionDraft, text: str) -> list[Difference]:
    """Return what an edition changes: against the one before it where it is adopted, else against what is in force."""
    if draft.state != State.ADOPTED:
        return differences(law.book(), laid_over(law.book(), read_edition(text)))
    found = known()
    place = [one.name for one in found].index(draft.name)
    return differences(found[place - 1].book, found[place].book)


def voices(draft: EditionDraft) -> list[Voice]:
    """Return what each authority on the platform has said of a draft, those who spoke at the head, in two statements."""
    comments = queries.comments_on(draft.id)
    found = []
    for body in accounts.of_kind(Kind.AUTHORITY):
        own = [one for one in comments if one.authority_key == getattr(body, "authority_key", None)]
        found.append(Voice(body.name, own, not any(one.number == draft.texts for one in own)))
    return sorted(found, key=lambda voice: not voice.comments)


def template(book: Rulebook, today: date) -> str:
    """Write an empty edition: its head, and every figure with its value in force, each to be taken up or left."""
    effect = date(today.year + 1, 1, 1)
    lines = [_HEAD.format(name=f"{effect.year}-1", day=effect)]
    lines += _entries(book.figures.values(), effect)
    return "".join(lines)


def _entries(figures: Iterable[Figure], day: date) -> Iterator[str]:
    for figure in figures:
        value = _toml(figure.on(day).value)
        yield _ENTRY.format(
            zh=figure.zh, value=value, unit=figure.unit, basis=figure.basis, id=figure.id, day=day
        )


def _toml(value: Value) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)
