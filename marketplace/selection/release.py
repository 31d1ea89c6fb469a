"""P11: what a removal or a blacklisting voids of an agency's part in the choices of owners."""

from collections.abc import Collection
from datetime import date

from accounts.models import Organisation
from accounts.operations import tell
from blacklist import queries as blacklist
from kernel import ledger
from kernel.db import db, lock
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from marketplace.selection import queries
from marketplace.selection.endings import Ending, Fate, Part, fate
from marketplace.selection.models import Award, Notice, Registration

VOID = Ending.LOCKED_OUT


def void(
    agency: Organisation,
    signed: Collection[int],
    *,
    actor_id: int | None,
    today: date,
    book: Rulebook,
    rule: str = VOID.rule,
) -> int:
    """End the open entries of an agency, and its awards but those whose contract is signed; return how many (P11).

    A notice whose award ends is open for another choice among those who have offered; entries there of others
    who are locked out end with it. What has ended is passed over, so a second call changes nothing.
    """
    awards = [
        award
        for award in queries.standing_awards_of(agency.id)
        if fate(_part(award, signed)) is not Fate.GOES_ON
    ]
    for award in awards:
        _end_award(award, actor_id, today, rule)
        _end_entries_of_the_barred(award.notice, actor_id, today, book, rule)
    entries = queries.open_registrations_of(agency.id)
    for row in entries:
        _end_entry(row, actor_id, today, rule)
    return len(awards) + len(entries)


def _part(award: Award, signed: Collection[int]) -> Part:
    return Part.CONTRACT if award.id in signed else Part.AWARD


def _end_award(award: Award, actor_id: int | None, today: date, rule: str) -> None:
    lock(award.notice)
    lock(award)
    if award.ended_on:
        return
    entry, notice = db.session.get_one(Registration, award.registration_id), award.notice
    for row in (award, lock(entry)):
        row.ended_on, row.ended_because = today, VOID.value
    details = {"notice": notice.number, "agency": award.agency_id, "because": VOID.value}
    ledger.record(
        award, "selection.award.ended", actor_id=actor_id, rule=rule, details=details, also=(entry,)
    )
    tell(award.owner_id, _passed_on(award), link=_page(notice))
    tell(award.agency_id, _ended(notice), link=f"/results/{award.id}")


def _end_entries_of_the_barred(
    notice: Notice, actor_id: int | None, today: date, book: Rulebook, rule: str
) -> None:
    rows = queries.registrations_of(notice.id)
    standings = blacklist.standings([row.agency_id for row in rows], today, book)
    for row in rows:
        if standings[row.agency_id].is_out:
            _end_entry(row, actor_id, today, rule)


def _end_entry(row: Registration, actor_id: int | None, today: date, rule: str) -> None:
    lock(row.notice)
    lock(row)
    if row.ended_on or row.declined_at:
        return
    row.ended_on, row.ended_because = today, VOID.value
    notice = row.notice
    details = {"notice": notice.number, "agency": row.agency_id, "because": VOID.value}
    ledger.record(row, "selection.registration.ended", actor_id=actor_id, rule=rule, details=details)
    tell(row.agency_id, _ended(notice), link=f"/invitations/{row.id}")
    # Who has registered for an open notice nobody learns before the closing, but from its result.
    if notice.closes_at:
        return
    told = say(
        "%(agency)s was removed from the platform: its entry for %(title)s is void.",
        agency=row.agency.name,
        title=notice.need.title,
    )
    tell(notice.owner_id, told, link=_page(notice))


def _page(notice: Notice) -> str:
    return f"/notices/{notice.number}" if notice.closes_at else f"/notices/{notice.id}"


def _passed_on(award: Award) -> Sentence:
    names = {"agency": award.agency.name, "title": award.notice.need.title}
    if award.notice.closes_at:
        return say(
            "%(agency)s, which was selected for %(title)s, was removed from the platform; the award has ended. The "
            "next in rank takes its place, or the selection goes on as the page of the notice says.",
            **names,
        )
    return say(
        "%(agency)s, whom you chose for %(title)s, was removed from the platform; the award has ended. Choose "
        "again among those who have offered, or withdraw the notice and invite anew.",
        **names,
    )


def _ended(notice: Notice) -> Sentence:
    return say(
        "Your part in the choice for %(title)s has ended, because your agency was removed (P11).",
        title=notice.need.title,
    )
