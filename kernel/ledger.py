"""The ledger: append-only, refusing silence, each entry with a SHA-256 of its own.

No personal data stands in an entry, only ids, so that erasing a person never means editing history. The position in
the Merkle tree is no part of an entry: a sealer lays the entries into the tree later (RFC 9162).
"""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Table, Text, event, inspect, select
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    SessionTransaction,
    declared_attr,
    mapped_column,
    relationship,
)

from kernel import clock
from kernel.db import Row, UtcMoment, db

_CHANGED, _SPOKEN, _BEFORE = "ledger.changed", "ledger.spoken", "ledger.before"
_MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Silence(Exception):
    """A row changed and nothing was said of it; or history was to be changed."""


class Entry(Row):
    """One thing that happened: when, who, what act, under which rule, to what, and the details."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_subject", "subject_kind", "subject_id", "id"),
        Index("ix_ledger_entry_act", "act", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(32), unique=True)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    actor_id: Mapped[int | None]
    act: Mapped[str] = mapped_column(String(80))
    rule: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[str] = mapped_column(String(60))
    details: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))

    def canonical(self) -> bytes:
        """Return the bytes that the hash is taken of: JSON, keys sorted, UTF-8, moments in UTC to the microsecond."""
        text = {
            "uid": self.uid,
            "at": _plain(self.at),
            "actor": self.actor_id,
            "act": self.act,
            "rule": self.rule,
            "subject": [self.subject_kind, self.subject_id],
            "details": json.loads(self.details),
        }
        return _written(text).encode()

    def is_sound(self) -> bool:
        """Tell whether the entry still has the hash that it was written with, to the last byte of its details."""
        try:
            whole = _written(json.loads(self.details)) == self.details
            return whole and hashlib.sha256(self.canonical()).hexdigest() == self.sha256
        except (ValueError, TypeError, RecursionError):  # what stands there is no JSON, no text or no moment
            return False


class Audited:
    """Mark a table whose rows may not change without an entry in the same transaction."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> Mapping[str, Any]:  # noqa: N805  SQLAlchemy's form
        """Let the second of two writers of one row learn that it is stale."""
        return {"version_id_col": cls.version}


class Evidence:
    """Mark a table whose rows are never changed and carry the entry that proves them."""

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"))

    @declared_attr
    def entry(self) -> Mapped[Entry]:
        """Give the entry that proves the row."""
        return relationship(Entry)


def record(
    subject: Audited,
    act: str,
    *,
    actor_id: int | None,
    rule: str,
    details: Mapping[str, object] | None = None,
    also: Iterable[Audited] = (),
    proves: Iterable[Evidence] = (),
) -> Entry:
    """Write an entry about a row: who did what to it under which rule; the act's name has three parts.

    `also` are rows of which the same entry speaks; `proves` are the insert-only rows that it is the proof of.
    """
    session = db.session()
    rows = [subject, *also]
    # Of one that is being deleted the entry speaks too: adding it would take the deletion back.
    session.add_all(row for row in rows if inspect(row).transient)
    session.flush()  # the entry names the row by its id, which a new row gets here
    entry = _entry(subject, act, actor_id, rule, details or {})
    session.add(entry)
    session.info.setdefault(_SPOKEN, {}).update({id(row): row for row in rows})
    for row in proves:
        row.entry = entry
        session.add(row)
    session.flush()  # who asks next in this act reads what was written
    return entry


def entries(subject: object) -> Iterable[Entry]:
    """Read all entries about a row, the oldest first."""
    kind, key = name_of(subject)
    chosen = select(Entry).where(Entry.subject_kind == kind, Entry.subject_id == key).order_by(Entry.id)
    return db.session.scalars(chosen)


