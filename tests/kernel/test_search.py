"""Search by Chinese words: single characters, pairs, other words whole, the same on either database."""

import pytest
from sqlalchemy import select

from kernel import search
from kernel.db import db, transaction
from kernel.jobs import JobRun
from kernel.numbers import Counter
from kernel.search import LONGEST, MOST_TOKENS, SearchToken, index, matching, tokens

NAMES = {
    1: "江山市绿洲监测有限公司 JSLZ 91330881MA00000001",
    2: "江山市万通检测有限公司 jswt",
    3: "衢州洁源环保工程有限公司",
    4: "𠀀𠀁环保咨询",
    5: "Ａｂｃ-Ｅｎｇｉｎｅｅｒｉｎｇ　Straße Ⅳ",
    6: "100%_保证*测绘?",
    7: "二〇二六年测绘队",
}


@pytest.fixture
def named(db_session):
    with transaction():
        for number, name in NAMES.items():
            index("thing", number, name)
        index("other", 1, "江山")


@pytest.fixture(params=[1, 20_000], ids=["every token common", "every token rare"])
def common(request, monkeypatch):
    monkeypatch.setattr(search, "COMMON", request.param)


def found(text, kind="thing"):
    chosen = matching(kind, text)
    return None if chosen is None else sorted(db.session.scalars(chosen))


def found_in_list(text):
    """Search with the column of a list of counters, as a page does."""
    for number in NAMES:
        db.session.merge(Counter(kind="list", year=number, last=0))
    chosen = select(Counter.year).where(Counter.year.in_(matching("thing", text, Counter.year)))
    return list(db.session.scalars(chosen.order_by(Counter.year)))


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("", []),
        (" ,。-%_*", []),
        ("山", ["山"]),
        ("江山", ["江", "山", "江山"]),
        ("江山江山", ["江", "山", "江山", "山江"]),
        ("江-山", ["江", "山"]),
        ("A座12楼b", ["a", "座", "12", "楼", "b"]),
        ("GmbH Straße ﬁx", ["gmbh", "strasse", "fix"]),
        ("Ａ１", ["a1"]),
        ("𠀀𠀁", ["𠀀", "𠀁", "𠀀𠀁"]),
        ("豈", ["豈"]),  # a compatibility ideograph becomes the unified one
        ("〇", ["〇"]),
        ("é e\u0301", ["é"]),
        ("x" * 100, ["x" * LONGEST]),
        ("カナ한글", ["カナ한글"]),
        ("\0江\ud800山", ["江", "山"]),
    ],
)
def test_a_text_is_split_into_what_is_searched(text, split):
    assert tokens(text) == [s.replace("豈", "豈") for s in split]


def test_a_run_is_searched_by_its_pairs_alone():
    assert tokens("江山市 绿", to_find=True) == ["江山", "山市", "绿"]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("江山", [1, 2]),
        ("绿", [1]),
        ("绿洲", [1]),
        ("洲绿", []),
        ("江山市 绿洲", [1]),
        ("绿洲江山", []),
        ("有限公司", [1, 2, 3]),
        ("江山市绿洲监测有限公司", [1]),
        ("jslz", [1]),
        ("JSWT", [2]),
        ("91330881ma00000001", [1]),
        ("𠀀", [4]),
        ("𠀀𠀁", [4]),
        ("abc", [5]),
        ("ＡＢＣ straße", [5]),
        ("engine", []),
        ("%", None),
        ("_", None),
        ("*", None),
        ("", None),
        ("   ", None),
        ("\0", None),
        ("100%", [6]),
        ("保证*", [6]),
        ("二〇二六", [7]),
        ("不存在", []),
        ("江山 不存在", []),
        ("'; DROP TABLE search_token; --", []),
    ],
)
def test_what_is_searched_for_is_found(named, common, text, ids):
    assert found(text) == ids
    if ids is not None:
        assert found_in_list(text) == ids


def test_a_long_query_is_cut_and_answered(named, common):
    assert found("江山市绿洲监测有限公司" * 400) == []
    assert found("江山市绿洲监测有限公司 " * 400) == [1]
    many = " ".join(chr(0x4E00 + n) for n in range(200))
    assert len(tokens(many, to_find=True)) > MOST_TOKENS
    assert found(many) == []


def test_kinds_are_apart(named):
    assert found("江山", "other") == [1]
    assert found("江山", "nothing") == []


def test_a_row_is_found_by_its_newest_text_alone(named):
    with transaction():
        index("thing", 1, "衢州")
    assert found("江山") == [2]
    assert found("衢州") == [1, 3]
    with transaction():
        index("thing", 1, "")
    assert found("衢州") == [3]
    assert db.session.scalars(select(SearchToken).where(SearchToken.subject_id == 1)).all() != []


def test_to_search_costs_two_statements_whatever_is_found(named, common, count_statements):
    for text in ("江", "江山市 绿洲 监测 有限公司"):
        with count_statements() as seen:
            found(text)
        assert len(seen) == 2


def test_it_is_said_where_a_list_is_asked_for_by_another_column(named, monkeypatch):
    monkeypatch.setattr(search, "COMMON", 1)
    chosen = select(JobRun.id).where(JobRun.id.in_(matching("thing", "江山", JobRun.id)))
    assert db.session.scalars(chosen).all() == []
