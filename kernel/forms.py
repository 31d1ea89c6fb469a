"""The form of an act: a key of its own, the refusal beside it, and every word in the reader's language."""

import uuid
from typing import Any, NamedTuple

import govuk_frontend_jinja
import govuk_frontend_wtf
from flask import Flask, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm  # noqa: TID251  the one form that may
from flask_wtf.i18n import translations as wtforms_words
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField
from wtforms.fields.core import Field
from wtforms.validators import Length

from kernel.acts import KEY
from kernel.errors import Refused
from kernel.fields import FileField, FilesField
from kernel.reading import say_it

# What WTForms says of itself, in better words; what is not here is said by its own catalogue.
WORDS: dict[str, Any] = {
    "This field is required.": _l("Fill this in."),
    "Not a valid choice.": _l("Choose one of the answers shown."),
    "Invalid Choice: could not coerce.": _l("Choose one of the answers shown."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l(
        "Choose one of the answers shown."
    ),
    "'%(value)s' are not valid choices for this field.": _l("Choose one of the answers shown."),
    "Number must be at least %(min)s.": _l("Enter a number that is not below %(min)s."),
    "Number must be at most %(max)s.": _l("Enter a number that is not above %(max)s."),
    "Number must be between %(min)s and %(max)s.": _l("Enter a number from %(min)s to %(max)s."),
    "Enter a number from %(min)s to %(max)s.": _l("Enter a number from %(min)s to %(max)s."),
    "Enter an amount of at least %(least)s yuan.": _l("Enter an amount of at least %(least)s yuan."),
    "Enter an amount of at most %(most)s yuan.": _l("Enter an amount of at most %(most)s yuan."),
    "Choose a file of one of these kinds: %(kinds)s.": _l("Choose a file of one of these kinds: %(kinds)s."),
    "Field must be at least %(min)d characters long.": _l("Write at least %(min)d characters."),
    "Field cannot be longer than %(max)d characters.": _l("Write at most %(max)d characters."),
    "Field must be exactly %(max)d characters long.": _l("Write exactly %(max)d characters."),
    "Field must be between %(min)d and %(max)d characters long.": _l("Write %(min)d to %(max)d characters."),
    "Invalid input.": _l("This does not have the form that is wanted."),
}


ENDS = tuple("?？.。!！:：…")  # after which a label takes no colon
COMPONENTS = (govuk_frontend_jinja.__name__, govuk_frontend_wtf.__name__)


class Words:
    """Say what WTForms says, in our words where we have some."""

    def gettext(self, string: str) -> str:
        """Return our words, else those of WTForms' catalogue."""
        return str(WORDS[string]) if string in WORDS else str(wtforms_words.gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return our words for several, which do for one too."""
        return str(WORDS[plural]) if plural in WORDS else str(wtforms_words.ngettext(singular, plural, n))


WORDING = Words()


class Problem(NamedTuple):
    """One thing to mend: the id of the input, and what is wrong with it."""

    anchor: str
    text: str


class ActForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Stand above every form that acts.

    Its key is made when the form is first shown and kept while it is shown again, so that the same submission
    sent twice is one act (kernel/acts.py). A refusal of the rules is laid into `refusal`; one that names
    a field is said beside that field.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Speak our words."""

        def get_translations(self, _form: object) -> Words:
            """Return where messages come from."""
            return WORDING

    act_key = HiddenField(validators=[Length(max=32)])

    def __init__(self, *args: object, **kwargs: object) -> None:
        self._refusal: Refused | None = None
        super().__init__(*args, **kwargs)
        if not KEY.fullmatch(self.act_key.data or ""):
            self.act_key.data = uuid.uuid4().hex

    @property
    def refusal(self) -> Refused | None:
        """Return why the rules say no, where it belongs to the form as a whole."""
        return self._refusal

    @refusal.setter
    def refusal(self, refused: Refused) -> None:
        """Take a refusal: beside the field that it names, else, or with a day to wait for, above the form."""
        if refused.field and refused.field in self and not refused.try_from:
            field = self[refused.field]
            field.errors = [*field.errors, _with_rule(refused)]
        else:
            self._refusal = refused

    def unseen(self) -> list[Field]:
        """Return the fields that the visitor does not see."""
        return [field for field in self if isinstance(field, HiddenField)]

    def shown(self) -> list[Field]:
        """Return the fields that the visitor fills in, in their order."""
        return [field for field in self if not isinstance(field, HiddenField)]

    def has_files(self) -> bool:
        """Tell whether the form takes files, and so must be sent in parts."""
        return any(isinstance(field, FileField | FilesField) for field in self)

    def problems(self) -> list[Problem]:
        """Return what is to be mended, field by field, for the summary at the head of the page."""
        wrong = [field for field in self.shown() if field.errors]
        found = [Problem(_anchor(field), _problem(field)) for field in wrong]
        if self.meta.csrf and self.csrf_token.errors:
            found.append(
                Problem("", gettext("The page was open for too long. Check what is in it and send it again."))
            )
        return found

    def files_to_choose_again(self) -> bool:
        """Tell whether a file was sent with a form that is shown again: no browser keeps it."""
        return bool(request.files) and any(f.filename for f in request.files.values())


def _with_rule(refused: Refused) -> str:
    said = say_it(refused.sentence)
    if not refused.rule:  # a slip of the pen, no rule's matter
        return said
    return str(gettext("%(sentence)s (Rule %(rule)s)", sentence=said, rule=refused.rule))


def _problem(field: Field) -> str:
    label, problem = say_it(field.label.text), field.errors[0]
    if label.endswith(ENDS):
        return str(gettext("%(label)s %(problem)s", label=label, problem=problem))
    return str(gettext("%(label)s: %(problem)s", label=label, problem=problem))


def _anchor(field: Field) -> str:
    return str(field.name if isinstance(field, RadioField | SelectMultipleField | BooleanField) else field.id)


def install(app: Flask) -> None:
    """Let templates find GOV.UK's components, and leave out the white space around blocks."""
    own = app.jinja_env.loader
    components = PrefixLoader({name: PackageLoader(name) for name in COMPONENTS})
    app.jinja_env.loader = ChoiceLoader([own, components]) if own else components
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
