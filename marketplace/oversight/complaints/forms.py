"""The forms of complaints."""

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms.validators import InputRequired, Optional

from kernel.fields import DayField, FilesField, ListField, LongTextField, OneOfField, TextField, TickField
from kernel.forms import ActForm
from kernel.languages import reading
from marketplace.admission import catalogue
from marketplace.oversight.case_forms import PAPERS
from marketplace.oversight.complaints.operations import Finding, Told
from marketplace.oversight.complaints.vocabulary import About, Outcome, Topic


class ComplainForm(ActForm):
    """What somebody complains of."""

    about = OneOfField(
        _l("Whom is it about?"), [InputRequired()], choices=[(one.value, one.label) for one in About]
    )
    name = TextField(
        _l("Its name"),
        [InputRequired()],
        longest=120,
        description=_l("An agency's as in the directory, or its credit code."),
    )
    topic = OneOfField(
        _l("What is it about?"), [InputRequired()], choices=[(one.value, one.label) for one in Topic]
    )
    item = ListField(
        _l("Service item, where one is concerned"),
        [Optional()],
        choices=[],
        description=_l("Its authority answers then; without it the managing office does."),
    )
    fact_on = DayField(_l("When did it happen?"), [InputRequired()])
    text = LongTextField(_l("What happened?"), [InputRequired()], rows=8)
    files = FilesField(_l("Files"), [Optional()], endings=PAPERS)
    contact = TextField(
        _l("How may you be reached?"),
        [Optional()],
        longest=120,
        description=_l("It is kept sealed and shown only to those who answer."),
    )
    unsigned = TickField(_l("Do not keep who I am: I will follow it by its number and code"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        items = [(one.code, f"{one.code} {one.called(reading())}") for one in catalogue.offered()]
        self.item.choices = [("", ""), *items]

    def told(self) -> Told:
        """Return what was told."""
        return Told(
            about=About(self.about.data),
            name=" ".join(self.name.data.split()),
            topic=Topic(self.topic.data),
            item=self.item.data or "",
            fact_on=self.fact_on.data,
            text=self.text.data,
            contact=(self.contact.data or "").strip(),
            uploads=tuple(
                one for one in self.files.data or [] if isinstance(one, FileStorage) and one.filename
            ),
        )


class FollowComplaintForm(ActForm):
    """The number and the code of a receipt."""

    number = TextField(
        _l("Number"), [InputRequired()], longest=20, description=_l("For example TS-2026-0001.")
    )
    code = TextField(
        _l("Enquiry code"), [InputRequired()], longest=20, description=_l("Three groups of four signs.")
    )


class TakeUpComplaintForm(ActForm):
    """Whether a complaint is taken up."""

    taken = OneOfField(
        _l("Is it taken up?"),
        [InputRequired()],
        choices=[("yes", _l("Take it up")), ("no", _l("Do not take it up"))],
    )
    told = LongTextField(
        _l("What the one complained of is told"),
        [Optional()],
        longest=2000,
        description=_l("Only the substance: nothing that shows who complained."),
    )
    reason = LongTextField(_l("Why it is not taken up"), [Optional()], longest=2000)


class CommentComplaintForm(ActForm):
    """What the one complained of says."""

    text = LongTextField(_l("What do you say to it?"), [InputRequired()], rows=8)


class AnswerComplaintForm(ActForm):
    """Whether a complaint is upheld, and why."""

    outcome = OneOfField(
        _l("What the check found"), [InputRequired()], choices=[(one.value, one.label) for one in Outcome]
    )
    fact_on = DayField(
        _l("Day of the fact"),
        [InputRequired()],
        description=_l("An upheld complaint about an agency counts in its year."),
    )
    reasons = LongTextField(
        _l("Reasons"),
        [InputRequired()],
        rows=8,
        description=_l("Who complained and who was complained of read them: name neither."),
    )

    def finding(self) -> Finding:
        """Return what was found."""
        return Finding(Outcome(self.outcome.data), self.fact_on.data, self.reasons.data)
