"""T6: the job of joint survey days tells what has become true; whether it ran changes no outcome."""

from datetime import date

from accounts.kinds import Topic
from accounts.operations import tell
from kernel import clock, law, ledger
from kernel.db import db, lock
from kernel.jobs import each, job
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.surveys import queries
from marketplace.surveys.models import SurveyDay, SurveyMove
from marketplace.surveys.queries import Found
from marketplace.surveys.vocabulary import State


@job("announce-surveys", cron="10 7 * * *")
def announce_surveys(day: date) -> int:
    """Tell what a survey came to, the next day (J4), that one has lapsed or moved, and remind those who come."""
    calendar, book = law.calendar(), law.book()

    def look(survey_id: int) -> bool:
        row = lock(db.session.get_one(SurveyDay, survey_id))
        return announce(row, calendar, book, day)

    return each(queries.to_announce(day), look)


def announce(row: SurveyDay, calendar: Calendar, book: Rulebook, day: date) -> bool:
    """Tell of one survey day what has become true, each thing once; tell whether there was something to say."""
    found = queries.found_day(row, calendar, book, day)
    if found.on.day != row.set_on:
        _recompute(found)
    elif found.outcome:
        told = say(
            "Joint survey day of %(name)s on %(day)s: %(outcome)s",
            name=row.project.name, day=found.on.day, outcome=found.outcome.sentence,
        )  # fmt: skip
        _once(found, {row.project.owner_id}, told, "outcome")
    elif found.state is State.LAPSED:
        told = say(
            "The joint survey day of %(name)s on %(day)s does not take place: too few have confirmed. Ask for another.",
            name=row.project.name, day=found.on.day,
        )  # fmt: skip
        _once(found, found.askers | {row.project.owner_id}, told, "lapsed")
    elif found.state.is_open and day >= found.survey.answer_by:
        return _remind(found, day)
    else:
        return False
    return True


def _remind(found: Found, day: date) -> bool:
    """Remind those who come, on the working day before and on the day itself: once each."""
    told = say(
        "Joint survey day of %(name)s on %(day)s at %(hour)s, meeting at %(place)s: you have said that you come.",
        name=found.project.name, day=found.on.day, hour=found.row.hour, place=found.row.place,
    )  # fmt: skip
    coming = {line.row.organisation_id for line in found.lines if line.seat.comes}
    what = "today" if day == found.on.day else "eve"
    return _once(found, coming, told, what, topic=Topic.REMINDER, holds_until=found.on.day)


def _recompute(found: Found) -> None:
    """Lay down the day to which a holiday that was announced later has moved a survey (T5), and tell everyone."""
    row, before = found.row, found.row.set_on
    row.set_on = found.on.day
    moved = SurveyMove(survey_id=row.id, from_on=before, to_on=row.set_on, reason="", at=clock.now())
    details = {"from": before, "to": row.set_on}
    ledger.record(row, "surveys.day.recomputed", actor_id=None, rule="T5", details=details, proves=(moved,))
    told = say(
        "The joint survey day of %(name)s moves from %(old)s, which has become a day off, to %(new)s.",
        name=row.project.name, old=before, new=row.set_on,
    )  # fmt: skip
    _once(found, found.bodies, told, f"moved:{before}")


def _once(
    found: Found,
    bodies: set[int],
    told: Sentence,
    what: str,
    *,
    topic: Topic = Topic.SERVICE,
    holds_until: date | None = None,
) -> bool:
    """Tell each body, and say whether it was news to one."""
    link, once = f"/surveys/{found.row.id}", f"survey:{found.row.id}:{found.on.day}:{what}"
    news = [
        tell(body_id, told, link=link, once=once, topic=topic, holds_until=holds_until)
        for body_id in sorted(bodies)
    ]
    return any(news)
