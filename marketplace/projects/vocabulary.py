"""The steps that an owner may let a case assistant take, and those that stay its own: rulebook/delegation.toml."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kernel.rulebook import FOLDER
from kernel.sentences import Sentence, say


class Step(StrEnum):
    """What may be delegated; the clerk's file says what each of them covers, and what never may be."""

    PROJECT = "project"
    MATERIALS = "materials"
    PAUSES = "pauses"
    PAYMENTS = "payments"
    SURVEY = "survey"

    @property
    def label(self) -> Sentence:
        """Say what it is, in few words."""
        return _LABELS[self]


_LABELS = {
    Step.PROJECT: say("project and services"),
    Step.MATERIALS: say("materials"),
    Step.PAUSES: say("pauses"),
    Step.PAYMENTS: say("payments"),
    Step.SURVEY: say("survey day"),
}


@dataclass(frozen=True)
class StepText:
    """One row of the clerk's file: a step, whether it may be delegated, and why or why not."""

    key: str
    may: bool
    zh: str
    en: str
    why_zh: str
    why_en: str

    def called(self, language: str) -> str:
        """Return what the step is, in a language."""
        return self.zh if language == "zh" else self.en

    def why(self, language: str) -> str:
        """Return why it may or may never be delegated, in a language."""
        return self.why_zh if language == "zh" else self.why_en


@cache
def step_texts() -> tuple[StepText, ...]:
    """Read every step, those that may be delegated first, as the clerk's file orders them."""
    text = tomllib.loads((FOLDER / "delegation.toml").read_text(encoding="utf-8"))
    return tuple(StepText(**row) for row in text["step"])
