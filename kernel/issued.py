"""Letters that were issued: each kept as it was signed off, found by its number or by the code printed on it."""

import hashlib
import re
import secrets
import unicodedata
from datetime import date

from flask import current_app
from sqlalchemy import ForeignKey, Index, String, Text, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from kernel.db import Row, db
from kernel.ledger import Audited, Entry, Evidence, name_of
from kernel.letters import Letter, keep, kept
from kernel.numbers import next_of

CHECK_AT = "/check/"  # where the page stands that the printed code leads to
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # without I, L, O and U, which are misread
_GROUP, _GROUPS = 4, 3
_MISREAD = str.maketrans("ILO", "110")
_BRACKETS = str.maketrans("[](){}【】「」", "〔〕" * 5)


class IssuedLetter(Evidence, Row):
    """A letter that was issued about a row: its finished text, its number, and the code by which it is checked."""

    __tablename__ = "issued_letter"
    __table_args__ = (Index("ix_issued_letter_subject", "subject_kind", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_kind: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[str] = mapped_column(String(60))
    code: Mapped[str] = mapped_column(String(14), unique=True)
    letter: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    issued_on: Mapped[date]

    @property
    def is_sound(self) -> bool:
        """Tell whether the text is still the one that was issued."""
        return _sha256(self.letter) == self.sha256


class LetterWithdrawal(Evidence, Row):
    """A letter that no longer holds: from which day, and the document that says so."""

    __tablename__ = "letter_withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("issued_letter.id"), unique=True)
    withdrawn_on: Mapped[date]
    document: Mapped[str] = mapped_column(String(80))


def next_reference(prefix: str, year: int) -> str:
    """Return the next number of a series of letters, such as 江中介告字〔2026〕3号."""
    return f"{prefix}〔{year}〕{next_of(prefix, year)}号"


def digest(letter: Letter) -> str:
    """Return the SHA-256 under which a letter is kept, for the entry that proves it."""
    return _sha256(keep(letter))


def issue(letter: Letter, *, kind: str, subject: Audited, entry: Entry) -> IssuedLetter:
    """Issue a letter about a row: keep its finished Chinese under the entry that proves it, with a code of its own."""
    text = keep(letter)
    subject_kind, subject_id = name_of(subject)
    row = IssuedLetter(
        number=letter.number,
        kind=kind,
        subject_kind=subject_kind,
        subject_id=subject_id,
        code=_new_code(),
        letter=text,
        sha256=_sha256(text),
        issued_on=letter.on,
        entry=entry,
    )
    db.session.add(row)
    db.session.flush()
    return row


def withdraw(row: IssuedLetter, on: date, document: str, *, entry: Entry) -> LetterWithdrawal:
    """Note that a letter no longer holds from a day on, and by which document; the letter itself stays."""
    withdrawal = LetterWithdrawal(letter_id=row.id, withdrawn_on=on, document=document, entry=entry)
    db.session.add(withdrawal)
    db.session.flush()
    return withdrawal


def letter_of(row: IssuedLetter) -> Letter:
    """Return an issued letter as it was issued, with its code and the address of its check."""
    return kept(row.letter, row.code, f"{current_app.config['SITE_URL']}{CHECK_AT}{row.code}")


def of(subject: Audited) -> list[IssuedLetter]:
    """Return the letters issued about a row, the oldest first."""
    kind, key = name_of(subject)
    chosen = select(IssuedLetter).where(IssuedLetter.subject_kind == kind, IssuedLetter.subject_id == key)
    return list(db.session.scalars(chosen.order_by(IssuedLetter.id)))


def by_code(code: str) -> IssuedLetter | None:
    """Return the letter that bears a code, however it was typed."""
    return db.session.scalar(select(IssuedLetter).where(IssuedLetter.code == _as_code(code)))


def find(typed: str) -> IssuedLetter | None:
    """Return the letter of a number or a code, however it was typed: [2026], 〔2026〕 or （2026）."""
    seen = (sign for sign in unicodedata.normalize("NFKC", typed) if sign.isprintable() and sign != " ")
    number = "".join(seen).translate(_BRACKETS)
    chosen = select(IssuedLetter).where(
        or_(IssuedLetter.number == number, IssuedLetter.code == _as_code(typed))
    )
    return db.session.scalar(chosen)


def withdrawal_of(row: IssuedLetter) -> LetterWithdrawal | None:
    """Return what took a letter's force, or nothing where it holds."""
    return db.session.scalar(select(LetterWithdrawal).where(LetterWithdrawal.letter_id == row.id))


def _new_code() -> str:
    return _grouped("".join(secrets.choice(_SIGNS) for _ in range(_GROUP * _GROUPS)))


def _as_code(typed: str) -> str:
    plain = unicodedata.normalize("NFKC", typed).upper().translate(_MISREAD)
    return _grouped(re.sub(r"[^0-9A-Z]", "", plain))


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
