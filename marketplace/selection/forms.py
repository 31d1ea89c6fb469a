"""The forms of a direct choice, and of a draw computed again."""

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional, ValidationError

from kernel.fields import (
    DayField,
    FileField,
    LongTextField,
    MoneyField,
    OneOfField,
    SomeOfField,
    WorkdaysField,
)
from kernel.forms import ActForm

MOST_OF_A_RECORD = 400_000  # bytes; a draw among a thousand agencies has fewer


class InviteForm(ActForm):
    """Whom to invite, and until when they may offer."""

    agencies = SomeOfField(_l("Agencies to invite"), [InputRequired()], coerce=int, validate_choice=False)
    offers_until = DayField(
        _l("Last day for offers"),
        [InputRequired()],
        description=_l("Offers are taken until 24:00 of that day, Beijing time."),
    )
    remark = LongTextField(_l("What the agencies should know"), [Optional()], longest=2000)


class InviteMoreForm(ActForm):
    """Whom to invite besides those who were invited."""

    agencies = SomeOfField(_l("Agencies to invite"), [InputRequired()], coerce=int, validate_choice=False)


class OfferForm(ActForm):
    """What an agency offers."""

    price_fen = MoneyField(_l("Price"), [InputRequired()])
    workdays = WorkdaysField(
        _l("Promised working days"),
        [InputRequired()],
        description=_l(
            "Counted from the day after contract and materials are complete. A broken promise is a case for the blacklist."
        ),
    )
    remark = LongTextField(_l("What the owner should know"), [Optional()], longest=2000)


class ChooseForm(ActForm):
    """Whom the owner chooses, and why."""

    registration = OneOfField(_l("The agency that you choose"), [InputRequired()], coerce=int)
    reason = LongTextField(
        _l("Why this one"),
        [InputRequired()],
        longest=1000,
        description=_l("The reason is published with the result."),
    )

    def offer(self, choices: Iterable[tuple[int, str]]) -> "ChooseForm":
        """Name the agencies that can be chosen."""
        self.registration.choices = list(choices)
        return self


class WithdrawForm(ActForm):
    """Why a notice is withdrawn."""

    reason = LongTextField(
        _l("Why you withdraw it"),
        [InputRequired()],
        longest=500,
        description=_l("Those who were invited read it."),
    )


class VerifyForm(ActForm):
    """The record of a draw: its file, or its text."""

    record = FileField(_l("File of the record"), endings=("json",))
    text = LongTextField(
        _l("Or its text"),
        description=_l("Paste the whole text. It is not read where a file is chosen."),
        longest=MOST_OF_A_RECORD,
        rows=6,
    )

    def validate_text(self, field: LongTextField) -> None:
        """Refuse a form that brings nothing."""
        if not field.data and not self.record.data:
            raise ValidationError(gettext("Choose the file of a record, or paste its text."))

    def brought(self) -> tuple[str, bytes]:
        """Return the field that was used and its bytes: a file as it is, a text with the line ends of a record."""
        if self.record.data:
            return "record", self.record.data.read(MOST_OF_A_RECORD + 1)
        pasted = str(self.text.raw_data[0]).replace("\r\n", "\n").strip()  # as it came, without our mending
        return "text", f"{pasted}\n".encode("utf-8", "replace")
