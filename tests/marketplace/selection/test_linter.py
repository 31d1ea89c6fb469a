"""The linter of notices (S1): days, contexts, overlaps, the item's own qualification, and every text there may be."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.selection import terms
from marketplace.selection.linter import lint

DAY = date(2026, 5, 26)
LIST = terms.shipped()
HEAD = 'edition = "try"\ngap = 4\nallowed = ["不得※", "不要求…※"]\ninsisting = ["不得无※"]\n'
CATEGORY = '[[category]]\nkey = "fee"\nzh = "请删去。"\nen = "Take it out."\nbasis = "法"\n'
TERM = '[[term]]\ncategory = "fee"\n'
WORDS = st.sampled_from(
    [
        "报名费",
        "在本地设立",
        "分支机构",
        "不得",
        "要求",
        "无",
        "须",
        "，",
        "。",
        "《",
        "》",
        "办法",
        "甲级",
        "资质",
        "造价咨询",
        "\n",
        "但",
        "限",
        "5",
        "家",
        "先到先得",
        "(",
        "{",
        "|",
        "※",
        "…",
        "#",
        "\ue000",
    ]
)


@pytest.fixture
def listed(tmp_path):
    """Read a list with one category and the terms given."""

    def made(*rows, head=HEAD, category=CATEGORY):
        path = tmp_path / "terms.toml"
        path.write_text(head + category + "".join(TERM + row + "\n" for row in rows), encoding="utf-8")
        return terms.read(path)

    return made


def found(text, known=LIST, **more):
    return [hit.term for hit in lint(text, DAY, known, **more)]


def test_a_term_holds_from_its_first_to_its_last_day(listed):
    known = listed('pattern = "押金"\nfrom = 2020-01-01\nuntil = 2020-12-31')
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]
    assert [len(lint("交押金", day, known)) for day in days] == [0, 1, 1, 0]


def test_a_hit_says_what_and_why_in_both_languages():
    (hit,) = lint("请缴纳报名费。", DAY, LIST)
    assert (hit.term, hit.span, hit.category.key) == ("报名费", (3, 6), "fee")
    assert hit.said("zh").startswith("参加选取不收费")
    assert hit.said("en").startswith("Taking part costs nothing")
    assert "国办发〔2015〕31号" in hit.basis


def test_a_term_may_have_a_basis_of_its_own():
    (hit,) = lint("须有招标代理资质。", DAY, LIST)
    assert hit.basis == "招标投标法2017年修正"


def test_contexts_of_all_terms_and_of_one_allow_it(listed):
    known = listed(
        'pattern = "押金"\nfrom = 2020-01-01\nallowed = ["酒瓶※"]', 'pattern = "定金"\nfrom = 2020-01-01'
    )
    assert found("不得押金，不要求交押金，酒瓶押金", known) == []
    assert found("酒瓶定金", known) == ["定金"]


def test_a_double_negation_is_a_demand_again(listed):
    known = listed('pattern = "押金"\nfrom = 2020-01-01', head=HEAD.replace("不得※", "{不得|无}※"))
    assert found("无押金", known) == []
    assert found("不得无押金", known) == ["押金"]


def test_a_gap_ends_with_its_length_and_with_its_clause(listed):
    known = listed('pattern = "交…押金"\nfrom = 2020-01-01')
    assert found("交一二三四押金", known) == ["交一二三四押金"]
    assert found("交一二三四五押金", known) == []
    assert found("交，押金。交。押金；交；押金\n交\n押金 交但押金", known) == []


def test_a_number_is_written_in_digits_or_characters(listed):
    known = listed('pattern = "限#家"\nfrom = 2020-01-01')
    assert found("限12家，限五家，限１０家，限几家", known) == ["限12家", "限五家", "限１０家"]


def test_a_set_of_words_stands_where_its_name_stands_alone(listed):
    known = listed(
        'pattern = "{某地|}设点"\nfrom = 2020-01-01',
        'pattern = "某地税"\nfrom = 2020-01-01',
        category=CATEGORY + '[sets]\n"某地" = ["本市", "本市区"]\n',
    )
    assert found("在本市区设点，某地设点，某地税", known) == ["本市区设点", "设点", "某地税"]


def test_where_two_terms_overlap_the_first_of_the_list_is_told(listed):
    known = listed('pattern = "交押金"\nfrom = 2020-01-01', 'pattern = "须交押金。"\nfrom = 2020-01-01')
    assert found("须交押金。", known) == ["交押金"]
    assert found("押金须交押金，交押金", known) == ["交押金", "交押金"]


@pytest.mark.parametrize(
    ("qualification", "hits"),
    [(None, []), ("", ["甲级资质"]), ("测绘资质", ["甲级资质"]), ("测绘资质 甲级", [])],
)
def test_a_class_is_measured_by_the_items_own_qualification(listed, qualification, hits):
    known = listed('pattern = "甲级资质"\nfrom = 2020-01-01\nunless_item = ["甲"]')
    assert found("甲级资质", known, qualification=qualification) == hits


@pytest.mark.parametrize(("qualification", "hits"), [(None, []), ("", ["资质"]), ("测绘资质", [])])
def test_any_qualification_is_too_much_for_an_item_without_one(listed, qualification, hits):
    known = listed('pattern = "资质"\nfrom = 2020-01-01\nunless_item = ["*"]')
    assert found("资质", known, qualification=qualification) == hits


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ('pattern = "{押金"', "a brace is left open"),
        ('pattern = "押金}"', "a brace is missing"),
        ('pattern = "押|金"', "a brace is missing"),
        ('pattern = "押金"\nallowed = ["无"]', "must hold ※ once"),
    ],
)
def test_a_pattern_that_is_none_is_refused(listed, row, problem):
    with pytest.raises(ValueError, match=problem):
        listed(f"{row}\nfrom = 2020-01-01")


def test_a_term_of_an_unknown_category_is_refused(listed):
    with pytest.raises(ValueError, match="is of no category that is there"):
        listed('pattern = "押金"\nfrom = 2020-01-01', category=CATEGORY.replace('"fee"', '"fees"'))


def test_a_sign_of_patterns_in_a_text_is_a_letter_like_any():
    assert found("※报名费{…}#|\ue000") == ["报名费"]


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=30).map("".join))
def test_hits_lie_in_the_text_in_order_and_never_overlap(text):
    hits = lint(text, DAY, LIST, "")
    assert [text[slice(*hit.span)] for hit in hits] == [hit.term for hit in hits]
    ends = [place for hit in hits for place in hit.span]
    assert ends == sorted(ends)
    assert all(hit.term for hit in hits)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=20), st.sampled_from(["  ", "　", "\u200b", "\t"]))
def test_what_nobody_sees_changes_nothing(words, unseen):
    plain, spread = lint("".join(words), DAY, LIST, ""), lint(unseen.join(words), DAY, LIST, "")
    assert [terms.fold(hit.term)[0] for hit in plain] == [terms.fold(hit.term)[0] for hit in spread]


def test_a_long_text_is_read_without_delay():
    text = "须在不设限的范围内要求报名机构提供资料并具有同类项目经验" * 400
    assert lint(text, DAY, LIST, "测绘资质") == ()


def test_the_list_and_its_contexts_are_pure_words():
    assert all(term.since.year >= 2014 for term in LIST.terms)
    assert len(LIST.terms) >= 40
