"""`flask permissions`: print who may do what, from the table in use."""

import click
from flask import current_app
from flask.cli import AppGroup

from kernel import permissions as grants
from marketplace.cli.faces import show

permissions = AppGroup("permissions", help="Who may do what.")


@permissions.command("table")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def table(as_json: bool) -> None:  # noqa: FBT001  click's form
    """Print each permission with the sentences of those who have it."""
    rows = {str(p): " or ".join(sentence(f) for f in found) for p, found in grants.table(current_app).items()}
    show(dict(sorted(rows.items())), as_json=as_json)


def sentence(predicate: grants.Predicate) -> str:
    """Read a predicate's name as the sentence that it is."""
    return getattr(predicate, "__name__", "somebody").replace("_", " ").strip()
