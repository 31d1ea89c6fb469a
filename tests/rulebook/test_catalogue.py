"""The form of rulebook/catalogue.csv: 97 service items, each field from a closed list or of one shape."""

import csv
import re

import pytest

from kernel.rulebook import FOLDER

ITEMS = 97
NOT_OFFERED = {"A06", "B03", "F08", "F09", "F10"}
COLUMNS = [
    "code", "name", "name_en", "category", "category_en", "authority", "authority_en", "authority_note",
    "qualification_kind", "qualification_kind_en", "qualification_note", "basis", "usual_days", "days_source",
    "self_service", "offered", "note", "related_approval", "source",
]  # fmt: skip
AUTHORITIES = {
    "发展改革", "财政", "住建", "生态环境", "水利", "自然资源", "人防", "工信", "应急管理", "卫生健康",
    "地震", "气象", "市场监管", "林草", "交通运输", "海事", "文物", "司法", "公安",
}  # fmt: skip


@pytest.fixture(scope="module")
def items() -> list[dict[str, str]]:
    with (FOLDER / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_it_has_the_97_items_each_under_a_code_of_its_own(items: list[dict[str, str]]) -> None:
    codes = [item["code"] for item in items]
    assert len(codes) == ITEMS
    assert codes == sorted(set(codes))
    assert all(re.fullmatch(r"[A-H]\d\d", code) for code in codes)


def test_every_row_has_every_column_and_no_stray_blank(items: list[dict[str, str]]) -> None:
    for item in items:
        assert list(item) == COLUMNS
        assert all(value == value.strip() for value in item.values()), item["code"]


def test_what_a_page_always_shows_is_never_empty(items: list[dict[str, str]]) -> None:
    shown = (
        "name",
        "name_en",
        "category",
        "category_en",
        "authority",
        "authority_en",
        "related_approval",
        "source",
    )
    assert [(i["code"], column) for i in items for column in shown if not i[column]] == []


def test_names_are_their_items_own_in_both_languages(items: list[dict[str, str]]) -> None:
    for column in ("name", "name_en"):
        assert len({item[column] for item in items}) == ITEMS


def test_english_columns_hold_no_chinese(items: list[dict[str, str]]) -> None:
    english = ("name_en", "category_en", "authority_en", "qualification_kind_en")
    assert [i["code"] for i in items for column in english if not i[column].isascii()] == []


def test_every_authority_is_in_the_closed_list_and_every_one_is_used(items: list[dict[str, str]]) -> None:
    assert {item["authority"] for item in items} == AUTHORITIES


@pytest.mark.parametrize("column", ["category", "authority", "qualification_kind"])
def test_one_chinese_term_has_one_english_term(items: list[dict[str, str]], column: str) -> None:
    pairs = {(item[column], item[f"{column}_en"]) for item in items}
    assert len(pairs) == len({chinese for chinese, _ in pairs}) == len({english for _, english in pairs})


def test_usual_days_are_whole_positive_numbers_with_their_source_or_both_are_empty(
    items: list[dict[str, str]],
) -> None:
    for item in items:
        if item["usual_days"]:
            assert int(item["usual_days"]) > 0, item["code"]
            assert item["days_source"] in ("S", "D"), item["code"]
        else:
            assert item["days_source"] == "", item["code"]
            assert item["note"], item["code"]


def test_yes_or_no_is_said_in_one_form(items: list[dict[str, str]]) -> None:
    assert {item[column] for item in items for column in ("self_service", "offered")} == {"yes", "no"}


def test_government_commissioned_items_are_not_offered_and_say_why(items: list[dict[str, str]]) -> None:
    closed = [item for item in items if item["offered"] == "no"]
    assert {item["code"] for item in closed} == NOT_OFFERED
    assert all("不向业主提供" in item["note"] for item in closed)


def test_an_item_that_one_may_do_oneself_needs_no_qualification(items: list[dict[str, str]]) -> None:
    assert [i["code"] for i in items if i["self_service"] == "yes" and i["qualification_kind"]] == []


def test_what_is_to_be_verified_is_marked_in_one_form_only(items: list[dict[str, str]]) -> None:
    for item in items:
        text = "".join(item.values())
        assert "*" not in text, item["code"]
        assert text.count("verify") == text.count("(verify)"), item["code"]
