"""The forms of a published result: objection, answer, give-up."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms.validators import InputRequired, Optional

from kernel.fields import FilesField, LongTextField, OneOfField, SomeOfField
from kernel.forms import ActForm

UPHELD, DISMISSED = "upheld", "dismissed"
ENDINGS = ("pdf", "ofd", "docx", "xlsx", "png", "jpg", "jpeg")


class ObjectForm(ActForm):
    """An objection to a result."""

    text = LongTextField(
        _l("What you object to, and why"),
        [InputRequired()],
        longest=3000,
        description=_l("It is published with the result; name no person who is not concerned."),
    )
    files = FilesField(_l("Files"), [Optional()], endings=ENDINGS)

    def uploads(self) -> list[FileStorage]:
        """Return the files that were brought."""
        return [one for one in self.files.data or [] if getattr(one, "filename", None)]


class AnswerObjectionForm(ActForm):
    """The authority's answer to an objection."""

    decision = OneOfField(
        _l("Does the objection hold?"),
        [InputRequired()],
        choices=[
            (DISMISSED, _l("It does not hold: the result stands")),
            (UPHELD, _l("It holds: the result is set aside and the selection repeated")),
        ],
    )
    excluded = SomeOfField(
        _l("Who may not take part in the repetition"), [Optional()], coerce=int, validate_choice=False
    )
    text = LongTextField(
        _l("Reasons"), [InputRequired()], longest=3000, description=_l("The answer is published.")
    )

    def offer(self, entered: Iterable[tuple[int, str]]) -> "AnswerObjectionForm":
        """Name those who took part."""
        self.excluded.choices = list(entered)
        return self


class GiveUpForm(ActForm):
    """Why an agency gives an award up."""

    reason = LongTextField(_l("Why you give it up"), [InputRequired()], longest=500, rows=3)
