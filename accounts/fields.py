"""The fields that accounts add: an e-mail address, a telephone number, a new password."""

import re
import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import EqualTo, InputRequired, Optional, Regexp

from accounts import passwords
from kernel.fields import FileField, PasswordField, TextField
from kernel.sentences import say
from kernel.widgets import TextInput

PHONE = re.compile(r"[0-9+\-() ]{6,40}$")
MOBILE = re.compile(r"1[3-9][0-9]{9}$")
EMAIL = re.compile(r"[^@\s,;<>\"()\\]{1,64}@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}$")

PAPERS = ("pdf", "ofd", "jpg", "jpeg", "png")
PAPERS_HINT = _l("A scan or photograph as PDF, OFD, JPEG or PNG, up to 20 MB.")


def typed_email(text: str | None) -> str:
    """Return an e-mail address as it is compared: no spaces, small letters."""
    return "".join(unicodedata.normalize("NFKC", text or "").split()).lower()


def typed_phone(text: str | None) -> str:
    """Return a telephone number with full-width forms made plain."""
    return " ".join(unicodedata.normalize("NFKC", text or "").split())


def typed_mobile(text: str | None) -> str:
    """Return a mobile number as it is dialled at home: digits alone, no code of the country."""
    return re.sub(r"[ \-]|^\s*(?:\+|00)86", "", unicodedata.normalize("NFKC", text or ""))


class EmailField(TextField):
    """Take an e-mail address."""

    def __init__(self, label: object, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own
        form = Regexp(EMAIL, message=_l("Enter an e-mail address, for example name@example.com."))
        widget = TextInput(inputmode="email", autocomplete="email", spellcheck="false")
        super().__init__(label, [InputRequired(), form], longest=120, widget=widget, **kwargs)
        self.filters = (typed_email,)


class PhoneField(TextField):
    """Take a telephone number."""

    def __init__(self, label: object, *, optional: bool = False, **kwargs: Any) -> None:  # noqa: ANN401
        form = Regexp(PHONE, message=_l("Enter a telephone number, for example 0570-4012345."))
        first = Optional() if optional else InputRequired()
        super().__init__(label, [first, form], longest=40, widget=TextInput(20, inputmode="tel"), **kwargs)
        self.filters = (typed_phone,)


class MobileField(TextField):
    """Take the number of a mobile telephone, which can get a text."""

    def __init__(self, label: object, **kwargs: Any) -> None:  # noqa: ANN401  WTForms' own
        form = Regexp(MOBILE, message=_l("Enter a mobile number of 11 digits, for example 13800138000."))
        widget = TextInput(20, inputmode="tel", autocomplete="tel")
        super().__init__(label, [InputRequired(), form], longest=20, widget=widget, **kwargs)
        self.filters = (typed_mobile,)


def new_password_field() -> PasswordField:
    """Return the field for a password that is being chosen."""
    hint = say("At least %(least)s characters; a few words in a row are good.", least=passwords.LEAST)
    return PasswordField(_l("Password"), [InputRequired()], autocomplete="new-password", description=hint)


def again_field() -> PasswordField:
    """Return the field in which it is typed a second time."""
    same = EqualTo("password", message=_l("The two passwords differ. Type the same one twice."))
    return PasswordField(_l("The same password again"), [InputRequired(), same], autocomplete="new-password")


def code_field() -> TextField:
    """Return the field for a credit code."""
    hint = _l("18 characters, as on the licence.")
    widget = TextInput(20, autocomplete="off", spellcheck="false")
    return TextField(
        _l("Unified social credit code"), [InputRequired()], longest=40, description=hint, widget=widget
    )


def paper_field(label: object, hint: object = PAPERS_HINT) -> FileField:
    """Return the field for a paper that is brought."""
    return FileField(label, [InputRequired()], endings=PAPERS, description=hint)
