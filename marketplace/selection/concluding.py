"""S2, S4, S7, S8: the selection itself: the method, the draw where one is needed, the award and its publication."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from accounts.operations import tell
from credit import queries as credit
from credit.rules import Grade
from kernel import ledger
from kernel.clock import local_day
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.rulebook import applies
from kernel.sentences import Sentence, say
from marketplace.selection import choices, closing, drafting, draws_made, notices, queries, windows
from marketplace.selection.catalogue import method
from marketplace.selection.choosing import Choice, Offered, Stage, settled_price
from marketplace.selection.desk import Desk
from marketplace.selection.models import Award, Notice, Registration
from marketplace.selection.procedure import Act, Reason, State, state, step
from marketplace.selection.publishing import fail
from marketplace.selection.ranking import stated
from marketplace.selection.registering import HUNDREDTHS, all_barred
from marketplace.selection.rules import choose_directly
from marketplace.selection.tables import Outcome, Terms

NOON = 12  # of a day as of which something is asked


@dataclass(frozen=True)
class Field:
    """Who takes part in a selection: the valid offers, the registrations by label, and who is left out and why."""

    offers: Sequence[Offered]
    rows: Mapping[str, Registration]
    left_out: Mapping[str, Sentence]


@applies("S3", "S4")
def field_of(notice: Notice, *, desk: Desk, since: date | None = None) -> Field:
    """Return who takes part today: laid down at the closing, and tested again now (S3).

    What is due `since` a day is tested as of that day too, so that a job that runs late chooses nobody else (T6). An
    offer beyond what an amendment has left of the notice takes no part (S4).
    """
    desks = [desk] if since is None else [replace(desk, now=windows.at(since, NOON)), desk]
    chain, terms = notices.chain_of(notice.id), notices.terms_of(notice.id)
    rows = {row.agency.uscc or "": row for row in notices.entries_of([notice.id]).get(notice.id, [])}
    left_out = choices.read_reasons(chain.left_out)
    valid = {}
    # The first failure ends its part.
    asked = {label: rows[label] for label in closing.labels_of(chain) if label not in left_out}
    refused: dict[int, Refused] = {}
    for one in reversed(desks):
        refused |= all_barred((row.agency for row in asked.values()), notice, terms, one)
    for label, row in asked.items():
        why = refused.get(row.agency_id) or beyond(row, notice, terms)
        if row.ending:
            left_out[label] = row.ending.label
        elif why:
            left_out[label] = why.sentence
        else:
            valid[label] = row
    return Field(_offered(valid, notice, desk), rows, left_out)


@applies("S4")
def beyond(row: Registration, notice: Notice, terms: Terms) -> Refused | None:
    """Say why an offer is not what the notice asks for since it was amended, or None (S4)."""
    if terms.most_workdays and (row.workdays or 0) > terms.most_workdays:
        sentence = say("It promises more working days than the amended notice allows.")
        return Refused("S4", sentence)
    has_price = any(one.name == "price_fen" for one in method(notice.method).asked(Stage.OFFER))
    if has_price and terms.amount_fen and (row.price_fen or 0) > terms.amount_fen:
        return Refused("S4", say("Its price is above the highest that the amended notice accepts."))
    return None


def must_be_chosen_by_owner(notice: Notice, desk: Desk) -> bool:
    """Tell whether too few stand for a draw or a competition, so that the owner chooses among them (S4)."""
    least = notices.course_of(notice, desk.book).least
    return len(closing.labels_of(notices.chain_of(notice.id))) < least


def preview(notice: Notice, *, desk: Desk) -> Choice:
    """Return what the method finds before any draw."""
    field = field_of(notice, desk=desk)
    given = drafting.given_of(notices.terms_of(notice.id))
    return method(notice.method).choose(field.offers, given, desk.book, desk.today)


@applies("S2", "S7", "S8")
def conclude(notice: Notice, value: str = "", *, desk: Desk) -> Award | None:
    """Let the method of the notice choose, with a draw where it needs one, and publish the result (S2, S7, S8).

    `value` is the public figure that was named before, as its source published it. Returns None where nobody is
    left who may be chosen: then the notice has failed.
    """
    _begin(notice, desk)
    if must_be_chosen_by_owner(notice, desk):
        raise WrongState(say("Too few have registered: the owner chooses among them."))
    field = field_of(notice, desk=desk)
    given = drafting.given_of(notices.terms_of(notice.id))
    choice = method(notice.method).choose(field.offers, given, desk.book, desk.today)
    if choice.to_draw:
        choice = choice.parted(draws_made.draw_now(notice, value, desk=desk))
    if choice.winner is None:
        fail(notice, Reason.NONE_LEFT, desk=desk)
        return None
    return publish(notice, choice, field, "", desk=desk)


@applies("S4")
def must_have_closed(notice: Notice, desk: Desk) -> None:
    """Refuse the owner's choice among the few while registration is open, or is not opened yet (S4)."""
    course = notices.course_of(notice, desk.book)
    closing_at, opening_at = course.closing(desk.now), course.opening(desk.now)
    if closing_at is None or opening_at is None or desk.now >= opening_at:
        return
    if state(course, desk.now) in {State.PUBLISHED, State.CLOSED}:
        sentence = say(
            "Registration closes at %(closing)s. Where too few have registered even after the extension, you choose "
            "among them from %(opening)s, not before.",
            closing=closing_at,
            opening=opening_at,
        )
        raise Refused("S4", sentence, try_from=local_day(opening_at))


