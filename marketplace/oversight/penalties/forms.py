"""The forms of external records."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from credit.evidence import Weight
from kernel.fields import DayField, FileField, LongTextField, OneOfField, TextField
from kernel.forms import ActForm
from marketplace.oversight.penalties.operations import Found
from marketplace.oversight.penalties.vocabulary import WEIGHTS, RecordKind


class EnterRecordForm(ActForm):
    """A penalty or a court dishonesty record as it stands in a public credit record."""

    agency = TextField(
        _l("Agency"),
        [InputRequired()],
        longest=120,
        description=_l("Its name as in the directory, or its credit code."),
    )
    kind = OneOfField(
        _l("What was recorded?"), [InputRequired()], choices=[(one.value, one.label) for one in RecordKind]
    )
    weight = OneOfField(
        _l("How heavy is it?"),
        [InputRequired()],
        choices=[(one.value, label) for one, label in WEIGHTS.items()],
    )
    source = TextField(_l("Who decided or published it"), [InputRequired()], longest=120)
    number = TextField(_l("Number of the document"), [InputRequired()], longest=80)
    fact_on = DayField(_l("Day of the document"), [InputRequired()])
    note = LongTextField(_l("Note"), [Optional()], longest=500, rows=3)

    def found(self) -> Found:
        """Return what was found."""
        return Found(
            RecordKind(self.kind.data),
            Weight(self.weight.data),
            " ".join(self.source.data.split()),
            " ".join(self.number.data.split()),
            self.fact_on.data,
            self.note.data or "",
        )


class ImportRecordsForm(ActForm):
    """A sheet of external records."""

    file = FileField(
        _l("Sheet"),
        [InputRequired()],
        endings=("csv", "xlsx"),
        description=_l("The filled-in template, as XLSX or as CSV in UTF-8 or GB 18030, up to 2 MB."),
    )


class ConfirmRecordsForm(ActForm):
    """The word that a sheet is laid in."""


class SetRecordAsideForm(ActForm):
    """Why a record is wrong."""

    reason = LongTextField(
        _l("Why is it wrong?"), [InputRequired()], longest=1000, description=_l("The agency reads it.")
    )
