"""The forms of accounts."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import InputRequired, Optional, ValidationError

from accounts import catalogue
from accounts.claims import GRANTED, REFUSED
from accounts.fields import EmailField, PhoneField, again_field, code_field, new_password_field, paper_field
from accounts.kinds import INVITED, KIND_NAMES, ROLE_NAMES, Kind, Role
from accounts.models import Organisation
from accounts.operations import AUTHORISATION, LICENCE, RETURNED, VERIFIED, Finding, Uploads
from accounts.people import Invitee, Person
from kernel.fields import (
    ListField,
    LongTextField,
    OneOfField,
    PasswordField,
    TextField,
    TickField,
)
from kernel.forms import ActForm
from kernel.languages import CHINESE, reading
from kernel.sentences import say
from kernel.widgets import TextInput

ROLES = (
    (Role.HEAD, ROLE_NAMES[Role.HEAD], {"hint": say("Acts, and says who else belongs to the organisation.")}),
    (Role.OFFICER, ROLE_NAMES[Role.OFFICER], {"hint": say("Acts for the organisation.")}),
    (
        Role.READER,
        ROLE_NAMES[Role.READER],
        {"hint": say("Reads what the organisation can read and changes nothing.")},
    ),
)


class SignInForm(ActForm):
    """Who comes in."""

    email = EmailField(_l("E-mail address"))
    password = PasswordField(_l("Password"), [InputRequired()])


class ForgottenForm(ActForm):
    """Whose password is to be chosen anew."""

    email = EmailField(_l("E-mail address"))


class ResetForm(ActForm):
    """A new password."""

    password = new_password_field()
    again = again_field()


class ChangePasswordForm(ActForm):
    """A new password in place of the old one."""

    old = PasswordField(_l("The password you have now"), [InputRequired()])
    password = new_password_field()
    again = again_field()


class BodyForm(ActForm):
    """Stand above the form in which a body is described; the order of the classes is that of the fields."""

    name = TextField(_l("Name of the organisation"), [InputRequired()], longest=120)
    uscc = code_field()
    insisted = TickField(_l("The licence shows exactly this code; the operator shall compare it"))
    legal_representative = TextField(_l("Legal representative"), [InputRequired()], longest=60)
    controlling_shareholder = TextField(_l("Controlling shareholder"), [Optional()], longest=120)
    area = TextField(_l("City, county or district"), [Optional()], longest=60)
    address = TextField(_l("Address"), [InputRequired()], longest=200)
    office_phone = PhoneField(_l("Office telephone"))

    def details(self) -> dict[str, str]:
        """Return what was entered of the organisation, as its columns."""
        names = ("name", "uscc", "legal_representative", "controlling_shareholder", "area", "address")
        return {name: self[name].data or "" for name in names} | {"phone": self.office_phone.data}


class AccountForm(ActForm):
    """Stand above the form in which an account is named that somebody claims."""

    uscc = code_field()
    reason = LongTextField(_l("Why the account is yours to lead"), [InputRequired()], longest=1000)


class PapersForm(ActForm):
    """Stand above the forms with which licence and authorisation letter are brought."""

    licence = paper_field(_l("Licence or registration certificate"))
    authorisation = paper_field(
        _l("Authorisation letter"),
        _l("It names you, is sealed by the organisation and signed by its legal representative."),
    )

    def uploads(self) -> Uploads:
        """Return the files that were brought."""
        return {LICENCE: self.licence.data, AUTHORISATION: self.authorisation.data}


class PersonForm(ActForm):
    """Stand above the forms in which somebody gets an account."""

    person_name = TextField(_l("Your name"), [InputRequired()], longest=60)
    email = EmailField(_l("Your e-mail address"), description=_l("You sign in with it."))
    phone = PhoneField(_l("Your telephone number"))
    password = new_password_field()
    again = again_field()

    def person(self) -> Person:
        """Return who it is."""
        return Person(self.person_name.data, self.email.data, self.phone.data, self.password.data)


class SignUpBodyForm(BodyForm, PapersForm, PersonForm):
    """An agency or an owner joins."""


class SignUpPersonForm(PersonForm):
    """A natural person joins as an owner."""

    identity = TextField(
        _l("Identity number"),
        [InputRequired()],
        longest=30,
        description=_l("Kept sealed and never shown; the operator compares it with your identity card."),
        widget=TextInput(20, autocomplete="off", spellcheck="false"),
    )
    area = TextField(_l("City, county or district"), [Optional()], longest=60)


class ClaimForm(AccountForm, PapersForm, PersonForm):
    """Somebody says that an account is theirs to lead."""


class AcceptForm(ActForm):
    """An invitation is taken up: the e-mail address is the one that was invited."""

    person_name = TextField(_l("Your name"), [InputRequired()], longest=60)
    phone = PhoneField(_l("Your telephone number"))
    password = new_password_field()
    again = again_field()

    def person(self, email: str) -> Person:
        """Return who it is."""
        return Person(self.person_name.data, email, self.phone.data, self.password.data)


class BringDocumentsForm(PapersForm):
    """Papers are brought again."""


class ChangeMeForm(ActForm):
    """What I say of myself."""

    name = TextField(_l("Your name"), [InputRequired()], longest=60)
    phone = PhoneField(_l("Your telephone number"), optional=True)


class ChangeOrganisationForm(ActForm):
    """What the organisation says of itself. Its name is read from the licence and so fixed once verified."""

    name = TextField(_l("Name of the organisation"), [InputRequired()], longest=120)
    legal_representative = TextField(_l("Legal representative"), [Optional()], longest=60)
    controlling_shareholder = TextField(_l("Controlling shareholder"), [Optional()], longest=120)
    area = TextField(_l("City, county or district"), [Optional()], longest=60)
    address = TextField(_l("Address"), [Optional()], longest=200)
    phone = PhoneField(_l("Office telephone"), optional=True)

    def fitting(self, row: Organisation) -> "ChangeOrganisationForm":
        """Leave out what cannot be changed or does not exist."""
        if row.verified_at:
            del self.name
        if row.is_person or row.kind in INVITED:
            del self.legal_representative
            del self.controlling_shareholder
        return self

    def details(self) -> dict[str, str]:
        """Return what was entered, as columns."""
        return {field.short_name: field.data or "" for field in self.shown()}


class InviteForm(ActForm):
    """A colleague is invited."""

    name = TextField(_l("Name"), [InputRequired()], longest=60)
    email = EmailField(_l("E-mail address"), description=_l("The link goes there and is good for 7 days."))
    role = OneOfField(_l("What may they do?"), [InputRequired()], choices=ROLES)

    def invitee(self) -> Invitee:
        """Return who is invited."""
        return Invitee(self.name.data, self.email.data, self.role.data)


class InviteOfficeForm(ActForm):
    """An official body is entered and its head invited."""

    kind = OneOfField(
        _l("What is it?"), [InputRequired()], choices=[(kind, KIND_NAMES[kind]) for kind in INVITED]
    )
    body_name = TextField(_l("Name of the body"), [InputRequired()], longest=120)
    authority_key = ListField(
        _l("Whose industry does it oversee?"), description=_l("Only for an authority; as in the catalogue.")
    )
    name = TextField(_l("Name of its head here"), [InputRequired()], longest=60)
    email = EmailField(_l("E-mail address"), description=_l("The link goes there and is good for 7 days."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        names = catalogue.authorities()
        self.authority_key.choices = [("", "")] + [
            (key, key if reading() == CHINESE else english) for key, english in names.items()
        ]

    def validate_authority_key(self, field: Field) -> None:
        """Want the industry of an authority, and none of another body."""
        if self.kind.data == Kind.AUTHORITY and not field.data:
            raise ValidationError(gettext("Choose the industry of the authority."))
        if self.kind.data != Kind.AUTHORITY and field.data:
            raise ValidationError(gettext("Only an authority has an industry. Leave this empty."))

    def invitee(self) -> Invitee:
        """Return who becomes its head."""
        return Invitee(self.name.data, self.email.data, Role.HEAD)


class ChangeRoleForm(ActForm):
    """A colleague gets another role."""

    role = OneOfField(_l("What may they do?"), [InputRequired()], choices=ROLES)


class VerifyForm(ActForm):
    """The operator's answer to what an organisation brought."""

    identity = TextField(
        _l("Number on the identity card"),
        widget=TextInput(20, autocomplete="off", spellcheck="false"),
        longest=30,
    )
    code_reason = LongTextField(_l("Why the code is right although its check fails"), rows=2, longest=500)
    answer = OneOfField(
        _l("What do you find?"),
        [InputRequired()],
        choices=[
            (VERIFIED, _l("Papers and account agree: verify")),
            (RETURNED, _l("Something is missing or differs: hand it back")),
        ],
    )
    reason = LongTextField(_l("What is missing or differs (only when you hand it back)"), rows=3, longest=500)

    def fitting(self, row: Organisation, fault: object) -> "VerifyForm":
        """Leave out what this organisation does not need."""
        if not row.is_person:
            del self.identity
        if not fault:
            del self.code_reason
        return self

    def finding(self) -> Finding:
        """Return what the operator finds."""
        number = self.identity.data if "identity" in self else ""
        code_reason = self.code_reason.data if "code_reason" in self else ""
        return Finding(self.answer.data, self.reason.data or "", code_reason or "", number or "")

    def validate_reason(self, field: Field) -> None:
        """Want a reason where it is handed back."""
        if self.answer.data == RETURNED and not field.data:
            raise ValidationError(gettext("Say what is missing or differs."))


class SwitchOffForm(ActForm):
    """An organisation is switched off, with the reason that it is told."""

    reason = LongTextField(_l("Reason, told to the organisation"), [InputRequired()], rows=3, longest=500)


class SwitchOnForm(SwitchOffForm):
    """An organisation is switched on again, with the reason that it is told."""


class DecideClaimForm(ActForm):
    """The operator's decision of a claim."""

    decision = OneOfField(
        _l("What do you decide?"),
        [InputRequired()],
        choices=[
            (GRANTED, _l("Grant it: the claimant becomes head")),
            (REFUSED, _l("Refuse it: the account stays as it is")),
        ],
    )
    answer = LongTextField(_l("Reasons, which both are told"), [InputRequired()], rows=4, longest=1000)
