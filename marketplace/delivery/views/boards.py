"""The board of running orders, on a page and as an Excel file."""

from flask import request
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from kernel import clock, files, law
from kernel.permissions import requires
from kernel.web import page
from marketplace.delivery import board as boards
from marketplace.delivery import queries
from marketplace.delivery.board import Board, Group, Sought
from marketplace.delivery.permissions import Can
from marketplace.delivery.views.blueprint import Answer, blueprint


@blueprint.get("/orders/board")
@requires(Can.LIST)
def board() -> Answer:
    """Show what is overdue, what is due within days, and who waits for whom."""
    sought, found = _found()
    asked = request.args.get("part", "")
    part = Group(asked) if asked in list(Group) else found.first
    side = queries.side_of(current_user.organisation)
    return page(
        "marketplace/delivery/board.html", board=found, sought=sought, part=part, parts=Group, side=side
    )


@blueprint.get("/orders/board.xlsx")
@requires(Can.LIST)
def board_file() -> Response:
    """Hand out all lines of the board that are looked for as an Excel file."""
    _sought, found = _found(boards.MOST_IN_FILE)
    name = _("Orders of %(day)s", day=clock.today())
    return files.hand_out(boards.sheet(found.lines), files.TYPES["xlsx"], f"{name}.xlsx")


def _found(most: int = boards.MOST) -> tuple[Sought, Board]:
    sought = Sought(*(request.args.get(name, "") for name in ("item", "authority", "agency")))
    body, today = current_user.organisation, clock.today()
    return sought, boards.board(body, sought, law.calendar(), law.book(), today, most=most)
