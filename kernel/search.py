"""Search by Chinese words: names are kept as single characters and pairs, on either database alike."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice, pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from kernel.db import Row, db

LONGEST = 40
MOST_TOKENS = 30
BATCH = 200  # rows a statement: their numbers are its parameters
COMMON = 20_000  # rows that hold a token, from which on it is looked for row by row
_HAN = ("CJK UNIFIED", "CJK COMPATIBILITY", "IDEOGRAPHIC NUMBER ZERO")


class SearchToken(Row):
    """One token of a text that can be searched for: of what kind it is, and whose."""

    __tablename__ = "search_token"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    token: Mapped[str] = mapped_column(String(LONGEST), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)


def tokens(text: str, *, to_find: bool = False) -> list[str]:
    """Split a text into what is searched: Han characters one by one and in pairs, other words whole, in lower case.

    To find, a run of two and more characters is searched by its pairs alone, a single one by itself.
    """
    found: dict[str, None] = {}
    for is_han, run in _runs(unicodedata.normalize("NFKC", text).casefold()):
        if not is_han:
            found[run[:LONGEST]] = None
            continue
        pairs = [a + b for a, b in pairwise(run)]
        found |= dict.fromkeys(pairs if to_find and pairs else [*run, *pairs])
    return list(found)


def index(kind: str, subject_id: int, text: str) -> None:
    """Let a row be found by a text, in place of what it was found by before."""
    index_all(kind, {subject_id: text})


def index_all(kind: str, texts: Mapping[int, str]) -> None:
    """Let rows be found by their texts, each in place of what it was found by before, in a few statements."""
    for some in _batches(texts):
        mine = (SearchToken.kind == kind, SearchToken.subject_id.in_(some))
        # The session holds no token: looking through all that it does hold would take minutes with many rows.
        db.session.execute(delete(SearchToken).where(*mine), execution_options={"synchronize_session": False})
        rows = [{"kind": kind, "token": token, "subject_id": i} for i in some for token in tokens(texts[i])]
        if rows:
            db.session.execute(insert(SearchToken), rows)


def matching(
    kind: str,
    text: str,
    ids: Any = None,  # noqa: ANN401  any table's column
) -> Select[Any] | None:
    """Select the ids of the rows that hold every token of what is searched for; None where nothing is searched for.

    The rarest token leads. Where even that one is common, and `ids` names the column of the list that is asked for,
    each row of the list is looked at in its order, because the first page is full before long.
    """
    wanted = _rarest_first(kind, tokens(text, to_find=True)[:MOST_TOKENS])
    if not wanted:
        return None
    (rarest, number), others = wanted[0], [token for token, _ in wanted[1:]]
    leading = select(SearchToken.subject_id).where(SearchToken.kind == kind, SearchToken.token == rarest)
    if ids is not None and number >= COMMON:
        each = (_holds(kind, token, ids) for token in others)
        return leading.where(SearchToken.subject_id == ids, *each).correlate(ids.table)
    if not others:
        return leading.group_by(
            SearchToken.subject_id
        )  # grouped, it is read first; PostgreSQL would walk the list
    also = aliased(SearchToken)
    return (
        select(also.subject_id)
        .where(also.kind == kind, also.token.in_(others), also.subject_id.in_(leading))
        .group_by(also.subject_id)
        .having(func.count() == len(others))
    )


def _rarest_first(kind: str, wanted: Sequence[str]) -> list[tuple[str, int]]:
    """Return tokens with the number of rows that hold them, counted up to COMMON, in one statement."""
    if not wanted:
        return []
    counted = [
        select(literal(place).label("place"), _number(kind, token)) for place, token in enumerate(wanted)
    ]
    rows = db.session.execute(union_all(*counted)).all()
    return sorted(((wanted[place], number) for place, number in rows), key=lambda row: (row[1], row[0]))


def _number(kind: str, token: str) -> ColumnElement[int]:
    held = select(SearchToken.subject_id).where(SearchToken.kind == kind, SearchToken.token == token)
    return select(func.count()).select_from(held.limit(COMMON).subquery()).scalar_subquery()


def _holds(kind: str, token: str, ids: Any) -> ColumnElement[bool]:  # noqa: ANN401  any table's column
    other = aliased(SearchToken)
    return (
        exists().where(other.kind == kind, other.token == token, other.subject_id == ids).correlate(ids.table)
    )


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    left = iter(ids)
    while some := list(islice(left, BATCH)):
        yield some


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    for (is_word, is_han), letters in groupby(text, lambda c: (c.isalnum(), _is_han(c))):
        if is_word:
            yield is_han, "".join(letters)


def _is_han(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(_HAN)
