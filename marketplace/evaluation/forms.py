"""The forms of the evaluation."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext
from wtforms.validators import InputRequired, Optional

from kernel.fields import LongTextField, OneOfField
from kernel.forms import ActForm
from marketplace.evaluation.rules import ASPECTS, Marks

YES, NO = "yes", "no"
STARS = [(str(n), lazy_ngettext("%(num)s star", "%(num)s stars", n)) for n in range(5, 0, -1)]
ANSWERS = [(YES, _l("Yes")), (NO, _l("No"))]


class EvaluationForm(ActForm):
    """What the owner says of an order."""

    quality = OneOfField(_l("Quality of the work"), [InputRequired()], choices=STARS)
    timeliness = OneOfField(_l("Timeliness"), [InputRequired()], choices=STARS)
    attitude = OneOfField(_l("Attitude"), [InputRequired()], choices=STARS)
    fee = OneOfField(_l("Fee"), [InputRequired()], choices=STARS)
    propriety = OneOfField(_l("Propriety"), [InputRequired()], choices=STARS)
    overall = OneOfField(_l("Overall"), [InputRequired()], choices=STARS)
    fee_as_offered = OneOfField(_l("Was the fee charged as offered?"), [InputRequired()], choices=ANSWERS)
    told_at_once = OneOfField(
        _l("Were you told at once of everything that was needed?"), [InputRequired()], choices=ANSWERS
    )
    reason = LongTextField(
        _l("Why"),
        [Optional()],
        longest=1000,
        description=_l("Needed where a mark is 1 or 5 stars. It is public."),
    )

    def marks(self) -> Marks:
        """Return what was entered."""
        stars = {aspect: int(self[aspect].data) for aspect in ASPECTS}
        fee, told = self.fee_as_offered.data == YES, self.told_at_once.data == YES
        return Marks(stars, fee, told, self.reason.data or "")


class ReplyForm(ActForm):
    """What the agency replies."""

    text = LongTextField(_l("Your public reply"), [InputRequired()], longest=1000)


class WordForm(ActForm):
    """What an owner has to say to a statement of its own record."""

    text = LongTextField(
        _l("What you have to say to it"),
        [Optional()],
        longest=500,
        description=_l("Every agency reads it. Leave it empty to take your word back."),
    )
