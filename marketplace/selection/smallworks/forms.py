"""The forms of small works."""

import re
from datetime import datetime, time

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from accounts import codes
from accounts.fields import PhoneField
from kernel import typed
from kernel.clock import BEIJING
from kernel.errors import Refused
from kernel.fields import DayField, ListField, LongTextField, MoneyField, OneOfField, TextField
from kernel.forms import ActForm
from kernel.sentences import say
from marketplace.selection.offer_forms import per_cent
from marketplace.selection.registering import hundredths
from marketplace.selection.smallworks.operations import Result
from marketplace.selection.smallworks.rules import Basis, Premises, Tendered

SEPARATORS = re.compile(r"[\s,，、;；]+")
PARTS, LONGEST_NAME = 3, 120
PASSED, BACK = "passed", "back"

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
    confirmation = TextField(
        _l("The trading centre's written confirmation"),
        [Optional()],
        longest=120,
        description=_l("Number and day; needed where they are traded at the tendering agent's own premises."),
    )
    opening_on = DayField(_l("Day of the opening"), [InputRequired()])
    opening_hour = ListField(_l("at, Beijing time"), [InputRequired()], choices=HOURS)
    contact = TextField(_l("Contact"), [InputRequired()], longest=60)
    phone = PhoneField(_l("Telephone"))
    complaint_phone = PhoneField(_l("Telephone for complaints"))

    def values(self) -> dict[str, object]:
        """Return what was entered, as the columns of the works."""
        names = ("title", "task", "basis", "amount_fen", "premises", "place")
        given = {name: self[name].data for name in (*names, "contact", "phone", "complaint_phone")}
        given["confirmation"] = self.confirmation.data or ""
        opens = datetime.combine(self.opening_on.data, time(int(self.opening_hour.data)), BEIJING)
        return given | {"opens_at": opens}


class SmallWorksResultForm(ActForm):
    """What the opening gave."""

    tenders = LongTextField(
        _l("Every tender as it was read out"),
        [InputRequired()],
        longest=20_000,
        rows=8,
        description=_l(
            "One a line: name, credit code, then the total price in yuan or the discount in per cent."
        ),
    )
    drawn = TextField(
        _l("Credit code of the one drawn at the opening"),
        [Optional()],
        longest=40,
        description=_l("Only where several are equally good."),
    )

    def result(self, basis: Basis) -> Result:
        """Return what was entered; raise Refused for a line that cannot be read."""
        lines = [line for line in self.tenders.data.splitlines() if line.strip()]
        found = [_tendered(number, line, basis) for number, line in enumerate(lines, 1)]
        return Result(found, codes.compact(self.drawn.data or ""))


def _tendered(number: int, line: str, basis: Basis) -> Tendered:
    """Read a line: what stands last is the price or the discount, before it the code, before that the name."""
    parts = [part for part in SEPARATORS.split(line.strip()) if part]
    if len(parts) < PARTS:
        sentence = say("Line %(number)s: enter name, credit code, and total or discount.", number=number)
        raise Refused("S11", sentence, field="tenders")
    name, uscc, last = " ".join(parts[:-2]), codes.compact(parts[-2]), parts[-1]
    if basis is Basis.TOTAL:
        return Tendered(name[:LONGEST_NAME], uscc, total_fen=typed.fen(last))
    return Tendered(name[:LONGEST_NAME], uscc, discount_hundredths=_hundredths(last))


def _hundredths(text: str) -> int | None:
    """Read a discount as whole hundredths of a per cent; None for what is none."""
    rate = per_cent(text.rstrip("%％"))
    return None if rate is None else hundredths(rate)


class CheckSmallWorksForm(ActForm):
    """The form check of small works of public money."""

    decision = OneOfField(
        _l("May they be published?"),
        [InputRequired()],
        choices=[(PASSED, _l("Yes: publish them")), (BACK, _l("No: hand them back"))],
    )
    reason = LongTextField(
        _l("What is to be mended"), [Optional()], longest=1000, rows=3, description=_l("The owner reads it.")
    )

    def back_because(self) -> str:
        """Return what is to be mended; raise Refused where they are handed back without saying."""
        if not self.reason.data:
            raise Refused("S11", say("Say what is to be mended."), field="reason")
        told: str = self.reason.data
        return told


class WithdrawSmallWorksForm(ActForm):
    """Why small works are withdrawn."""

    reason = LongTextField(
        _l("What happened"), [InputRequired()], longest=500, rows=3, description=_l("It is published.")
    )
