"""How a migration meets the database: the app's engine, the models' tables, batches for SQLite."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from alembic import context
from flask import current_app
from sqlalchemy.engine import Connection

from kernel.db import UtcMoment, db
from marketplace.config import Unconfigured


def render(kind: str, value: object, _context: object) -> str | bool:
    """Write our own types as what they are in the database, so that a migration stands without our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(value, UtcMoment) else False


def run(connection: Connection) -> None:
    """Run the migrations over a connection."""
    options = dict(current_app.extensions["migrate"].configure_args)
    context.configure(connection=connection, target_metadata=db.metadata, render_item=render, **options)
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
            if lost:
                raise click.ClickException(f"rows point at what is not there: {lost}")


@contextmanager
def kept_apart(connection: Connection) -> Iterator[None]:
    """Let SQLite, which changes a table by laying a new one, drop the old one while rows point at it.

    It listens only outside a transaction, so that it is told before the first one and after the last. That no row was
    lost is asked within it.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


try:
    current_app.extensions["settings"].validate()  # else the tables would be laid into a database in memory
except Unconfigured as missing:
    raise click.ClickException(str(missing)) from None
with db.engine.connect() as held, kept_apart(held):
    run(held)
    held.commit()
