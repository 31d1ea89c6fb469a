"""P13: what falls when a decision is set aside takes its letters along, also those of what only rested on it."""

from collections.abc import Sequence
from datetime import date

from blacklist import issuing, queries
from blacklist.models import Decision
from blacklist.register import rests_on
from blacklist.rules import Effect
from kernel import issued, ledger
from kernel.ledger import Audited
from kernel.rulebook import Rulebook
from marketplace.oversight.queries import if_set_aside


def of_setting_aside(decision: Decision, on: date, book: Rulebook) -> Sequence[Effect]:
    """Return the measures that fall when a decision is set aside on a day: ask before it is."""
    return if_set_aside(decision, on, book).falls


def withdraw_letters(falls: Sequence[Effect], on: date, document: str, subject: Audited) -> None:
    """Withdraw the letters of the measures that fell, proved by the last entry about a row; a second call does nothing."""
    entry = [*ledger.entries(subject)][-1]
    for effect in falls:
        decision = queries.decision(int(rests_on(effect).id))
        case = queries.case(decision.case_id) if decision and decision.case_id else None
        letter = issuing.decided_by(case) if case else None
        if letter and issued.withdrawal_of(letter) is None:
            issued.withdraw(letter, on, document, entry=entry)
