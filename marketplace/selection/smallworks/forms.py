"""The forms of small works."""

from datetime import datetime, time

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from accounts import codes
from accounts.fields import PhoneField
from kernel.clock import BEIJING
from kernel.fields import DayField, ListField, LongTextField, MoneyField, OneOfField, TextField, WholeField
from kernel.forms import ActForm
from kernel.sentences import say
from marketplace.selection.smallworks.operations import Result
from marketplace.selection.smallworks.rules import Basis, Premises

BASES = {Basis.TOTAL: say("Total price, fixed"), Basis.DISCOUNT: say("Discount rate on the amount")}
PREMISES = {
    Premises.CENTRE: say("Public resources trading centre"),
    Premises.OWN: say("The tendering agent's own premises"),
}
HOURS = [(str(hour), f"{hour:02d}:00") for hour in range(8, 18)]


class SmallWorksForm(ActForm):
    """What is put out as small works."""

    title = TextField(_l("Title of the works"), [InputRequired()], longest=120)
    task = LongTextField(_l("What is to be built, and to which standard"), [InputRequired()], longest=4000)
    amount_fen = MoneyField(_l("Highest amount"), [InputRequired()])
    basis = OneOfField(
        _l("By what are the tenders compared?"),
        [InputRequired()],
        choices=[(one.value, label) for one, label in BASES.items()],
        description=_l("Without a committee: the lowest total or the highest discount wins."),
    )
    premises = OneOfField(
        _l("Where is it traded?"),
        [InputRequired()],
        choices=[(one.value, label) for one, label in PREMISES.items()],
    )
    place = TextField(_l("Name and address of the place"), [InputRequired()], longest=200)
    opening_on = DayField(_l("Opening on"), [InputRequired()])
    opening_hour = ListField(_l("at, Beijing time"), [InputRequired()], choices=HOURS)
    contact = TextField(_l("Contact"), [InputRequired()], longest=60)
    phone = PhoneField(_l("Telephone"))
    complaint_phone = PhoneField(_l("Telephone for complaints"))

    def values(self) -> dict[str, object]:
        """Return what was entered, as the columns of the works."""
        names = ("title", "task", "basis", "amount_fen", "premises", "place")
        given = {name: self[name].data for name in (*names, "contact", "phone", "complaint_phone")}
        opens = datetime.combine(self.opening_on.data, time(int(self.opening_hour.data)), BEIJING)
        return given | {"opens_at": opens}


class SmallWorksResultForm(ActForm):
    """What the opening gave."""

    tenders = WholeField(_l("How many tendered"), [InputRequired()], least=1, most=999)
    winner_name = TextField(_l("Who won"), [InputRequired()], longest=120)
    winner_uscc = TextField(_l("Credit code"), [InputRequired()], longest=40)
    total_fen = MoneyField(_l("Total price"), [Optional()])
    discount = TextField(_l("Discount in per cent"), [Optional()], longest=8)

    def result(self) -> Result:
        """Return what was entered."""
        return Result(
            self.tenders.data,
            self.winner_name.data,
            codes.compact(self.winner_uscc.data),
            self.total_fen.data,
            self._hundredths(),
        )

    def _hundredths(self) -> int | None:
        """Read the discount as whole hundredths of a per cent; what is none is below every discount."""
        whole, _, part = (self.discount.data or "").strip().rstrip("%").partition(".")
        if not whole and not part:
            return None
        digits = f"{whole}{part:0<2}"
        return int(digits) if digits.isdecimal() and len(part) <= 2 else -1


class WithdrawSmallWorksForm(ActForm):
    """Why small works are withdrawn."""

    reason = LongTextField(
        _l("What happened"), [InputRequired()], longest=500, rows=3, description=_l("It is published.")
    )
