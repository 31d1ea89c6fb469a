"""The verbs of a list: bring it, compare it with the register, and lay in what is new or has changed, once (S6)."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from werkzeug.datastructures import FileStorage

from accounts.queries import organisations_by_code
from kernel import clock, files, ledger
from kernel.db import lock
from kernel.errors import WrongState
from kernel.sentences import say
from kernel.typed import plain
from marketplace.admission import lists
from marketplace.admission.redcap import operations, queries, sheet
from marketplace.admission.redcap.models import Institution, InstitutionAgency, InstitutionSheet
from marketplace.admission.sheets import Line

RULE = sheet.RULE


@dataclass(frozen=True)
class Compared:
    """One row of a list: the entry of the register that it speaks of, what it changes, and what agencies it adds."""

    line: Line
    row: Institution | None
    values: dict[str, object]
    changed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Tell whether the register has no such entry yet."""
        return self.row is None

    @property
    def is_same(self) -> bool:
        """Tell whether the register says the same already."""
        return self.row is not None and not self.changed and not self.added


def urgency(one: Compared) -> tuple[bool, bool, int]:
    """Return the place of a row on the page: mistakes first, then what changes, then what is the same."""
    return (not one.line.is_wrong, one.is_same, one.line.number)


def bring(upload: FileStorage, document: str, *, actor_id: int, now: datetime) -> InstitutionSheet:
    """Keep a list with the document that orders it; nothing of it is laid in before it is confirmed."""
    content = upload.stream.read(lists.MOST_BYTES + 1)
    text = lists.decoded(content, RULE)
    sheet.read(text)
    row = InstitutionSheet(
        name=files.shown_name(upload.filename or ""),
        content=text,
        sha256=hashlib.sha256(content).hexdigest(),
        document=document,
        brought_at=now,
        brought_by=actor_id,
    )
    details = {"sha256": row.sha256, "document": document}
    ledger.record(row, "admission.institution-sheet.brought", actor_id=actor_id, rule=RULE, details=details)
    return row


def compared(row: InstitutionSheet, today: date) -> list[Compared]:
    """Read a list, name every mistake in its cell, and say of each row what it would change."""
    lines = sheet.read(row.content)
    _name_twins(lines, "name")
    _name_twins(lines, "uscc")
    there = queries.known((line["name"] for line in lines), (line["uscc"] for line in lines))
    linked = queries.linked(one.id for one in there)
    return [_compared(line, there, linked, today) for line in lines]


def confirm(row: InstitutionSheet, *, actor_id: int, today: date) -> InstitutionSheet:
    """Lay in what is new and what has changed of a list, all or none; what is the same is left alone.

    Raises Refused where a row has a mistake, WrongState where the list has been laid in.
    """
    if lock(row).confirmed_at:
        raise WrongState(say("This sheet has been laid in already."))
    found = compared(row, today)
    lists.must_be_right((one.line for one in found), RULE)
    names = organisations_by_code(code for one in found for code in one.added)
    for one in found:
        entry = one.row or operations.enter(one.values, actor_id=actor_id, today=today)
        if one.changed:
            operations.change(entry, one.values, actor_id=actor_id, today=today)
        if one.added:
            agencies = {code: names[code].name if code in names else "" for code in one.added}
            operations.link(entry, agencies, actor_id=actor_id, today=today)
    row.confirmed_at, row.confirmed_by = clock.now(), actor_id
    row.entered = sum(one.is_new for one in found)
    row.changed = sum(not one.is_new and not one.is_same for one in found)
    details = {"document": row.document, "entered": row.entered, "changed": row.changed}
    ledger.record(row, "admission.institution-sheet.confirmed", actor_id=actor_id, rule=RULE, details=details)
    return row


def _compared(
    line: Line, there: Sequence[Institution], linked: dict[int, list[InstitutionAgency]], today: date
) -> Compared:
    row = _entry_of(line, there)
    values = {
        name: line[name] if name in ("uscc", "decoupled_on") else line[name] or ""
        for name in operations.COLUMNS
    }
    if row is not None and not values["uscc"]:
        values["uscc"] = row.uscc  # a list without codes takes none away
    for name, fault in operations.faults(values, today):
        line.blame(name, fault.sentence)
    if line.is_wrong:
        return Compared(line, row, values)
    held = {one.uscc for one in linked[row.id] if not one.left_on} if row else set()
    added = tuple(code for code in line["agencies"] if code not in held)
    return Compared(line, row, values, tuple(operations.differing(row, values)) if row else (), added)


def _entry_of(line: Line, there: Iterable[Institution]) -> Institution | None:
    """Return the entry that a row speaks of, by its code, else by its name; blame a row that speaks of two."""
    by_code = [one for one in there if line["uscc"] and one.uscc == line["uscc"]]
    by_name = [one for one in there if one.plain_name == plain(line["name"] or "")]
    found = (by_code + by_name)[:1]
    others = [one for one in by_name if found and one.id != found[0].id]
    if others:
        line.blame(
            "name",
            say(
                "The register has this name under another credit code: %(code)s.", code=others[0].uscc or "—"
            ),
        )
    elif found and line["uscc"] and found[0].uscc not in (None, line["uscc"]):
        line.blame(
            "uscc", say("The register has this name under another credit code: %(code)s.", code=found[0].uscc)
        )
    return found[0] if found else None


def _name_twins(lines: Iterable[Line], key: str) -> None:
    first: dict[str, int] = {}
    for line in lines:
        if not line[key]:
            continue
        word = plain(line[key])
        if word in first:
            line.blame(key, say("Row %(row)s of this sheet says the same.", row=first[word]))
        first.setdefault(word, line.number)
