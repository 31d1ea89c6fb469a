"""Rules and cases are read from the clerk's folder, and what cannot be read is refused with a sentence."""

from pathlib import Path

import pytest

from kernel.rule_text import ClerkUnreadable, read_cases, read_rules
from kernel.rulebook import FOLDER

NUMBERS = (
    "T1 T2 T3 T4 T5 T6 C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 S1 S2 S3 S4 S5 S6 S7 S8 S9 S10 S11 "
    "G1 G2 G3 G4 G4a G4b G5 G6 G7 G8 G9 G10 P1 P2 P3 P4 P5 P5a P5b P5c P6 P7 P8 P9 P10 P11 P12 P12a P13 P14 "
    "A1 A2 A3 A4 K1 K2 M1 M2 M3 M4 W1 W2 J1 J2 J3 J4"
)


def written(folder: Path, *rows: str) -> Path:
    path = folder / "rules.md"
    path.write_text(
        "\n".join(["# Rules", "", "| rule | 规则 | what | basis | by |", "|---|---|---|---|---|", *rows])
    )
    return path


def test_the_shipped_rules_are_the_numbered_ones_in_their_order():
    assert " ".join(rule.number for rule in read_rules(FOLDER / "rules.md")) == NUMBERS


def test_every_shipped_rule_is_a_sentence_in_both_languages():
    for rule in read_rules(FOLDER / "rules.md"):
        assert rule.zh.endswith(("。", "…")), rule.number
        assert rule.en.endswith("."), rule.number
        assert rule.basis, rule.number


def test_a_row_is_read_with_all_its_cells(tmp_path: Path):
    path = written(tmp_path, "| P5a | 规则。 | A rule. | seed | |", "| C1 | 丙。 | C. | law | *people* |")
    first, second = read_rules(path)
    assert (first.number, first.zh, first.en, first.basis, first.by) == (
        "P5a",
        "规则。",
        "A rule.",
        "seed",
        "",
    )
    assert (first.is_peoples, first.awaits) == (False, "")
    assert (second.is_peoples, second.awaits) == (True, "")


def test_a_later_issue_is_read_with_its_number(tmp_path: Path):
    (rule,) = read_rules(written(tmp_path, "| M1 | 丙。 | C. | law | *issue 12* |"))
    assert (rule.is_peoples, rule.awaits) == (False, "12")


def test_other_tables_are_no_rules(tmp_path: Path):
    assert (
        read_rules(written(tmp_path, "| openness | told at once | 5 | owner |", "C1 is named in a text."))
        == ()
    )


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("| C1 | 丙。 | C. | law |", r"Rule C1 needs five cells, of which only the last may be empty\."),
        ("| C1 | 丙。 | | law | |", r"Rule C1 needs five cells, of which only the last may be empty\."),
        ("| C1 | 丙。 | A | bar. | law | |", r"Rule C1 needs five cells"),
        (
            "| C1 | 丙。 | C. | law | later |",
            r"Rule C1: 'later' must be \*people\*, \*issue n\* or nothing\.",
        ),
        ("| C1 | 丙。 | C. | law | *issue x* |", r"must be \*people\*"),
    ],
)
def test_a_row_that_is_not_whole_is_refused(tmp_path: Path, row: str, sentence: str):
    with pytest.raises(ClerkUnreadable, match=sentence):
        read_rules(written(tmp_path, row))


def test_a_number_is_given_once(tmp_path: Path):
    row = "| C1 | 丙。 | C. | law | |"
    with pytest.raises(ClerkUnreadable, match=r"rules\.md has rule C1 twice\."):
        read_rules(written(tmp_path, row, row))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(ClerkUnreadable, match="cannot be read"):
        read_rules(tmp_path / "rules.md")


def test_cases_are_read_with_their_file_name_and_rules(tmp_path: Path):
    (tmp_path / "b.toml").write_text('[[case]]\nname = "A pause"\nrules = ["C4", "C5"]\n[[case]]\ndue = 3\n')
    (tmp_path / "a.toml").write_text('title = "no cases"\n')
    (tmp_path / "notes.md").write_text("[[case]]")
    named, nameless = read_cases(tmp_path)
    assert (named.file, named.name, named.rules) == ("b.toml", "A pause", ("C4", "C5"))
    assert (nameless.name, nameless.rules) == ("2", ())


def test_a_case_file_that_is_not_toml_is_refused(tmp_path: Path):
    (tmp_path / "a.toml").write_text("[[case]")
    with pytest.raises(ClerkUnreadable, match=r"a\.toml is not TOML"):
        read_cases(tmp_path)
