"""P1–P9, P13, T6: whether an agency may, folded from its decisions, the rulebook and a day.

Nothing here is stored: each answer is computed from what was decided, and set aside, by the day it is asked
for. The measures themselves, one a file, are passed in like the rulebook (blacklist/catalogue.py has them).
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from blacklist import reasons
from blacklist.findings import Grade, VetoKind
from blacklist.reasons import Reason
from blacklist.repair import repaired_from
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence

GOOD = "good"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What was decided about an agency, and the day on which it was set aside on review, if it was (P13).

    A reviewer may have suspended it: from that day until the review was decided it is as if it were not there.
    """

    on: date
    set_aside_on: date | None = None
    id: str = ""
    suspended_on: date | None = None
    resumed_on: date | None = None

    def stands(self, day: date) -> bool:
        """Tell whether it was decided, and not yet set aside, by the day; both hold from 00:00 (T1)."""
        ended = self.set_aside_on is not None and self.set_aside_on <= day
        return self.on <= day and not ended and not self._is_suspended(day)

    def _is_suspended(self, day: date) -> bool:
        if self.suspended_on is None or day < self.suspended_on:
            return False
        return self.resumed_on is None or day < self.resumed_on


@dataclass(frozen=True, kw_only=True)
class RatingDecision(Decision):
    """A determined rating; `by_score` is its grade without a veto (G6), where that differs."""

    year: int
    grade: Grade
    by_score: Grade | None = None


@dataclass(frozen=True, kw_only=True)
class VetoDecision(Decision):
    """An upheld one-vote veto and the day of its fact (P4, G6)."""

    kind: VetoKind
    fact_on: date


History = tuple[Decision, ...]


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a measure does to an agency: from when, the last locked day, and when and why it was left."""

    measure: str
    starts_on: date
    rests_on: tuple[Decision, ...]
    because: Reason
    locked_until: date | None = None
    left_on: date | None = None
    left_because: Reason | None = None

    def is_in_force(self, day: date) -> bool:
        """Tell whether it is in force on a day; a lockout that has run out still is, until re-entry (P9)."""
        return self.starts_on <= day and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True)
class Measure:
    """One kind of measure: its key, the standing that it gives, its weight among others, how it arises."""

    key: str
    standing: str
    weight: int
    label: Sentence
    arises: Callable[[History, Rulebook], Iterable[Effect]]


@dataclass(frozen=True)
class Standing:
    """Whether an agency may, on a day, and why."""

    name: str
    since: date | None
    locked_until: date | None
    may_apply_from: date | None
    because: tuple[Reason, ...]

    @property
    def is_out(self) -> bool:
        """Tell whether the agency is outside platform and supermarket: in lockout, or not readmitted yet."""
        return self.locked_until is not None


@dataclass(frozen=True)
class Row:
    """Ratings that are deficient one after the other by rated year, and the rating that broke the row."""

    ratings: tuple[RatingDecision, ...]
    broken_by: RatingDecision | None

    def complete_on(self, count: int) -> date:
        """Return the day from which the row's first `count` ratings are all determined (P2)."""
        return max(rating.on for rating in self.ratings[:count])


@applies("P6", "P13")
def in_force(history: Iterable[Decision], day: date) -> History:
    """Return the decisions in force as known on a day, each rating with the grade that counts.

    P13: a decision set aside by the day leaves no trace. P6: a D under a veto counts as N, which neither
    counts, nor breaks a row, nor ends a card; once its vetoes are all set aside it counts by score.
    """
    known = tuple(decision for decision in history if decision.on <= day)
    return tuple(
        replace(decision, grade=_counts_as(decision, known, day))
        if isinstance(decision, RatingDecision)
        else decision
        for decision in known
        if decision.stands(day)
    )


@applies("P3")
def deficient_rows(history: History) -> Iterator[Row]:
    """Yield the rows of deficient ratings, by rated year whatever the order of determination.

    P3: a rating that is not deficient breaks the row, and the next deficient one begins another. P2: N, a
    year without a rating and one whose rating was set aside neither count nor break. The last row may be
    unbroken.
    """
    row: tuple[RatingDecision, ...] = ()
    rated = (d for d in history if isinstance(d, RatingDecision) and d.grade is not Grade.N)
    for rating in sorted(rated, key=lambda rating: rating.year):
        if rating.grade is Grade.D:
            row = (*row, rating)
        elif row:
            yield Row(row, rating)
            row = ()
    if row:
        yield Row(row, None)


def vetoes(history: Iterable[Decision]) -> Iterator[VetoDecision]:
    """Yield the vetoes by day of decision, then of fact."""
    found = (decision for decision in history if isinstance(decision, VetoDecision))
    yield from sorted(found, key=lambda veto: (veto.on, veto.fact_on, veto.kind, veto.id))


@applies("P3", "P9")
def effects(
    history: Iterable[Decision],
    readmissions: Iterable[date],
    book: Rulebook,
    on: date,
    measures: Collection[Measure],
) -> tuple[Effect, ...]:
    """Return every effect, past and present, as known on a day, the earlier first: dated intervals.

    P9: an effect that does not end by itself is left on the day of re-entry. P3: after re-entry the count
    starts anew, so what was decided up to the day of re-entry, that day included, never meets what is decided
    later; a rating counts by its determination, whatever year it is for.
    """
    known = in_force(history, on)
    days = sorted({day for day in readmissions if day <= on})
    found: list[Effect] = []
    for start, end in pairwise((None, *days, None)):
        spell = tuple(d for d in known if (start is None or d.on > start) and (end is None or d.on <= end))
        found += (_left(effect, end) for measure in measures for effect in measure.arises(spell, book))
    return tuple(sorted(found, key=lambda effect: (effect.starts_on, effect.measure)))


