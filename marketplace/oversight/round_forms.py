"""The forms of the yearly rating. They check the form of what is typed; the rules check the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms.validators import InputRequired, Optional, ValidationError

from credit.evidence import Checked, ContractFiled, Evidence, OrderCompleted, OwnersAnswers, Penalty, Weight
from credit.models import Check
from credit.objections import Said
from credit.rules import Dimension
from credit.self_checking import Declared
from credit.vocabulary import Answer
from kernel.fields import (
    DayField,
    FilesField,
    ListField,
    LongTextField,
    OneOfField,
    SomeOfField,
    TextField,
    TickField,
    TypedField,
    WholeField,
)
from kernel.forms import ActForm
from kernel.sentences import say
from kernel.widgets import TextInput
from marketplace.oversight.rating_words import DIMENSIONS

PAPERS = ("pdf", "ofd", "jpg", "jpeg", "png", "docx", "xlsx")
SET_ASIDE, ADMIT, REPLACE = "set-aside", "admit", "replace"
YES, NO = "yes", "no"
FEWEST_YEARS, MOST_YEARS = 2000, 2100


def _decimal(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    exponent = found.as_tuple().exponent
    return found if isinstance(exponent, int) and -2 <= exponent <= 0 else None


class PointsField(TypedField):
    """Take points with at most two decimals."""

    read = staticmethod(_decimal)
    problem = _l("Enter points with at most two decimals, for example 5 or 5.5.")

    def __init__(self, label: object, validators: Any = (), **kwargs: object) -> None:  # noqa: ANN401  WTForms'
        super().__init__(
            label, validators, widget=TextInput(5, suffix=_l("points"), inputmode="decimal"), **kwargs
        )


class OpenRoundForm(ActForm):
    """The year that is to be rated."""

    year = WholeField(_l("Year that is rated"), [InputRequired()], least=FEWEST_YEARS, most=MOST_YEARS)


class DetermineForm(ActForm):
    """The document by which the ratings are determined."""

    document = TextField(_l("Number of the document"), [InputRequired()], longest=80)


class CheckForm(ActForm):
    """What an authority found of licences and staff, and of the archive."""

    licences = PointsField(_l("Licences and staff: points"), [Optional()])
    licences_reason = LongTextField(_l("Licences and staff: what was found"), [InputRequired()], longest=1000)
    archive = PointsField(_l("Archive: points"), [Optional()])
    archive_reason = LongTextField(_l("Archive: what was found"), [InputRequired()], longest=1000)

    @classmethod
    def of(cls, checks: Mapping[Checked, Check], full: Mapping[Checked, str]) -> "CheckForm":
        """Return the form with what was answered so far, and the full points beside each field."""
        given: dict[str, object] = {}
        for of, row in checks.items():
            given |= {of.value: Decimal(row.points) if row.points else None, f"{of}_reason": row.reason}
        form = cls(**given)
        for of, points in full.items():
            said = gettext(
                "0 to %(points)s points; leave empty where no check was made, and say why.", points=points
            )
            form[of.value].description = said
        return form

    def found(self, of: Checked) -> tuple[Decimal | None, str]:
        """Return the points and the reasons of one check."""
        return self[of.value].data, self[f"{of}_reason"].data


class SelfCheckForm(ActForm):
    """What an agency found when it checked itself, dimension by dimension."""

    formalities = PointsField(DIMENSIONS[Dimension.FORMALITIES], [InputRequired()])
    compliance = PointsField(DIMENSIONS[Dimension.COMPLIANCE], [InputRequired()])
    openness = PointsField(DIMENSIONS[Dimension.OPENNESS], [InputRequired()])
    archives = PointsField(DIMENSIONS[Dimension.ARCHIVES], [InputRequired()])
    ethics = PointsField(DIMENSIONS[Dimension.ETHICS], [InputRequired()])
    statement = LongTextField(
        _l("What you checked and what you found"),
        [InputRequired()],
        longest=3000,
        description=_l("With it you declare that this is true. The authorities read it beside their checks."),
    )

    @classmethod
    def of(cls, known: Mapping[str, str]) -> "SelfCheckForm":
        """Lay in what was declared before."""
        points = {one.value: Decimal(known[one.value]) for one in Dimension if one.value in known}
        return cls(data={**points, "statement": known.get("statement", "")})

    def declared(self) -> Declared:
        """Return what is declared."""
        return Declared({one: self[one.value].data for one in Dimension}, self.statement.data)


class ObjectionForm(ActForm):
    """What an agency says against its draft."""

    about = ListField(_l("What you object to"), choices=[])
    text = LongTextField(_l("Your reasons"), [InputRequired()], longest=3000)
    files = FilesField(_l("Evidence"), [Optional()], endings=PAPERS)
    wants_hearing = TickField(_l("We ask for an oral hearing"))

    def uploads(self) -> list[FileStorage]:
        """Return the files that were chosen."""
        return [one for one in self.files.data or [] if isinstance(one, FileStorage) and one.filename]

    @classmethod
    def about_one_of(cls, choices: Sequence[tuple[str, object]], *, hearing: bool) -> "ObjectionForm":
        """Return the form with what may be objected to; a hearing is asked for where a removal would follow."""
        form = cls()
        form.about.choices = list(choices)
        if not hearing:
            del form.wants_hearing
        return form

    def said(self) -> Said:
        """Return what the agency says."""
        wants_hearing = "wants_hearing" in self and bool(self.wants_hearing.data)
        return Said(self.text.data, self.about.data or "", wants_hearing, self.uploads())


class AnswerForm(ActForm):
    """The answer to an objection, with reasons."""

    answer = OneOfField(
        _l("What you answer"),
        choices=[(one.value, one.sentence) for one in Answer if one],
        description=_l("Rule on the evidence first: an objection that is upheld changes what counts."),
    )
    reasons = LongTextField(_l("Reasons"), [InputRequired()], longest=3000)


class HearingForm(ActForm):
    """When and where the hearing is held, and who leads it."""

    day = DayField(_l("Day"), [InputRequired()])
    place = TextField(_l("Place"), [InputRequired()], longest=120)
    leader = ListField(_l("Leader"), choices=[], coerce=int)


class RecordForm(ActForm):
    """The record of the hearing."""

    record = LongTextField(_l("Record of the hearing"), [InputRequired()], longest=10_000)


class RemarkForm(ActForm):
    """What is to be looked at again, or what was found."""

    reason = LongTextField(_l("Reasons"), [InputRequired()], longest=2000)


class SecondsForm(ActForm):
    """Which drafts are confirmed by the second person."""

    drafts = SomeOfField(_l("Confirmed"), choices=[], coerce=int)

    def validate_drafts(self, field: SomeOfField) -> None:
        """Ask for at least one."""
        if not field.data:
            raise ValidationError(gettext("Tick at least one."))


_YES_NO = [(YES, say("Yes")), (NO, say("No"))]


class RulingForm(ActForm):
    """What is ruled about one piece of evidence, and the right fact where the wrong one is replaced."""

    ruling = OneOfField(_l("What happens to this evidence"), choices=[])
    in_time = OneOfField(_l("Filed in time"), [Optional()], choices=_YES_NO)
    has_complete_archive = OneOfField(_l("Archive complete"), [Optional()], choices=_YES_NO)
    kept_without_extension = OneOfField(
        _l("Promise kept without an extension of one's own"), [Optional()], choices=_YES_NO
    )
    stars = WholeField(_l("Stars"), [Optional()], least=1, most=5)
    fee_as_offered = OneOfField(_l("Fee as offered"), [Optional()], choices=_YES_NO)
    told_at_once = OneOfField(_l("Told everything at once"), [Optional()], choices=_YES_NO)
    weight = OneOfField(
        _l("How heavy"),
        [Optional()],
        choices=[(Weight.MINOR.value, say("Minor")), (Weight.SERIOUS.value, say("Serious"))],
    )
    reason = LongTextField(_l("Reason, shown to the agency"), [InputRequired()], longest=1000)

    def about(self, fact: Evidence, *, counts: bool) -> "RulingForm":
        """Ask only what fits this kind of evidence, the fact as it stands laid in."""
        fields = FIELDS.get(type(fact), ())
        for name in {one for names in FIELDS.values() for one in names} - set(fields):
            delattr(self, name)
        self.ruling.choices = list(_choices(counts=counts, replaceable=bool(fields)))
        if not self.is_submitted():
            for name in fields:
                self[name].data = _typed(getattr(fact, name))
        return self

    def right(self, fact: Evidence) -> Evidence:
        """Return the fact as it is typed here, of the same kind and day."""
        values: dict[str, Any] = {name: _read(self[name].data) for name in FIELDS.get(type(fact), ())}
        return replace(fact, **values)

    def validate_ruling(self, field: OneOfField) -> None:
        """Ask for every part of the right fact where the wrong one is replaced."""
        asked = [self[name] for names in FIELDS.values() for name in names if name in self]
        if field.data == REPLACE and not all(one.data for one in asked):
            raise ValidationError(gettext("Enter the right fact below."))


FIELDS: dict[type[Evidence], tuple[str, ...]] = {
    ContractFiled: ("in_time",),
    OrderCompleted: ("has_complete_archive", "kept_without_extension"),
    OwnersAnswers: ("stars", "fee_as_offered", "told_at_once"),
    Penalty: ("weight",),
}


def _choices(*, counts: bool, replaceable: bool) -> Iterable[tuple[str, object]]:
    if not counts:
        yield (ADMIT, say("It counts: it is admitted"))
        return
    yield (SET_ASIDE, say("It does not count: it is set aside"))
    if replaceable:
        yield (REPLACE, say("It is wrong: it is replaced by what is entered below"))


def _typed(value: object) -> object:
    if isinstance(value, bool):
        return YES if value else NO
    return value.value if isinstance(value, Weight) else value


def _read(value: Any) -> object:  # noqa: ANN401  whatever a field holds
    if value in (YES, NO):
        return value == YES
    return Weight(value) if value in tuple(Weight) else value
