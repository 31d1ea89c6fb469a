"""Every worked example of RULES.md section 5, played through the pages as an official would enter it."""

import pytest

from blacklist import queries
from tests import personas
from tests.factories import papers

CARD, REMOVED, OUT, GOOD = "黄牌警告", "清退", "黑名单", "状态良好"


def rating(year, on, grade="D", by_score=""):
    typed = {"year": str(year), "grade": grade, "by_score": by_score, "decided_on": on}
    return "ratings", typed | {"document": f"江中超评〔{on[:4]}〕1号"}


def veto(fact, on):
    return "vetoes", {
        "kind": "overdue",
        "fact_on": fact,
        "decided_on": on,
        "document": f"江中超处〔{on[:4]}〕7号",
    }


def aside(place, on):
    return place, {"decided_on": on, "document": f"江中超复〔{on[:4]}〕1号"}


# Each: what was entered; what was set aside (the place of the decision among them); then day, mark and the days shown.
EXAMPLES = {
    "a first D": ([rating(2023, "2024-03-20")], None, [("2024-03-20", CARD, "2024年3月20日")]),
    "two D in a row": (
        [rating(2023, "2024-03-20"), rating(2024, "2025-03-18")],
        None,
        [("2025-03-18", REMOVED, "2026年3月18日"), ("2025-03-18", REMOVED, "2026年3月19日")],
    ),
    "an N between two D": (
        [rating(2023, "2024-03-20"), rating(2024, "2025-03-18", "N"), rating(2025, "2026-03-12")],
        None,
        [("2026-03-12", REMOVED, "2027年3月12日"), ("2026-03-12", REMOVED, "2027年3月13日")],
    ),
    "a C between two D": (
        [rating(2023, "2024-03-20"), rating(2024, "2025-03-18", "C"), rating(2025, "2026-03-12")],
        None,
        [("2025-03-18", GOOD, "2025年3月18日"), ("2026-03-12", CARD, "2026年3月12日")],
    ),
    "a veto on the 29th of February": (
        [veto("2024-02-01", "2024-02-29")],
        None,
        [("2024-02-29", OUT, "2026年2月28日"), ("2024-02-29", OUT, "2026年3月1日")],
    ),
    "a D by the veto of the same year": (
        [
            rating(2024, "2025-03-18"),
            veto("2025-07-30", "2025-08-05"),
            rating(2025, "2026-03-12", by_score="C"),
        ],
        None,
        [("2026-03-12", OUT, "2027年8月6日")],
    ),
    "the same, the veto set aside": (
        [
            rating(2024, "2025-03-18"),
            veto("2025-07-30", "2025-08-05"),
            rating(2025, "2026-03-12", by_score="C"),
        ],
        aside(1, "2026-05-25"),
        [("2026-05-24", OUT, "2027年8月6日"), ("2026-05-25", GOOD, "2026年3月12日")],
    ),
    "the first rating of a row set aside": (
        [rating(2023, "2024-03-20"), rating(2024, "2025-03-18")],
        aside(0, "2025-06-02"),
        [("2025-06-01", REMOVED, "2026年3月18日"), ("2025-06-02", CARD, "2025年3月18日")],
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_is_shown_as_the_rules_say(visit, name):
    entered, gone, wanted = EXAMPLES[name]
    agency = personas.agency().organisation
    for what, typed in entered:
        papers.take_over(visit, agency, f"/agencies/{agency.id}/standing/{what}/new", typed)
    if gone:
        place, typed = gone
        first_to_last = queries.decisions_of(agency.id)[::-1]
        papers.take_over(visit, agency, f"/decisions/{first_to_last[place][0].id}/set-aside", typed)
    for on, mark, day in wanted:
        page = visit(f"/agencies/{agency.id}/standing?on={on}")
        assert mark in page.root.first(class_="standing").text
        assert day in page.text
