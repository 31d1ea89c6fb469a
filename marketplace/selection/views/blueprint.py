"""The blueprint of the choice, and what its pages share."""

from flask import Blueprint
from werkzeug.wrappers import Response

from kernel import clock, law
from marketplace.selection import comparison

blueprint = Blueprint("selection", __name__)
Answer = Response | tuple[str, int]


@blueprint.app_context_processor
def marks() -> dict[str, object]:
    """Let every page show the marks beside the names of a list, read at once: `marks_of(ids)`."""
    return {"marks_of": lambda ids: comparison.marks(ids, clock.today(), law.book())}
