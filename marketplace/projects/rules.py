"""The form of a project code (GB/T 40058), the stages of a project, and what a case assistant may do (W1, W2)."""

import functools
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.errors import Refused
from kernel.periods import add_months
from kernel.rulebook import FOLDER, Rulebook, applies
from kernel.sentences import Sentence, say
from marketplace.projects.vocabulary import Step

FORM = re.compile(r"([0-9]{4})-([0-9]{6})-([0-9]{2})-([0-9]{2})-([0-9]{6})")
MONTHS = tuple(f"{month:02d}" for month in range(1, 13))


@dataclass(frozen=True)
class Approval:
    """What an authority decides at a stage."""

    zh: str
    en: str


@dataclass(frozen=True)
class Stage:
    """One link of a project's way: the stages that come before it, and the approvals that are decided at it."""

    key: str
    zh: str
    en: str
    after: tuple[str, ...] = ()
    approvals: tuple[Approval, ...] = ()


@functools.cache
def stages() -> tuple[Stage, ...]:
    """Read the stages of a project, in their order, from rulebook/stages.toml."""
    text = tomllib.loads((FOLDER / "stages.toml").read_text(encoding="utf-8"))
    return tuple(_stage(row) for row in text["stage"])


def _stage(row: dict[str, Any]) -> Stage:
    approvals = tuple(Approval(**approval) for approval in row.get("approvals", ()))
    return Stage(row["key"], row["zh"], row["en"], tuple(row["after"]), approvals)


def is_project_code(text: str) -> bool:
    """Tell whether a text has the form of a project code: 4-6-2-2-6 digits, the first four a year and a month."""
    found = FORM.fullmatch(text)
    return found is not None and found.group(1)[2:] in MONTHS


@dataclass(frozen=True)
class Mandate:
    """What an owner lets one case assistant do, for one project or all, as it stands on the day `on`."""

    delegation_id: int
    owner_id: int
    project_id: int | None
    assistant_id: int
    steps: frozenset[str]
    from_on: date
    until_on: date
    accepted_on: date | None
    ended_on: date | None
    on: date

    def allows(self, step: str, person_id: int, owner_id: int, project_id: int | None) -> bool:
        """Tell whether the person may take a step for an owner's project; None stands for a new one."""
        is_it = self._is_of(owner_id, project_id) and person_id == self.assistant_id
        return is_it and refusal(self, step) is None

    def shows(self, owner_id: int, project_id: int) -> bool:
        """Tell whether the centre helps with a project: an accepted delegation holds, whoever was named."""
        return self._is_of(owner_id, project_id) and out_of_force(self) is None

    def why_not(self, step: str, person_id: int, owner_id: int, project_id: int | None) -> Sentence | None:
        """Say why a step may not be taken under it; None where it is about something else, or may."""
        if not self._is_of(owner_id, project_id) or person_id != self.assistant_id:
            return None
        refused = refusal(self, step)
        return refused.sentence if refused else None

    def _is_of(self, owner_id: int, project_id: int | None) -> bool:
        return owner_id == self.owner_id and self.project_id in (None, project_id)


@applies("W2")
def out_of_force(given: Mandate) -> Refused | None:
    """Say why a delegation does not hold on its day, or None: accepted, begun, neither over nor taken back."""
    if given.ended_on is not None:
        return Refused(
            "W2",
            say("The owner took this delegation back, or it was laid down, on %(day)s.", day=given.ended_on),
        )
    if given.accepted_on is None:
        return Refused("W2", say("This delegation holds once the case assistant has accepted it."))
    if given.on < given.from_on:
        begins = say("This delegation begins on %(day)s.", day=given.from_on)
        return Refused("W2", begins, try_from=given.from_on)
    if given.on > given.until_on:
        return Refused(
            "W2", say("This delegation ended on %(day)s; the owner may give a new one.", day=given.until_on)
        )
    return None


@applies("W1")
def refusal(given: Mandate, step: str) -> Refused | None:
    """Say why a step may not be taken under a delegation on its day, or None: only what it names, never a choice."""
    if step not in set(Step):
        return Refused("W1", say("This stays the owner's own step: no delegation can hold it."))
    if step not in given.steps:
        named = say("The owner has not delegated this step: %(step)s.", step=Step(step).label)
        return Refused("W1", named)
    return out_of_force(given)


@applies("W2")
def refusal_of_days(first: date, last: date, today: date, book: Rulebook) -> Refused | None:
    """Say why a delegation may not be given for these days, or None: from today on, and not for too long."""
    if first < today or last < first:
        behind = say("The days begin today or later, and end after they begin.")
        return Refused("W2", behind, field="until_on")
    longest = add_months(first, book.whole("W2.longest_months", today))
    if last > longest:
        return Refused("W2", say("It may last until %(day)s at most.", day=longest), field="until_on")
    return None
