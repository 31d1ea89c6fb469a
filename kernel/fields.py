"""The fields of our forms: each one reads what people type, keeps it, and says what is wanted."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_wtf import file as uploads
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import PasswordField as WTPasswordField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from kernel import typed
from kernel.widgets import (
    Checkbox,
    Checkboxes,
    DayInput,
    FileInput,
    PasswordInput,
    Radios,
    Select,
    TextArea,
    TextInput,
)

Checks = Sequence[Any]

LINE, TEXT = 200, 5000  # letters that a line and a text may have unless a form says otherwise


def _filled(validators: Checks) -> list[Any]:
    """Let blanks be no answer: what is required is judged by what is left of it, not by what was sent."""
    return [DataRequired(v.message) if isinstance(v, InputRequired) else v for v in validators]


def _asking(validators: Checks, problem: object) -> list[Any]:
    """Let what is required be asked for in the words of the field: nobody fills in a tick or a file."""
    return [
        type(v)(message=problem) if isinstance(v, InputRequired | DataRequired) and v.message is None else v
        for v in validators
    ]


class TextField(StringField):  # type: ignore[misc]  # WTForms is untyped, here and below
    """Take one line of text."""

    def __init__(self, label: object, validators: Checks = (), longest: int = LINE, **kwargs: object) -> None:
        kwargs.setdefault("widget", TextInput())
        super().__init__(
            label, [*_filled(validators), Length(max=longest)], filters=[typed.printable], **kwargs
        )


class LongTextField(TextAreaField):  # type: ignore[misc]
    """Take several lines of text."""

    def __init__(
        self, label: object, validators: Checks = (), longest: int = TEXT, rows: int = 5, **kwargs: object
    ) -> None:
        super().__init__(
            label,
            [*_filled(validators), Length(max=longest)],
            filters=[typed.printable],
            widget=TextArea(rows),
            **kwargs,
        )


class PasswordField(WTPasswordField):  # type: ignore[misc]
    """Take a password; it is never filled in again."""

    def __init__(
        self, label: object, validators: Checks = (), autocomplete: str = "", **kwargs: object
    ) -> None:
        widget = PasswordInput(autocomplete=autocomplete or "current-password")
        super().__init__(label, [*validators, Length(max=LINE)], widget=widget, **kwargs)


class Answers:
    """Let the answers to choose from be written as (value, label) or (value, label, {"hint": sentence})."""

    def __init__(
        self, label: object, validators: Checks = (), choices: Iterable[Any] | None = None, **kwargs: object
    ) -> None:
        answers = None if choices is None else [SelectChoice.from_input(c) for c in choices]
        super().__init__(label, _asking(validators, _l("Choose an answer.")), choices=answers, **kwargs)  # type: ignore[call-arg]  # the field's


class OneOfField(Answers, RadioField):  # type: ignore[misc]
    """Take one of a few answers, all of them shown."""

    widget = Radios()


class ListField(Answers, SelectField):  # type: ignore[misc]
    """Take one of many answers from a list."""

    widget = Select()


class SomeOfField(Answers, SelectMultipleField):  # type: ignore[misc]
    """Take any of a few answers."""

    widget = Checkboxes()


class TickField(BooleanField):  # type: ignore[misc]
    """Take a tick or none."""

    widget = Checkbox()

    def __init__(self, label: object, validators: Checks = (), **kwargs: object) -> None:
        super().__init__(label, _asking(validators, _l("Tick the box.")), **kwargs)


class TypedField(Field):  # type: ignore[misc]
    """Stand above the fields that read a value from a line: what was typed is kept until it can be read."""

    problem: ClassVar[Any] = ""
    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; nothing typed is None."""
        text = typed.plain(str(valuelist[0])) if valuelist else ""
        self.data = self.read(text) if text else None
        if text and self.data is None:
            raise ValueError(str(self.problem))

    read: ClassVar[Any]  # plain text to the value, None where it cannot be read
    written: ClassVar[Any] = staticmethod(str)  # the value as one would type it

    def refused(self, text: str, **values: object) -> ValidationError:
        """Return the error of a value that can be read and is not taken."""
        return ValidationError(self.gettext(text) % values)