@applies("P7", "P9", "T6")
def standing(
    history: Collection[Decision],
    readmissions: Collection[date],
    book: Rulebook,
    on: date,
    measures: Collection[Measure],
) -> Standing:
    """Return an agency's standing on a day: its name, since when, how long locked out, and why.

    P7: the heaviest measure since the last re-entry is named, from its first day; the latest end of all
    lockouts counts; each keeps its own reason. P9: a lockout that has run out is named until re-entry is
    decided. Good is since the last re-entry or the end of the last card, whichever is later, else since
    nothing. T6: the day is all that it depends on.
    """
    laid = effects(history, readmissions, book, on, measures)
    notes = tuple(_notes(history, readmissions, on))
    kinds = {measure.key: measure for measure in measures}
    held = sorted(
        (e for e in laid if e.is_in_force(on)), key=lambda e: (-kinds[e.measure].weight, e.starts_on)
    )
    if not held:
        since, why = _last_end(laid, readmissions, on)
        return Standing(GOOD, since, None, None, (why, *notes))
    name, since = kinds[held[0].measure].standing, held[0].starts_on
    because = (*(effect.because for effect in held), *notes)
    ends = [effect.locked_until for effect in held if effect.locked_until is not None]
    if not ends:
        return Standing(name, since, None, None, because)
    first = may_enter_from(max(ends))
    return Standing(name, since, max(ends), first, (*because, *reasons.of_lockout(ends, first, on)))


@applies("P8")
def may_enter_from(locked_until: date) -> date:
    """Return the first day on which re-entry may be applied for: the day after the last locked one (P8)."""
    return locked_until + ONE_DAY


@applies("P9")
def refusal_of_reentry(
    history: Collection[Decision],
    readmissions: Iterable[date],
    book: Rulebook,
    on: date,
    measures: Collection[Measure],
) -> Reason | None:
    """Say why re-entry may not be applied for or decided on a day, or nothing where it may.

    P9: before the end it is refused with the day from which it may be applied for. An agency that is not
    locked out cannot re-enter, because that would wipe away a yellow card. What is decided on the day itself
    comes before the re-entry; what is set aside after it does not undo it.
    """
    found = standing(history, [day for day in readmissions if day < on], book, on, measures)
    if found.may_apply_from is None:
        return reasons.not_locked_out(on)
    known = effects(history, [day for day in readmissions if day < on], book, on, measures)
    held = [e for e in known if e.is_in_force(on) and e.locked_until]
    vetoed = {e.starts_on for e in held if isinstance(e.rests_on[0], VetoDecision)}
    others = {e.locked_until for e in held if e.locked_until and not isinstance(e.rests_on[0], VetoDecision)}
    first = repaired_from(vetoed, others, book, on) or found.may_apply_from
    return reasons.too_early(on, first) if on < first else None


def _counts_as(rating: RatingDecision, known: Iterable[Decision], day: date) -> Grade:
    behind = _vetoes_behind(rating, known)
    if any(veto.stands(day) for veto in behind):
        return Grade.N
    return rating.by_score or rating.grade if behind else rating.grade


def _vetoes_behind(rating: RatingDecision, known: Iterable[Decision]) -> list[VetoDecision]:
    """List the vetoes that made it a D: their fact lies in its year, upheld by its determination (G6)."""
    if rating.grade is not Grade.D:
        return []
    return [veto for veto in vetoes(known) if veto.fact_on.year == rating.year and veto.on <= rating.on]


def _left(effect: Effect, reentry: date | None) -> Effect:
    if effect.left_on is not None or reentry is None:
        return effect
    return replace(effect, left_on=reentry, left_because=reasons.reentered(reentry))


def _last_end(laid: Iterable[Effect], readmissions: Iterable[date], on: date) -> tuple[date | None, Reason]:
    """Return since when an agency without a measure is good, and why."""
    ends = [
        (effect.left_on, effect.left_because) for effect in laid if effect.left_on and effect.left_because
    ]
    ends += [(day, reasons.reentered(day)) for day in readmissions if day <= on]
    return max(ends, key=lambda end: (end[0], end[1].rule)) if ends else (None, reasons.no_measure())


def _notes(history: Iterable[Decision], readmissions: Iterable[date], on: date) -> Iterator[Reason]:
    """Say which ratings since the last re-entry P6 makes neutral, and which count by score."""
    known = tuple(decision for decision in history if decision.on <= on)
    reentry = max((day for day in readmissions if day <= on), default=date.min)
    ratings = (d for d in known if isinstance(d, RatingDecision) and d.stands(on) and d.on > reentry)
    for rating in sorted(ratings, key=lambda rating: rating.year):
        behind = _vetoes_behind(rating, known)
        upheld = [veto.on for veto in behind if veto.stands(on)]
        if upheld:
            yield reasons.neutral(rating.year, upheld[0])
        elif behind:
            yield reasons.by_score(rating.year, _counts_as(rating, known, on))
