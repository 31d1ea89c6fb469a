"""How a migration meets the database: the app's engine, the models' tables, batches for SQLite."""

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


try:
    current_app.extensions["settings"].validate()  # else the tables would be laid into a database in memory
except Unconfigured as missing:
    raise click.ClickException(str(missing)) from None
with db.engine.connect() as held:
    run(held)
    held.commit()
