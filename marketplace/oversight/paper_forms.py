"""The forms of what was decided on paper."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, NumberRange, Optional

from blacklist.findings import Grade, VetoKind, Violation
from kernel.fields import DayField, ListField, OneOfField, TextField, WholeField
from kernel.forms import ActForm
from kernel.sentences import say

FIRST_YEAR, LAST_YEAR = 2017, 2100  # the reform is of 2017
DOCUMENT = 80
GRADES = [(grade.value, say("not rated") if grade is Grade.N else grade.value) for grade in Grade]
KINDS = [
    (VetoKind.OVERDUE.value, say("A commitment was overdue")),
    (VetoKind.SERIOUS.value, say("A serious violation")),
]


class EnterRatingForm(ActForm):
    """A rating that was determined on paper."""

    year = WholeField(_l("Year that was rated"), [InputRequired(), NumberRange(FIRST_YEAR, LAST_YEAR)])
    grade = ListField(_l("Grade"), [InputRequired()], choices=GRADES)
    by_score = ListField(
        _l("Grade by score alone"),
        [Optional()],
        choices=[("", say("the same")), *GRADES],
        description=_l("Only where a veto made it a D: the grade that it would have had without (G6)."),
    )
    determined_on = DayField(_l("Determined on"), [InputRequired()])
    document = TextField(_l("Document"), [InputRequired()], longest=DOCUMENT)


class EnterVetoForm(ActForm):
    """A veto that was decided on paper."""

    kind = OneOfField(_l("Ground"), [InputRequired()], choices=KINDS)
    violation = ListField(
        _l("Which violation"),
        [Optional()],
        choices=[("", say("none: it was overdue")), *((one.value, one.sentence) for one in Violation)],
    )
    fact_on = DayField(
        _l("Day of the fact"),
        [InputRequired()],
        description=_l("Of an overdue: the first day after the due day."),
    )
    decided_on = DayField(_l("Decided on"), [InputRequired()])
    document = TextField(_l("Document"), [InputRequired()], longest=DOCUMENT)


class SetAsideForm(ActForm):
    """A decision on paper that a review set aside."""

    on = DayField(_l("Set aside on"), [InputRequired()])
    document = TextField(_l("Document"), [InputRequired()], longest=DOCUMENT)
