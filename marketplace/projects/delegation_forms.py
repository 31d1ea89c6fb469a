"""The forms by which an owner delegates steps, and by which a case assistant answers."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from accounts.models import User
from kernel.fields import DayField, ListField, LongTextField, SomeOfField, TickField
from kernel.forms import ActForm
from kernel.languages import reading
from kernel.sentences import say
from marketplace.projects.models import Project
from marketplace.projects.vocabulary import Step, step_texts

ALL = say("All my projects, also new ones")


class DelegateForm(ActForm):
    """Who may take which steps, for which project, from when to when."""

    assistant = ListField(_l("Case assistant"), [InputRequired()])
    project = ListField(_l("For which project?"), [Optional()])
    steps = SomeOfField(_l("Which steps may they take for you?"), [InputRequired()])
    from_on = DayField(_l("First day"), [InputRequired()])
    until_on = DayField(
        _l("Last day"), [InputRequired()], description=_l("You can take it back at any time, at once.")
    )

    def of(self, people: Iterable[User], projects: Iterable[Project]) -> "DelegateForm":
        """Offer whom the owner may name, its projects, and the steps that may be delegated."""
        self.assistant.choices = [(str(one.id), f"{one.name} · {one.organisation.name}") for one in people]
        self.project.choices = [("", ALL)] + [(str(one.id), one.name) for one in projects]
        self.steps.choices = [
            (one.key, one.called(reading()), {"hint": one.why(reading())}) for one in step_texts() if one.may
        ]
        return self

    def named(self) -> tuple[Step, ...]:
        """Return the steps that were ticked."""
        return tuple(Step(key) for key in self.steps.data or ())

    def days(self) -> tuple[date, date]:
        """Return the first and the last day."""
        return self.from_on.data, self.until_on.data


class AcceptForm(ActForm):
    """A case assistant accepts, and says that no interest stands against it."""

    no_interest = TickField(
        _l(
            "Neither I nor a close relative of mine works for, owns or advises an agency that takes part in this "
            "owner's projects, or decides about them in an authority. Should that change, I lay this down at once."
        ),
        [InputRequired()],
    )


class DeclineForm(ActForm):
    """A case assistant declines."""

    reason = LongTextField(_l("Why do you decline?"), [InputRequired()], longest=500, rows=3)
