"""`flask ledger`: check that no entry was changed."""

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from kernel import ledger as book_of_acts
from kernel.db import db
from marketplace.cli.faces import CHECKED_FALSE, configured, face, show

ledger = AppGroup("ledger", help="Check the ledger.")


@ledger.command("verify")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
@face
def verify(as_json: bool) -> None:  # noqa: FBT001  click's form
    """Take every entry's hash again; exit 1 where one does not fit."""
    configured()
    total = db.session.scalar(select(func.count()).select_from(book_of_acts.Entry)) or 0
    unsound = list(book_of_acts.unsound())
    show({"entries": total, "unsound": unsound, "sound": not unsound}, as_json=as_json)
    if unsound:
        raise SystemExit(CHECKED_FALSE)
