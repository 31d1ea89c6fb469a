"""G2, G3: when an owner may evaluate an order, revise it once, and when a star needs a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kernel.errors import Refused
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from kernel.workdays import Calendar

ASPECTS = ("quality", "timeliness", "attitude", "fee", "propriety", "overall")


@dataclass(frozen=True)
class Marks:
    """What an owner says of an order: stars from 1 to 5, two answers, and a reason."""

    stars: Mapping[str, int]
    fee_as_offered: bool
    told_at_once: bool
    reason: str


@applies("G2")
def evaluate_until(accepted_on: date, calendar: Calendar, book: Rulebook) -> date:
    """Return the last day on which the owner may evaluate: 15 working days after acceptance, also by silence."""
    return calendar.add(accepted_on, book.whole("G2.evaluate_within", accepted_on)).day


@applies("G2")
def revise_until(given_on: date, calendar: Calendar, book: Rulebook) -> date:
    """Return the last day on which the owner may revise the evaluation, once: within 3 working days."""
    return calendar.add(given_on, book.whole("G2.revise_within", given_on)).day


@applies("G2")
def refusal_to_evaluate(
    accepted_on: date | None, today: date, calendar: Calendar, book: Rulebook
) -> Refused | None:
    """Say why an order may not be evaluated today, or None: only what was accepted, for 15 working days."""
    if accepted_on is None or today < accepted_on:
        return Refused("G2", say("An order is evaluated after it has been accepted."))
    last = evaluate_until(accepted_on, calendar, book)
    if today > last:
        return Refused("G2", say("It could be evaluated until %(last)s; no evaluation is shown.", last=last))
    return None


@applies("G2")
def refusal_to_revise(
    given_on: date, revised_on: date | None, today: date, calendar: Calendar, book: Rulebook
) -> Refused | None:
    """Say why an evaluation may not be revised today, or None: once, within 3 working days."""
    if revised_on is not None:
        return Refused("G2", say("An evaluation is revised once, and this one has been."))
    last = revise_until(given_on, calendar, book)
    if today > last:
        return Refused("G2", say("It could be revised until %(last)s.", last=last))
    return None


@applies("G2")
def refusal_of_marks(marks: Marks, book: Rulebook, today: date) -> Refused | None:
    """Say what is wrong with the marks, or None: a star of 1 or 5 needs a reason."""
    most = book.whole("G4.stars", today)
    if any(star in (1, most) for star in marks.stars.values()) and not marks.reason.strip():
        return Refused(
            "G2", say("Say why: a mark of 1 or %(most)s stars needs a reason.", most=most), field="reason"
        )
    return None
