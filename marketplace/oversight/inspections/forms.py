"""The forms of random inspections; the sheet's fields are the items of rulebook/inspection.toml."""

from decimal import Decimal
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from credit.evidence import Checked
from kernel.fields import DayField, ListField, LongTextField, OneOfField, TextField, WholeField
from kernel.forms import ActForm
from kernel.languages import reading
from marketplace.oversight.inspections import sheet
from marketplace.oversight.inspections.checking import Finding
from marketplace.oversight.inspections.sheet import Mark
from marketplace.oversight.rating_words import CHECKED
from marketplace.oversight.round_forms import PointsField
from marketplace.selection.figures import figures


class PlanInspectionsForm(ActForm):
    """The year of a plan, and the public figure that its draw waits for."""

    year = WholeField(_l("Year"), [InputRequired()], least=2000, most=2999)
    source = ListField(
        _l("Public figure that decides the draw"),
        [InputRequired()],
        choices=[],
        description=_l("Its first appearance after the list is published is taken."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.source.choices = [(key, one.called(reading())) for key, one in figures().items()]


class LayDownForm(ActForm):
    """The word that the list is published."""


class DrawInspectionsForm(ActForm):
    """The public figure as it appeared."""

    value = TextField(_l("The public figure as it was published"), [InputRequired()], longest=80)


class InspectForm(ActForm):
    """Stand above the inspection sheet: day and remark, and the marks of the items that `inspect_form` adds."""

    on = DayField(_l("Day of the inspection"), [InputRequired()])
    remark = LongTextField(_l("What else was found"), [Optional()], longest=2000, rows=3)

    def marks(self) -> list[Mark]:
        """Return what was found, item by item."""
        return [
            Mark(item.key, _points(self[f"points_{item.key}"].data), self[f"reason_{item.key}"].data or "")
            for item in sheet.items()
        ]


class EnterCheckForm(ActForm):
    """What a check during the year found."""

    of = OneOfField(
        _l("What was checked?"),
        [InputRequired()],
        choices=[(one.value, name) for one, name in CHECKED.items()],
    )
    on = DayField(_l("Day of the check"), [InputRequired()])
    points = PointsField(_l("Points given"), [InputRequired()])
    reason = LongTextField(
        _l("What was found, and why points are lost"),
        [InputRequired()],
        longest=1000,
        description=_l("The agency reads it."),
    )

    def found(self) -> Finding:
        """Return what was found."""
        return Finding(Checked(self.of.data), self.on.data, self.points.data, self.reason.data)


def inspect_form() -> InspectForm:
    """Return the sheet with two fields for each item, labelled in the reader's language."""
    form = _sheet_form()()
    for item in sheet.items():
        form[f"points_{item.key}"].label.text = item.called(reading())
    return form


@cache
def _sheet_form() -> type[InspectForm]:
    fields: dict[str, Any] = {}
    for item in sheet.items():
        fields[f"points_{item.key}"] = PointsField(
            item.zh, [InputRequired()], description=_l("Of %(most)s points.", most=item.points)
        )
        fields[f"reason_{item.key}"] = TextField(_l("Why points are lost"), [Optional()], longest=500)
    return type("SheetForm", (InspectForm,), fields)


def _points(value: Decimal | None) -> Decimal:
    return Decimal() if value is None else value
