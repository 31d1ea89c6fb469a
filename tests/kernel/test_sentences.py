"""Sentences: text and arguments kept apart, said in English, stored and read back whole."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from kernel.sentences import Sentence, read, say, write

DAY = date(2026, 3, 19)
MOMENT = datetime(2026, 3, 19, 9, 30, tzinfo=UTC)


def test_a_sentence_says_its_arguments() -> None:
    assert str(say("Due on %(day)s, %(n)d days.", day=DAY, n=3)) == "Due on 2026-03-19, 3 days."


def test_a_sentence_without_arguments_is_said_as_it_stands() -> None:
    assert str(say("50 % of the time.")) == "50 % of the time."


def test_an_argument_may_have_any_name() -> None:
    assert str(say("%(text)s and %(args)s", text="one", args="two")) == "one and two"


def test_a_sentence_within_a_sentence_is_said_in_it() -> None:
    assert str(say("Refused: %(why)s", why=say("No more than %(n)s.", n=2))) == "Refused: No more than 2."


def test_equal_sentences_are_one_in_a_set() -> None:
    assert {say("On %(day)s", day=DAY), say("On %(day)s", day=DAY)} == {say("On %(day)s", day=DAY)}
    assert len({say("%(n)s", n=1), say("%(n)s", n=True)}) == 1
    assert say("%(n)s", n=1) != say("%(n)s", n=2)


@pytest.mark.parametrize(
    "sentence",
    [
        say("Nothing to add."),
        say("On %(day)s at %(moment)s", day=DAY, moment=MOMENT),
        say("%(n)s of %(name)s, %(truth)s", n=3, name="江山", truth=True),
        say("Refused: %(why)s", why=say("On %(day)s: %(deeper)s", day=DAY, deeper=say("Late."))),
        say("Missing: %(items)s", items=["图纸", say("The plan of %(day)s", day=DAY), DAY]),
    ],
    ids=str,
)
def test_a_sentence_is_read_back_as_it_was_written(sentence: Sentence) -> None:
    assert read(write(sentence)) == sentence


def test_a_stored_sentence_keeps_its_days_as_days_and_its_chinese_as_chinese() -> None:
    stored = write(say("On %(day)s: %(what)s", day=DAY, what="图纸"))
    assert stored == '{"say": "On %(day)s: %(what)s", "with": {"day": {"day": "2026-03-19"}, "what": "图纸"}}'
    assert type(read(stored).args["day"]) is date


def test_an_exact_number_is_stored_as_it_is_said() -> None:
    sentence = say("%(points)s points", points=Decimal("18.65"))
    assert str(read(write(sentence))) == str(sentence) == "18.65 points"
