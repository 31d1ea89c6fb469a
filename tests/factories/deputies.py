"""Deputations for tests, named by the verb itself."""

from datetime import timedelta

from accounts import deputies
from kernel import clock
from kernel.db import transaction


def deputation(person, deputy, first=None, last=None, reason="外出培训"):
    """Name a deputy for a person, for thirty days from today unless told otherwise."""
    today = clock.today()
    days = (first or today, last or today + timedelta(days=30))
    with transaction():
        return deputies.name_deputy(person, deputy, days, reason, actor=person, today=today)
