"""Sentences that a rule hands out: English text with its arguments, said in the language of the reader."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Sentence:
    """Hold a sentence as text and arguments, so that a page can say it in the reader's language."""

    text: str
    args: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.args if self.args else self.text

    def __hash__(self) -> int:
        return hash((self.text, frozenset(self.args)))  # not of what is said: 1 and True are equal


def say(text: str, /, **args: object) -> Sentence:
    """Say a sentence in English; the text is the key of its translation (`pybabel extract -k say`)."""
    return Sentence(text, args)


def write(sentence: Sentence) -> str:
    """Write a sentence as JSON, its dates and the sentences within it kept apart from plain text."""
    return json.dumps(_packed(sentence), ensure_ascii=False, sort_keys=True)


def read(text: str) -> Sentence:
    """Read a sentence back."""
    sentence: Sentence = _unpacked(json.loads(text))
    return sentence


def _packed(value: object) -> object:
    if isinstance(value, Sentence):
        return {"say": value.text, "with": {name: _packed(arg) for name, arg in value.args.items()}}
    if isinstance(value, datetime):  # a moment is a date too, but not to its reader
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, list | tuple):
        return [_packed(item) for item in value]
    return value if isinstance(value, int | str) else str(value)


def _unpacked(value: Any) -> Any:  # noqa: ANN401  whatever an argument may be
    if isinstance(value, list):
        return [_unpacked(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "moment" in value:
        return datetime.fromisoformat(value["moment"])
    if "day" in value:
        return date.fromisoformat(value["day"])
    return Sentence(value["say"], {name: _unpacked(arg) for name, arg in value["with"].items()})
