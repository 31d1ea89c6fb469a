"""P5, P11, P13: the steps of a case from the top: with the letter of each, who is told, and what a decision releases."""

from collections.abc import Callable, Iterator
from datetime import date

from accounts import deputies
from accounts import queries as accounts
from accounts.kinds import Kind
from accounts.models import Organisation, User
from accounts.operations import tell
from blacklist import issuing, proceedings, steps
from blacklist import operations as blacklist
from blacklist.course import Course
from blacklist.findings import SeriousViolation
from blacklist.models import Case, CaseStep
from blacklist.steps import Desk, Said
from blacklist.vocabulary import Act, Outcome, Verdict
from credit import operations as credit
from credit import queries as ratings
from kernel.db import lock
from kernel.errors import NotYours
from kernel.sentences import Sentence, say
from marketplace.delivery.operations.release import release
from marketplace.oversight import fallen, rating_files

AGENCY, AUTHORITY, OFFICE = Kind.AGENCY, Kind.AUTHORITY, Kind.MANAGING_OFFICE
# Who is told of a step, and what.
_TOLD: dict[Act, tuple[tuple[Kind, ...], Sentence]] = {
    Act.CHARGE: (
        (AGENCY,),
        say(
            "A charge in case %(number)s lies here for you. It is served when you open it, at the latest on %(day)s; "
            "then you may state your defence."
        ),
    ),
    Act.RECEIVE: (
        (AUTHORITY,),
        say("%(agency)s has opened the charge in case %(number)s; its defence runs until %(day)s."),
    ),
    Act.ASK_MORE: (
        (AUTHORITY,),
        say("%(agency)s asked for more time in case %(number)s: its defence runs until %(day)s."),
    ),
    Act.DEFEND: ((AUTHORITY,), say("%(agency)s stated its defence in case %(number)s.")),
    Act.SAY_NO_MORE: (
        (AUTHORITY,),
        say("%(agency)s has no more to say in case %(number)s: the opinion may be given."),
    ),
    Act.ASK_HEARING: (
        (AUTHORITY,),
        say("%(agency)s asks for an oral hearing in case %(number)s: announce its day."),
    ),
    Act.DROP_HEARING: ((AUTHORITY,), say("%(agency)s wants no hearing any more in case %(number)s.")),
    Act.ANNOUNCE_HEARING: ((AGENCY,), say("The hearing in case %(number)s is held on %(day)s.")),
    Act.HOLD_HEARING: (
        (AGENCY, AUTHORITY),
        say("The record of the hearing in case %(number)s was entered."),
    ),
    Act.OPINE: (
        (AUTHORITY, OFFICE),
        say("An opinion was given in case %(number)s: a second person decides."),
    ),
    Act.SEND_BACK: ((AUTHORITY,), say("Case %(number)s was sent back for a new opinion.")),
    Act.DECIDE: (
        (AGENCY,),
        say("Case %(number)s is decided: %(outcome)s. The decision lies here for you."),
    ),
    Act.RECEIVE_DECISION: (
        (AUTHORITY,),
        say("%(agency)s has opened the decision in case %(number)s; it may ask for a review until %(day)s."),
    ),
    Act.ASK_REVIEW: (
        (OFFICE,),
        say("%(agency)s asks for a review of the decision in case %(number)s; it is due on %(day)s."),
    ),
    Act.NAME_REVIEWER: ((), say("You are named to review case %(number)s by %(day)s.")),
    Act.SUSPEND: (
        (AGENCY, AUTHORITY),
        say("The measure of case %(number)s is suspended until the review is decided."),
    ),
    Act.DECIDE_REVIEW: ((AGENCY, AUTHORITY), say("The review of case %(number)s is decided: %(outcome)s.")),
    Act.CORRECT: ((AGENCY,), say("An error of writing in case %(number)s was corrected.")),
}


def principals(person: User, today: date) -> dict[str, User]:
    """Return for which other authorities a person may act today as a deputy, and in whose place, by their keys."""
    own = person.organisation.authority_key
    stood_for = (one for one in deputies.stood_for(person.id, today) if one.is_of(AUTHORITY))
    keys = ((one.organisation.authority_key or "", one) for one in stood_for)
    return {key: one for key, one in keys if key not in ("", own)}


def open_by_hand(
    agency: Organisation, finding: SeriousViolation, said: Said, desk: Desk, authority_key: str = ""
) -> Case:
    """Open the case of a serious violation for the actor's authority, or the one that it stands in for (P4, 6).

    The agency is told with the charge.
    """
    own = desk.actor.organisation.authority_key or ""
    key = authority_key or own
    principal = None if key == own else principals(desk.actor, desk.today).get(key)
    if not key or (key != own and principal is None):
        raise NotYours
    return steps.open_by_hand(agency, finding, key, said, desk, principal.id if principal else None)