@applies("S4")
def must_be_few(notice: Notice, desk: Desk) -> None:
    """Raise where the owner may not choose among those registered: not yet, not any more, or enough have come (S4)."""
    must_have_closed(notice, desk)
    step(state(notices.course_of(notice, desk.book), desk.now), Act.CONCLUDE)
    if notices.chain_of(notice.id).fixed_at is None:
        raise WrongState(say("Registration has just closed. Look again in a minute."))
    if not must_be_chosen_by_owner(notice, desk):
        raise WrongState(say("Enough have registered: the method of the notice chooses."))


@applies("S4")
def choose_registered(notice: Notice, registration_id: int, reason: str, *, desk: Desk) -> Award:
    """Let the owner choose among the few who registered, with a reason that is published (S4)."""
    must_have_closed(notice, desk)
    _begin(notice, desk)
    must_be_few(notice, desk)
    field = field_of(notice, desk=desk)
    label = next((code for code, row in field.rows.items() if row.id == registration_id), "")
    chosen = choose_directly({one.label: one for one in field.offers}, label)
    return publish(notice, Choice(((chosen.label,),), stated(field.offers)), field, reason, desk=desk)


def publish(
    notice: Notice, choice: Choice, field: Field, reason: str, *, desk: Desk, since: date | None = None
) -> Award:
    """Publish whom a choice selects, with the explanation agency by agency (S8).

    What the dates have brought is public `since` their day, whoever records it when (T6).
    """
    label = choice.winner
    if label is None:
        raise WrongState(say("Nobody is selected yet."))
    row, offer = field.rows[label], next(one for one in field.offers if one.label == label)
    award = Award(
        notice=notice,
        registration_id=row.id,
        agency_id=row.agency_id,
        owner_id=notice.owner_id,
        price_fen=settled_price(offer, drafting.given_of(notices.terms_of(notice.id))),
        workdays=offer.workdays,
        reason=reason,
        published_on=since or desk.today,
        told_on=desk.today if since and since < desk.today else None,
    )
    chain = notices.chain_of(notice.id)
    chain.left_out = choices.write_reasons(dict(field.left_out))
    db.session.add(award)
    db.session.flush()  # its explanation names it by its id
    made = Outcome(notice_id=notice.id, award_id=award.id, at=desk.now, choice=choices.write(choice))
    details = {
        "notice": notice.number,
        "agency": row.agency_id,
        "price_fen": award.price_fen,
        "workdays": award.workdays,
        "places": [list(place) for place in choice.places],
    }
    act = "selection.award.published"
    ledger.record(
        award, act, actor_id=desk.actor_id, rule="S8", details=details, also=(chain,), proves=(made,)
    )
    _tell(award, field, desk)
    return award


def _begin(notice: Notice, desk: Desk) -> None:
    lock(notice)
    step(state(notices.course_of(notice, desk.book), desk.now), Act.CONCLUDE)
    if closing.close(notice, desk=desk).fixed_at is None:
        raise WrongState(say("Registration is open once more."))


def _offered(rows: Mapping[str, Registration], notice: Notice, desk: Desk) -> list[Offered]:
    ids = [row.agency_id for row in rows.values()]
    today, book = desk.today, desk.book
    grades, rates = credit.grades_in_force(ids, today), queries.on_time_rates(ids, today, book)
    done = queries.experiences(ids, notice.item_code, today, book)
    return [
        Offered(
            label=label,
            workdays=row.workdays or 0,
            price_fen=row.price_fen,
            discount=None
            if row.discount_hundredths is None
            else Decimal(row.discount_hundredths) / HUNDREDTHS,
            grade=Grade(grades[row.agency_id].letter) if row.agency_id in grades else Grade.N,
            on_time=rates[row.agency_id].rate,
            experience=done[row.agency_id],
        )
        for label, row in rows.items()
    ]


def _tell(award: Award, field: Field, desk: Desk) -> None:
    notice = award.notice
    winner = next(row for row in field.rows.values() if row.agency_id == award.agency_id)
    told = say(
        "%(agency)s was selected for %(title)s; the result is public until %(day)s.",
        agency=winner.agency.name,
        title=notice.need.title,
        day=queries.publicity_ends(award, desk.calendar, desk.book).day,
    )
    entered = [row.agency_id for row in field.rows.values() if row.declined_at is None]
    for body in {notice.owner_id, *entered}:
        tell(body, told, link=f"/results/{award.id}")
