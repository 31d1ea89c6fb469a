"""G7, P5a: a determination goes out by letter in the same act: each rating, and the card or removal that follows."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from accounts import queries as accounts
from accounts.operations import tell
from blacklist import issuing
from blacklist.models import Case
from blacklist.queries import RATING
from blacklist.steps import Desk
from credit import drafting
from credit import queries as credit
from credit.models import Draft, Rating
from kernel import issued, ledger
from kernel.db import db
from kernel.errors import NotFound
from kernel.issued import IssuedLetter
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from kernel.workdays import Calendar
from marketplace.oversight import rating_letter, rating_report
from marketplace.oversight.rating_letter import Result
from marketplace.oversight.rating_report import Report


@applies("P5a", "P5b")
def serve(actor_id: int, today: date, calendar: Calendar, book: Rulebook) -> int:
    """Issue the letter of every card and removal determined today, and tell the agency; return how many went out.

    P5a: the round was the procedure; service, publication, review and end remain. A D from which nothing follows (P6)
    has no letter, and one that was issued already goes out no second time.
    """
    actor = accounts.user(actor_id)
    if actor is None:
        raise NotFound
    desk, served = Desk(actor, today, calendar, book), 0
    for case in _determined_on(today):
        letter = None if issued.of(case) else issuing.follow_rating(case, desk)
        if letter is None:
            continue
        served += 1
        told = say(
            "Your rating of %(year)s is D. The decision %(number)s that follows from it lies here for you.",
            year=str(case.fact_on.year),
            number=letter.number,
        )
        tell(case.agency_id, told, link=f"/cases/{case.id}")
    return served


@applies("G3", "G7")
def issue(drafts: Sequence[Draft], desk: drafting.Desk) -> int:
    """Issue the letter of each determined rating, with a number and a code by which anyone can check it."""
    if not drafts:
        return 0
    found = drafts[0].round
    others = rating_report.compared(found, {draft.industry for draft in drafts}, desk.book)
    for some in drafting.batches(drafts):
        reports = rating_report.of_drafts(found, some, others, desk.book)
        known = credit.ratings_of_each(draft.agency_id for draft in some)
        for draft in some:
            _issue(draft, reports[draft.id], known[draft.agency_id], desk)
    return len(drafts)


def letter_of(rating: Rating) -> IssuedLetter | None:
    """Return the letter by which a rating was told, or None for one that was determined on paper."""
    return next(iter(issued.of(rating)), None)


def rating_of(letter: IssuedLetter) -> Rating | None:
    """Return the rating that a letter tells, as it is on file; None for a letter about anything else."""
    return db.session.get(Rating, int(letter.subject_id)) if letter.kind == rating_letter.KIND else None


def withdraw(rating: Rating, on: date, document: str) -> None:
    """Withdraw the letter of a rating that was set aside (P13), proved by the entry of the setting aside."""
    letter = letter_of(rating)
    if letter:
        issued.withdraw(letter, on, document, entry=[*ledger.entries(rating)][-1])


def _issue(draft: Draft, report: Report, known: Sequence[Rating], desk: drafting.Desk) -> None:
    rating = next(row for row in known if row.year == draft.round.year)
    number = issued.next_reference(desk.book.value("G7.series", desk.today), desk.today.year)
    before = rating_report.earlier(known, rating.year, desk.today)
    result = Result(draft.agency.name, rating, draft.measure, report, before)
    letter = rating_letter.result_letter(
        result, number, desk.today, desk.book.value(issuing.OFFICE, desk.today)
    )
    details = {"number": number, "sha256": issued.digest(letter)}
    entry = ledger.record(rating, "credit.rating.told", actor_id=desk.actor_id, rule="G7", details=details)
    issued.issue(letter, kind=rating_letter.KIND, subject=rating, entry=entry)


def _determined_on(day: date) -> Sequence[Case]:
    chosen = select(Case).where(Case.kind == RATING, Case.opened_on == day)
    return db.session.scalars(chosen.order_by(Case.id)).all()
