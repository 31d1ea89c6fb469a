"""The jobs of admission: agencies are reminded of what lapses, and found under what they are called today.

T6: no outcome depends on them: a lapsed qualification closes its service whether anybody was reminded or not.
"""

from datetime import date, datetime, time, timedelta

from accounts.kinds import Topic
from accounts.models import Organisation
from accounts.operations import tell
from kernel import clock, law
from kernel.db import db
from kernel.jobs import each, job
from kernel.sentences import say
from marketplace.admission import queries, rules
from marketplace.admission.models import Qualification
from marketplace.admission.operations import index_agency

LINK = "/admission/qualifications"
LOOK_BACK = timedelta(days=7)  # a job that missed some days makes them good


@job("remind-qualifications", cron="10 7 * * *")
def remind_qualifications(day: date) -> int:
    """Remind agencies 60, 30 and 7 days before a qualification lapses (A3), each time once."""
    furthest = max(law.book().value("A3.reminders", day))
    return each(queries.lapsing(day, day + timedelta(days=furthest)), lambda row_id: _remind(row_id, day))


@job("index-agencies", cron="20 2 * * *")
def index_agencies(day: date) -> int:
    """Let the agencies that changed their area or name be found by what they say of themselves now."""
    since = datetime.combine(day - LOOK_BACK, time.min, clock.BEIJING)
    return each(queries.changed_since(since), _index)


def _remind(qualification_id: int, day: date) -> bool:
    row = db.session.get_one(Qualification, qualification_id)
    until = row.valid_until or date.max
    step = rules.reminder(until, day, law.book())
    if step is None:
        return False
    told = say(
        "%(kind)s %(number)s is valid until %(day)s. Enter its successor by then: after that day the services "
        "that want it are closed.",
        kind=row.kind,
        number=row.number,
        day=until,
    )
    tell(
        row.agency_id,
        told,
        link=LINK,
        once=f"qualification:{row.id}:{until}:{step}",
        topic=Topic.REMINDER,
        holds_until=until,
    )
    return True


def _index(agency_id: int) -> bool:
    index_agency(db.session.get_one(Organisation, agency_id))
    return True
