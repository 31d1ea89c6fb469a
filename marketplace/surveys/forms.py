"""The forms of a joint survey day."""

from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from accounts.models import Organisation
from kernel.fields import FilesField, ListField, LongTextField, OneOfField, SomeOfField, TextField
from kernel.forms import ActForm
from marketplace.surveys.operations import Thought, Wish
from marketplace.surveys.vocabulary import Coming, Part, View


class AskSurveyForm(ActForm):
    """Why the site is to be seen, and where and when one meets."""

    text = LongTextField(
        _l("For which approval or service must the site be seen?"), [InputRequired()], longest=500, rows=3
    )
    hour = ListField(_l("When do you meet?"), [InputRequired()])
    place = TextField(_l("Where do you meet?"), [InputRequired()], longest=200)
    besides = SomeOfField(_l("Which other authorities are to come?"), [Optional()])

    def of(self, hours: Iterable[str], others: Iterable[Organisation]) -> "AskSurveyForm":
        """Offer the hours and the authorities that are not asked anyway."""
        self.hour.choices = [(hour, hour) for hour in hours]
        self.besides.choices = [(str(body.id), body.name) for body in others]
        if not self.besides.choices:
            del self.besides
        return self

    def joining(self) -> "AskSurveyForm":
        """Leave out what was settled by who asked first."""
        del self.hour
        del self.place
        return self

    def wish(self) -> Wish:
        """Return what is asked for."""
        named = self.besides.data if "besides" in self else []
        hour, place = (self.hour.data, self.place.data) if "hour" in self else ("", "")
        return Wish(self.text.data, hour, place, tuple(int(one) for one in named or ()))


class SeatForm(ActForm):
    """Who comes."""

    coming = OneOfField(
        _l("Does somebody of yours come?"),
        [InputRequired()],
        choices=[
            (Coming.YES, _l("Yes, I come")),
            (Coming.OTHER, _l("Yes, another person comes")),
            (Coming.NO, _l("No, nobody comes")),
        ],
    )
    person = TextField(_l("Who comes instead"), [Optional()], longest=60)
    phone = TextField(
        _l("Telephone for the day"),
        [Optional()],
        longest=40,
        description=_l("Seen by those who are asked to come."),
    )


class ReasonForm(ActForm):
    """Why a day is moved or cancelled."""

    reason = LongTextField(_l("Reason"), [InputRequired()], longest=500, rows=3)


class OpinionForm(ActForm):
    """What is thought of the site."""

    view = OneOfField(
        _l("Your guiding opinion"),
        [InputRequired()],
        choices=[
            (View.AGREE, _l("Agree")),
            (View.CONDITIONS, _l("Agree with conditions")),
            (View.DISAGREE, _l("Do not agree, with reasons")),
        ],
    )
    approvals = SomeOfField(_l("To which approvals or services does it belong?"), [Optional()])
    other = TextField(_l("Another approval or service"), [Optional()], longest=120)
    text = LongTextField(_l("Conditions, reasons, advice"), [Optional()], longest=2000, rows=5)
    photos = FilesField(_l("Photos of the site"), [Optional()], endings=("jpg", "jpeg", "png"))

    def of(self, part: Part, subjects: Sequence[str]) -> "OpinionForm":
        """Offer what the opinion of a seat can belong to; who comes to judge nothing is not asked."""
        self.approvals.choices = [(one, one) for one in subjects]
        if not part.judges:
            del self.other
        if not part.judges or not subjects:
            del self.approvals
        return self

    def thought(self) -> Thought:
        """Return what was entered."""
        ticked = self.approvals.data if "approvals" in self else []
        other = self.other.data if "other" in self else ""
        named = dict.fromkeys(filter(None, (*(ticked or ()), other)))
        return Thought(
            View(self.view.data), self.text.data or "", tuple(named), tuple(self.photos.data or ())
        )
