"""Reads of open notices: their terms, where each stands, what is said about them, and the list of those open."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select

from kernel.clock import local_day
from kernel.db import db
from kernel.files import StoredFile
from kernel.paging import Key, Page, page
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar
from marketplace.selection.catalogue import method
from marketplace.selection.draw_tables import DrawChain
from marketplace.selection.models import Award, Notice, Registration
from marketplace.selection.procedure import Course, State, least_registrations, state
from marketplace.selection.tables import Amendment, Question, TermAnswer, Terms, TermsFile

_STANDS = Award.ended_on.is_(None)


def terms(terms_id: int) -> Terms | None:
    """Return the terms of a notice or draft, or None."""
    return db.session.get(Terms, terms_id)


def draft_of(need_id: int) -> Terms | None:
    """Return the draft of a need, or None."""
    chosen = select(Terms).where(Terms.need_id == need_id, Terms.notice_id.is_(None))
    return db.session.scalars(chosen).first()


def terms_of(notice_id: int) -> Terms:
    """Return the terms of an open notice."""
    return db.session.scalars(select(Terms).where(Terms.notice_id == notice_id)).one()


def terms_of_notices(notice_ids: Iterable[int]) -> dict[int, Terms]:
    """Return the terms of each open notice named, in one statement."""
    chosen = select(Terms).where(Terms.notice_id.in_(set(notice_ids)))
    return {row.notice_id: row for row in db.session.scalars(chosen) if row.notice_id is not None}


def by_number(number: str) -> Notice | None:
    """Return an open notice by its number, or None."""
    chosen = select(Notice).where(Notice.number == number, Notice.closes_at.is_not(None))
    return db.session.scalars(chosen).first()


def to_check(after: str | None = None) -> Page[Terms]:
    """Return a page of the drafts that wait for the operator, the oldest first."""
    chosen = select(Terms).where(Terms.notice_id.is_(None), Terms.submitted_at.is_not(None))
    return page(chosen, [Key(Terms.submitted_at), Key(Terms.id)], after)


def check_by(submitted_at: datetime, calendar: Calendar) -> date:
    """Return the day on which a draft is to be answered (S1): the same working day, else the next one."""
    day = local_day(submitted_at)
    return day if calendar.is_workday(day) else calendar.add(day, 1).day


def files_of(terms_id: int) -> Sequence[StoredFile]:
    """Return the files that lie beside the terms."""
    chosen = select(TermsFile).where(TermsFile.terms_id == terms_id).order_by(TermsFile.file_id)
    return [row.file for row in db.session.scalars(chosen)]


def term_answers(terms_id: int) -> Sequence[TermAnswer]:
    """Return what the operator has answered about terms of the rulebook's list (S1)."""
    chosen = select(TermAnswer).where(TermAnswer.terms_id == terms_id).order_by(TermAnswer.id)
    return db.session.scalars(chosen).all()


def question(question_id: int) -> Question | None:
    """Return a question about a notice, or None."""
    return db.session.get(Question, question_id)


def questions_of(notice_id: int) -> Sequence[Question]:
    """Return the questions about a notice, the oldest first."""
    chosen = select(Question).where(Question.notice_id == notice_id).order_by(Question.id)
    return db.session.scalars(chosen).all()


def unanswered(owner_id: int, today: date) -> Sequence[Question]:
    """Return the questions about an owner's notices that can still be answered."""
    chosen = (
        select(Question)
        .join(Notice)
        .where(
            Notice.owner_id == owner_id,
            Question.answered_at.is_(None),
            Notice.withdrawn_on.is_(None),
            Notice.offers_until >= today,
        )
    )
    return db.session.scalars(chosen.order_by(Question.id)).all()


def amendments_of(notice_id: int) -> Sequence[Amendment]:
    """Return the amendments of a notice, the oldest first."""
    chosen = select(Amendment).where(Amendment.notice_id == notice_id).order_by(Amendment.id)
    return db.session.scalars(chosen).all()


def last_amendments(notice_ids: Iterable[int]) -> dict[int, datetime]:
    """Return when each notice named was amended last, in one statement."""
    chosen = select(Amendment).where(Amendment.notice_id.in_(set(notice_ids))).order_by(Amendment.id)
    return {row.notice_id: row.at for row in db.session.scalars(chosen)}


def chain_of(notice_id: int) -> DrawChain:
    """Return what a notice has committed to for its draws."""
    return db.session.get_one(DrawChain, notice_id)


def entry_of(notice_id: int, agency_id: int) -> Registration | None:
    """Return an agency's registration for a notice, withdrawn or not, or None."""
    mine = (Registration.notice_id == notice_id, Registration.agency_id == agency_id)
    return db.session.scalars(select(Registration).where(*mine)).first()


