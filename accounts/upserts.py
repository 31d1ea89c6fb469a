"""Inserts that give way to a row that is there already, in one statement on either database."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from kernel.db import Base, db


def insert(table: type[Base]) -> Any:  # noqa: ANN401  the two databases' statements share no type
    """Return an insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert(table)
