"""The forms of a direct choice."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from kernel.fields import DayField, LongTextField, MoneyField, OneOfField, SomeOfField, WorkdaysField
from kernel.forms import ActForm


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
