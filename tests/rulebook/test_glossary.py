"""One term, one word: every table class stands in the glossary, and every rule named there exists."""

import re

import pytest

from kernel.db import Row
from kernel.rule_table import marked
from kernel.rule_text import read_rules
from kernel.rulebook import FOLDER

PACKAGES = ("kernel", "accounts", "blacklist", "credit", "marketplace")
GLOSSARY = (FOLDER / "glossary.md").read_text(encoding="utf-8")
SOURCE = (FOLDER / "source.md").read_text(encoding="utf-8")
WORD = re.compile(r"\b[TCSGPAKMWJ]\d+[a-c]?\b")


def rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


TERMS = [row for row in rows(GLOSSARY) if row[0] != "中文"]


def test_every_term_has_a_chinese_word_an_english_word_and_a_meaning():
    assert [row for row in TERMS if len(row) != 5] == []
    assert [row for row in TERMS if not (row[0] and row[1] and row[4])] == []


@pytest.mark.parametrize("column", [0, 1])
def test_no_word_stands_for_two_terms(column: int):
    words = [row[column] for row in TERMS]
    assert sorted(words) == sorted(set(words))


def test_every_table_class_is_in_the_glossary():
    marked(PACKAGES)
    classes = {mapper.class_.__name__ for mapper in Row.registry.mappers if _top(mapper.class_) in PACKAGES}
    named = set(re.findall(r"`(\w+)", "".join(row[2] for row in TERMS)))
    assert classes - named == set()


@pytest.mark.parametrize("text", [GLOSSARY, SOURCE], ids=["glossary", "source"])
def test_the_rules_that_are_named_exist(text: str):
    cells = [row[3] if len(row) == 5 else row[1] for row in rows(text)]
    assert {n for cell in cells for n in WORD.findall(cell)} <= {
        r.number for r in read_rules(FOLDER / "rules.md")
    }


def test_every_rule_that_the_seed_bears_is_traced_to_its_sentence():
    seeded = {rule.number for rule in read_rules(FOLDER / "rules.md") if rule.basis.startswith("seed")}
    assert seeded - set(WORD.findall(SOURCE)) == set()


def _top(model: type) -> str:
    return model.__module__.partition(".")[0]
