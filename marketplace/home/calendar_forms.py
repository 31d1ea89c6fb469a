"""The forms by which a yearly notice is imported (T5)."""

from flask_babel import lazy_gettext as _l
from wtforms import ValidationError
from wtforms.validators import InputRequired, Optional

from kernel.fields import DayField, LinesField, LongTextField, TextField, WholeField
from kernel.forms import ActForm
from kernel.notices import LONGEST_NUMBER, NoticeUnreadable
from kernel.reading import say_it
from marketplace.home.yearly import days_in

DAYS_HINT = _l("One line for each: a day like 2027-01-01, or two like 2027-02-05 to 2027-02-11.")


class NewCalendarForm(ActForm):
    """What the State Council's yearly notice says, typed from it."""

    year = WholeField(_l("Year"), [InputRequired()], least=2000, most=9998)
    number = TextField(
        _l("Number of the notice"),
        [InputRequired()],
        longest=LONGEST_NUMBER,
        description=_l("For example 国办发明电〔2026〕7号."),
    )
    issued_on = DayField(_l("Issued on"), [InputRequired()])
    off = LinesField(_l("Days off"), [InputRequired()], rows=8, description=DAYS_HINT)
    work = LinesField(_l("Weekend days worked"), [Optional()], rows=6, description=DAYS_HINT)

    def validate_off(self, field: LinesField) -> None:
        """Refuse a line that names no days."""
        _must_be_days(field)

    def validate_work(self, field: LinesField) -> None:
        """Refuse a line that names no days."""
        _must_be_days(field)


class ConfirmCalendarForm(ActForm):
    """The operator's word that the notice is imported as shown, with the reason where it corrects one."""

    reason = LongTextField(_l("Why the calendar is corrected"), [Optional()], longest=500)


def _must_be_days(field: LinesField) -> None:
    try:
        days_in(field.data or ())
    except NoticeUnreadable as problem:
        raise ValidationError(say_it(problem.sentence)) from None
