"""The blueprint of the choice, and what its pages share."""

from collections.abc import Iterable
from typing import BinaryIO, cast

from flask import Blueprint
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from kernel import clock, files, law
from kernel.errors import Refused
from marketplace.selection import comparison, explaining
from marketplace.selection.desk import Desk

blueprint = Blueprint("selection", __name__)
Answer = Response | tuple[str, int]


@blueprint.app_context_processor
def marks() -> dict[str, object]:
    """Let every page show the marks beside the names of a list, read at once, and the name of a notice's method."""
    return {
        "marks_of": lambda ids: comparison.marks(ids, clock.today(), law.book()),
        "way_of": explaining.way_of,
    }


def desk() -> Desk:
    """Return who acts now, by the law in use."""
    actor_id = current_user.id if current_user.is_authenticated else None
    return Desk(actor_id, clock.now(), law.calendar(), law.book())


def stored(uploads: Iterable[FileStorage], field: str = "files") -> list[files.StoredFile]:
    """Store files that were brought; raise Refused beside the field where one is not taken."""
    try:
        return [
            files.store(cast("BinaryIO", one.stream), one.filename or "", current_user.id) for one in uploads
        ]
    except Refused as refused:
        raise Refused(refused.rule, refused.sentence, field=field) from None
