"""The forms of an application, and of the import."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from accounts.fields import PAPERS, PAPERS_HINT, PhoneField
from kernel.fields import (
    DayField,
    FileField,
    ListField,
    LongTextField,
    MoneyField,
    OneOfField,
    TextField,
    TickField,
    WorkdaysField,
)
from kernel.forms import ActForm
from kernel.languages import CHINESE, reading
from kernel.sentences import say
from marketplace.admission import catalogue, holdings, rules, ties

TIES = {
    "founder": say("The authority set the agency up (举办单位)"),
    "owner": say("The authority owns the agency"),
    "funder": say("The authority funds the agency (出资人)"),
    "manager": say("The authority manages the agency (业务主管单位)"),
    "sponsor": say("The agency is attached to the authority (挂靠单位)"),
    "institution": say("The agency is an institution of the authority, or a company of one"),
    "association": say("The agency is an association of the authority, or a company of one"),
    "serving-staff": say("Serving staff of the authority work or hold a post in the agency"),
    rules.RETIRED: say("A retired official works or holds a post in the agency"),
    "branch": say("Another body is the agency's branch, or the agency is its branch"),
    "shareholder": say("Another body controls the agency, or the agency controls it"),
    "legal-representative": say("Another body has the same legal representative"),
    "affiliate": say("Another body is otherwise affiliated"),
}


class DetailsForm(ActForm):
    """Who the agency is."""

    legal_representative = TextField(_l("Legal representative"), [InputRequired()], longest=60)
    controlling_shareholder = TextField(
        _l("Controlling shareholder"),
        [Optional()],
        longest=120,
        description=_l(
            "Name of the person or body that controls the agency; it decides about avoidance (S6)."
        ),
    )
    area = TextField(_l("City, county or district"), [InputRequired()], longest=60)
    address = TextField(
        _l("Address"),
        [InputRequired()],
        longest=200,
        description=_l("Decisions are served under this address, which the commitment letter confirms."),
    )
    phone = PhoneField(_l("Office telephone"))
    introduction = LongTextField(
        _l("Introduction"),
        [InputRequired()],
        longest=2000,
        description=_l("What the agency does, since when and with whom. Owners read it."),
    )

    def details(self) -> dict[str, str]:
        """Return what accounts keep."""
        names = ("legal_representative", "controlling_shareholder", "area", "address", "phone")
        return {name: self[name].data or "" for name in names}


class QualificationForm(ActForm):
    """One qualification."""

    kind = ListField(_l("Kind"), [InputRequired()])
    grade = TextField(
        _l("Grade"),
        [Optional()],
        longest=30,
        description=_l("As on the certificate, for example 甲级 (grade A)."),
    )
    number = TextField(_l("Number of the certificate"), [InputRequired()], longest=60)
    valid_from = DayField(_l("First day on which it is valid"), [InputRequired()])
    valid_until = DayField(
        _l("Last day on which it is valid"),
        [Optional()],
        description=_l("Leave it empty where it has no end."),
    )
    file = FileField(_l("Certificate"), [Optional()], endings=PAPERS, description=PAPERS_HINT)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        chinese = reading() == CHINESE
        kinds = [(zh, zh if chinese else en) for zh, en in catalogue.qualification_kinds().items()]
        self.kind.choices = [("", ""), *kinds]

    def values(self) -> dict[str, object]:
        """Return what was entered, as the qualification's columns."""
        texts = {name: self[name].data or "" for name in ("kind", "grade", "number")}
        return texts | {name: self[name].data for name in holdings.DATES}


class NewQualificationForm(QualificationForm):
    """One qualification with its certificate."""

    file = FileField(_l("Certificate"), [InputRequired()], endings=PAPERS, description=PAPERS_HINT)


