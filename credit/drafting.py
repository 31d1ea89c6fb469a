"""G3, G6, G7: a draft is computed from the evidence that counts, told, and computed again when that changes."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.operations import tell
from blacklist import catalogue as blacklist_catalogue
from blacklist import queries as blacklist
from blacklist.findings import Grade as Letter
from blacklist.rules import Effect, RatingDecision
from credit import catalogue, procedure, weighing
from credit.consequences import would_follow
from credit.evidence import Measured, tally
from credit.models import Draft, EvidenceRecord, Round
from credit.procedure import Told
from credit.records import read_evidence, read_figures, write_sums
from credit.rules import Grade, Rating, rate, shown
from credit.schemes import read as read_schemes
from credit.schemes import weighed
from credit.vocabulary import Act, Second, State
from kernel import ledger
from kernel.db import lock
from kernel.errors import WrongState
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar

BATCH = 500


@dataclass(frozen=True)
class Desk:
    """Who acts, on which day, and by which calendar and rulebook."""

    actor_id: int
    today: date
    calendar: Calendar
    book: Rulebook


@dataclass(frozen=True)
class Verdict:
    """What the evidence of a year makes: the sums, the rating, and the measure that would follow."""

    measured: Measured
    rating: Rating
    effect: Effect | None

    @property
    def measure(self) -> str:
        """Return the key of the measure that would follow, or an empty text."""
        return self.effect.measure if self.effect else ""


def must_be_open(found: Round, act: Act) -> None:
    """Raise WrongState where the table opens no such step to the round as it stands."""
    if (State(found.state), act) not in procedure.MOVES:
        raise WrongState(say("The round stands elsewhere now: %(state)s", state=State(found.state).sentence))


def state_of(draft: Draft) -> State:
    """Return where a draft stands: with its round, or by itself where its rating was set aside and is replaced (P2)."""
    if draft.reopened_on is None or draft.round.state != State.DETERMINED:
        return State(draft.round.state)
    return State.PUBLICITY if draft.public_from else State.SECOND


def must_be_open_to(draft: Draft, act: Act) -> None:
    """Raise WrongState where the table opens no such step to a draft as it stands."""
    state = state_of(draft)
    if (state, act) not in procedure.MOVES:
        raise WrongState(say("The round stands elsewhere now: %(state)s", state=state.sentence))


def batches(drafts: Sequence[Draft]) -> Iterator[Sequence[Draft]]:
    """Yield drafts in portions, so that no statement names all of them."""
    for start in range(0, len(drafts), BATCH):
        yield drafts[start : start + BATCH]


def measure_up(rows: Sequence[EvidenceRecord], year: int, *, has_veto: bool) -> Measured:
    """Sum up the evidence that counts in a year."""
    return tally(year, (read_evidence(row.kind, json.loads(row.facts)) for row in rows), has_veto=has_veto)


def verdicts(found: Round, drafts: Sequence[Draft], desk: Desk) -> dict[int, Verdict]:
    """Compute what the evidence makes of each draft, by its id, by the figures that the round was opened with.

    G2: an industry's scheme holds for the agencies of that industry, as the round was opened with it.

    G7: the measure that would follow is computed for the day by which the ratings are determined, or for today
    where that has passed or the day of determination has come.
    """
    of_round = read_figures(found.edition, found.figures)
    indicators, schemes = catalogue.indicators(desk.book), read_schemes(found.schemes)
    rows = weighing.counting(found, (draft.agency_id for draft in drafts))
    vetoed = blacklist.vetoed_in(found.year, desk.today)
    made = {}
    for draft in drafts:
        measured = measure_up(rows[draft.agency_id], found.year, has_veto=draft.agency_id in vetoed)
        own = weighed(indicators, schemes.get(draft.industry))
        made[draft.id] = (measured, rate(measured, of_round, own))
    on = expected_on(found, desk)
    deficient = [draft for draft in drafts if made[draft.id][1].grade is Grade.D]
    effects = {draft.id: effect for draft, effect in _effects(found, deficient, made, on, desk)}
    return {key: Verdict(measured, rating, effects.get(key)) for key, (measured, rating) in made.items()}


def expected_on(found: Round, desk: Desk) -> date:
    """Return the day for which what would follow is told: by it the ratings are determined (G7)."""
    by = procedure.deadlines(found.year, desk.calendar, desk.book).determine_by
    return desk.today if found.state == State.DETERMINED else max(by, desk.today)


def _effects(
    found: Round, drafts: Sequence[Draft], made: dict[int, tuple[Measured, Rating]], on: date, desk: Desk
) -> Iterator[tuple[Draft, Effect | None]]:
    known = blacklist.records(draft.agency_id for draft in drafts)
    for draft in drafts:
        rating = made[draft.id][1]
        rated = RatingDecision(
            on=on, year=found.year, grade=Letter(rating.grade), by_score=Letter(rating.by_score)
        )
        history, back = known[draft.agency_id]
        yield draft, would_follow(history, back, rated, desk.book, blacklist_catalogue.measures())


def lay(draft: Draft, verdict: Verdict) -> None:
    """Write a verdict onto its draft."""
    draft.sums = write_sums(verdict.measured)
    points = verdict.rating.dimensions
    draft.dimensions = json.dumps({dimension: shown(points[dimension]) for dimension in points})
    draft.grade, draft.by_score = verdict.rating.grade, verdict.rating.by_score
    draft.total = str(verdict.rating.total)
    draft.has_veto = verdict.measured.has_veto
    draft.measure = verdict.measure
    draft.locked_until = verdict.effect.locked_until if verdict.effect else None


def draw_up(draft: Draft, verdict: Verdict, until: date, desk: Desk) -> None:
    """Tell a draft for the first time, with the days in which the agency may object (G7)."""
    lay(draft, verdict)
    draft.drawn_by, draft.told_on, draft.objections_until = desk.actor_id, desk.today, until
    draft.second = Second.ASKED if _needs_second(verdict.rating.grade, desk) else Second.NONE
    _record(draft, "credit.draft.told", desk)
    _tell(draft)


def draw_again(draft: Draft, desk: Desk) -> bool:
    """Compute a draft again; tell the agency where it changed, and let it object anew where it became worse (G7).

    A changed A or D is checked by the second person again, and a changed draft is published for its days again. A
    veto was a procedure of its own, so a draft that changed by it alone opens no new time for objections, unless a
    measure would follow that the veto had held off (P6). Returns whether anything changed.
    """
    lock(draft)
    before, sums = told(draft), draft.sums
    lay(draft, verdicts(draft.round, [draft], desk)[draft.id])
    if draft.told_on is None or (before == told(draft) and sums == draft.sums):
        return False
    draft.drawn_by, draft.told_on = desk.actor_id, desk.today
    if procedure.is_worse(before, told(draft)):
        draft.objections_until = procedure.objections_until(desk.today, desk.calendar, desk.book).day
    draft.second = _second_after(draft, desk)
    if draft.public_from is not None:
        draft.public_from = desk.today
    _record(draft, "credit.draft.drawn-again", desk)
    _tell(draft)
    return True


def told(draft: Draft) -> Told:
    """Return what a draft tells its agency."""
    grade, by_score = (Letter(letter or Letter.N) for letter in (draft.grade, draft.by_score))
    return Told(grade, by_score, draft.total or "0", draft.measure)


def _needs_second(grade: str, desk: Desk) -> bool:
    return procedure.needs_second(Letter(grade), desk.today, desk.book)


def _second_after(draft: Draft, desk: Desk) -> Second:
    if not _needs_second(draft.grade, desk):
        return Second.NONE
    return Second.SENT_BACK if draft.second == Second.SENT_BACK else Second.ASKED


def _record(draft: Draft, act: str, desk: Desk) -> None:
    details = {
        "agency": draft.agency_id,
        "year": draft.round.year,
        "grade": draft.grade,
        "by_score": draft.by_score,
        "total": draft.total,
        "measure": draft.measure,
        "locked_until": draft.locked_until,
        "objections_until": draft.objections_until,
    }
    ledger.record(draft, act, actor_id=desk.actor_id, rule="G7", details=details)


def _tell(draft: Draft) -> None:
    tell(draft.agency_id, _said(draft), link=f"/rating-rounds/{draft.round.year}/agencies/{draft.agency_id}")


def _said(draft: Draft) -> Sentence:
    words = {
        "year": str(draft.round.year),
        "grade": draft.grade,
        "total": draft.total,
        "until": draft.objections_until,
    }
    if draft.measure == "removal":
        return say(
            "Draft rating of %(year)s: %(grade)s, %(total)s points. A removal would follow, locked until %(locked)s. "
            "You may object, and ask for an oral hearing, until %(until)s.",
            **words,
            locked=draft.locked_until,
        )
    if draft.measure:
        return say(
            "Draft rating of %(year)s: %(grade)s, %(total)s points. A yellow card would follow. "
            "You may object until %(until)s.",
            **words,
        )
    return say(
        "Draft rating of %(year)s: %(grade)s, %(total)s points. You may object until %(until)s.", **words
    )
