"""G7: the verbs of the round as a whole: open, freeze, tell the drafts, close, publish, determine for all at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, text

from accounts.models import Organisation
from accounts.operations import tell
from blacklist.course import served
from blacklist.findings import Grade as Letter
from blacklist.findings import Rated
from credit import checking, drafting, procedure, round_queries, schemes, self_checking
from credit.drafting import Desk, batches, must_be_open
from credit.evidence import Checked, Entrant
from credit.models import Check, Draft, EvidenceRecord, Round
from credit.operations import enter_rating, must_be_free, submit
from credit.procedure import RULE
from credit.records import write_figures
from credit.vocabulary import Act, State
from kernel import ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.sentences import say

OF_RATING = "G"  # what the numbers of the rules of the rating begin with


@dataclass(frozen=True)
class Determined:
    """What a determination led to: how many ratings, and the agencies that it removes."""

    ratings: int
    removed: Sequence[Organisation]


def open_round(year: int, desk: Desk) -> Round:
    """Open the round that rates a year, by the figures in force on the year's last day (G7, G10)."""
    if desk.today.year <= year:
        said = say(
            "A year is rated after it: the round of %(year)s opens on %(day)s.",
            year=str(year),
            day=date(year + 1, 1, 1),
        )
        raise Refused("G3", said, try_from=date(year + 1, 1, 1), field="year")
    if round_queries.round_of(year):
        raise WrongState(say("The round of %(year)s has been opened already.", year=str(year)))
    last_day = date(year, 12, 31)
    row = Round(
        year=year,
        state=State.OPENED,
        edition=desk.book.edition_on(last_day),
        figures=write_figures(desk.book, last_day, OF_RATING),
        schemes=schemes.write(schemes.weights(desk.book, last_day)),
        opened_on=desk.today,
    )
    details = {"year": year, "edition": row.edition}
    ledger.record(row, "credit.round.opened", actor_id=desk.actor_id, rule=RULE, details=details)
    return row


def freeze(found: Round, entrants: Iterable[Entrant], desk: Desk) -> int:
    """Freeze the evidence of the year (G7): what comes later counts only by a reasoned act. Returns how many are rated.

    What was computed of a year and never stored, such as an acceptance by silence, is put on file by this act.
    """
    _step(found, Act.FREEZE, desk)
    _hold_evidence()
    number, until = 0, procedure.self_check_until(desk.today, desk.calendar, desk.book)
    for entrant in entrants:
        number += _enter(found, entrant, desk)
        if until is not None:
            self_checking.ask(entrant.agency_id, found.year, until)
    db.session.flush()
    found.last_evidence = db.session.scalar(select(func.max(EvidenceRecord.id))) or 0
    found.frozen_on = desk.today
    _record(found, "frozen", desk, {"agencies": number, "last_evidence": found.last_evidence})
    return number


def draw_up(found: Round, desk: Desk) -> int:
    """Tell every agency its draft with reasons (G7); returns how many there are."""
    _step(found, Act.DRAW_UP, desk)
    until = procedure.objections_until(desk.today, desk.calendar, desk.book).day
    drafts = round_queries.all_drafts(found)
    for some in batches(drafts):
        verdicts = drafting.verdicts(found, some, desk)
        for draft in some:
            drafting.draw_up(draft, verdicts[draft.id], until, desk)
    found.drawn_up_on = desk.today
    _record(found, "drafts-told", desk, {"drafts": len(drafts), "objections_until": until})
    return len(drafts)


def draw_up_again(found: Round, desk: Desk) -> int:
    """Compute the drafts again that another file may have put out of date (G6, P2); returns how many changed."""
    lock(found)
    must_be_open(found, Act.RULE_ON_EVIDENCE)
    return sum(drafting.draw_again(draft, desk) for draft in round_queries.to_draw_again(found, desk.today))


def close_objections(found: Round, desk: Desk) -> None:
    """Close the objections and hand every A and D to the second person (G7)."""
    _step(found, Act.CLOSE_OBJECTIONS, desk)
    found.closed_on = desk.today
    _record(found, "objections-closed", desk, {})


def publish(found: Round, desk: Desk) -> date:
    """Publish the ratings before they are determined (G7); returns the last day of the publicity."""
    _step(found, Act.PUBLISH, desk)
    until = procedure.public_until(desk.today, desk.calendar, desk.book).day
    for draft in round_queries.all_drafts(found):
        draft.public_from = desk.today
        ledger.record(
            draft, "credit.draft.published", actor_id=desk.actor_id, rule=RULE, details={"until": until}
        )
    found.published_on = desk.today
    _record(found, "published", desk, {"until": until})
    return until