def take(case: Case, act: Act, said: Said, desk: Desk) -> CaseStep:
    """Take a step of a case and tell those whom it concerns, in the words of its act."""
    particular = _PARTICULAR.get(act)
    if particular:
        particular(case, said, desk)
    else:
        steps.take(case, act, said, desk)
    row = proceedings.steps_of([case.id])[case.id][-1]
    _tell(case, act, row, desk)
    return row


def _charge(case: Case, said: Said, desk: Desk) -> None:
    issuing.charge(case, said, desk)


def _announce(case: Case, said: Said, desk: Desk) -> None:
    issuing.announce_hearing(case, said, desk)


def _decide(case: Case, said: Said, desk: Desk) -> None:
    lock(case)  # before the number is drawn: of two who decide at once the second draws none
    steps.must_be_possible(case, _found(case, desk), Act.DECIDE, desk, said.outcome)
    issuing.decide(case, said, desk)
    release(case.agency, actor_id=desk.actor.id, today=desk.today, book=desk.book)


def _decide_review(case: Case, said: Said, desk: Desk) -> None:
    lock(case)
    steps.must_be_possible(case, _found(case, desk), Act.DECIDE_REVIEW, desk)
    decision = proceedings.decision_of(case.id)
    falls = fallen.of_setting_aside(decision, desk.today, desk.book) if decision else ()
    letter = issuing.decide_review(case, said, desk)
    if said.outcome == Verdict.SET_ASIDE:
        fallen.withdraw_letters(falls, desk.today, letter.number, case)
    if said.outcome == Verdict.SET_ASIDE and proceedings.is_of_a_rating(case):
        _set_rating_aside(case, letter.number, desk)
    release(case.agency, actor_id=desk.actor.id, today=desk.today, book=desk.book)


def _set_rating_aside(case: Case, number: str, desk: Desk) -> None:
    """Set the rating itself aside, with what rests on it: its file falls with it alone (P5a)."""
    year, agency, actor_id = case.fact_on.year, case.agency, desk.actor.id
    rating = ratings.rating_in_force(agency.id, year)
    if rating is not None:
        credit.set_rating_aside(rating, desk.today, number, agency=agency, actor_id=actor_id, book=desk.book)
        rating_files.withdraw(rating, desk.today, number)
    else:
        blacklist.set_rating_aside(agency, year, desk.today, number, actor_id=actor_id, book=desk.book)


def _found(case: Case, desk: Desk) -> Course:
    return proceedings.course_of(case, desk.calendar, desk.book, desk.today)


def _tell(case: Case, act: Act, row: CaseStep, desk: Desk) -> None:
    kinds, sentence = _TOLD[act]
    found = _found(case, desk)
    said = say(
        sentence.text,
        number=case.number,
        agency=case.agency.name,
        day=row.day or (found.due.day if found.due else desk.today),
        outcome=_outcome(row),
    )
    for body_id in _bodies(case, kinds, row, lone=found.parts.lone_authority):
        tell(body_id, said, link=f"/cases/{case.id}")


def _bodies(case: Case, kinds: tuple[Kind, ...], row: CaseStep, *, lone: bool) -> Iterator[int]:
    if AGENCY in kinds:
        yield case.agency_id
    authority = accounts.authority_by_key(case.authority_key) if AUTHORITY in kinds else None
    if authority:
        yield authority.id
    if OFFICE in kinds and (lone or row.act != Act.OPINE):
        yield from (office.id for office in accounts.of_kind(OFFICE))
    reviewer = accounts.user(row.person_id) if row.act == Act.NAME_REVIEWER and row.person_id else None
    if reviewer:
        yield reviewer.organisation_id


def _outcome(row: CaseStep) -> Sentence | str:
    if row.act == Act.DECIDE:
        return Outcome(row.outcome).label
    return Verdict(row.outcome).label if row.act == Act.DECIDE_REVIEW else ""


_PARTICULAR: dict[Act, Callable[[Case, Said, Desk], object]] = {
    Act.CHARGE: _charge,
    Act.ANNOUNCE_HEARING: _announce,
    Act.OPINE: steps.opine,
    Act.DECIDE: _decide,
    Act.ASK_REVIEW: steps.ask_review,
    Act.NAME_REVIEWER: steps.name_reviewer,
    Act.SUSPEND: issuing.suspend,
    Act.CORRECT: issuing.correct,
    Act.DECIDE_REVIEW: _decide_review,
}
