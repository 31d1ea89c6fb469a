"""The form by which a deputy is named."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from accounts.models import User
from kernel.fields import DayField, ListField, LongTextField
from kernel.forms import ActForm


class NameDeputyForm(ActForm):
    """Who stands in for whom, from when to when, and why."""

    person = ListField(_l("Who is away"), [InputRequired()])
    deputy = ListField(_l("Who stands in"), [InputRequired()])
    from_on = DayField(_l("First day"), [InputRequired()])
    until_on = DayField(_l("Last day"), [InputRequired()])
    reason = LongTextField(_l("Reason"), [InputRequired()], longest=500, rows=3)

    def of(self, people: Iterable[User], officials: Iterable[User]) -> "NameDeputyForm":
        """Offer whom the actor may name a deputy for, and who may be one."""
        self.person.choices = [(str(one.id), one.name) for one in people]
        self.deputy.choices = [(str(one.id), f"{one.name} · {one.organisation.name}") for one in officials]
        return self
