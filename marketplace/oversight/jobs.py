"""T6: the jobs of cases and lockouts tell what has become true; none decides, and nothing waits for them."""

from collections.abc import Iterator
from datetime import date

from accounts import queries as accounts
from accounts.kinds import Kind, Topic
from accounts.operations import tell
from blacklist import announcements, proceedings, queries
from blacklist.announcements import Announcement
from blacklist.models import Case
from kernel import law
from kernel.jobs import each, job

REENTRY = "/admission/reentry"


@job("announce-cases", cron="30 6 * * *")
def announce_cases(day: date) -> int:
    """Tell the parties of each case what has become true of it: served, heard, published, ended, due today, late."""
    calendar, book = law.calendar(), law.book()

    def look(case_id: int) -> bool:
        case = queries.case(case_id)
        if case is None:
            return False
        found = proceedings.course_of(case, calendar, book, day)
        told = False
        for one in announcements.of_case(case.number, found):
            told |= _tell_once(one, _bodies(case, one), f"case:{case.id}", f"/cases/{case.id}")
        return told

    return each(proceedings.unsettled_ids(day), look)


@job("announce-lockout-ends", cron="40 6 * * *")
def announce_lockout_ends(day: date) -> int:
    """Tell each agency that its lockout ends in 30 days, in 7, and today (P8)."""
    book = law.book()

    def look(agency_id: int) -> bool:
        until = queries.standing(agency_id, day, book).locked_until
        said = announcements.of_lockout(until, day, book) if until else None
        return said is not None and _tell_once(said, iter([agency_id]), "lockout", REENTRY, Topic.REMINDER)

    furthest = max(book.value("P8.reminders", day))
    return each(queries.locked_until_within(day, furthest), look)


def _tell_once(
    one: Announcement, bodies: Iterator[int], about: str, link: str, topic: Topic = Topic.SERVICE
) -> bool:
    """Tell it to each body that was not told before; say whether there was one."""
    key = f"{about}:{one.key}"
    new = [body_id for body_id in bodies if not accounts.was_told(body_id, key)]
    for body_id in new:
        tell(body_id, one.text, link=link, once=key, topic=topic)
    return bool(new)


def _bodies(case: Case, one: Announcement) -> Iterator[int]:
    if announcements.AGENCY in one.to:
        yield case.agency_id
    authority = accounts.authority_by_key(case.authority_key) if announcements.AUTHORITY in one.to else None
    if authority:
        yield authority.id
    if announcements.OFFICE in one.to:
        yield from (office.id for office in accounts.of_kind(Kind.MANAGING_OFFICE))
