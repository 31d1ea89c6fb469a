"""The forms of the steps of a case. They check the form of what is typed; the rules check the rest."""

from collections.abc import Iterable, Sequence
from typing import Self

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms.validators import InputRequired, Optional

from accounts.models import User
from blacklist.findings import SeriousViolation, Violation
from blacklist.steps import Said
from blacklist.vocabulary import Excuse, Outcome, Verdict
from kernel.fields import DayField, FilesField, ListField, LongTextField, OneOfField, TextField
from kernel.forms import ActForm
from kernel.sentences import say

PAPERS = ("pdf", "ofd", "jpg", "jpeg", "png", "docx", "xlsx")
NONE = ("", say("none"))


class SaidForm(ActForm):
    """Stand above the forms of a step: what was typed becomes what was said."""

    def said(self) -> Said:
        """Return what comes with the step."""
        return Said(
            text=self._of("text") or "",
            outcome=self._of("outcome") or "",
            ground=self._of("ground") or "",
            day=self._of("day"),
            person_id=int(self._of("person")) if self._of("person") else None,
            uploads=self.uploads(),
        )

    def uploads(self) -> list[FileStorage]:
        """Return the files that were chosen."""
        return [one for one in self._of("files") or [] if isinstance(one, FileStorage) and one.filename]

    def _of(self, name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202  whatever the field reads
        return self[name].data if name in self else None


class OpenCaseForm(SaidForm):
    """A serious violation that an officer found: what, when, and the evidence."""

    authority = OneOfField(
        _l("For which authority do you open it?"),
        [InputRequired()],
        choices=[],
        description=_l("As a deputy you also open it for the authority that you stand in for."),
    )
    violation = OneOfField(
        _l("Which serious violation?"),
        [InputRequired()],
        choices=[(one.value, one.sentence) for one in Violation],
    )
    fact_on = DayField(_l("Day of the fact"), [InputRequired()])
    text = LongTextField(
        _l("What happened"),
        [InputRequired()],
        description=_l("The charge tells the agency these words as they stand here."),
        rows=8,
    )
    files = FilesField(_l("Evidence"), endings=PAPERS)

    def opening_for(self, authorities: Sequence[tuple[str, object]]) -> Self:
        """Ask for which authority it is opened, where there is more than one."""
        self._only = authorities[0][0]
        self.authority.choices = list(authorities)
        if len(authorities) == 1:
            del self.authority
        return self

    def key(self) -> str:
        """Return the authority for which it is opened."""
        return str(self._of("authority") or self._only)

    def finding(self) -> SeriousViolation:
        """Return what was found."""
        return SeriousViolation(Violation(self.violation.data), self.fact_on.data)


class ReasonForm(SaidForm):
    """A step that needs a reason."""

    text = LongTextField(_l("Reason"), [InputRequired()], longest=2000)


class NoteForm(SaidForm):
    """A step to which a note may be added."""

    text = LongTextField(_l("Note"), [Optional()], longest=2000)


class DefendForm(SaidForm):
    """What the agency says to the charge."""

    text = LongTextField(_l("Your defence"), [InputRequired()], rows=10)
    files = FilesField(_l("Files"), [Optional()], endings=PAPERS)


class AnnounceHearingForm(SaidForm):
    """When and where a hearing is held, and who leads it."""

    day = DayField(_l("Day of the hearing"), [InputRequired()])
    text = TextField(_l("Hour and place"), [InputRequired()])
    person = ListField(_l("Who leads it"), [InputRequired()])

    def led_by(self, people: Iterable[User]) -> "AnnounceHearingForm":
        """Offer those who did not handle the case."""
        self.person.choices = _people(people)
        return self


class HoldHearingForm(SaidForm):
    """The record of a hearing."""

    text = LongTextField(_l("Record of the hearing"), [InputRequired()], rows=10)
    files = FilesField(_l("The signed record"), [Optional()], endings=PAPERS)


class OpineForm(SaidForm):
    """What is proposed, and why."""

    outcome = OneOfField(
        _l("What do you propose?"), [InputRequired()], choices=[(one.value, one.label) for one in Outcome]
    )
    ground = ListField(
        _l("Ground, where an overdue is excused (C9)"),
        [Optional()],
        choices=[NONE, *((one.value, one.label) for one in Excuse)],
    )
    text = LongTextField(_l("Reasons"), [InputRequired()], rows=8)

    def fitting(self, kind: str) -> "OpineForm":
        """Leave the excuse away where nothing can be excused: it is an overdue's alone."""
        if kind != "overdue":
            del self.ground
            self.outcome.choices = [(one.value, one.label) for one in Outcome if one is not Outcome.EXCUSED]
        return self


class DecideForm(OpineForm):
    """What is decided, and why."""

    outcome = OneOfField(
        _l("What do you decide?"), [InputRequired()], choices=[(one.value, one.label) for one in Outcome]
    )
    text = LongTextField(
        _l("Reasons"), [InputRequired()], rows=8, description=_l("They stand in the decision as typed here.")
    )


class AskReviewForm(SaidForm):
    """Why a decision is to be reviewed."""

    text = LongTextField(_l("What is wrong with the decision"), [InputRequired()], rows=8)
    files = FilesField(_l("Files"), [Optional()], endings=PAPERS)


class NameReviewerForm(SaidForm):
    """Whom the city government named."""

    person = ListField(_l("Who reviews"), [InputRequired()])
    text = TextField(_l("Document of the city government"), [InputRequired()], longest=80)

    def chosen_from(self, people: Iterable[User]) -> "NameReviewerForm":
        """Offer those who took no part."""
        self.person.choices = _people(people)
        return self


class DecideReviewForm(SaidForm):
    """What the review decides, and why."""

    outcome = OneOfField(
        _l("What do you decide?"), [InputRequired()], choices=[(one.value, one.label) for one in Verdict]
    )
    text = LongTextField(
        _l("Reasons"), [InputRequired()], rows=8, description=_l("They stand in the decision as typed here.")
    )


def _people(people: Iterable[User]) -> list[tuple[str, str]]:
    return [(str(one.id), f"{one.name} · {one.organisation.name}") for one in people]
