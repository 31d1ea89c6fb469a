"""What waits in the yearly rating (G7): checks for an authority, the next step for the office, a draft for its agency."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from accounts.kinds import Kind
from accounts.models import Organisation
from credit import objections, procedure, round_queries, self_checking
from credit.drafting import state_of
from credit.models import Draft, Objection, Round
from credit.vocabulary import Act, State
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.home.tasks import Task
from marketplace.oversight import round_steps

_NEXT: dict[Act, Sentence] = {
    Act.FREEZE: say("Freeze the evidence"),
    Act.DRAW_UP: say("Tell every agency its draft"),
    Act.CLOSE_OBJECTIONS: say("Close the objections"),
    Act.PUBLISH: say("Publish the ratings"),
    Act.DETERMINE: say("Determine the ratings"),
}


def waiting(body: Organisation, today: date, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    """Yield what waits for an organisation in the rounds that are not determined yet."""
    if body.kind == Kind.AGENCY:
        yield from _drafts(body, today, calendar, book)
        return
    if body.kind == Kind.MANAGING_OFFICE:
        yield from _to_open(today, calendar, book)
    for found in round_queries.running():
        if body.kind == Kind.AUTHORITY:
            yield from _checks(found, str(body.authority_key), calendar, book)
        elif body.kind == Kind.MANAGING_OFFICE:
            yield from _steps(found, today, calendar, book)


def _drafts(body: Organisation, today: date, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    for draft in round_queries.drafts_about(body.id):
        yield from of_agency(draft, objections.may_object_until(draft, calendar, book), today, calendar, book)


def of_agency(
    draft: Draft, until: date | None, today: date, calendar: Calendar, book: Rulebook
) -> Iterator[Task]:
    """Yield what an agency may still do about its draft: check itself, or object until a day (G7)."""
    check_by = self_checking.open_until(draft, calendar, book, today)
    if check_by is not None and draft.self_checked_on is None:
        yield _to_check_oneself(draft, check_by)
    is_open = (state_of(draft), Act.OBJECT) in procedure.MOVES
    if is_open and until is not None and today <= until:
        yield _told(draft, until)


def to_answer(row: Objection, calendar: Calendar, book: Rulebook) -> Task:
    """Return the answer to an objection that the managing office owes, with its day (G7)."""
    draft = row.draft
    return Task(
        title=say("Objection to a draft rating of %(year)s", year=str(draft.round.year)),
        text=say("Answer it with reasons: nothing is determined before."),
        endpoint="drafts.answer_objection",
        act=say("Answer the objection"),
        by=procedure.answer_by(row.made_on, calendar, book).day,
        about=draft.agency.name,
        address={"year": draft.round.year, "agency_id": draft.agency_id, "objection_id": row.id},
    )


def _to_check_oneself(draft: Draft, until: date) -> Task:
    return Task(
        title=say("Your own check for the rating of %(year)s", year=str(draft.round.year)),
        text=say("Give yourself points in each dimension and say what you found."),
        endpoint="self_checks.self_check",
        act=say("Check yourself"),
        by=until,
        silence=say("After that day the draft is drawn up without it."),
        address={"year": draft.round.year, "agency_id": draft.agency_id},
    )


def _told(draft: Draft, until: date) -> Task:
    return Task(
        title=say("Your draft rating of %(year)s", year=str(draft.round.year)),
        text=say(
            "%(grade)s, %(total)s points. Read why, and object if it is wrong.",
            grade=draft.grade,
            total=draft.total,
        ),
        endpoint="drafts.rating_draft",
        act=say("Read the draft rating"),
        by=until,
        silence=say("Who says nothing accepts the draft."),
        address={"year": draft.round.year, "agency_id": draft.agency_id},
        can_wait=True,
    )


def _checks(found: Round, key: str, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    share = next((one for one in round_queries.shares(found) if one.authority_key == key), None)
    if found.state != State.FROZEN or share is None or share.answered == share.checks:
        return
    yield Task(
        title=say("Checks for the rating of %(year)s", year=str(found.year)),
        text=say("%(number)s checks are not answered yet.", number=share.checks - share.answered),
        endpoint="rounds.rating_drafts",
        act=say("Answer the checks"),
        by=procedure.deadlines(found.year, calendar, book, found.frozen_on).check_by,
        silence=say("A check without an answer counts as not made."),
        address={"year": found.year, "show": "checks"},
    )


def _to_open(today: date, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    year = round_steps.to_open(today)
    if year is not None:
        yield Task(
            title=say("Rating of %(year)s", year=str(year)),
            text=say("The round is not open yet."),
            endpoint="rounds.rating_rounds",
            act=say("Open the round"),
            by=procedure.deadlines(year, calendar, book).freeze_from,
        )


def _steps(found: Round, today: date, calendar: Calendar, book: Rulebook) -> Iterator[Task]:
    glance = round_steps.glance(found, calendar, book, today)
    waiting_for = glance.progress
    if glance.following:
        yield Task(
            title=say("Rating of %(year)s", year=str(found.year)),
            text=glance.refused.sentence if glance.refused else glance.state.sentence,
            endpoint="rounds.rating_round",
            act=_NEXT[glance.following] if not glance.refused else say("See how far it is"),
            by=glance.by,
            address={"year": found.year},
            can_wait=glance.refused is not None,
        )
    if waiting_for.objections_open:
        oldest = round_queries.open_objections(found)[0].made_on
        said = say("%(number)s objections wait for their answer.", number=waiting_for.objections_open)
        task = _list(found, "objected", said, say("Answer the objections"))
        yield replace(task, by=procedure.answer_by(oldest, calendar, book).day)
    if glance.late:
        said = say("About %(number)s agencies evidence came after the freeze.", number=glance.late)
        yield _list(found, "late", said, say("Rule on the late evidence"))
    if waiting_for.unchecked and glance.state in (State.SECOND, State.PUBLICITY):
        said = say("%(number)s drafts wait for the second check.", number=waiting_for.unchecked)
        yield _list(found, "second", said, say("Check as the second person"))


def _list(found: Round, show: str, said: Sentence, act: Sentence) -> Task:
    return Task(
        title=say("Rating of %(year)s", year=str(found.year)),
        text=said,
        endpoint="rounds.rating_drafts",
        act=act,
        address={"year": found.year, "show": show},
    )
