"""C2: the day on which the owner's materials were complete, which may start the clock (C1).

Readings chosen where the rule leaves room:
- Several lists within the first 2 working days are one. Later only what stood on a list that was supplied
  may be listed again, within 2 working days of that supply, or of the effective day where that is later.
- The materials were complete on the day of hand-over, or of the last supply that was due. It is known from
  the day after the last time for listing: until then the light is *not started*, afterwards the clock has
  run from that day.
- A list whose dispute ends with nothing missing, was never due. What the authority's silence means no rule
  says: the list stands until it is answered or supplied.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar

Items = frozenset[str]


class Turn(StrEnum):
    """Whose turn it is until the materials are complete."""

    OWNER_HANDS_OVER = "owner-hands-over"
    AGENCY_LISTS = "agency-lists"
    OWNER_SUPPLIES = "owner-supplies"
    AUTHORITY_ANSWERS = "authority-answers"
    NOBODY = "nobody"

    @property
    def label(self) -> Sentence:
        """Say whose turn it is."""
        return _LABELS[self]


_LABELS = {
    Turn.OWNER_HANDS_OVER: say("The owner hands the materials over."),
    Turn.AGENCY_LISTS: say("The agency lists what is missing; silence means that nothing is."),
    Turn.OWNER_SUPPLIES: say("The owner supplies what was listed, or disputes the list."),
    Turn.AUTHORITY_ANSWERS: say("The authority answers the dispute."),
    Turn.NOBODY: say("The materials are complete."),
}


@dataclass(frozen=True)
class Listing:
    """A list of what the agency misses: when it was supplied, or disputed and what was found missing."""

    on: date
    items: Items
    supplied_on: date | None = None
    disputed_on: date | None = None
    answered_on: date | None = None
    found_missing: Items = frozenset()

    def due_items(self, admitted: Items, today: date) -> Items:
        """Return what of the admitted items is to be supplied, as of a day."""
        if self.answered_on and self.answered_on <= today:
            return admitted & self.found_missing
        return admitted

    def is_supplied(self, today: date) -> bool:
        """Tell whether the list was supplied, as known on a day."""
        return self.supplied_on is not None and self.supplied_on <= today


@dataclass(frozen=True)
class Materials:
    """The effective day, the hand-over ("none needed" is one too), and the agency's lists in their order."""

    effective_on: date
    handed_over_on: date | None
    listings: tuple[Listing, ...] = ()


@dataclass(frozen=True)
class Completeness:
    """The day on which the materials were complete, or whose turn it is, until when, and for which items.

    `by_silence_on`: while the agency may list, the day on which they were complete if it lists nothing.
    """

    complete_on: date | None
    turn: Turn
    by: date | None = None
    items: Items = frozenset()
    ignored: tuple[int, ...] = ()
    by_silence_on: date | None = None


@dataclass(frozen=True)
class _Admitted:
    """A list with those of its items that were listed in time."""

    index: int
    listing: Listing
    items: Items


@applies("C2")
def completeness(materials: Materials, calendar: Calendar, book: Rulebook, today: date) -> Completeness:
    """Return when the owner's materials were complete, as of a day, or whose turn it is.

    C2: what the agency has not listed as missing by the end of the 2nd working day after the later of hand-
    over and effective day was complete on the day of hand-over. After the owner supplies the list, again 2
    working days, and only for items on it. A dispute goes to the authority, answered in 2 working days.
    """
    handed = materials.handed_over_on
    if handed is None or handed > today:
        return Completeness(None, Turn.OWNER_HANDS_OVER)
    admitted = _admitted(materials, handed, calendar, book, today)
    kept = {entry.index for entry in admitted}
    known = [index for index, listing in enumerate(materials.listings) if listing.on <= today]
    ignored = tuple(index for index in known if index not in kept)
    due = [entry for entry in admitted if entry.listing.due_items(entry.items, today)]
    for entry in due:
        if not entry.listing.is_supplied(today):
            return _open(entry, calendar, book, today, ignored)
    supplies = [entry.listing.supplied_on for entry in due if entry.listing.supplied_on]
    last = max(list_by(materials, day, calendar, book) for day in (handed, *supplies))
    silent = max((handed, *supplies))
    if today <= last:
        return Completeness(None, Turn.AGENCY_LISTS, last, _listable(due), ignored, silent)
    return Completeness(silent, Turn.NOBODY, ignored=ignored)


@applies("C2")
def list_by(materials: Materials, given_on: date, calendar: Calendar, book: Rulebook) -> date:
    """Return the last day on which what was given on a day may be listed as missing (2 working days, T3)."""
    since = max(given_on, materials.effective_on)
    return calendar.add(since, book.whole("C2.list_within", since)).day


def _admitted(
    materials: Materials, handed: date, calendar: Calendar, book: Rulebook, today: date
) -> Sequence[_Admitted]:
    """Keep of every list known on a day what was listed in time."""
    found: list[_Admitted] = []
    first_by = list_by(materials, handed, calendar, book)
    for index, listing in enumerate(materials.listings):
        if listing.on > today:
            continue
        items = listing.items
        if listing.on > first_by:
            items &= _again(materials, found, listing.on, calendar, book)
        if items:
            found.append(_Admitted(index, listing, items))
    return found


def _again(
    materials: Materials, before: Sequence[_Admitted], on: date, calendar: Calendar, book: Rulebook
) -> Items:
    """Return the items that may be listed again on a day: those of a list supplied within the time."""

    def supplied() -> Iterator[Items]:
        for entry in before:
            given = entry.listing.supplied_on
            if given and given <= on <= list_by(materials, given, calendar, book):
                yield entry.listing.due_items(entry.items, on)

    return frozenset().union(*supplied())


def _listable(due: Sequence[_Admitted]) -> Items:
    return frozenset().union(*(entry.items for entry in due))


def _open(
    entry: _Admitted, calendar: Calendar, book: Rulebook, today: date, ignored: tuple[int, ...]
) -> Completeness:
    listing = entry.listing
    items = listing.due_items(entry.items, today)
    disputed = listing.disputed_on
    answered = listing.answered_on is not None and listing.answered_on <= today
    if disputed is None or disputed > today or answered:
        return Completeness(None, Turn.OWNER_SUPPLIES, None, items, ignored)
    by = calendar.add(disputed, book.whole("C2.answer_within", disputed)).day
    return Completeness(None, Turn.AUTHORITY_ANSWERS, by, items, ignored)
