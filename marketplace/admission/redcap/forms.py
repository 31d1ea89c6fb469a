"""The forms of the register of associations and institutions."""

from collections.abc import Callable, Mapping
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Optional

from accounts import codes
from accounts.models import Organisation
from kernel.fields import DayField, FileField, ListField, LongTextField, OneOfField, TextField
from kernel.forms import ActForm
from kernel.languages import CHINESE, reading
from marketplace.admission import catalogue
from marketplace.admission.redcap.operations import COLUMNS
from marketplace.admission.redcap.vocabulary import KINDS, RELATIONS, STATES


class InstitutionForm(ActForm):
    """An association or institution of an authority, with its decoupling."""

    name = TextField(_l("Official name"), [InputRequired()], longest=120)
    uscc = TextField(_l("Credit code"), [Optional()], longest=40)
    kind = OneOfField(_l("What is it?"), [InputRequired()], choices=list(KINDS.items()))
    authority_key = ListField(_l("Authority"), [InputRequired()])
    relation = OneOfField(
        _l("How does it belong to the authority?"), [InputRequired()], choices=list(RELATIONS.items())
    )
    state = OneOfField(
        _l("How far is the decoupling?"),
        [InputRequired()],
        choices=[(one.value, label) for one, label in STATES.items()],
    )
    decoupled_on = DayField(_l("Decoupled on"), [Optional()])
    document = TextField(
        _l("Document that proves it"),
        [Optional()],
        longest=120,
        description=_l("Who issued it and its number; a decoupling without a document does not count."),
    )
    excepted_by = TextField(
        _l("Excepted by"),
        [Optional()],
        longest=120,
        description=_l("The law, and the number of the document, that excepts it."),
    )
    note = LongTextField(_l("Note"), [Optional()], longest=300, rows=3)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        chinese = reading() == CHINESE
        named = [(key, key if chinese else en) for key, en in catalogue.authorities().items()]
        self.authority_key.choices = [("", ""), *named]

    def values(self) -> dict[str, object]:
        """Return what was entered, as the entry's columns."""
        texts = {name: self[name].data or "" for name in COLUMNS}
        code = codes.compact(cast("str", texts["uscc"])) or None
        name = " ".join(str(texts["name"]).split())
        return texts | {"uscc": code, "name": name, "decoupled_on": self.decoupled_on.data}


class LinkAgencyForm(ActForm):
    """An agency that belongs to an entry."""

    uscc = TextField(_l("Credit code of the agency"), [InputRequired()], longest=40)
    name = TextField(
        _l("Name of the agency"),
        [Optional()],
        longest=120,
        description=_l("Only where it is not on the platform."),
    )

    def named(self, bodies: Callable[[list[str]], Mapping[str, Organisation]]) -> dict[str, str]:
        """Return the agency's name by its code: as the platform has it, else as typed."""
        code = codes.compact(self.uscc.data)
        body = bodies([code]).get(code)
        return {code: body.name if body else self.name.data or ""}


class ReleaseAgencyForm(ActForm):
    """The document by which an agency belongs to an entry no longer."""

    left_on = DayField(_l("Day on which it left"), [InputRequired()])
    left_by = TextField(_l("Document that proves it"), [InputRequired()], longest=120)


class StrikeForm(ActForm):
    """Why an entry was made in error."""

    reason = LongTextField(_l("Why was it entered in error?"), [InputRequired()], longest=1000)


class BringForm(ActForm):
    """A list of associations and institutions."""

    file = FileField(
        _l("Sheet"),
        [InputRequired()],
        endings=("csv", "xlsx"),
        description=_l("The filled-in template, as XLSX or as CSV in UTF-8 or GB 18030, up to 2 MB."),
    )
    document = TextField(
        _l("Document that orders it"),
        [InputRequired()],
        longest=120,
        description=_l("For example the report on the survey of associations, with its number."),
    )


class ConfirmListForm(ActForm):
    """The word that a list is laid in."""
