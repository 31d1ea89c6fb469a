"""The rules table says what is in use, and each check of it is seen both to pass and to fail."""

import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import wraps
from pathlib import Path

import pytest

from kernel.figure_reads import Reads
from kernel.rule_table import Sources, faults, marked, rows
from kernel.rule_text import Case, RuleText
from kernel.rulebook import APPLIED, Dated, Figure, Rulebook, applies

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 3, 2)


def judge() -> None:
    """Stand for the function that applies a rule."""


@wraps(judge)
def wrapped() -> None:
    """Stand for a decorator round it."""


def rule(number: str, by: str = "") -> RuleText:
    return RuleText(number, "规则。", "A rule.", "default", by)


def figure(figure_id: str, *values: Dated, awaits: str = "") -> Figure:
    held = values or (Dated(date(2000, 1, 1), 2),)
    return Figure(figure_id, "Days", "日", "days", "default", held, awaits)


def book(*figures: Figure) -> Rulebook:
    return Rulebook("try", {f.id: f for f in figures})


SOUND = Sources(
    rules=(rule("C4"), rule("G10", "*people*"), rule("M1", "*issue 6*")),
    book=book(figure("C4.ask_within"), figure("M1.days", awaits="6")),
    applied={"C4": [judge]},
    cases=(Case("clock.toml", "a pause", ("C4",)),),
    reads=Reads({"C4.ask_within": "office/rules.py:7"}, ()),
)


def test_where_all_agrees_there_is_nothing_to_say():
    assert faults(SOUND) == []


def test_a_rule_that_nothing_applies_is_named():
    said = faults(replace(SOUND, rules=(*SOUND.rules, rule("C5"))))
    assert said == ["C5: no function applies it, and neither *people* nor a later issue does."]


def test_a_rule_that_has_its_function_awaits_no_issue():
    (first, *others) = SOUND.rules
    said = faults(replace(SOUND, rules=(replace(first, by="*issue 6*"), *others)))
    assert said == ["C4: a function applies it, so it no longer awaits issue 6."]


def test_people_may_keep_a_rule_that_a_function_helps_with():
    (first, *others) = SOUND.rules
    assert faults(replace(SOUND, rules=(replace(first, by="*people*"), *others))) == []


def test_a_rule_with_a_function_needs_a_case():
    said = faults(replace(SOUND, cases=(Case("clock.toml", "another", ("G10",)),)))
    assert said == ["C4: a function applies it, and no case shows it."]


def test_a_figure_that_nothing_reads_is_named():
    said = faults(replace(SOUND, reads=Reads({}, ())))
    assert said == ["C4.ask_within: nothing reads it, and it awaits no later issue."]


def test_a_figure_that_is_read_awaits_no_issue():
    reads = Reads({**SOUND.reads.ids, "M1.days": "office/jobs.py:3"}, ())
    assert faults(replace(SOUND, reads=reads)) == ["M1.days: it is read, so it no longer awaits issue 6."]


def test_a_figure_of_no_rule_is_named():
    said = faults(replace(SOUND, book=book(*SOUND.book.figures.values(), figure("Z9.days", awaits="5"))))
    assert said == ["Z9.days: there is no rule Z9."]


def test_a_read_figure_that_is_not_there_is_named_with_its_place():
    reads = Reads({**SOUND.reads.ids, "C4.asked": "office/rules.py:9"}, ())
    assert faults(replace(SOUND, reads=reads)) == [
        "C4.asked: office/rules.py:9 reads it, and there is no such figure."
    ]


def test_a_text_of_the_form_of_an_id_whose_rule_is_unknown_is_no_figure():
    assert faults(replace(SOUND, reads=Reads({**SOUND.reads.ids, "A4.pdf": "office/views.py:9"}, ()))) == []


def test_a_mark_with_an_unknown_number_is_named():
    said = faults(replace(SOUND, applied={**SOUND.applied, "C44": [judge]}))
    assert said == [f"C44: there is no such rule, and {__name__}.judge claims to apply it."]


def test_a_case_must_name_rules_that_exist():
    cases = (*SOUND.cases, Case("clock.toml", "odd", ("C99",)), Case("clock.toml", "bare", ()))
    assert faults(replace(SOUND, cases=cases)) == [
        "clock.toml: the case 'odd' names C99, and there is no such rule.",
        "clock.toml: the case 'bare' names no rule.",
    ]


def test_a_row_holds_rule_figures_functions_and_cases():
    row = rows(SOUND, TODAY, ROOT)[0]
    (held,), (function,) = row["figures"], row["functions"]
    assert (row["rule"], row["sentence"], row["sentence_zh"], row["cases"]) == ("C4", "A rule.", "规则。", 1)
    assert (row["people"], row["awaits"]) == (False, None)
    assert (held["id"], held["value"], held["since"]) == ("C4.ask_within", 2, date(2000, 1, 1))
    assert (function["name"], function["file"]) == (f"{__name__}.judge", "tests/rulebook/test_rule_table.py")
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    assert lines[function["line"] - 1] == "def judge() -> None:"


def test_a_wrapped_function_is_shown_where_it_is_written():
    bare, round_it = (
        rows(replace(SOUND, applied={"C4": [f]}), TODAY, ROOT)[0]["functions"] for f in (judge, wrapped)
    )
    assert bare == round_it


def test_people_and_later_issues_are_shown():
    _, peoples, later = rows(SOUND, TODAY, ROOT)
    assert (peoples["people"], peoples["awaits"], peoples["functions"]) == (True, None, [])
    assert (later["people"], later["awaits"], later["figures"][0]["awaits"]) == (False, "6", "6")


@pytest.mark.parametrize(
    ("today", "value", "since"),
    [
        (date(2018, 5, 31), "0.5", date(2017, 1, 1)),
        (date(2018, 6, 1), 4, date(2018, 6, 1)),
        (date(2016, 12, 31), None, None),
    ],
)
def test_a_figure_is_shown_as_it_holds_today(today: date, value: object, since: date | None):
    dated = figure("C4.ask_within", Dated(date(2017, 1, 1), Decimal("0.5")), Dated(date(2018, 6, 1), 4))
    (held,) = rows(replace(SOUND, book=book(dated)), today, ROOT)[0]["figures"]
    assert (held["value"], held["since"]) == (value, since)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name = "office_of_the_rule_table_test"
    (tmp_path / name / "deep").mkdir(parents=True)
    (tmp_path / name / "__init__.py").write_text("")
    (tmp_path / name / "deep" / "__init__.py").write_text("")
    (tmp_path / name / "deep" / "rules.py").write_text(
        'from kernel.rulebook import applies\n\n@applies("C4", "C5")\ndef judge():\n    pass\n'
    )
    monkeypatch.syspath_prepend(tmp_path)
    before = {number: list(functions) for number, functions in APPLIED.items()}
    yield name
    APPLIED.clear()
    APPLIED.update(before)
    for module in [m for m in sys.modules if m.partition(".")[0] == name]:
        del sys.modules[module]


def test_marked_functions_are_found_in_modules_that_nobody_imported(office: str):
    found = marked([office])
    assert {number: [f.__qualname__ for f in functions] for number, functions in found.items()} == {
        "C4": ["judge"],
        "C5": ["judge"],
    }


def test_functions_of_other_packages_are_left_out(office: str):
    applies("C4", "C6")(judge)
    assert marked([office]).keys() == {"C4", "C5"}
