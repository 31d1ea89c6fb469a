"""P5, P5a–P5c, P13: what a letter of a case is written from: plain records, and the law by which it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from blacklist.findings import VetoKind, Violation
from blacklist.vocabulary import Excuse, Outcome, Verdict
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar


@dataclass(frozen=True)
class Law:
    """What a letter is written by: the calendar, the rulebook, and each rule's sentence in Chinese by its number."""

    calendar: Calendar
    book: Rulebook
    rules: Mapping[str, str]


@dataclass(frozen=True)
class Matter:
    """What a letter is about: the agency, who issues it, the case, and the facts as they were frozen.

    The kind is None for the file of a rating. `evidence` are the names of the files that came with the opening.
    """

    agency: str
    uscc: str
    issuer: str
    case: str
    opened_on: date
    edition: str
    kind: VetoKind | None = None
    fact_on: date | None = None
    violation: Violation | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hearing:
    """A hearing as it is announced: when it was asked for, its day, where and when, and who leads it."""

    asked_on: date
    day: date
    where: str
    leader: str


@dataclass(frozen=True)
class Heard:
    """How the agency was heard: the charge and its service, what it said and when, the day of the hearing."""

    charge: str
    charged_on: date
    served_on: date
    said: tuple[tuple[date, str], ...] = ()
    hearing_on: date | None = None


@dataclass(frozen=True)
class Ruling:
    """What was decided: the outcome, the ground where an overdue is excused, and the reasons."""

    outcome: Outcome
    reasons: str
    excuse: Excuse | None = None


@dataclass(frozen=True)
class Deficient:
    """One determined D on which a card or a removal rests: its year, its day and the document."""

    year: int
    determined_on: date
    document: str


@dataclass(frozen=True)
class Reviewed:
    """A review: of which decision, when it was asked for, the verdict and the reasons."""

    decision: str
    decided_on: date
    asked_on: date
    verdict: Verdict
    reasons: str


@dataclass(frozen=True)
class Suspended:
    """A measure suspended while it is reviewed: of which decision, when the review was asked for, and the reasons."""

    decision: str
    decided_on: date
    asked_on: date
    reasons: str


@dataclass(frozen=True)
class Corrected:
    """An error of writing in a decision that was corrected, in the words of who corrected it."""

    decision: str
    decided_on: date
    words: str
