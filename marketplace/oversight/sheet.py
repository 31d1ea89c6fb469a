"""What the page of a case shows, gathered in a fixed number of statements."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts import queries as accounts
from accounts.models import User
from blacklist import proceedings
from blacklist.findings import Violation
from blacklist.models import CasePaper, CaseStep
from blacklist.queries import FOR
from blacklist.vocabulary import Act, Excuse, Outcome, State, Verdict
from kernel import issued, ledger
from kernel.issued import IssuedLetter
from kernel.ledger import Entry
from kernel.sentences import Sentence
from kernel.workdays import ONE_DAY, Calendar
from marketplace.oversight import road, words
from marketplace.oversight.case_file import CaseFile
from marketplace.oversight.facts import Cells, months, told

_INTERNAL = (Act.OPINE, Act.SEND_BACK)  # between officials until the case is decided
_OF_DECISION = (Act.DECIDE,)
_RULES = {"overdue": ("C9", "P4", "P5"), "serious": ("P4", "P5"), "rating": ("P1", "P2", "P5a")}


@dataclass(frozen=True)
class Taken:
    """One step that was taken, as the reader may see it."""

    row: CaseStep
    label: Sentence
    outcome: Sentence | None
    ground: Sentence | None
    text: str
    files: tuple[CasePaper, ...]
    letter: IssuedLetter | None
    who: str
    person: str
    on_behalf: str


@dataclass(frozen=True)
class Sheet:
    """A case as its page shows it."""

    file: CaseFile
    stands: Sentence
    road: list[road.Milestone]
    facts: list[tuple[Sentence, object]]
    what: str
    violation: Sentence | None
    months: list[tuple[date, Cells]]
    papers: tuple[CasePaper, ...]
    taken: list[Taken]
    entries: list[tuple[Entry, Sentence | None]]
    authority: str
    opened_by: str
    opened_for: str
    rules: tuple[str, ...]
    opinion_from: date | None


def sheet(file: CaseFile, calendar: Calendar) -> Sheet:
    """Gather what the page of a case shows its reader."""
    case, facts = file.case, json.loads(file.case.facts)
    rows = proceedings.steps_of([case.id])[case.id]
    hands = {
        case.opened_by,
        facts.get(FOR),
        *(one for row in rows for one in (row.actor_id, row.person_id, row.for_id)),
    }
    people = accounts.people(one for one in hands if one is not None)
    papers, authority = proceedings.papers_of(case.id), accounts.authority_by_key(case.authority_key)
    known = {row.entry_id: row for row in issued.of(case)}
    opener, stood_for = people.get(case.opened_by or 0), people.get(facts.get(FOR) or 0)
    return Sheet(
        file,
        words.stands(file.course),
        road.road(case.opened_on, file.course),
        told(facts),
        "" if file.is_sealed else str(facts.get("what", "")),
        Violation(case.ground).sentence if case.ground and not file.is_sealed else None,
        list(months(facts, calendar, file.course.today)),
        () if file.is_sealed else tuple(papers[None]),
        [_taken(row, file, papers, known, people) for row in rows],
        [(entry, words.ENTRIES.get(entry.act)) for entry in ledger.entries(case)],
        authority.name if authority else case.authority_key,
        opener.name if opener and not file.reads_as_agency else "",
        stood_for.name if stood_for and not file.reads_as_agency else "",
        _RULES[case.kind],
        file.course.defence.until.day + ONE_DAY if file.course.defence else None,
    )


def may_see(file: CaseFile, row: CaseStep | None) -> bool:
    """Tell whether the reader may see what came with a step: the agency not before it was served (P5b)."""
    if not file.reads_as_agency:
        return True
    if row is None or row.act == Act.CHARGE:
        return not file.is_sealed
    if row.act in _INTERNAL:
        return file.course.ruling is not None and file.course.state is not State.DECIDED
    return row.act not in _OF_DECISION or file.course.state is not State.DECIDED


def _taken(
    row: CaseStep,
    file: CaseFile,
    papers: Mapping[int | None, list[CasePaper]],
    known: Mapping[int, IssuedLetter],
    people: Mapping[int, User],
) -> Taken:
    seen, actor = may_see(file, row), people.get(row.actor_id or 0)
    names = actor is not None and not file.reads_as_agency
    named, stood_for = people.get(row.person_id or 0), people.get(row.for_id or 0)
    return Taken(
        row,
        words.PAST[Act(row.act)],
        _outcome(row) if seen else None,
        Excuse(row.ground).label if seen and row.ground else None,
        row.text if seen else "",
        tuple(papers.get(row.id, ())) if seen else (),
        known.get(row.entry_id) if seen else None,
        _who(actor, stood_for, by_name=names),
        named.name if named else "",
        stood_for.name if stood_for and not file.reads_as_agency else "",
    )


def _who(actor: User | None, stood_for: User | None, *, by_name: bool) -> str:
    """Return the office that took a step, with its person for officials; a deputy's step is the one's stood in for."""
    body = stood_for or actor
    if body is None:
        return ""
    return f"{body.organisation.name} · {actor.name}" if by_name and actor else body.organisation.name


def _outcome(row: CaseStep) -> Sentence | None:
    if not row.outcome:
        return None
    return Verdict(row.outcome).label if row.act == Act.DECIDE_REVIEW else Outcome(row.outcome).label
