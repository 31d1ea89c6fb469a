"""The forms of registration, draw and the owner's choice among few."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from kernel.fields import (
    LongTextField,
    MoneyField,
    OneOfField,
    TextField,
    TickField,
    TypedField,
    WorkdaysField,
)
from kernel.forms import ActForm
from kernel.widgets import TextInput
from marketplace.selection.choosing import Method, Stage
from marketplace.selection.offers import Tender

PLACES = 2


def per_cent(text: str) -> Decimal | None:
    """Read a share in per cent with at most two decimals, None where it is none."""
    try:
        found = Decimal(text.rstrip("%"))
    except InvalidOperation:
        return None
    exponent = found.as_tuple().exponent
    return found if isinstance(exponent, int) and exponent >= -PLACES and found >= 0 else None


class RateField(TypedField):
    """Take a share in per cent with at most two decimals."""

    read = staticmethod(per_cent)
    problem = _l("Enter per cent with at most two decimals, for example 12.5.")

    def __init__(self, label: object, validators: Iterable[object] = (), **kwargs: object) -> None:
        super().__init__(
            label, list(validators), widget=TextInput(5, suffix="%", inputmode="decimal"), **kwargs
        )


class RegisterForm(ActForm):
    """What an agency declares when it registers; its method adds what is offered."""

    workdays = WorkdaysField(
        _l("Promised working days"),
        [InputRequired()],
        description=_l(
            "Counted from the day after contract and materials are complete. A broken promise is a case for the blacklist."
        ),
    )
    untied = TickField(
        _l("We have no tie with this owner, nor with the authority that decides the approval."),
        [InputRequired()],
    )
    can_do = TickField(
        _l("We can do what is asked for, with the qualification and people that it wants."), [InputRequired()]
    )
    asked: tuple[str, ...] = ()

    def tender(self) -> Tender:
        """Return what is offered."""
        found = {name: self[name].data for name in self.asked}
        return Tender(self.workdays.data, found.get("price_fen"), found.get("discount"))


class OpenForm(ActForm):
    """The code that opens the sealed offers."""

    code = TextField(_l("Opening code"), [InputRequired()], longest=120)
    second = TextField(
        _l("Second code"),
        [Optional()],
        longest=120,
        description=_l("Only where the platform's own share is missing: owner and authority open together."),
    )


class FigureForm(ActForm):
    """The public figure that a draw waits for."""

    value = TextField(_l("The figure, as its source publishes it"), [InputRequired()], longest=80)
    checked = TickField(_l("I have compared it with the source named in the notice."), [InputRequired()])


class LotsForm(ActForm):
    """The word for a draw whose randomness is all revealed."""

    checked = TickField(_l("Everything that the draw waits for is revealed."), [InputRequired()])


class LodgeForm(ActForm):
    """The SHA-256 of a text that is revealed after the closing."""

    digest = TextField(
        _l("SHA-256 of your text"),
        [InputRequired()],
        longest=64,
        description=_l("64 hexadecimal digits. The text itself stays with you until the closing has passed."),
    )


class RevealForm(ActForm):
    """The text whose SHA-256 was lodged."""

    text = TextField(
        _l("Your text, exactly as it was hashed"),
        [InputRequired()],
        longest=200,
        description=_l("It is published at once and goes into the randomness."),
    )


class ChooseRegisteredForm(ActForm):
    """Whom the owner chooses among the few who registered, and why."""

    registration = OneOfField(_l("The agency that you choose"), [InputRequired()], coerce=int)
    reason = LongTextField(
        _l("Why this one"),
        [InputRequired()],
        longest=1000,
        description=_l("The reason is published with the result."),
    )


def register_form(way: Method) -> type[RegisterForm]:
    """Return the form of registration for a method: with what an agency offers by it."""
    names = [one for one in way.asked(Stage.OFFER) if one.name != "workdays"]
    fields: dict[str, object] = {"asked": tuple(one.name for one in names)}
    kinds = {"price_fen": MoneyField, "discount": RateField}
    for one in names:
        fields[one.name] = kinds[one.name](one.label, [InputRequired()])
    return type("MethodRegisterForm", (RegisterForm,), fields)
