"""Who may: one table of permissions and predicates, and a gate that closes every page that has not said."""

import functools
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_login import current_user
from werkzeug.wrappers import Response

from kernel.errors import NotFound, NotYours

Predicate = Callable[[Any, Any], bool]
Grants = Mapping[Any, Iterable[Predicate]]  # Any: a Mapping of one vocabulary is none of StrEnum
View = TypeVar("View", bound=Callable[..., Any])

MOST_ID = 2**31 - 1  # what an integer column of PostgreSQL holds

_TABLE = "kernel.grants"


def merge(
    tables: Iterable[Grants], vocabularies: Iterable[type[StrEnum]]
) -> dict[StrEnum, tuple[Predicate, ...]]:
    """Merge the packages' tables.

    Raises ValueError for a permission that is granted twice or to nobody, and for one that has two names.
    """
    listed = list(vocabularies)
    merged: dict[StrEnum, tuple[Predicate, ...]] = {}
    for table in tables:
        for permission, predicates in table.items():
            if permission in merged:
                raise ValueError(f"{permission} is granted twice")
            merged[permission] = tuple(predicates)
    twins = [name for v in listed for name, member in v.__members__.items() if name != member.name]
    if twins:
        raise ValueError(f"second names of a permission: {', '.join(twins)}")
    missing = [str(p) for vocabulary in listed for p in vocabulary if not merged.get(p)]
    if missing:
        raise ValueError(f"granted to nobody: {', '.join(missing)}")
    return merged


def install(app: Flask, grants: Mapping[StrEnum, tuple[Predicate, ...]]) -> None:
    """Give the app its table and its gate."""
    app.extensions[_TABLE] = grants
    app.before_request(_gate)
    app.jinja_env.globals["can"] = _can


def table(app: Flask) -> Mapping[StrEnum, tuple[Predicate, ...]]:
    """Return the table in use, for whoever prints it."""
    grants: Mapping[StrEnum, tuple[Predicate, ...]] = app.extensions[_TABLE]
    return grants


def allows(actor: object, permission: StrEnum, subject: object = None) -> bool:
    """Tell whether an actor may: one of the permission's predicates must hold."""
    return any(predicate(actor, subject) for predicate in table(current_app)[permission])


def can_open(endpoint: str, subject: object = None) -> bool:
    """Tell whether whoever looks may open a page about a subject, by the permission that the page itself asks for."""
    permission = access(current_app.view_functions[endpoint])
    return permission == "public" or (
        isinstance(permission, StrEnum) and allows(current_user, permission, subject)
    )


def requires(permission: StrEnum, subject: Callable[..., object] | None = None) -> Callable[[View], View]:
    """Close a view to all but those whom the table lets in.

    The subject is loaded from the address (none: 404), the table is asked (no: 403, or sign-in), and the row is
    handed to the view as its first argument: nobody gets the row without passing the check.
    """

    def mark(view: View) -> View:
        @functools.wraps(view)
        def guarded(**address: object) -> object:
            row = subject(**address) if subject else None
            if subject and row is None:
                raise NotFound
            if not allows(current_user, permission, row):
                return _turn_away(permission, row)
            return view(row) if subject else view(**address)

        guarded.__access__ = permission  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return mark


def public(view: View) -> View:
    """Open a view to everyone."""
    view.__access__ = "public"  # type: ignore[attr-defined]
    return view


def access(view: Callable[..., object]) -> object:
    """Return what a view says of who may use it: a permission, "public", or None where it says nothing."""
    return getattr(view, "__access__", None)


def _can(permission: StrEnum, subject: object = None) -> bool:
    return allows(current_user, permission, subject)


def _turn_away(permission: StrEnum, row: object) -> Response:
    """Lead a stranger to the sign-in, and tell anyone else no: with the reason, where a predicate knows one."""
    if current_user.is_authenticated:
        known = (getattr(p, "why_not", None) for p in table(current_app)[permission])
        told = (why(current_user, row) for why in known if why)
        raise NotYours(next((sentence for sentence in told if sentence), None))
    answer: Response = current_app.login_manager.unauthorized()  # type: ignore[attr-defined]
    return answer


def _gate() -> None:
    if request.endpoint is None or request.endpoint == "static":
        return
    if access(current_app.view_functions[request.endpoint]) is None:
        raise NotYours
    if any(_fits_no_row(part) for part in (request.view_args or {}).values()):
        raise NotFound


def _fits_no_row(part: object) -> bool:
    """Tell whether a part of an address is more than any database can look for."""
    return (isinstance(part, int) and part > MOST_ID) or (isinstance(part, str) and "\0" in part)