def determine(found: Round, document: str, desk: Desk) -> Determined:
    """Determine the ratings of all agencies on this one day (G7); card and removal follow in the same act (P1, P2).

    Whoever calls this at the top releases what the removed agencies had won (P11), in the same transaction.
    """
    _step(found, Act.DETERMINE, desk)
    if not document.strip():
        raise Refused(RULE, say("Name the document by which the rating was determined."), field="document")
    removed: list[Organisation] = []
    drafts = round_queries.all_drafts(found)
    for some in batches(drafts):
        verdicts = drafting.verdicts(found, some, desk)
        removed += [draft.agency for draft in some if _determined(draft, verdicts[draft.id], document, desk)]
    found.determined_on, found.document = desk.today, document
    _record(found, "determined", desk, {"ratings": len(drafts), "document": document})
    return Determined(len(drafts), removed)


def determine_one(draft: Draft, document: str, desk: Desk) -> bool:
    """Determine the rating of one agency, with what follows from it; tells whether it is removed (P1, P2)."""
    return _determined(draft, drafting.verdicts(draft.round, [draft], desk)[draft.id], document, desk)


def _determined(draft: Draft, verdict: drafting.Verdict, document: str, desk: Desk) -> bool:
    _must_be_current(draft, verdict)
    drafting.lay(draft, verdict)
    _determine(draft.round, draft, document, desk)
    return draft.measure == "removal"


def _step(found: Round, act: Act, desk: Desk) -> None:
    """Take a step of the round as a whole, or raise why it may not be taken."""
    lock(found)
    must_be_open(found, act)
    days = procedure.deadlines(found.year, desk.calendar, desk.book, found.frozen_on)
    progress = round_queries.progress(found, desk.calendar, desk.book, desk.today)
    refused = procedure.refusal(act, progress, days, desk.today)
    if refused:
        raise refused
    found.state = procedure.MOVES[State(found.state), act].to


def _record(found: Round, past: str, desk: Desk, details: dict[str, object]) -> None:
    told = {"year": found.year, **details}
    ledger.record(found, f"credit.round.{past}", actor_id=desk.actor_id, rule=RULE, details=told)


def _hold_evidence() -> None:
    """Let nobody put evidence on file until the freeze is done: a late number could slip under the mark."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE evidence_record IN SHARE ROW EXCLUSIVE MODE"))


def _enter(found: Round, entrant: Entrant, desk: Desk) -> int:
    draft = Draft(round=found, agency_id=entrant.agency_id, industry=entrant.industry)
    details = {"agency": entrant.agency_id, "year": found.year, "computed": len(entrant.facts)}
    entry = ledger.record(draft, "credit.draft.entered", actor_id=desk.actor_id, rule=RULE, details=details)
    for fact, about in entrant.facts:
        submit(entrant.agency_id, fact, entry=entry, about=about)
    checks = [
        Check(draft_id=draft.id, authority_key=key, of=of) for key in entrant.authorities for of in Checked
    ]
    if checks:
        ledger.record(
            checks[0],
            "credit.check.asked",
            actor_id=desk.actor_id,
            rule=RULE,
            details=details,
            also=checks[1:],
        )
    return 1


def _must_be_current(draft: Draft, verdict: drafting.Verdict) -> None:
    """Refuse to determine what nobody has checked: a measure or a grade that has changed since the draft was told."""
    rating = verdict.rating
    grade, by_score = Letter(rating.grade), Letter(rating.by_score)
    computed = procedure.Told(grade, by_score, str(rating.total), verdict.measure)
    if computed != drafting.told(draft):
        said = say("The draft of %(agency)s is out of date: draw it up again.", agency=draft.agency.name)
        raise Refused(RULE, said)


def _determine(found: Round, draft: Draft, document: str, desk: Desk) -> None:
    hands = checking.took_part(draft) if draft.grade == Letter.D else frozenset()
    rated = Rated(found.year, Letter(draft.grade), Letter(draft.by_score), hands)
    agency = draft.agency
    must_be_free(agency, rated, desk.today)
    details = {"measure": draft.measure, "locked_until": draft.locked_until}
    ledger.record(draft, "credit.draft.determined", actor_id=desk.actor_id, rule=RULE, details=details)
    enter_rating(
        agency,
        rated,
        desk.today,
        document,
        actor_id=desk.actor_id,
        book=desk.book,
        total=draft.total,
        edition=found.edition,
        public_from=served(desk.today, None, desk.calendar, desk.book).day,
    )
    said = say(
        "Your rating of %(year)s is determined: %(grade)s, %(total)s points.",
        year=str(found.year),
        grade=draft.grade,
        total=draft.total,
    )
    tell(agency.id, said, link=f"/agencies/{agency.id}/ratings/{found.year}")
