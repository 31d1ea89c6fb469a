"""The forms of what is done on an order. They check the form of what is typed; the rules check the rest."""

from collections.abc import Iterable

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from kernel.fields import (
    DayField,
    FilesField,
    LinesField,
    LongTextField,
    MoneyField,
    OneOfField,
    SomeOfField,
    TickField,
    WholeField,
    WorkdaysField,
)
from kernel.forms import ActForm
from marketplace.delivery.kinds import Reason
from marketplace.delivery.rules.history import Answer, Cause, Finding

PAPERS = ("pdf", "ofd", "jpg", "jpeg", "png", "docx", "xlsx")
AGREE, DECLINE = "agree", "decline"
MOST_ITEMS = 30


class WithFiles(ActForm):
    """Stand above the forms that take files."""

    def uploads(self) -> list[FileStorage]:
        """Return the files that were chosen."""
        return [one for one in self.files.data or [] if isinstance(one, FileStorage) and one.filename]


class ShownFirst(WithFiles):
    """Stand above the forms whose first sending only shows what would follow."""

    previewed = HiddenField(validators=[Length(max=60)])
    decisive: tuple[str, ...] = ()  # the fields that the effect follows from: changed, it is shown anew

    @property
    def was_shown(self) -> bool:
        """Tell whether the effect of what is sent was seen before."""
        return bool(self.previewed.data == self._mark())

    def shows(self) -> None:
        """Note that the effect of what was sent is on the page."""
        self.previewed.data = self._mark()

    def _mark(self) -> str:
        return "|".join(str(self[name].data) for name in self.decisive)


class ContractForm(WithFiles):
    """The contract as both sides signed it."""

    files = FilesField(_l("The signed contract"), endings=PAPERS)
    effective_on = DayField(
        _l("Effective day, if the contract names a later one"),
        [Optional()],
        description=_l("Otherwise it takes effect on the day on which the other side confirms it here."),
    )
    checklist = LinesField(
        _l("What is examined at acceptance, one item a line"),
        [Optional()],
        description=_l(
            "Both sides agree to it with the contract. The owner ticks each item at acceptance, "
            "or names in a rejection which are not met."
        ),
    )

    def validate_checklist(self, field: LinesField) -> None:
        """Refuse a list that nobody would tick through."""
        if len(field.data or ()) > MOST_ITEMS:
            raise ValidationError(gettext("At most %(most)s items.", most=MOST_ITEMS))


class ReasonForm(ActForm):
    """A reason that the other side reads."""

    reason = LongTextField(_l("Reason"), [InputRequired()], longest=1000)


class HandOverForm(WithFiles):
    """What the owner hands over."""

    none_needed = TickField(_l("No materials are needed"))
    items = LinesField(_l("Materials handed over, one a line"))
    files = FilesField(_l("Files"), [Optional()], endings=PAPERS)

    def validate_items(self, field: LinesField) -> None:
        """Ask for one of the two: what is handed over, or that nothing is needed."""
        if bool(field.data) == bool(self.none_needed.data):
            raise ValidationError(gettext("Name what you hand over, or tick that no materials are needed."))

    def given(self) -> list[str]:
        """Return what is handed over."""
        return list(self.items.data or [])


class ListForm(ActForm):
    """What is missing."""

    items = LinesField(_l("What is missing, one a line"), [InputRequired()])


class SupplyForm(WithFiles):
    """What the owner supplies."""

    note = LongTextField(_l("What you supply"), [Optional()], longest=1000)
    files = FilesField(_l("Files"), [Optional()], endings=PAPERS)


class DisputeAnswerForm(ActForm):
    """What of a disputed list is missing."""

    missing = SomeOfField(
        _l("What is missing?"), [Optional()], description=_l("Nothing chosen means that nothing is missing.")
    )
    reason = LongTextField(_l("Reason"), [InputRequired()], longest=1000)

    def of(self, items: Iterable[str]) -> "DisputeAnswerForm":
        """Name the items of the list."""
        self.missing.choices = [(item, item) for item in items]
        return self


class PauseForm(ShownFirst):
    """What a pause is asked for; the first sending only shows what it would do."""

    cause = OneOfField(
        _l("Cause"), [InputRequired()], choices=[(int(c), c.sentence) for c in Cause], coerce=int
    )
    first_on = DayField(_l("First day of the pause"), [InputRequired()])
    last_on = DayField(
        _l("Last day, if it is known"),
        [Optional()],
        description=_l("Either side can enter it later. Without one the pause counts to today."),
    )
    reason = LongTextField(_l("What happened"), [InputRequired()], longest=1000)
    files = FilesField(_l("Evidence"), endings=PAPERS)
    decisive = ("cause", "first_on", "last_on")


