"""How a field is drawn: GOV.UK's components with our words, each without a page's own context."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from flask import current_app
from flask_babel import gettext
from govuk_frontend_wtf import wtforms_widgets as gov
from markupsafe import Markup
from wtforms import Field, RadioField, SelectMultipleField

from kernel.reading import say_it

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


class Drawn:
    """Draw a component by its template alone: Flask's way runs every context processor each time."""

    template: str
    classes = ""

    def map_gov_params(self, field: Field, **kwargs: object) -> dict[str, Any]:
        """Translate the hidden word before an error, mark what may be left out, let the server check."""
        kwargs.pop("required", None)
        params = cast("dict[str, Any]", super().map_gov_params(field, **kwargs))  # type: ignore[misc]
        params.get("attributes", {}).pop("required", None)
        if self.classes:
            params["classes"] = f"{self.classes} {params.get('classes', '')}".strip()
        params["hint"] = {"text": say_it(field.description)} if field.description else None
        for item in params.get("items", ()):
            item["text"] = say_it(item["text"])
        for item, option in zip(params.get("items", ()), _options(field), strict=False):
            _hint(item, option)
        if "errorMessage" in params:
            params["errorMessage"]["visuallyHiddenText"] = gettext("Error")
        self._name(params, label(field))
        return params

    def render(self, params: Mapping[str, Any]) -> Markup:
        """Draw the component."""
        return Markup(current_app.jinja_env.get_template(self.template).render(params=params))  # noqa: S704

    def _name(self, params: dict[str, Any], text: str) -> None:
        if "fieldset" in params:
            params["fieldset"]["legend"] = {"text": text, "classes": "govuk-fieldset__legend--s"}
        elif "label" in params:
            params["label"] = {"text": text, "classes": "govuk-label--s"}


def label(field: Field) -> str:
    """Return a field's label, marked where it may be left empty."""
    text = say_it(field.label.text)
    return gettext("%(label)s (optional)", label=text) if field.flags.optional else text


def _options(field: Field) -> Iterable[Field]:
    return field if isinstance(field, RadioField | SelectMultipleField) else ()


def _hint(item: dict[str, Any], option: Field) -> None:
    hint = option.choice.render_kw.get("hint")
    if hint:
        item["hint"] = {"text": say_it(hint)}


class TextInput(Drawn, gov.GovTextInput):  # type: ignore[misc]  # the library is untyped, here and below
    """Draw a line of text, as wide as what is expected in it."""

    def __init__(self, width: int = 0, suffix: object = "", **attributes: str) -> None:
        super().__init__()
        self.classes = f"govuk-input--width-{width}" if width else ""
        self.suffix = suffix
        self.attributes = attributes

    def map_gov_params(self, field: Field, **kwargs: object) -> dict[str, Any]:
        """Add the unit behind the input and the browser's hints."""
        params = super().map_gov_params(field, **kwargs)
        params |= self.attributes
        if self.suffix:
            params["suffix"] = {"text": str(self.suffix)}
        return params


class DayInput(TextInput):
    """Draw a date picker; what it could not show again is shown as text."""

    def map_gov_params(self, field: Field, **kwargs: object) -> dict[str, Any]:
        """Choose the kind of input by what is in it."""
        value = str(field._value())  # noqa: SLF001  WTForms' own name for it
        kind = "date" if not value or _ISO.fullmatch(value) else "text"
        return super().map_gov_params(field, **kwargs) | {"type": kind}


class PasswordInput(TextInput):
    """Draw a password, never filled again from what was sent."""

    input_type = "password"

    def map_gov_params(self, field: Field, **kwargs: object) -> dict[str, Any]:
        """Leave the value out."""
        return super().map_gov_params(field, **kwargs) | {"value": "", "type": "password"}


class TextArea(Drawn, gov.GovTextArea):  # type: ignore[misc]
    """Draw several lines of text."""

    def __init__(self, rows: int = 5) -> None:
        super().__init__()
        self.rows = rows

    def map_gov_params(self, field: Field, **kwargs: object) -> dict[str, Any]:
        """Say how many lines are expected."""
        return super().map_gov_params(field, **kwargs) | {"rows": self.rows}


class FileInput(Drawn, gov.GovFileInput):  # type: ignore[misc]
    """Draw a file chooser that offers the kinds which are taken."""

    def __init__(self, accept: str = "", *, multiple: bool = False) -> None:
        super().__init__(multiple=multiple)
        self.accept = accept

    def map_gov_params(self, field: Field, **kwargs: object) -> dict[str, Any]:
        """Offer the kinds; a file cannot be filled in again, so it has no value."""
        params = super().map_gov_params(field, **kwargs)
        params.pop("value", None)
        params["multiple"] = self.multiple
        params["attributes"].pop("multiple", None)
        if self.accept:
            params["attributes"]["accept"] = self.accept
        return params


class Select(Drawn, gov.GovSelect):  # type: ignore[misc]
    """Draw a list to choose one from."""


class Radios(Drawn, gov.GovRadioInput):  # type: ignore[misc]
    """Draw a few answers to choose one from."""


class Checkboxes(Drawn, gov.GovCheckboxesInput):  # type: ignore[misc]
    """Draw a few answers to choose any from."""


class Checkbox(Drawn, gov.GovCheckboxInput):  # type: ignore[misc]
    """Draw one box to tick."""
