"""The forms of an edition of the rulebook (G10)."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from kernel.editions import LONGEST_DOCUMENT
from kernel.fields import DayField, FileField, LongTextField, OneOfField, TextField
from kernel.forms import ActForm
from marketplace.oversight.editions.checked import MOST_BYTES, decoded
from marketplace.oversight.editions.vocabulary import Answer, Stance


class TextForm(ActForm):
    """The text of an edition."""

    file = FileField(
        _l("Text of the edition"),
        [InputRequired()],
        endings=("toml",),
        description=_l("The filled-in template, as a TOML file in UTF-8 of up to 64 KB."),
    )

    def text(self) -> str:
        """Return the text that was brought."""
        return decoded(self.file.data.stream.read(MOST_BYTES + 1))


class SendForm(ActForm):
    """Until when the authorities may comment."""

    until = DayField(
        _l("Comments until"), [InputRequired()], description=_l("The whole day counts, up to 24:00.")
    )


class CommentForm(ActForm):
    """What an authority says of the text."""

    stance = OneOfField(
        _l("What does your authority say?"),
        [InputRequired()],
        choices=[(one.value, one.sentence) for one in Stance],
    )
    text = LongTextField(
        _l("Comment"),
        [Optional()],
        longest=3000,
        description=_l("It is published with its answer once the edition is adopted."),
    )


class AnswerForm(ActForm):
    """What is answered to a comment."""

    answer = OneOfField(
        _l("What becomes of the comment?"),
        [InputRequired()],
        choices=[(one.value, one.sentence) for one in Answer if one],
        description=_l("Where the text changes, lay a further text: it goes to the authorities again."),
    )
    reasons = LongTextField(_l("Reasons"), [InputRequired()], longest=3000)


class ProposeForm(ActForm):
    """The document by which the edition is adopted."""

    document = TextField(
        _l("Number of the adopting document"),
        [InputRequired()],
        longest=LONGEST_DOCUMENT,
        description=_l("For example 江中介办〔2026〕12号."),
    )
    document_on = DayField(_l("Day of the document"), [InputRequired()])


class ConfirmForm(ActForm):
    """The second person's word that the edition is adopted."""


class ReasonForm(ActForm):
    """Why an edition is sent back or withdrawn."""

    reason = LongTextField(_l("Reason"), [InputRequired()], longest=2000)