def unsound(batch: int = 1000) -> Iterator[int]:
    """Yield the id of every entry whose hash does not fit it any more, or that cannot be read at all."""
    after = 0
    while ids := db.session.scalars(
        select(Entry.id).where(Entry.id > after).order_by(Entry.id).limit(batch)
    ).all():
        after = ids[-1]
        chosen = select(Entry).where(Entry.id.in_(ids)).order_by(Entry.id)
        try:
            found = db.session.scalars(chosen.execution_options(populate_existing=True)).all()
        except (ValueError, TypeError):  # one of them holds no moment any more: SQLite lets it be written
            yield from (one for one in ids if not _can_be_read(one))
            continue
        yield from (entry.id for entry in found if not entry.is_sound())


def _entry(
    subject: object, act: str, actor_id: int | None, rule: str, details: Mapping[str, object]
) -> Entry:
    kind, key = name_of(subject)
    text = _written(details)
    entry = Entry(uid=uuid.uuid4().hex, at=clock.now(), actor_id=actor_id, act=act, rule=rule, details=text)
    entry.subject_kind, entry.subject_id = kind, key
    entry.sha256 = hashlib.sha256(entry.canonical()).hexdigest()
    return entry


def name_of(subject: object) -> tuple[str, str]:
    """Return the name under which entries speak of a row: its table and its key."""
    mapper = inspect(type(subject))
    key = "-".join(str(part) for part in mapper.primary_key_from_instance(subject))
    return str(mapper.local_table.name), key


def _can_be_read(entry_id: int) -> bool:
    try:
        return db.session.scalars(select(Entry).where(Entry.id == entry_id)).one().is_sound()
    except (ValueError, TypeError):
        return False


def _written(value: object) -> str:
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_plain
    )


def _plain(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("a moment must say its zone")
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime(_MOMENT)
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(f"an entry cannot hold a {type(value).__name__}")


@event.listens_for(Session, "after_flush")
def _note_changes(session: Session, _context: object) -> None:
    changed = session.info.setdefault(_CHANGED, {})
    for row in [*session.new, *session.deleted, *(r for r in session.dirty if session.is_modified(r))]:
        if isinstance(row, Audited):
            changed[id(row)] = row


@event.listens_for(Session, "before_flush")
def _guard_history(session: Session, _context: object, _instances: object) -> None:
    touched = [r for r in session.dirty if session.is_modified(r)] + list(session.deleted)
    for row in touched:
        if isinstance(row, Entry | Evidence):
            raise Silence(f"{type(row).__name__} is append-only")


@event.listens_for(Session, "before_commit")
def _refuse_silence(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    spoken = session.info.get(_SPOKEN, {})
    for key, row in session.info.get(_CHANGED, {}).items():
        if key not in spoken:
            raise Silence(f"{type(row).__name__} changed and the ledger was told nothing")


@event.listens_for(Session, "after_transaction_create")
def _remember(session: Session, begun: SessionTransaction) -> None:
    if begun.nested:
        before = {name: dict(session.info.get(name, {})) for name in (_CHANGED, _SPOKEN)}
        session.info.setdefault(_BEFORE, {})[begun] = before


@event.listens_for(Session, "after_soft_rollback")
def _unsay(session: Session, undone: SessionTransaction) -> None:
    """Forget what a savepoint took back: neither the change nor what was said of it happened."""
    session.info.update(session.info.get(_BEFORE, {}).get(undone, {}))


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        for name in (_CHANGED, _SPOKEN, _BEFORE):
            session.info.pop(name, None)


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    table = getattr(state.statement, "table", None) if _writes(state) else None
    if not isinstance(table, Table):
        return
    for mapper in Row.registry.mappers:
        # The statement's table is a copy that carries notes of the ORM: it equals the mapper's, and is another object.
        if mapper.local_table == table and _is_held(mapper.class_, state):
            raise Silence(f"{mapper.class_.__name__} may not be changed in bulk")


def _writes(state: ORMExecuteState) -> bool:
    return state.is_update or state.is_delete or state.is_insert


def _is_held(table: type, state: ORMExecuteState) -> bool:
    """Tell whether a table's rows may not be written past the session; a named claim may update an audited one."""
    if issubclass(table, Evidence):
        return not state.is_insert
    claimed = state.is_update and bool(state.execution_options.get("claim"))
    return issubclass(table, Entry) or (issubclass(table, Audited) and not claimed)
