"""The forms of what was decided on paper."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, NumberRange, Optional

from accounts.models import Agency
from blacklist.findings import Grade, VetoKind, Violation
from blacklist.models import Decision
from kernel.fields import DayField, ListField, OneOfField, TextField, WholeField
from kernel.forms import ActForm
from kernel.sentences import say
from marketplace.oversight.papers import operations
from marketplace.oversight.papers.models import PaperDecision

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
    decided_on = DayField(_l("Determined on"), [InputRequired()])
    document = TextField(_l("Document"), [InputRequired()], longest=DOCUMENT)

    def told(self, agency: Agency) -> PaperDecision:
        """Return what was typed about an agency."""
        return PaperDecision(
            agency_id=agency.id,
            kind=operations.RATING,
            year=self.year.data,
            grade=self.grade.data,
            by_score=self.by_score.data or "",
            decided_on=self.decided_on.data,
            document=self.document.data,
        )


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

    def told(self, agency: Agency) -> PaperDecision:
        """Return what was typed about an agency."""
        return PaperDecision(
            agency_id=agency.id,
            kind=self.kind.data,
            ground=self.violation.data if self.kind.data == VetoKind.SERIOUS else "",
            fact_on=self.fact_on.data,
            decided_on=self.decided_on.data,
            document=self.document.data,
        )


class SetAsideForm(ActForm):
    """A decision on paper that a review set aside."""

    decided_on = DayField(_l("Set aside on"), [InputRequired()])
    document = TextField(_l("Document"), [InputRequired()], longest=DOCUMENT)

    def told(self, decision: Decision) -> PaperDecision:
        """Return what was typed about a decision."""
        return PaperDecision(
            agency_id=decision.agency_id,
            kind=operations.SET_ASIDE,
            decision_id=decision.id,
            decided_on=self.decided_on.data,
            document=self.document.data,
        )
