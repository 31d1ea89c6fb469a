"""M1, T6: the job that reminds of what is due soon; no outcome depends on it, and each reminder is told once."""

from datetime import date

from kernel import law
from kernel.jobs import each, job
from marketplace.home import reminders, watch_reminders
from marketplace.home.reminders import Law, Source, remind


@job("remind", cron="35 0 * * *")
def remind_of_what_is_due(day: date) -> int:
    """Remind whoever's turn it is of what is due soon: at 50 %, 20 %, 3 days, 1 day and on the last day (M1)."""
    known = Law(day, law.calendar(), law.book())
    return sum(_remind_of(source, known) for source in (*reminders.SOURCES, *watch_reminders.SOURCES))


def _remind_of(source: Source, known: Law) -> int:
    def look(row_id: int) -> bool:
        told = [remind(found, known) for found in source.due(row_id, known)]
        return any(told)

    return each(source.open(known.today), look)
