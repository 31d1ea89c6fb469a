"""P4, P13: what would follow from a decision, or from setting one aside, told before anybody confirms it: pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from blacklist.rules import Decision, Effect, Measure, Standing, VetoDecision, effects, standing
from kernel.rulebook import Rulebook, applies


@dataclass(frozen=True)
class Change:
    """The standing before and after, the measures that would fall and those that would arise."""

    before: Standing
    after: Standing
    falls: tuple[Effect, ...]
    arises: tuple[Effect, ...]


@applies("P4", "P7")
def if_upheld(
    history: Collection[Decision],
    readmissions: Collection[date],
    veto: VetoDecision,
    book: Rulebook,
    measures: Collection[Measure],
) -> Change:
    """Return what would follow if a veto were upheld on its day: P4, and P7 where another lockout runs beside it."""
    return _change(tuple(history), (*history, veto), readmissions, book, veto.on, measures)


@applies("P13")
def if_set_aside(
    history: Collection[Decision],
    readmissions: Collection[date],
    decision_id: str,
    book: Rulebook,
    on: date,
    measures: Collection[Measure],
) -> Change:
    """Return what would follow if a decision were set aside on a day.

    P13: it leaves no trace, and what followed from it, a row of two for example, is computed again. While a review
    has it suspended it is taken as in force before: what the review undoes is the decision, not the suspension.
    """
    before = tuple(replace(d, suspended_on=None) if d.id == decision_id else d for d in history)
    after = tuple(replace(d, set_aside_on=on) if d.id == decision_id else d for d in before)
    return _change(before, after, readmissions, book, on, measures)


def _change(
    before: Collection[Decision],
    after: Collection[Decision],
    readmissions: Collection[date],
    book: Rulebook,
    on: date,
    measures: Collection[Measure],
) -> Change:
    was = effects(before, readmissions, book, on, measures)
    becomes = effects(after, readmissions, book, on, measures)
    kept, known = {_name(effect) for effect in becomes}, {_name(effect) for effect in was}
    return Change(
        standing(before, readmissions, book, on, measures),
        standing(after, readmissions, book, on, measures),
        tuple(effect for effect in was if effect.is_in_force(on) and _name(effect) not in kept),
        tuple(effect for effect in becomes if effect.is_in_force(on) and _name(effect) not in known),
    )


def _name(effect: Effect) -> tuple[str, date, tuple[str, ...]]:
    """Name an effect by what it is, from when, and on what it rests."""
    return effect.measure, effect.starts_on, tuple(sorted(d.id for d in effect.rests_on))