class PractitionerForm(ActForm):
    """One person who practises for the agency."""

    name = TextField(_l("Name"), [InputRequired()], longest=60)
    profession = TextField(
        _l("Professional qualification"),
        [InputRequired()],
        longest=60,
        description=_l("For example 注册环评工程师 (registered environmental assessor)."),
    )
    certificate = TextField(_l("Number of the certificate"), [InputRequired()], longest=60)
    valid_until = DayField(_l("Last day on which it is valid"), [Optional()])

    def values(self) -> dict[str, object]:
        """Return what was entered, as the practitioner's columns."""
        texts = {name: self[name].data or "" for name in ("name", "profession", "certificate")}
        return texts | {"valid_until": self.valid_until.data}


class ServiceForm(ActForm):
    """What is said of a listed service."""

    price_fen = MoneyField(
        _l("Price"), [InputRequired()], description=_l("The usual price, or where it begins.")
    )
    price_note = TextField(
        _l("What the price depends on"),
        [Optional()],
        longest=200,
        description=_l("For example the area of the site, or the sum invested."),
    )
    workdays = WorkdaysField(_l("Promised working days"), [InputRequired()])
    steps = LongTextField(  # not `process`, which is WTForms' own
        _l("Process"),
        [InputRequired()],
        longest=2000,
        description=_l("The steps from the order to the delivery."),
    )
    materials = LongTextField(
        _l("Materials"),
        [InputRequired()],
        longest=2000,
        description=_l("What the owner hands over, all at once."),
    )

    def values(self) -> dict[str, object]:
        """Return what was entered, as the service's columns."""
        texts = {name: self[name].data or "" for name in ("price_note", "materials")}
        texts["process"] = self.steps.data or ""
        return texts | {"price_fen": self.price_fen.data, "workdays": self.workdays.data}


class NewServiceForm(ServiceForm):
    """A service item to list, and what is said of it."""

    item_code = ListField(_l("Service item"), [InputRequired()])
    field_order = ("item_code", "price_fen", "price_note", "workdays", "steps", "materials")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        offered = [(i.code, f"{i.code} {i.called(reading())}") for i in catalogue.offered()]
        self.item_code.choices = [("", ""), *offered]

    def shown(self) -> list[Any]:
        """Ask for the item first."""
        return [self[name] for name in self.field_order]


class AffiliationForm(ActForm):
    """One tie of the agency."""

    kind = OneOfField(_l("What tie is it?"), [InputRequired()], choices=list(TIES.items()))
    authority_key = ListField(
        _l("Authority"), [Optional()], description=_l("For ties to an authority, and of a retired official.")
    )
    body_name = TextField(
        _l("Other body"),
        [Optional()],
        longest=120,
        description=_l("Its full name, for ties to another body."),
    )
    body_uscc = TextField(_l("Credit code of the other body"), [Optional()], longest=40)
    since = DayField(
        _l("Since when"),
        [Optional()],
        description=_l("Of a retired official: the day on which office was left."),
    )
    note = LongTextField(
        _l("What else is to be known"),
        [Optional()],
        longest=300,
        rows=3,
        description=_l("Person, post, share; where it is decoupled, the document that proves it."),
    )
    decoupled_on = DayField(
        _l("Decoupled on"), [Optional()], description=_l("Where the tie has been undone (脱钩).")
    )
    excepted_by = TextField(
        _l("Excepted by"),
        [Optional()],
        longest=120,
        description=_l("The law, and the number of the document, that excepts the tie."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        chinese = reading() == CHINESE
        named = [(key, key if chinese else en) for key, en in catalogue.authorities().items()]
        self.authority_key.choices = [("", ""), *named]

    def values(self) -> dict[str, object]:
        """Return what was entered, as the tie's columns."""
        return ties.as_columns({name: self[name].data for name in ties.COLUMNS})


class ImportForm(ActForm):
    """A sheet of today's agencies."""

    file = FileField(
        _l("Sheet"),
        [InputRequired()],
        endings=("xlsx",),
        description=_l("The filled-in template, as XLSX, up to 20 MB."),
    )
    document = TextField(
        _l("Document"),
        [InputRequired()],
        longest=120,
        description=_l("Title and number of the document by which these agencies are admitted."),
    )


class ConfirmForm(ActForm):
    """The operator confirms what the preview shows."""

    seen = TickField(
        _l("I have compared the sheet with the document; these agencies are admitted by it"),
        [InputRequired()],
    )
