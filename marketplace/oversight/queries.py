"""Reads for those who look over cases: the desk, and what would follow from a decision before it is confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from blacklist import catalogue, followings
from blacklist import queries as blacklist
from blacklist.findings import VetoKind
from blacklist.followings import Change
from blacklist.models import Case, Decision
from blacklist.rules import VetoDecision
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence
from marketplace.delivery import queries as delivery
from marketplace.delivery.models import Order
from marketplace.selection import queries as selection


@dataclass(frozen=True)
class Following:
    """What would follow: the change of standing, and how much of the agency's dealings it would touch (P11)."""

    change: Change
    registrations: int
    awards: int
    contracts: Sequence[Order]


def if_upheld(case: Case, today: date, book: Rulebook) -> Following:
    """Return what would follow if a case were upheld today."""
    veto = VetoDecision(on=today, id=f"case:{case.id}", kind=VetoKind(case.kind), fact_on=case.fact_on)
    history, back = blacklist.history(case.agency_id), blacklist.readmissions(case.agency_id)
    change = followings.if_upheld(history, back, veto, book, catalogue.measures())
    signed = delivery.signed_orders_of(case.agency_id)
    kept = {order.award_id for order in signed}
    awards = [award for award in selection.standing_awards_of(case.agency_id) if award.id not in kept]
    return Following(
        change,
        len(selection.open_registrations_of(case.agency_id)),
        len(awards),
        delivery.running(signed, today),
    )


def if_set_aside(decision: Decision, today: date, book: Rulebook) -> Change:
    """Return what would follow if a decision were set aside today."""
    history, back = blacklist.history(decision.agency_id), blacklist.readmissions(decision.agency_id)
    return followings.if_set_aside(history, back, str(decision.id), book, today, catalogue.measures())


def measure_names() -> dict[str, Sentence]:
    """Return what each measure is called, by its key."""
    return {measure.key: measure.label for measure in catalogue.measures()}
