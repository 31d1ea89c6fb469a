"""The evidence bundle of an order: all that its due day follows from, and a program that counts it without us.

The same state on the same day gives the same bytes: nothing is compressed, no moment of the making is kept.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from kernel import ledger, rulebook
from kernel.calendars import CalendarYear
from kernel.db import db
from kernel.ledger import Entry
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar
from marketplace.delivery import queries, written
from marketplace.delivery.models import Order, OrderEvent

FORMAT = "order-bundle/1"
PROGRAM = rulebook.FOLDER.parent / "tools" / "recompute_due_day.py"
EXPLAINED = rulebook.FOLDER / "bundle.txt"
_SUMS = "SHA256SUMS"
_BEGINNING = (1980, 1, 1, 0, 0, 0)  # the first moment that an archive can name
_READABLE = 0o644 << 16


def bundle(order: Order, calendar: Calendar, book: Rulebook, today: date) -> bytes:
    """Return the archive of an order as of a day, in a fixed number of statements."""
    course = queries.clock_of(order, calendar, book, today)
    told = [*ledger.entries(order)]
    since = course.story.effective_on or today
    return archive(
        {
            "order.json": _order(order, today),
            "events.json": _events(queries.events_of([order.id])[order.id], told),
            "ledger.json": [{"sha256": one.sha256, "text": one.canonical().decode()} for one in told],
            "commitment.json": written.commitment(course.commitment, course.story.events()),
            "clock.json": {"on": today} | written.clock(course.clock),
            "law.json": written.law(calendar, book, since.year - 1, _imported()),
        }
    )


def archive(forms: Mapping[str, object]) -> bytes:
    """Pack forms with what explains and checks them, each with its SHA-256."""
    whole = {name: written.packed(form) for name, form in forms.items()}
    whole |= {"README.txt": EXPLAINED.read_bytes(), "recompute.py": PROGRAM.read_bytes()}
    sums = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(whole.items())]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name, content in sorted((whole | {_SUMS: "".join(sums).encode()}).items()):
            member = zipfile.ZipInfo(name, _BEGINNING)
            member.create_system, member.external_attr = 3, _READABLE
            packed.writestr(member, content)
    return target.getvalue()


def _order(order: Order, today: date) -> written.Form:
    return {
        "format": FORMAT,
        "on": today,
        "number": order.number,
        "title": order.need.title,
        "project": [order.need.project.code, order.need.project.name],
        "owner": [order.owner.uscc, order.owner.name],
        "agency": [order.agency.uscc, order.agency.name],
        "item": order.item_code,
        "authority": order.authority_key,
        "promise": order.promise,
        "price_fen": order.price_fen,
    }


def _events(rows: Sequence[OrderEvent], told: Iterable[Entry]) -> list[written.Form]:
    """Write what happened, each with its entry; what was said stands as the text whose SHA-256 the entry keeps."""
    uids, files = {entry.id: entry.uid for entry in told}, queries.files_of(row.id for row in rows)
    return [
        {
            "id": row.id,
            "entry": uids[row.entry_id],
            "kind": row.kind,
            "answers": row.answers_id,
            "on": row.on,
            "side": row.side,
            "actor": row.actor_id,
            "said": row.data,
            "files": [
                {"name": one.name, "kind": one.kind, "size": one.size, "sha256": one.sha256}
                for one in files[row.id]
            ],
        }
        for row in rows
    ]


def _imported() -> dict[int, int]:
    """Return how many editions of each year's notice were imported."""
    rows = db.session.execute(select(CalendarYear.year, CalendarYear.editions))
    return {row.year: row.editions for row in rows}
