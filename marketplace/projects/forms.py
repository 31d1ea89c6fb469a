"""The forms of projects and of what they need."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from kernel.fields import ListField, LongTextField, OneOfField, TextField, WorkdaysField
from kernel.forms import ActForm
from kernel.languages import reading
from kernel.sentences import say
from marketplace.admission import catalogue
from marketplace.projects import rules
from marketplace.projects.outside import Matter

MATTERS = {
    Matter.ORDINARY: say("Neither"),
    Matter.CLASSIFIED: say("It touches state secrets"),
    Matter.EMERGENCY: say("It is an emergency, such as disaster relief or the inquiry into an accident"),
}
PUBLIC, PRIVATE = "public", "private"


def stage_choices() -> list[tuple[str, str]]:
    """Return the stages in the reader's language."""
    return [(s.key, getattr(s, reading())) for s in rules.stages()]


def item_choices() -> list[tuple[str, str]]:
    """Return the service items that owners may buy, in the reader's language."""
    return [("", "")] + [(i.code, f"{i.code} {i.called(reading())}") for i in catalogue.offered()]


class ProjectForm(ActForm):
    """What is said of a project."""

    name = TextField(_l("Name of the project"), [InputRequired()], longest=120)
    code = TextField(
        _l("Project code"),
        [InputRequired()],
        longest=24,
        description=_l("As issued, for example 2603-330881-04-01-512760."),
    )
    money = OneOfField(
        _l("Whose money pays for its services?"),
        [InputRequired()],
        choices=[(PUBLIC, _l("Public money")), (PRIVATE, _l("Private money"))],
    )
    stage = ListField(_l("Where does it stand?"), [InputRequired()])
    area = TextField(_l("Township or subdistrict"), [Optional()], longest=60)
    address = TextField(_l("Address of the site"), [Optional()], longest=200)
    summary = LongTextField(_l("What is to be built"), [Optional()], longest=2000)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.stage.choices = stage_choices()

    def values(self) -> dict[str, object]:
        """Return what was entered, as the project's columns."""
        names = ("name", "code", "area", "address", "summary", "stage")
        return {n: self[n].data or "" for n in names} | {"public_money": self.money.data == PUBLIC}


class NeedForm(ActForm):
    """A service that the project needs."""

    item_code = ListField(_l("Service item"), [InputRequired()])
    title = TextField(
        _l("Short title"), [InputRequired()], longest=120, description=_l("As it is to be published.")
    )
    stage = ListField(_l("At which stage is it needed?"), [InputRequired()])
    wanted_workdays = WorkdaysField(
        _l("In how many working days would you like it?"),
        [Optional()],
        description=_l("Agencies promise their own number."),
    )
    matter = OneOfField(
        _l("Does it touch state secrets, or is it an emergency?"),
        [InputRequired()],
        choices=[(one.value, label) for one, label in MATTERS.items()],
        description=_l("Such a service stays outside the platform, whoever pays for it."),
    )
    detail = LongTextField(_l("What is asked for, and what is to be handed over"), [Optional()], longest=4000)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.stage.choices = stage_choices()
        self.item_code.choices = item_choices()

    def values(self) -> dict[str, object]:
        """Return what was entered, as the need's columns."""
        names = ("item_code", "title", "stage", "detail", "matter")
        return {n: self[n].data or "" for n in names} | {"wanted_workdays": self.wanted_workdays.data}