def entries_of(notice_ids: Iterable[int]) -> dict[int, list[Registration]]:
    """Return the registrations of each open notice named, withdrawn ones too, in one statement."""
    chosen = select(Registration).where(
        Registration.notice_id.in_(set(notice_ids)), Registration.registered_at.is_not(None)
    )
    found: dict[int, list[Registration]] = defaultdict(list)
    for row in db.session.scalars(chosen.order_by(Registration.registered_at, Registration.id)):
        found[row.notice_id].append(row)
    return found


def registrations_by(agency_id: int, after: str | None = None) -> Page[Registration]:
    """Return a page of the open notices that an agency registered for, the newest first."""
    chosen = select(Registration).where(
        Registration.agency_id == agency_id, Registration.registered_at.is_not(None)
    )
    return page(chosen, [Key(Registration.id, downwards=True)], after)


def stood(row: Registration, moment: datetime | None) -> bool:
    """Tell whether a registration stood at a moment: received before it, not withdrawn or ended by then."""
    if moment is None or row.registered_at is None or row.registered_at >= moment:
        return False
    withdrawn = row.declined_at is not None and row.declined_at < moment
    return not withdrawn and (row.ended_on is None or row.ended_on >= local_day(moment))


def courses(rows: Iterable[Notice], book: Rulebook) -> dict[int, Course]:
    """Return what has happened to each open notice, in two statements."""
    notices = [row for row in rows if row.closes_at]
    ids = [row.id for row in notices]
    entered, awards = entries_of(ids), _awards(ids)
    return {row.id: _course(row, entered.get(row.id, []), awards.get(row.id), book) for row in notices}


def course_of(row: Notice, book: Rulebook) -> Course:
    """Return what has happened to an open notice."""
    return courses([row], book)[row.id]


def state_of(row: Notice, now: datetime, book: Rulebook) -> State:
    """Return where an open notice stands at a moment."""
    return state(course_of(row, book), now)


def _awards(ids: Iterable[int]) -> dict[int, Award]:
    chosen = select(Award).where(Award.notice_id.in_(set(ids)), _STANDS)
    return {row.notice_id: row for row in db.session.scalars(chosen)}


def _course(row: Notice, entered: Sequence[Registration], award: Award | None, book: Rulebook) -> Course:
    way = method(row.method)
    return Course(
        closes_at=row.closes_at,
        opens_at=row.opens_at,
        late_closes_at=row.late_closes_at,
        late_opens_at=row.late_opens_at,
        entered=sum(stood(one, row.closes_at) for one in entered),
        entered_late=sum(stood(one, row.late_closes_at) for one in entered),
        least=least_registrations(row.offers_until, book, needs_quorum=way.needs_quorum),
        is_short=row.extended_at is not None,
        sealed=way.seals,
        opened_at=row.opened_at,
        result_on=award.published_on if award else None,
        confirmed_on=award.confirmed_on if award else None,
        contracted_on=award.contracted_on if award else None,
        failed_on=row.failed_on,
        withdrawn_on=row.withdrawn_on,
    )


def undecided(owner_id: int | None = None) -> Sequence[Notice]:
    """Return the open notices that have neither a result nor an end, the oldest first.

    Of one owner, or of all: then those alone for which it is laid down who takes part, so that the others crowd out none.
    """
    stands = select(Award.id).where(Award.notice_id == Notice.id, _STANDS)
    chosen = select(Notice).where(
        Notice.closes_at.is_not(None),
        Notice.withdrawn_on.is_(None),
        Notice.failed_on.is_(None),
        ~stands.exists(),
    )
    if owner_id is None:
        chosen = chosen.join(DrawChain, DrawChain.notice_id == Notice.id).where(
            DrawChain.fixed_at.is_not(None)
        )
    else:
        chosen = chosen.where(Notice.owner_id == owner_id)
    return db.session.scalars(chosen.order_by(Notice.closes_at, Notice.id).limit(200)).all()


def awards_to_confirm(organisation_id: int) -> Sequence[Award]:
    """Return the awards by open notices that an owner or an agency may still have to confirm."""
    mine = or_(Award.owner_id == organisation_id, Award.agency_id == organisation_id)
    chosen = (
        select(Award)
        .join(Notice, Notice.id == Award.notice_id)
        .where(mine, _STANDS, Award.contracted_on.is_(None), Notice.closes_at.is_not(None))
    )
    return db.session.scalars(chosen.order_by(Award.id).limit(200)).all()


def chains_of(notice_ids: Iterable[int]) -> dict[int, DrawChain]:
    """Return what each open notice named has committed to, in one statement."""
    chosen = select(DrawChain).where(DrawChain.notice_id.in_(set(notice_ids)))
    return {row.notice_id: row for row in db.session.scalars(chosen)}
