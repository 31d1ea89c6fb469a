"""Where a row is shown: a page above says so once, and what lies below can lead there without knowing it."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from flask import Flask, url_for
from markupsafe import Markup

from kernel.sentences import Sentence

View = TypeVar("View", bound=Callable[..., Any])
Telling = TypeVar("Telling", bound=Callable[[Any], str])


class Place(NamedTuple):
    """The endpoint that shows the rows of a table, and how its address is made of a row."""

    endpoint: str
    address: dict[str, str]


class Further(NamedTuple):
    """A page above that has more to say of a row: what it is called, where it is, and the permission that it needs."""

    label: Sentence
    place: Place
    needs: StrEnum | None


_PLACES: dict[str, Place] = {}
_FURTHER: dict[str, list[Further]] = {}
_BESIDE: dict[str, list[Callable[[Any], str]]] = {}


def shows(table: str, endpoint: str, **address: str) -> Callable[[View], View]:
    """Mark the view that shows the rows of a table; `address` names the column for each part of the address."""

    def mark(view: View) -> View:
        if table in _PLACES:
            raise ValueError(f"{table} is shown by {_PLACES[table].endpoint} already")
        _PLACES[table] = Place(endpoint, address)
        return view

    return mark


def place_of(row: Any) -> str:  # noqa: ANN401  any table's row
    """Return the address of the page that shows a row; raise LookupError where no page does."""
    return _address(_PLACES[row.__tablename__], row)


def tells_more(
    table: str, label: Sentence, endpoint: str, *, needs: StrEnum | None = None, **address: str
) -> Callable[[View], View]:
    """Mark a view above that has more to say of the rows of a table, so that their own page can lead to it.

    One that `needs` a permission is led to by `further_for` alone.
    """

    def mark(view: View) -> View:
        _FURTHER.setdefault(table, []).append(Further(label, Place(endpoint, address), needs))
        return view

    return mark


def further(row: Any) -> list[tuple[Sentence, str]]:  # noqa: ANN401  any table's row
    """Return the label and address of every page that has more to say of a row to whoever reads the row's own page."""
    return [(more.label, _address(more.place, row)) for more in _of(row) if more.needs is None]


def further_for(row: Any, can: Callable[..., bool]) -> list[tuple[Sentence, str]]:  # noqa: ANN401  any table's row
    """Return label and address of the pages that need a permission which the reader has, as the template's `can` tells."""
    return [
        (more.label, _address(more.place, row))
        for more in _of(row)
        if more.needs is not None and can(more.needs, row)
    ]


def tells_beside(table: str) -> Callable[[Telling], Telling]:
    """Mark a function above that writes a part of the pages that show a row of a table; nothing for who may not read it."""

    def mark(telling: Telling) -> Telling:
        _BESIDE.setdefault(table, []).append(telling)
        return telling

    return mark


def told_beside(row: Any) -> Markup:  # noqa: ANN401  any table's row
    """Return what is told from above beside a row."""
    return Markup("").join(Markup(telling(row)) for telling in _BESIDE.get(row.__tablename__, []))  # noqa: S704  templates


def _of(row: Any) -> list[Further]:  # noqa: ANN401  any table's row
    return _FURTHER.get(row.__tablename__, [])


def _address(place: Place, row: Any) -> str:  # noqa: ANN401  any table's row
    return url_for(place.endpoint, **{part: getattr(row, column) for part, column in place.address.items()})


def install(app: Flask) -> None:
    """Let templates lead to the page of a row."""
    app.jinja_env.globals["place_of"] = place_of
    app.jinja_env.globals["further"] = further
    app.jinja_env.globals["further_for"] = further_for
    app.jinja_env.globals["told_beside"] = told_beside
