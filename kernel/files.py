"""Files that people bring: their kind is read from their content, their name is kept apart, their place is a random key."""

import hashlib
import io
import os
import secrets
import struct
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from flask import Response, current_app, send_file
from sqlalchemy import String, event, select
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column
from werkzeug.datastructures import FileStorage

from kernel import clock
from kernel.db import Row, UtcMoment, db
from kernel.errors import NotFound, Refused
from kernel.sentences import say

MOST_BYTES = 20 * 1024 * 1024
MOST_MEMBERS = 5000
MOST_LISTING = 1024 * 1024  # bytes that the list of an archive's members may take
MOST_NAME = 180
MOST_ENDING = 10
FILE_RULE = "A1"
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
}
ENDINGS = {
    "pdf": {"pdf"},
    "png": {"png"},
    "jpeg": {"jpg", "jpeg"},
    "docx": {"docx"},
    "xlsx": {"xlsx"},
    "ofd": {"ofd"},
}
_STARTS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_MEMBERS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "OFD.xml": "ofd"}
_LISTING = struct.Struct("<4s4H2LH")  # how an archive ends: its list's size and place among the rest
_LISTING_STARTS = b"PK\x05\x06"
_MACROS = "vbaproject.bin"
_PREFIX = 2
_WRITTEN = "files.written"


class StoredFile(Row):
    """A file that was brought: what it is, its checksum, who brought it. Its content lies outside the web root."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    actor_id: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcMoment)


def sniff(content: bytes) -> str | None:
    """Return the kind of a file by its content, None where it is none of the kinds that we take."""
    for start, kind in _STARTS.items():
        if content.startswith(start):
            return kind
    return _sniff_archive(content) if content.startswith(b"PK\x03\x04") else None


def store(stream: BinaryIO, name: str, actor_id: int | None) -> StoredFile:
    """Store a file under a random key; raise Refused where it is too large, empty, or not what its name claims.

    It is taken away again when the act is rolled back. Where the process dies before that, `orphans` finds it.
    """
    content = stream.read(MOST_BYTES + 1)
    shown = shown_name(name)
    kind = _checked(content, shown)
    key = secrets.token_hex(20)
    row = StoredFile(key=key, name=shown, kind=kind, size=len(content), actor_id=actor_id, at=clock.now())
    row.sha256 = hashlib.sha256(content).hexdigest()
    db.session.add(row)
    db.session.flush()  # who stores a file keeps its id
    path = _place(key)
    db.session().info.setdefault(_WRITTEN, []).append(path)
    _write(path, content)
    return row


def store_all(uploads: Iterable[FileStorage], actor_id: int, field: str = "files") -> list[StoredFile]:
    """Store the files that were chosen; raise Refused beside the field where one is not taken."""
    try:
        return [
            store(cast("BinaryIO", one.stream), one.filename or "", actor_id)
            for one in uploads
            if one.filename
        ]
    except Refused as refused:
        raise Refused(refused.rule, refused.sentence, field=field) from None


def send(file: StoredFile) -> Response:
    """Hand a file out for download, to be kept in no cache; who may have it was asked before."""
    path = _place(file.key)
    if not path.exists():
        raise NotFound
    answer = send_file(path, TYPES[file.kind], as_attachment=True, download_name=file.name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def hand_out(made: bytes, kind: str, name: str) -> Response:
    """Hand out what was made just now, to be looked at, under a name in whatever script; to be kept in no cache."""
    answer = send_file(io.BytesIO(made), kind, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def content(file: StoredFile) -> bytes:
    """Return what is in a stored file; raise NotFound where it is gone."""
    try:
        return _place(file.key).read_bytes()
    except FileNotFoundError:
        raise NotFound from None


def shown_name(name: str) -> str:
    """Return the name to keep: without folders and invisible characters, the stem cut so that the ending stays."""
    seen = "".join(
        c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] not in "CZ" or c == " "
    )
    last = PurePosixPath(seen.replace("\\", "/")).name.strip()
    stem, dot, ending = last.rpartition(".")
    return (
        f"{stem[: MOST_NAME - len(ending)]}{dot}{ending}" if len(ending) < MOST_ENDING else last[:MOST_NAME]
    )


def orphans(before: datetime) -> Iterator[Path]:
    """Yield every stored content that no row names and that was written before a moment."""
    for folder in sorted(_root().glob("*")):
        paths = {
            path.name: path for path in sorted(folder.glob("*")) if path.stat().st_mtime < before.timestamp()
        }
        known = set(db.session.scalars(select(StoredFile.key).where(StoredFile.key.in_(paths))))
        yield from (path for name, path in paths.items() if name not in known)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: under another name first, then put into its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    try:
        with half.open("xb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


@event.listens_for(Session, "after_rollback")
def _take_away(session: Session) -> None:
    """Take away what was written for an act that did not happen."""
    if session.in_nested_transaction():  # the act goes on; what its savepoint wrote is an orphan
        return
    for path in session.info.pop(_WRITTEN, ()):
        path.unlink(missing_ok=True)


@event.listens_for(Session, "after_transaction_end")
def _keep(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_WRITTEN, None)


def _checked(content: bytes, name: str) -> str:
    if not content:
        raise Refused(FILE_RULE, say("The file is empty. Choose it again."))
    if len(content) > MOST_BYTES:
        raise Refused(FILE_RULE, say("The file is larger than %(most)s MB.", most=MOST_BYTES // 1024 // 1024))
    kind = sniff(content)
    if kind is None:
        raise Refused(
            FILE_RULE, say("This kind of file is not taken. Use PDF, OFD, PNG, JPEG, DOCX or XLSX.")
        )
    if PurePosixPath(name).suffix[1:].lower() not in ENDINGS[kind]:
        raise Refused(
            FILE_RULE, say("The file is a %(kind)s, which its name does not say.", kind=kind.upper())
        )
    return kind


def _sniff_archive(content: bytes) -> str | None:
    """Read the names of an archive's members, and nothing else of it."""
    if not _has_short_listing(content):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, RuntimeError, struct.error):
        return None
    if len(names) > MOST_MEMBERS or any(_is_unsafe(name) for name in names):
        return None
    kinds = [kind for member, kind in _MEMBERS.items() if member in names]
    return kinds[0] if len(kinds) == 1 else None


def _has_short_listing(content: bytes) -> bool:
    """Tell whether the list of members can be read in no time, whatever the archive says of their number."""
    at = content.rfind(_LISTING_STARTS)
    if at < 0 or len(content) - at < _LISTING.size:
        return False
    size: int = _LISTING.unpack_from(content, at)[5]
    return size <= MOST_LISTING


def _is_unsafe(member: str) -> bool:
    """Tell whether a member is a macro, or would leave the folder that it is unpacked into."""
    path = PurePosixPath(member.replace("\\", "/"))
    return path.name.casefold() == _MACROS or path.is_absolute() or ".." in path.parts


def _place(key: str) -> Path:
    return _root() / key[:_PREFIX] / key


def _root() -> Path:
    folder: str = current_app.config["FILES_DIR"]
    if not folder:
        raise LookupError("there is no place for files: FILES_DIR is not set")
    return Path(folder)
