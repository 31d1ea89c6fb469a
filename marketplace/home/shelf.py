"""The catalogue as it is read: searched by words, filtered, and grouped by category. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kernel.search import tokens
from marketplace.admission.catalogue import ServiceItem, items


@dataclass(frozen=True)
class Asked:
    """What is looked for in the catalogue; what is empty does not narrow it."""

    words: str = ""
    authority: str = ""
    category: str = ""

    @property
    def narrows(self) -> bool:
        """Tell whether anything narrows the catalogue."""
        return bool(self.words or self.authority or self.category)


def asked(args: Mapping[str, str]) -> Asked:
    """Read what is looked for from an address; an unknown authority or category is left out."""
    authority, category = args.get("authority", ""), args.get("category", "")
    return Asked(
        words=" ".join(args.get("q", "").split()),
        authority=authority if authority in {i.authority for i in items().values()} else "",
        category=category if category in categories() else "",
    )


def found(sought: Asked) -> tuple[ServiceItem, ...]:
    """Return the items that hold every word, of the authority and category asked for, in the catalogue's order."""
    words = tokens(sought.words, to_find=True)
    if sought.words and not words:  # signs alone name nothing
        return ()
    return tuple(
        item
        for item in items().values()
        if sought.authority in ("", item.authority)
        and sought.category in ("", item.category)
        and all(word in _text(item) for word in words)
    )


def by_category(listed: Iterable[ServiceItem]) -> list[tuple[str, str, Sequence[ServiceItem]]]:
    """Group items by category, in the order in which the categories first come: (zh, en, items)."""
    order = list(categories())
    rows = sorted(listed, key=lambda item: order.index(item.category))
    groups = groupby(rows, key=lambda item: (item.category, item.category_en))
    return [(zh, en, tuple(group)) for (zh, en), group in groups]


def categories() -> dict[str, str]:
    """Return every category with its English name, in the catalogue's order."""
    return {item.category: item.category_en for item in items().values()}


def authorities() -> dict[str, str]:
    """Return every authority with its English name, in the catalogue's order."""
    return {item.authority: item.authority_en for item in items().values()}


def _text(item: ServiceItem) -> str:
    parts = (item.code, item.name, item.name_en, item.category, item.category_en, item.authority, item.basis)
    return " ".join(parts).casefold()
