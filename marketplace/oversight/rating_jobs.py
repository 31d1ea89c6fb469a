"""G7: the job of the yearly round reminds whose step it is; no step is taken by it, and none waits for it (T6)."""

from collections.abc import Callable, Iterable
from datetime import date

from accounts.kinds import Kind, Topic
from accounts.operations import tell
from accounts.queries import authority_by_key, of_kind
from credit import procedure, round_queries
from credit.models import Round
from credit.vocabulary import State
from kernel import law
from kernel.jobs import each, job
from kernel.sentences import Sentence, say
from marketplace.oversight import round_steps
from marketplace.oversight.round_steps import Glance


@job("remind-rating", cron="20 7 * * *")
def remind_rating(day: date) -> int:
    """Remind the authorities of open checks, and the managing office of the next step of a round, each time once."""

    def look(year: int) -> bool:
        found = round_queries.round_of(year)
        return found is not None and _remind(found, day)

    return each([found.year for found in round_queries.running()], look) + each(_to_open(day), _opening(day))


def _to_open(day: date) -> list[int]:
    year = round_steps.to_open(day)
    return [] if year is None else [year]


def _opening(day: date) -> Callable[[int], bool]:
    """Return what reminds the office that nobody has opened the round of a year yet."""

    def look(year: int) -> bool:
        by = procedure.deadlines(year, law.calendar(), law.book()).freeze_from
        step = procedure.reminder(by, day, law.book())
        said = say(
            "The round of %(year)s is not open yet: its evidence is to be frozen on %(day)s.",
            year=str(year),
            day=by,
        )
        offices = (office.id for office in of_kind(Kind.MANAGING_OFFICE))
        return step is not None and _tell(offices, said, "/rating-rounds", f"rating:{year}:open:{step}")

    return look


def _remind(found: Round, day: date) -> bool:
    glance = round_steps.glance(found, law.calendar(), law.book(), day)
    reminded = [_authorities(glance, day)] if found.state == State.FROZEN else []
    return any([*reminded, _office(glance, day)])


def _authorities(glance: Glance, day: date) -> bool:
    by, year = glance.deadlines.check_by, str(glance.round.year)
    behind = [share for share in glance.shares if share.answered < share.checks]
    step = procedure.reminder(by, day, law.book())
    if step is None:
        return False
    bodies = [authority_by_key(share.authority_key) for share in behind]
    said = say("Your checks for the rating of %(year)s are due by %(day)s.", year=year, day=by)
    link = f"/rating-rounds/{year}/drafts?show=checks"
    return _tell((body.id for body in bodies if body), said, link, f"rating:{year}:checks:{step}")


def _office(glance: Glance, day: date) -> bool:
    year = str(glance.round.year)
    step = procedure.reminder(glance.by, day, law.book())
    if step is None or glance.following is None:
        return False
    said = say("The next step of the rating of %(year)s is due by %(day)s.", year=year, day=glance.by)
    once = f"rating:{year}:{glance.following}:{step}"
    return _tell(
        (office.id for office in of_kind(Kind.MANAGING_OFFICE)), said, f"/rating-rounds/{year}", once
    )


def _tell(ids: Iterable[int], said: Sentence, link: str, once: str) -> bool:
    known = list(ids)
    for organisation_id in known:
        tell(organisation_id, said, link=link, once=once, topic=Topic.REMINDER)
    return bool(known)
