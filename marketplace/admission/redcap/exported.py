"""The register as a sheet that can be brought again: the same columns, in the words of the sheet."""

from collections.abc import Iterator, Mapping
from datetime import date

from marketplace.admission import lists
from marketplace.admission.redcap import queries, sheet
from marketplace.admission.redcap.models import Institution, InstitutionAgency
from marketplace.admission.redcap.vocabulary import KINDS_IN_SHEET, RELATIONS_IN_SHEET, STATES_IN_SHEET


def written(sought: queries.Sought, today: date) -> str:
    """Return what fits of the register as CSV, in two statements."""
    rows = queries.everything(sought, today)
    linked = queries.linked(row.id for row in rows)
    titles = (column.title for column in sheet.COLUMNS)
    return lists.written(titles, (list(_cells(row, linked[row.id])) for row in rows))


def _cells(row: Institution, links: list[InstitutionAgency]) -> Iterator[str]:
    """Write an entry's cells in the order of the sheet's columns."""
    words: Mapping[str, Mapping[str, str]] = {
        "kind": KINDS_IN_SHEET,
        "relation": RELATIONS_IN_SHEET,
        "state": STATES_IN_SHEET,
    }
    for column in sheet.COLUMNS:
        if column.key == "agencies":
            yield "、".join(one.uscc for one in links if not one.left_on)
            continue
        value = getattr(row, column.key)
        known = {stored: word for word, stored in words.get(column.key, {}).items()}
        yield known.get(value, str(value or ""))
