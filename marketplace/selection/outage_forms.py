"""The forms of the days on which a public figure does not appear."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from kernel.fields import DayField, ListField, LongTextField, OneOfField
from kernel.forms import ActForm
from kernel.languages import reading
from marketplace.selection.figures import figures
from marketplace.selection.outages import Declared

CONFIRMED, REFUSED = "confirmed", "refused"


class DeclareOutageForm(ActForm):
    """Which public figure does not appear, when, and where its source has said so."""

    source = ListField(_l("Public figure"), [InputRequired()], choices=[])
    first_on = DayField(_l("First day without it"), [InputRequired()])
    last_on = DayField(_l("Last day without it"), [InputRequired()])
    announcement = LongTextField(
        _l("Where its source has announced it: document, day and address"),
        [InputRequired()],
        longest=1000,
        rows=3,
        description=_l("It is published, and the managing office compares it."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.source.choices = [(one.key, one.called(reading())) for one in figures().values()]

    def given(self) -> Declared:
        """Return what was entered."""
        return Declared(self.source.data, self.first_on.data, self.last_on.data, self.announcement.data)


class AnswerOutageForm(ActForm):
    """The managing office's answer to a declared outage."""

    decision = OneOfField(
        _l("Does the figure not appear on these days?"),
        [InputRequired()],
        choices=[
            (CONFIRMED, _l("It does not appear: draws wait for the next one after this answer")),
            (REFUSED, _l("It does appear: draws take it as the notice named it")),
        ],
    )
    text = LongTextField(
        _l("What you compared"), [InputRequired()], longest=1000, rows=3, description=_l("It is published.")
    )