class WholeField(TypedField):
    """Take a whole number between two bounds."""

    read = staticmethod(typed.whole)
    problem = _l("Enter a whole number, for example 12.")
    unit: ClassVar[Any] = ""

    def __init__(
        self, label: object, validators: Checks = (), least: int = 0, most: int = 999_999, **kwargs: object
    ) -> None:
        self.least, self.most = least, most
        unit = kwargs.pop("unit", self.unit)
        super().__init__(label, validators, widget=TextInput(5, suffix=unit, inputmode="numeric"), **kwargs)

    def pre_validate(self, _form: object) -> None:
        """Refuse a number outside the bounds."""
        if self.data is not None and not self.least <= self.data <= self.most:
            raise self.refused("Enter a number from %(min)s to %(max)s.", min=self.least, max=self.most)


class WorkdaysField(WholeField):
    """Take a number of working days."""

    problem = _l("Enter a whole number of working days, for example 15.")
    unit = _l("working days")

    def __init__(
        self, label: object, validators: Checks = (), least: int = 1, most: int = 999, **kwargs: object
    ) -> None:
        super().__init__(label, validators, least, most, **kwargs)


class MoneyField(TypedField):
    """Take an amount in yuan with up to two decimals, also 2.8 万; its value is a whole number of 分."""

    read, written = staticmethod(typed.fen), staticmethod(typed.yuan)
    problem = _l("Enter an amount in yuan with at most two decimals, for example 28000 or 28000.50.")
    unit = _l("yuan")

    # 100 billion yuan: beyond any contract, and sums of it stay whole numbers that a database holds.
    most: ClassVar[int] = 10**13

    def __init__(self, label: object, validators: Checks = (), least: int = 1, **kwargs: object) -> None:
        self.least = least
        super().__init__(
            label, validators, widget=TextInput(10, suffix=self.unit, inputmode="decimal"), **kwargs
        )

    def pre_validate(self, _form: object) -> None:
        """Refuse less than the least amount, and what no contract comes to."""
        if self.data is not None and self.data < self.least:
            raise self.refused("Enter an amount of at least %(least)s yuan.", least=self.written(self.least))
        if self.data is not None and self.data > self.most:
            raise self.refused("Enter an amount of at most %(most)s yuan.", most=self.written(self.most))


class DayField(TypedField):
    """Take a day: 2026-03-19, 2026/3/19 or 2026年3月19日."""

    read = staticmethod(typed.day)
    problem = _l("Enter a day that exists, for example 2026-03-19 or 2026年3月19日.")

    def __init__(self, label: object, validators: Checks = (), **kwargs: object) -> None:
        super().__init__(label, validators, widget=DayInput(10), **kwargs)


class LinesField(TextAreaField):  # type: ignore[misc]
    """Take a list, one entry a line; empty lines are left out."""

    def __init__(
        self, label: object, validators: Checks = (), longest: int = LINE, rows: int = 5, **kwargs: object
    ) -> None:
        self.longest = longest
        super().__init__(label, validators, widget=TextArea(rows), **kwargs)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the lines."""
        text = typed.printable(str(valuelist[0])) if valuelist else ""
        self.data = [line.strip() for line in (text or "").splitlines() if line.strip()]

    def pre_validate(self, _form: object) -> None:
        """Refuse an entry that is too long."""
        if any(len(line) > self.longest for line in self.data or ()):
            raise ValidationError(
                self.gettext("Field cannot be longer than %(max)d characters.") % {"max": self.longest}
            )

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else "\n".join(self.data or [])


class Endings:
    """Say which kinds of file are taken, by their endings; kernel/files.py finds out what a file is."""

    multiple = False
    data: Any
    gettext: Any

    def __init__(
        self, label: object, validators: Checks = (), endings: Sequence[str] = (), **kwargs: object
    ) -> None:
        self.endings = tuple(f".{ending.lower()}" for ending in endings)
        widget = FileInput(",".join(self.endings), multiple=self.multiple)
        wanted = _asking(validators, _l("Choose a file."))
        super().__init__(label, wanted, widget=widget, **kwargs)  # type: ignore[call-arg]  # the field's

    def pre_validate(self, _form: object) -> None:
        """Refuse an ending that is not taken."""
        files = self.data if isinstance(self.data, list) else [self.data]
        named = [PurePath(f.filename).suffix.lower() for f in files if getattr(f, "filename", None)]
        if self.endings and any(ending not in self.endings for ending in named):
            kinds = " ".join(ending.lstrip(".").upper() for ending in self.endings)
            text = self.gettext("Choose a file of one of these kinds: %(kinds)s.")
            raise ValidationError(text % {"kinds": kinds})


class FileField(Endings, uploads.FileField):  # type: ignore[misc]
    """Take a file."""


class FilesField(Endings, uploads.MultipleFileField):  # type: ignore[misc]
    """Take any number of files."""

    multiple = True
