"""Blacklisting (P4): a one-vote veto, locked for two years from the decision."""

from collections.abc import Iterator
from datetime import date

from blacklist.findings import VetoKind
from blacklist.reasons import Reason
from blacklist.rules import Effect, History, Measure, VetoDecision, vetoes
from kernel.periods import add_years
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say

KEY = "blacklisting"


@applies("P4", "P8")
def arises(history: History, book: Rulebook) -> Iterator[Effect]:
    """Lock from the day of each veto's decision to the corresponding day, by the figures of that day (P4)."""
    for veto in vetoes(history):
        last = add_years(veto.on, book.whole("P4.lockout", veto.on))
        yield Effect(
            measure=KEY,
            starts_on=veto.on,
            rests_on=(veto,),
            because=Reason("P4", _said(veto, last)),
            locked_until=last,
        )


def _said(veto: VetoDecision, last: date) -> Sentence:
    if veto.kind is VetoKind.OVERDUE:
        return say(
            "Blacklisted from %(day)s: a commitment was overdue on %(fact)s; locked out until %(last)s.",
            day=veto.on,
            fact=veto.fact_on,
            last=last,
        )
    return say(
        "Blacklisted from %(day)s: a serious violation on %(fact)s; locked out until %(last)s.",
        day=veto.on,
        fact=veto.fact_on,
        last=last,
    )


MEASURE = Measure(KEY, "blacklisted", 3, say("Blacklist"), arises)
