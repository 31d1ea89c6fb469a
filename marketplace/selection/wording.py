"""S1: what the linter finds in the terms of a notice, and which of it the operator has answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from marketplace.admission.catalogue import items
from marketplace.selection import notices
from marketplace.selection.linter import Hit, lint
from marketplace.selection.tables import Terms
from marketplace.selection.terms import shipped

FIELDS = ("task", "deliverable", "requirements", "practitioner", "urgent_reason")
AROUND = 15


@dataclass(frozen=True)
class Found:
    """A term that may not be asked for: where it stands, with the words around it, and whether it is answered."""

    number: int
    field: str
    passage: str
    hit: Hit
    is_answered: bool


def found(row: Terms, day: date) -> list[Found]:
    """Return what was found in the texts of a notice, one numbered after the other."""
    answered = {one.found for one in notices.term_answers(row.id)} if row.id else set()
    return [
        Found(number, field, passage, hit, passage in answered)
        for number, (field, passage, hit) in enumerate(_hits(row, day))
    ]


def unanswered(row: Terms, day: date) -> list[Found]:
    """Return what keeps a notice from being published."""
    return [one for one in found(row, day) if not one.is_answered]


def _hits(row: Terms, day: date) -> Iterator[tuple[str, str, Hit]]:
    item = items()[row.need.item_code]
    qualification = f"{item.qualification_kind} {item.qualification_note}".strip()
    for field in FIELDS:
        text = getattr(row, field)
        for hit in lint(text, day, shipped(), qualification):
            start, end = hit.span
            yield field, text[max(0, start - AROUND) : end + AROUND], hit