class PauseAnswerForm(ActForm):
    """The answer to a pause."""

    answer = OneOfField(
        _l("Your answer"),
        [InputRequired()],
        choices=[
            (Answer.CONFIRMED.value, _l("Confirm the pause: its days are not counted")),
            (Answer.REFUSED.value, _l("Refuse the pause: its days are counted")),
        ],
    )
    reason = LongTextField(
        _l("Reason"), [Optional()], longest=1000, description=_l("Needed where you refuse.")
    )


class LastDayForm(ShownFirst):
    """The last day of a pause; the first sending only shows what it would do."""

    last_on = DayField(
        _l("Last day of the pause"), [InputRequired()], description=_l("It is not counted either.")
    )
    decisive = ("last_on",)


class ExtensionForm(ShownFirst):
    """What an extension is asked for; the first sending only shows what it would do."""

    days = WorkdaysField(_l("Working days more"), [InputRequired()])
    whose = OneOfField(
        _l("Whose cause is it?"), [InputRequired()], choices=[(r.value, r.label) for r in Reason]
    )
    reason = LongTextField(
        _l("Why they are needed"),
        [InputRequired()],
        longest=1000,
        description=_l("An extension is shown to everyone."),
    )
    files = FilesField(_l("Files"), [Optional()], endings=PAPERS)
    decisive = ("days",)


class AgreeForm(ActForm):
    """Agree or decline."""

    answer = OneOfField(
        _l("Your answer"), [InputRequired()], choices=[(AGREE, _l("Agree")), (DECLINE, _l("Decline"))]
    )
    reason = LongTextField(
        _l("Reason"), [Optional()], longest=1000, description=_l("Needed where you refuse.")
    )

    @property
    def agreed(self) -> bool:
        """Tell whether the answer is yes."""
        return bool(self.answer.data == AGREE)


class DeliverForm(WithFiles):
    """What is delivered."""

    files = FilesField(_l("What you deliver"), endings=PAPERS)
    note = LongTextField(_l("What the owner should know"), [Optional()], longest=2000)


class AcceptForm(ActForm):
    """The acceptance, item by item where a checklist was agreed."""

    met = SomeOfField(_l("Tick each item that is met"))
    note = LongTextField(_l("Remark"), [Optional()], longest=1000)


class RejectForm(WithFiles):
    """The rejection with its reasons."""

    defects = LongTextField(
        _l("What is wrong, point by point"),
        [InputRequired()],
        longest=4000,
        description=_l("The agency may contest it before the authority."),
    )
    unmet = SomeOfField(_l("Which agreed items are not met?"))
    is_repeat = TickField(
        _l("It is a defect that you have named before"),
        description=_l("Then the days of your examination are counted."),
    )
    files = FilesField(_l("Files"), [Optional()], endings=PAPERS)


class ContestForm(WithFiles):
    """Why a rejection is contested."""

    reason = LongTextField(_l("Why the rejection is unfounded"), [InputRequired()], longest=4000)
    files = FilesField(_l("Files"), [Optional()], endings=PAPERS)


class ContestAnswerForm(ActForm):
    """What the authority finds."""

    finding = OneOfField(
        _l("What do you find?"),
        [InputRequired()],
        choices=[
            (Finding.FOUNDED.value, _l("The rejection was founded")),
            (
                Finding.UNFOUNDED.value,
                _l("The rejection was unfounded: the delivery is accepted as of its day"),
            ),
        ],
    )
    reason = LongTextField(_l("Reason"), [InputRequired()], longest=2000)


class PaymentForm(WithFiles):
    """A payment."""

    amount_fen = MoneyField(_l("Amount"), [InputRequired()])
    paid_on = DayField(_l("Paid on"), [InputRequired()])
    note = LongTextField(_l("For what"), [Optional()], longest=500)
    files = FilesField(_l("Files"), [Optional()], endings=PAPERS)


class ChangeForm(WithFiles):
    """A changed task with its own price and promise."""

    task = LongTextField(_l("The changed task"), [InputRequired()], longest=4000)
    price_fen = MoneyField(_l("Price"), [InputRequired()])
    promise = WholeField(
        _l("Promised working days"),
        [InputRequired()],
        unit=_l("working days"),
        description=_l(
            "A new clock runs from the day on which both have agreed and the materials are complete."
        ),
    )
    files = FilesField(_l("The paper that both sides signed"), endings=PAPERS)
