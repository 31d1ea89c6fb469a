"""Which values have the form of a figure: a number within its bounds, a word, a day of the year, a list of them. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kernel.rulebook import Figure, Value

_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_LEAP_YEAR = 2000  # in which every day of a year exists
_MOST = 100_000_000  # of anything that is counted
_RANGES = {
    "share": (0, 1),
    "points": (0, _MOST),
    "per cent": (0, 100),
    "hour": (0, 23),
    "day of the week": (1, 7),
    "divisor": (1, _MOST),
}


def has_form(figure: Figure, value: Value) -> bool:
    """Tell whether a value has the form of a figure's last one, or is made of its words."""
    if figure.words:
        return _are_words(value, figure.words)
    return _has_form(value, figure.values[-1].value, figure.unit)


def _has_form(value: Any, model: Any, unit: str) -> bool:  # noqa: ANN401  whatever TOML holds
    if isinstance(model, tuple):
        is_list = isinstance(value, tuple) and bool(value) and len(set(value)) == len(value)
        one_of_it = (
            model[0] if model and isinstance(model[0], str) else 0
        )  # a day left may be none, in a list of them
        return is_list and all(_has_form(one, one_of_it, unit) for one in value)
    if isinstance(model, bool) or isinstance(value, bool):
        return isinstance(model, bool) and isinstance(value, bool)
    if isinstance(model, str):
        return isinstance(value, str) and bool(value.strip()) and _FORMS.get(unit, bool)(value)
    return _is_number(value, unit) and _is_within(value, model, unit)


def _are_words(value: Any, words: tuple[str, ...]) -> bool:  # noqa: ANN401
    """Tell whether a value is a list of some of the words that there are, each once; of none, it is switched off."""
    return isinstance(value, tuple) and len(set(value)) == len(value) and set(value) <= set(words)


def _is_number(value: object, unit: str) -> bool:
    return isinstance(value, int) or (unit == "share" and isinstance(value, Decimal) and value.is_finite())


def _is_within(value: Any, model: Any, unit: str) -> bool:  # noqa: ANN401  both are numbers
    least, most = _RANGES.get(unit, (min(1, model), _MOST))
    return bool(least <= value <= most)


def _is_day(text: str) -> bool:
    if not _MONTH_DAY.fullmatch(text):
        return False
    try:
        date(_LEAP_YEAR, int(text[:2]), int(text[3:]))
    except ValueError:
        return False
    return text != "02-29"  # not every year has it


_FORMS: Mapping[str, Callable[[str], bool]] = {
    "month-day": _is_day,
    "times of day": lambda text: bool(_TIME.fullmatch(text)),
}
