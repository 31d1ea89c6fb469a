"""What a reader sees of one draft: the report, its evidence, checks and objections, and what may be done with it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts import queries as accounts
from accounts.kinds import Kind
from credit import checking, objections, procedure, queries, replacing, round_queries, weighing
from credit.drafting import state_of
from credit.evidence import Evidence
from credit.models import Check, Draft, Objection, ObjectionPaper, Rating
from credit.records import read_evidence
from credit.vocabulary import Act, Answer, Second, State
from credit.weighing import Weighed
from kernel.errors import Refused
from kernel.rulebook import Rulebook
from kernel.sentences import say
from kernel.workdays import Calendar
from marketplace.oversight import rating_report
from marketplace.oversight.rating_report import Report
from marketplace.oversight.yearbook import order_numbers


@dataclass(frozen=True)
class Shown:
    """One piece of evidence as it is shown: the fact, and how it stands in the round."""

    fact: Evidence
    weighed: Weighed


@dataclass(frozen=True)
class Raised:
    """An objection as it is shown: with its files and the day by which it is answered."""

    row: Objection
    papers: Sequence[ObjectionPaper]
    answer_by: date

    @property
    def answer(self) -> Answer:
        """Return what was answered."""
        return Answer(self.row.answer)


@dataclass(frozen=True)
class Told:
    """A file that came with an objection, with the draft that it is about."""

    draft: Draft
    paper: ObjectionPaper


@dataclass(frozen=True)
class DraftFile:
    """One draft with everything about it, and what the reader may do with it today."""

    draft: Draft
    report: Report | None
    evidence: Sequence[Shown]
    checks: Sequence[Check]
    raised: Sequence[Raised]
    earlier: Sequence[Rating]
    object_until: date | None
    names: Mapping[int, str]
    orders: Mapping[str, str]
    today: date
    may_be_second: bool
    replace_by: date | None
    refused: Refused | None

    @property
    def state(self) -> State:
        """Return where the round stands."""
        return state_of(self.draft)

    def opens(self, act: Act) -> bool:
        """Tell whether the table opens a step to the round, and to the second check, as they stand."""
        if (self.state, act) not in procedure.MOVES:
            return False
        of_second = {step for _, step in procedure.SECOND_MOVES}
        return act not in of_second or (Second(self.draft.second), act) in procedure.SECOND_MOVES

    @property
    def may_object(self) -> bool:
        """Tell whether the agency may object today: in its days, with no objection waiting."""
        waiting = any(one.row.answered_on is None for one in self.raised)
        in_time = self.object_until is not None and self.today <= self.object_until
        return self.opens(Act.OBJECT) and in_time and not waiting


def draft_file(draft: Draft, reader_id: int, calendar: Calendar, book: Rulebook, today: date) -> DraftFile:
    """Return one draft with everything about it."""
    rows = round_queries.objections_to(draft.id)
    papers = round_queries.papers_of(row.id for row in rows)
    hands, shown = checking.hands(draft), evidence(draft)
    people = {draft.second_by, *(row.hearing_by for row in rows), *(row.answered_by for row in rows)}
    return DraftFile(
        draft=draft,
        report=rating_report.of_draft(draft, book) if draft.told_on else None,
        evidence=shown,
        checks=round_queries.checks_of(draft.id),
        raised=[
            Raised(row, papers[row.id], procedure.answer_by(row.made_on, calendar, book).day) for row in rows
        ],
        earlier=rating_report.earlier(queries.ratings_of(draft.agency_id), draft.round.year, today),
        object_until=objections.may_object_until(draft, calendar, book),
        names=accounts.user_names(person for person in people if person),
        orders=order_numbers(one.weighed.record.about for one in shown),
        today=today,
        may_be_second=procedure.may_check_second(reader_id, hands),
        replace_by=replacing.replace_by(draft, calendar, book),
        refused=_refused(draft, calendar, book, today) if draft.reopened_on else None,
    )


def _refused(draft: Draft, calendar: Calendar, book: Rulebook, today: date) -> Refused | None:
    """Say why the draft that replaces a rating may not be published or determined today, or None (P2)."""
    following = Act.DETERMINE if draft.public_from else Act.PUBLISH
    progress = replacing.progress_of(draft, calendar, book, today)
    return procedure.refusal(
        following, progress, procedure.deadlines(draft.round.year, calendar, book), today
    )


def evidence(draft: Draft) -> list[Shown]:
    """Return the evidence of a draft's year, all of it, with how it stands in the round."""
    found = weighing.weighed(draft.round, [draft.agency_id])[draft.agency_id]
    return [Shown(read_evidence(one.record.kind, json.loads(one.record.facts)), one) for one in found]


def leaders(draft: Draft) -> list[tuple[int, str]]:
    """Return the officers of the managing office who may lead a hearing about a draft."""
    hands = checking.hands(draft)
    people = [
        person
        for office in accounts.of_kind(Kind.MANAGING_OFFICE)
        for person in accounts.people_of(office.id)
    ]
    return [(one.id, one.name) for one in people if one.id not in hands and one.is_active]


def lost_points(found: DraftFile) -> list[tuple[str, object]]:
    """Return what an agency may object to: the draft as a whole, or one indicator that lost points."""
    lost = found.report.lost if found.report else ()
    return [("", say("The draft as a whole")), *((one.key, one.label) for one in lost)]
