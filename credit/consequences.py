"""P1, P2, P6: what would follow from a rating that is not determined yet; pure, by the fold that standing uses."""

from collections.abc import Collection
from datetime import date

from blacklist.findings import Grade
from blacklist.rules import Effect, History, Measure, RatingDecision, effects
from kernel.rulebook import Rulebook, applies


@applies("G7", "P1", "P2", "P6")
def would_follow(
    history: History,
    readmissions: Collection[date],
    rated: RatingDecision,
    book: Rulebook,
    measures: Collection[Measure],
) -> Effect | None:
    """Return the heaviest measure that would follow from a rating on its day, or None.

    G7: a draft D is told with the measure that would follow and its last locked day. The rating is laid over what
    was decided so far, and what was not there before follows from it; a D under a veto is neutral (P6).
    """
    if rated.grade is not Grade.D:
        return None
    known = {(one.measure, one.starts_on) for one in effects(history, readmissions, book, rated.on, measures)}
    weights = {measure.key: measure.weight for measure in measures}
    laid = effects((*history, rated), readmissions, book, rated.on, measures)
    new = [one for one in laid if (one.measure, one.starts_on) not in known and one.is_in_force(rated.on)]
    return max(new, key=lambda one: weights[one.measure], default=None)
