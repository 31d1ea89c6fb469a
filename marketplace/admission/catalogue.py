"""The catalogue of service items, read from the clerk's file rulebook/catalogue.csv."""

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kernel.rulebook import FOLDER

YES = "yes"


@dataclass(frozen=True)
class ServiceItem:
    """One service item: what it is, whose it is, what it wants, on what basis, and who may do it."""

    code: str
    name: str
    name_en: str
    category: str
    category_en: str
    authority: str
    authority_en: str
    authority_note: str
    qualification_kind: str
    qualification_kind_en: str
    qualification_note: str
    basis: str
    usual_days: int | None
    days_source: str
    self_service: bool
    offered: bool
    note: str
    related_approval: str
    source: str

    def called(self, language: str) -> str:
        """Return the item's name in the reader's language (`zh` or `en`)."""
        return self.name if language == "zh" else self.name_en


@functools.cache
def items() -> Mapping[str, ServiceItem]:
    """Return every service item by its code, in the order of the catalogue."""
    with (FOLDER / "catalogue.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [_item(row) for row in csv.DictReader(file)]
    return MappingProxyType({row.code: row for row in rows})


def offered() -> tuple[ServiceItem, ...]:
    """Return the items that owners may buy; those commissioned by government are left out."""
    return tuple(item for item in items().values() if item.offered)


@functools.cache
def qualification_kinds() -> Mapping[str, str]:
    """Return every kind of qualification that an item wants, with its English name, in the catalogue's order."""
    wanted = {i.qualification_kind: i.qualification_kind_en for i in items().values() if i.qualification_kind}
    return MappingProxyType(wanted)


@functools.cache
def authorities() -> Mapping[str, str]:
    """Return the key of every authority of the catalogue, with its English name."""
    return MappingProxyType({item.authority: item.authority_en for item in items().values()})


def _item(row: dict[str, str]) -> ServiceItem:
    days = row.pop("usual_days")
    flags = {name: row.pop(name) == YES for name in ("self_service", "offered")}
    return ServiceItem(**row, **flags, usual_days=int(days) if days else None)  # type: ignore[arg-type]
