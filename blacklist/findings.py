"""What can be reported to the blacklist: the vocabulary in which higher packages speak to it (P1, P4)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kernel.sentences import Sentence, say

ONE_DAY = timedelta(days=1)


class Grade(StrEnum):
    """The grade of a yearly rating, as far as a standing looks at it: D is credit-deficient (G8)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    N = "N"


class VetoKind(StrEnum):
    """The two grounds of a one-vote veto (P4)."""

    OVERDUE = "overdue"
    SERIOUS = "serious"


class Violation(StrEnum):
    """The serious violations of P4, by the words of the rulebook's list (P4.serious)."""

    FALSE_DOCUMENTS = "false-documents"
    LENDING_QUALIFICATIONS = "lending-qualifications"
    BID_RIGGING = "bid-rigging"
    LEAKING_SECRETS = "leaking-secrets"
    BRIBERY = "bribery"
    FALSE_CONCLUSIONS = "false-conclusions"
    REFUSING_SUPERVISION = "refusing-supervision"

    @property
    def sentence(self) -> Sentence:
        """Return the violation as a sentence for the charge and the public register."""
        return _SENTENCES[self]


_SENTENCES = {
    Violation.FALSE_DOCUMENTS: say("The agency used false documents."),
    Violation.LENDING_QUALIFICATIONS: say("The agency lent or borrowed qualifications."),
    Violation.BID_RIGGING: say("The agency rigged bids."),
    Violation.LEAKING_SECRETS: say("The agency leaked secrets."),
    Violation.BRIBERY: say("The agency gave or took bribes."),
    Violation.FALSE_CONCLUSIONS: say("The agency drew a grossly false conclusion."),
    Violation.REFUSING_SUPERVISION: say("The agency refused supervision."),
}


@dataclass(frozen=True)
class Rated:
    """A yearly rating was determined; `by_score` is the grade that it would have without a veto (G6).

    `hands` are those who took part in its round, and so review nothing of it (P13).
    """

    year: int
    grade: Grade
    by_score: Grade
    hands: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Overdue:
    """A commitment passed its due day undelivered, or was delivered late by a number of working days (C9)."""

    order: int
    due_on: date
    days: int
    kind = VetoKind.OVERDUE

    @property
    def fact_on(self) -> date:
        """Return the day of the fact: the first day after the due day (G6)."""
        return self.due_on + ONE_DAY


@dataclass(frozen=True)
class SeriousViolation:
    """An authority's officer found a serious violation of the measures (P4)."""

    violation: Violation
    fact_on: date
    kind = VetoKind.SERIOUS


Finding = Rated | Overdue | SeriousViolation
