"""The forms of open notices: method, terms, form check, questions, amendment, withdrawal."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms.validators import InputRequired, Optional

from kernel.clock import BEIJING
from kernel.fields import (
    DayField,
    FilesField,
    ListField,
    LongTextField,
    MoneyField,
    OneOfField,
    TextField,
    TickField,
    WholeField,
    WorkdaysField,
)
from kernel.forms import ActForm
from kernel.languages import reading
from kernel.sentences import say
from marketplace.selection import givers
from marketplace.selection.choosing import FIXED_PRICE, Kind, Method, Stage
from marketplace.selection.drafting import BASE
from marketplace.selection.figures import figures
from marketplace.selection.procedure import WITHDRAWALS

HOURS = [(str(hour), f"{hour:02d}:00") for hour in range(8, 24)]
ENDINGS = ("pdf", "ofd", "docx", "xlsx", "png", "jpg", "jpeg")
HINTS = {
    "random_draw": say("You fix the price; everyone who registers has the same chance."),
    "lowest_price": say("The lowest price wins. Prices stay sealed until the opening."),
    "highest_discount": say("You fix a price; the highest discount on it wins. Sealed until the opening."),
    "closest_to_mean": say("The price nearest to the mean of all wins. Sealed until the opening."),
    "weighted_assessment": say(
        "Price, promised days, grade, on-time rate and experience, by weights that you publish."
    ),
    "shortlist_then_draw": say("The best three by your weights, without the price; a draw among them."),
    "shortlist_then_price": say("The best three by your weights, without the price; the lowest price wins."),
}


class MethodForm(ActForm):
    """By which method agencies are chosen from."""

    method = OneOfField(_l("How is the agency chosen?"), [InputRequired()])

    def offer(self, methods: Sequence[Method]) -> "MethodForm":
        """Name the methods to choose from."""
        self.method.choices = [(m.key, m.label, {"hint": HINTS.get(m.key, "")}) for m in methods]
        return self


class TermsForm(ActForm):
    """What a notice asks for, whatever the method."""

    task = LongTextField(_l("What is asked for"), [InputRequired()], longest=4000)
    deliverable = LongTextField(_l("What is to be handed over"), [InputRequired()], longest=2000, rows=3)
    requirements = LongTextField(
        _l("Further requirements"),
        [Optional()],
        longest=2000,
        rows=3,
        description=_l(
            "The qualification of the catalogue is asked for by itself. More than that, a local office, a list or a fee "
            "may not be asked for."
        ),
    )
    practitioner = TextField(_l("Practitioner who must take part"), [Optional()])
    most_workdays = WorkdaysField(
        _l("Most working days that may be promised"),
        [InputRequired()],
        description=_l("Agencies promise their own number, up to this one."),
    )
    closing_on = DayField(_l("Registration closes on"), [InputRequired()])
    closing_hour = ListField(_l("at, Beijing time"), [InputRequired()], choices=HOURS)
    opening_on = DayField(_l("Opening on"), [InputRequired()])
    opening_hour = ListField(_l("at, Beijing time"), [InputRequired()], choices=HOURS)
    urgent_reason = LongTextField(
        _l("Urgent reason"),
        [Optional()],
        longest=500,
        rows=2,
        description=_l("Only for a closing earlier than the rules give. It is published."),
    )
    source = ListField(
        _l("Where the randomness of a draw comes from"),
        [InputRequired()],
        description=_l("Ties are drawn too. It is a public figure that appears only after the opening time."),
    )
    lines = OneOfField(
        _l("What goes into the randomness, in this order"),
        [InputRequired()],
        description=_l(
            "Whoever adds a text lodges its SHA-256 before the closing and reveals it within one working day after the "
            "opening. A text that is withheld voids the draw, which is published."
        ),
    )
    avoidance = LongTextField(
        _l("Agencies that have a tie with you"),
        [Optional()],
        longest=1000,
        rows=2,
        description=_l(
            "Name or credit code, one a line. They may not register. Leave it empty if there is none."
        ),
    )
    all_named = TickField(_l("I have named every agency that has a tie with us."), [InputRequired()])
    contact = TextField(_l("Contact"), [InputRequired()], longest=60)
    phone = TextField(_l("Telephone"), [InputRequired()], longest=40)
    complaint_phone = TextField(_l("Telephone for complaints"), [InputRequired()], longest=40)
    files = FilesField(_l("Files"), [Optional()], endings=ENDINGS)
    inputs: tuple[str, ...] = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.source.choices = [(one.key, one.called(reading())) for one in figures().values()]

    def offer(self, lines: Sequence[givers.Lines]) -> "TermsForm":
        """Name the lines that may be named for this notice."""
        self["lines"].choices = [(givers.write(one), givers.said(one)) for one in lines]
        return self

    def values(self) -> dict[str, object]:
        """Return what was entered, as the columns of the terms."""
        texts = ("task", "deliverable", "requirements", "practitioner", "urgent_reason", "avoidance")
        lines = ("contact", "phone", "complaint_phone", "source", "lines")
        return {name: self[name].data or "" for name in (*texts, *lines)} | {
            "amount_fen": self["amount_fen"].data,
            "most_workdays": self.most_workdays.data,
            "closes_at": _moment(self.closing_on.data, self.closing_hour.data),
            "opens_at": _moment(self.opening_on.data, self.opening_hour.data),
        }

    def given(self) -> dict[str, object]:
        """Return what was entered for the method."""
        return {name: self[name].data for name in self.inputs}

    def uploads(self) -> list[FileStorage]:
        """Return the files that were brought."""
        return [one for one in self.files.data or [] if getattr(one, "filename", None)]


class HandBackForm(ActForm):
    """What is to be mended in a notice."""

    reason = LongTextField(_l("What is to be mended"), [InputRequired()], longest=1000)


class TermAnswerForm(ActForm):
    """Why a term that was found may stand."""

    reason = LongTextField(
        _l("Why it may stand"),
        [InputRequired()],
        longest=500,
        rows=3,
        description=_l("The reason is published with the notice."),
    )


class AskForm(ActForm):
    """A question about a notice."""

    text = LongTextField(
        _l("Your question"),
        [InputRequired()],
        longest=1000,
        rows=3,
        description=_l("Question and answer are published, without your name."),
    )


class AnswerQuestionForm(ActForm):
    """The answer to a question."""

    text = LongTextField(_l("Your answer"), [InputRequired()], longest=2000, rows=3)


class AmendForm(ActForm):
    """What is changed in a published notice, and why."""

    task = LongTextField(_l("What is asked for"), [InputRequired()], longest=4000)
    deliverable = LongTextField(_l("What is to be handed over"), [InputRequired()], longest=2000, rows=3)
    requirements = LongTextField(_l("Further requirements"), [Optional()], longest=2000, rows=3)
    practitioner = TextField(_l("Practitioner who must take part"), [Optional()])
    amount_fen = MoneyField(_l("Amount"), [Optional()])
    most_workdays = WorkdaysField(_l("Most working days that may be promised"), [InputRequired()])
    avoidance = LongTextField(_l("Agencies that have a tie with you"), [Optional()], longest=1000, rows=2)
    contact = TextField(_l("Contact"), [InputRequired()], longest=60)
    phone = TextField(_l("Telephone"), [InputRequired()], longest=40)
    complaint_phone = TextField(_l("Telephone for complaints"), [InputRequired()], longest=40)
    reason = LongTextField(
        _l("Why it is amended"),
        [InputRequired()],
        longest=500,
        rows=2,
        description=_l("The reason is published."),
    )

    def values(self) -> dict[str, object]:
        """Return what was entered, as the columns of the terms."""
        names = ("task", "deliverable", "requirements", "practitioner", "avoidance")
        texts = {name: self[name].data or "" for name in (*names, "contact", "phone", "complaint_phone")}
        return texts | {"amount_fen": self.amount_fen.data, "most_workdays": self.most_workdays.data}


class WithdrawNoticeForm(ActForm):
    """Why a published notice is withdrawn."""

    code = OneOfField(
        _l("Why"), [InputRequired()], choices=[(one.value, one.sentence) for one in WITHDRAWALS]
    )
    reason = LongTextField(
        _l("What happened"), [InputRequired()], longest=500, rows=3, description=_l("It is published.")
    )


def terms_form(way: Method, *, public_money: bool) -> type[TermsForm]:
    """Return the form of the terms for a method: with its inputs, and the amount that it asks for."""
    asked = way.asked(Stage.NOTICE)
    base = next((one for one in asked if one.name == BASE), None)
    label: Any = base.label if base else _l("Highest price that is accepted")
    needed = base is not None or public_money
    fields: dict[str, object] = {
        "amount_fen": MoneyField(label, [InputRequired() if needed else Optional()]),
        "inputs": tuple(one.name for one in asked if one.name != BASE),
    }
    for one in asked:
        if one.kind is Kind.WEIGHT:
            fields[one.name] = WholeField(one.label, [InputRequired()], most=100, unit="%")
    return type("MethodTermsForm", (TermsForm,), fields)


def is_fixed(way: Method) -> bool:
    """Tell whether a method pays the price that the notice names."""
    return FIXED_PRICE in way.inputs


def _moment(day: date, hour: str) -> datetime:
    return datetime.combine(day, time(int(hour)), BEIJING)
