"""T1: the one place that asks what time it is."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from kernel.rulebook import applies

BEIJING = ZoneInfo("Asia/Shanghai")


def _system() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  the only call there is


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return _source()


@applies("T1")
def local_day(moment: datetime) -> date:
    """Return the day of a moment in the business zone (T1: Asia/Shanghai; a date holds from its 00:00)."""
    return moment.astimezone(BEIJING).date()


def today() -> date:
    """Return today's date in the business zone (T1)."""
    return local_day(now())


def use(source: Callable[[], datetime] | None) -> Callable[[], datetime]:
    """Let another source tell the time: a test's, or a command's with a day of its own; None restores the system's.

    Return the source that told it until now, so that whoever borrowed the clock can give it back.
    """
    global _source
    before, _source = _source, source or _system
    return before
