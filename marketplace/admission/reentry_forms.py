"""The forms of a re-entry: the application, the operator's check, the managing office's decision (P9)."""

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms.validators import InputRequired, Optional

from accounts.fields import PAPERS, PAPERS_HINT
from kernel.fields import FilesField, LongTextField, OneOfField, TextField, TickField
from kernel.forms import ActForm
from kernel.sentences import say

IN_ORDER, RETURN = "in-order", "return"
ADMIT, REFUSE = "admit", "refuse"


class ReentryForm(ActForm):
    """What an agency says that it has put right, its papers, and the commitment letter signed anew."""

    rectification = LongTextField(
        _l("What you have put right"),
        [InputRequired()],
        longest=4000,
        description=_l(
            "For each reason of the lockout: what was done, by whom, and what keeps it from happening again."
        ),
    )
    papers = FilesField(_l("Papers that show it"), [Optional()], endings=PAPERS, description=PAPERS_HINT)
    letter = TickField(
        _l("As a head of the agency I sign the commitment letter above anew"), [InputRequired()]
    )

    def uploads(self) -> list[FileStorage]:
        """Return the files that were chosen."""
        return [one for one in self.papers.data or [] if isinstance(one, FileStorage) and one.filename]


class CheckReentryForm(ActForm):
    """The operator's answer to the form of an application."""

    decision = OneOfField(
        _l("Your answer"),
        [InputRequired()],
        choices=[
            (
                IN_ORDER,
                say("The form is in order"),
                {"hint": say("The managing office decides about the re-entry.")},
            ),
            (RETURN, say("Return"), {"hint": say("The agency mends what you name and applies again.")}),
        ],
    )
    remark = LongTextField(
        _l("Reasons"),
        [InputRequired()],
        longest=1000,
        rows=3,
        description=_l("What you compared, and what follows. The agency reads it."),
    )


class DecideReentryForm(ActForm):
    """The managing office's decision about a re-entry."""

    decision = OneOfField(
        _l("Your decision"),
        [InputRequired()],
        choices=[
            (
                ADMIT,
                say("Readmit the agency"),
                {
                    "hint": say(
                        "It can be chosen at once; its publicity begins. The count of ratings starts anew."
                    )
                },
            ),
            (REFUSE, say("Refuse"), {"hint": say("The agency stays out. It may apply again.")}),
        ],
    )
    reasons = LongTextField(
        _l("Reasons"),
        [InputRequired()],
        longest=2000,
        rows=4,
        description=_l("Facts, rule and consequence. The agency reads them."),
    )
    document = TextField(
        _l("Document"),
        [InputRequired()],
        longest=80,
        description=_l("Number of the decision, for example 江审管入〔2026〕3号."),
    )
