"""Cases and decisions about agencies for tests, made by the operations themselves."""

import itertools
from datetime import date, timedelta

from blacklist import operations
from blacklist.findings import Grade, Overdue, Rated, SeriousViolation, Violation
from kernel import clock, law
from kernel.db import transaction

DOCUMENT = "江审管〔2026〕7号"
ONE_DAY = timedelta(days=1)
_orders = itertools.count(700_001)


def overdue(fact_on=date(2026, 5, 4), order=None):
    """Find that a commitment became overdue on a day."""
    return Overdue(order=order or next(_orders), due_on=fact_on - ONE_DAY, days=1)


def violation(fact_on=date(2026, 5, 4), of=Violation.FALSE_DOCUMENTS):
    """Find that somebody violated the measures on a day."""
    return SeriousViolation(of, fact_on)


def case(agency, finding=None, authority_key="水利", facts=None, actor=None, today=None):
    """Open a case about an agency."""
    with transaction():
        return operations.open_case(
            agency,
            finding or overdue(),
            authority_key,
            facts or {"note": "承诺到期未提交"},
            actor_id=actor.id if actor else None,
            today=today or clock.today(),
            book=law.book(),
        )


def rating(agency, year, grade="D", by_score=None, determined_on=None, document=DOCUMENT):
    """Enter a determined rating, on 12 March of the following year unless told otherwise."""
    rated = Rated(year, Grade(grade), Grade(by_score or grade))
    with transaction():
        return operations.enter_rating(
            agency, rated, determined_on or date(year + 1, 3, 12), document, actor_id=None, book=law.book()
        )


def veto(agency, decided_on=date(2026, 5, 20), finding=None, document=DOCUMENT):
    """Take over a veto that was decided on a day."""
    with transaction():
        return operations.take_over_decision(
            agency, finding or overdue(), decided_on, document, actor_id=None, book=law.book()
        )


def setting_aside(agency, decision, on, document="江审管复〔2026〕1号"):
    """Set a decision aside on a day."""
    with transaction():
        return operations.set_aside(agency, decision, on, document, actor_id=None, book=law.book())


def readmission(agency, on, document="江审管入〔2026〕3号"):
    """Decide an agency's re-entry on a day."""
    with transaction():
        return operations.readmit(agency, on, document, actor_id=None, book=law.book())
