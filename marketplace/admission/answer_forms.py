"""The form of the operator's answer to an application."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional, ValidationError

from kernel.fields import LongTextField, OneOfField
from kernel.forms import ActForm
from kernel.sentences import say
from marketplace.admission.sections import NAMES

ACCEPT, RETURN = "accept", "return"


class AnswerForm(ActForm):
    """The operator's answer to an application: accepted, or returned with what each section lacks."""

    details = LongTextField(NAMES["details"], [Optional()], longest=1000, rows=2)
    services = LongTextField(NAMES["services"], [Optional()], longest=1000, rows=2)
    qualifications = LongTextField(NAMES["qualifications"], [Optional()], longest=1000, rows=2)
    practitioners = LongTextField(NAMES["practitioners"], [Optional()], longest=1000, rows=2)
    affiliations = LongTextField(NAMES["affiliations"], [Optional()], longest=1000, rows=2)
    letter = LongTextField(NAMES["letter"], [Optional()], longest=1000, rows=2)
    relations = LongTextField(
        _l("Related bodies that are kept out: what you looked at, and what came of it"),
        [InputRequired()],
        longest=1000,
        rows=3,
        description=_l("A relation alone bars nobody (P10). Only officials read this."),
    )
    decision = OneOfField(
        _l("Your answer"),
        [InputRequired()],
        choices=[
            (
                ACCEPT,
                say("Admit the agency"),
                {"hint": say("The agency can be chosen at once; its publicity begins.")},
            ),
            (RETURN, say("Return"), {"hint": say("The agency mends what you name and submits again.")}),
        ],
    )
    remark = LongTextField(
        _l("Reasons"),
        [InputRequired()],
        longest=1000,
        rows=3,
        description=_l("What you compared, and what follows. The agency reads it."),
    )

    def __init__(self, *args: object, flagged: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not flagged:
            del self.relations

    def note(self) -> str:
        """Return what looking at related bodies gave, where it was asked for."""
        return str(self["relations"].data) if "relations" in self else ""

    def reasons(self) -> dict[str, str]:
        """Return what is lacking, by section."""
        return {key: self[key].data for key in NAMES if self[key].data}

    def validate_decision(self, field: OneOfField) -> None:
        """Want a section named with a return, and none with an acceptance."""
        if field.data == ACCEPT and self.reasons():
            raise ValidationError(
                gettext("You say that something is lacking: return the application, or take it out.")
            )
        if field.data == RETURN and not self.reasons():
            raise ValidationError(gettext("Say in at least one section what is to be mended."))
