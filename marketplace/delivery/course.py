"""Where an order stands on a day: its materials, its clock, its acceptance. Pure: records in, an answer out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kernel.rulebook import Rulebook, applies
from kernel.workdays import ONE_DAY, Calendar
from marketplace.delivery import events as happened
from marketplace.delivery.events import Event
from marketplace.delivery.kinds import Reason, Side
from marketplace.delivery.rules import deliveries, materials, pauses
from marketplace.delivery.rules.deliveries import Examined, Fate
from marketplace.delivery.rules.history import Commitment
from marketplace.delivery.rules.lights import Light
from marketplace.delivery.rules.materials import Completeness, Listing, Materials
from marketplace.delivery.rules.reckoning import EXTENSION, PAUSE, Clock, Judged, reckon
from marketplace.delivery.story import Story, Thread, fold


@dataclass(frozen=True)
class Terms:
    """What an order says of itself: its number, its award, the promise, by when its contract is filed (S9).

    `fallen_on` is the day on which its award ended before both sides had agreed to the contract (P11).
    """

    number: str
    award_id: int
    promise: int
    file_by: date
    fallen_on: date | None = None


@dataclass(frozen=True)
class Acceptance:
    """When an acceptance is known, and as of which day it holds (C6); it may lie ahead, by silence."""

    known_on: date
    as_of: date


@dataclass(frozen=True)
class Course:
    """An order as of a day.

    `silent`: while the agency may still list what is missing, the clock as it has run if it lists nothing (C2).
    `may_be_objected_to`: the last days of pauses that the owner has just entered, and until when no case is built on
    each, so that the agency may object first (C4).
    """

    terms: Terms
    story: Story
    today: date
    clock: Clock
    materials: Materials | None
    completeness: Completeness | None
    answerers: Mapping[int, Side]
    silent: Clock | None = None
    may_be_objected_to: tuple[tuple[Event, date], ...] = ()

    @property
    def silent_due(self) -> date | None:
        """Return the due day if the agency lists nothing as missing, while it may still list (C2)."""
        return self.silent.due if self.silent else None

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is left to do: accepted, or the contract ended, or its award did before it."""
        return self.story.ended is not None or self.clock.light is Light.ACCEPTED or self.is_fallen

    @property
    def is_fallen(self) -> bool:
        """Tell whether its award ended before both sides had agreed to a contract (P11)."""
        fallen = self.terms.fallen_on
        return fallen is not None and fallen <= self.today and not self.is_effective

    @property
    def is_effective(self) -> bool:
        """Tell whether both sides have agreed to the contract."""
        return self.story.effective_on is not None

    @property
    def commitment(self) -> Commitment:
        """Return the promise and its days as the clock looks at them; far ahead where nobody has confirmed it (C1)."""
        return _commitment(self.terms, self.story, self.completeness)

    @property
    def stood(self) -> Examined | None:
        """Return the delivery at which the clock stopped, or None."""
        return deliveries.standing(self.clock.deliveries)

    @property
    def used(self) -> int:
        """Return the working days counted up to today, or up to the delivery that stopped the clock."""
        return sum(day.counted and day.date <= self.counted_to for day in self.clock.days)

    @property
    def counted_to(self) -> date:
        """Return the last day that the clock has run: today, or the day of the delivery or end that stopped it."""
        return self.stood.delivery.on if self.stood else self.story.ended_on or self.today

    @property
    def paused(self) -> int:
        """Return the working days up to today that a pause kept from being counted."""
        return sum(day.is_paused and day.is_workday and day.date <= self.today for day in self.clock.days)

    @property
    def acceptance(self) -> Acceptance | None:
        """Return the acceptance: made, or coming by the owner's silence (C6: as of the delivery)."""
        found = self.stood
        if found is None or self.story.ended is not None:
            return None
        if found.fate is Fate.ACCEPTED and found.delivery.accepted_on:
            return Acceptance(found.delivery.accepted_on, found.delivery.accepted_on)
        if found.fate is Fate.ACCEPTED_ON_CONTEST and found.delivery.contest_answered_on:
            return Acceptance(found.delivery.contest_answered_on, found.delivery.on)
        return Acceptance(found.accept_by.day + ONE_DAY, found.delivery.on)

    @property
    def next_look_on(self) -> date | None:
        """Return the next day on which an answer may change by the passing of time alone: a hint (T6)."""
        by = self.completeness.by if self.completeness else None
        coming = [self.clock.next_look_on, by + ONE_DAY if by else None]
        return min((day for day in coming if day and day > self.today), default=None)

    @property
    def has_own_extension(self) -> bool:
        """Tell whether an extension of the agency's own cause counts (C7)."""
        return any(
            judged.state.is_counted and _whose(self.story.extensions[judged.index]) is Reason.OWN
            for judged in self.judged(EXTENSION)
        )

    def judged(self, what: str) -> list[Judged]:
        """Return the requests of a kind with their states."""
        return [request for request in self.clock.requests if request.what == what]

    def pauses(self) -> list[tuple[Thread, Judged]]:
        """Return the pauses with their states."""
        return [(self.story.pauses[judged.index], judged) for judged in self.judged(PAUSE)]

    def extensions(self) -> list[tuple[Thread, Judged]]:
        """Return the extensions with their states."""
        return [(self.story.extensions[judged.index], judged) for judged in self.judged(EXTENSION)]

    def examined(self) -> list[tuple[Thread, Examined]]:
        """Return the deliveries with their fates."""
        return [(self.story.deliveries[found.index], found) for found in self.clock.deliveries]

    def open_listings(self) -> list[tuple[Thread, Listing]]:
        """Return the lists of missing materials that still wait for their supply (C2)."""
        ignored = self.completeness.ignored if self.completeness else ()
        rows = enumerate(zip(self.story.listings, self.story.listed(), strict=True))
        return [pair for i, pair in rows if i not in ignored and _is_open(pair[1], self.today)]


def course(terms: Terms, found: list[Event], calendar: Calendar, book: Rulebook, today: date) -> Course:
    """Return where an order stands on a day, from its events.

    C1: before both sides have agreed there is no effective day, and the clock has not started. What happened
    after `today` is not known yet.
    """
    story = fold(event for event in found if event.on <= today)
    given = _materials(story)
    complete = materials.completeness(given, calendar, book, today) if given else None
    commitment = _commitment(terms, story, complete)
    clock = reckon(commitment, story.events(), calendar, book, today)
    complete_then = complete.by_silence_on if complete else None
    as_if = replace(commitment, complete_on=complete_then)
    silent = reckon(as_if, story.events(), calendar, book, today) if complete_then else None
    fresh = tuple(_fresh_ends(story, calendar, book, today))
    return Course(terms, story, today, clock, given, complete, _answerers(story, book), silent, fresh)


@applies("C6")
def may_name_repeat(found: Course) -> bool:
    """Tell whether a defect can have been named already: only where a delivery was rejected before (C6)."""
    return any(examined.delivery.rejected_on for _, examined in found.examined())


@applies("C4")
def _fresh_ends(
    story: Story, calendar: Calendar, book: Rulebook, today: date
) -> Iterator[tuple[Event, date]]:
    """Yield the last days of pauses to which the agency may object before a case is built on them, each with its term.

    C4: as long as any answer to a pause takes, counted from the day of entering (T3).
    """
    for event in (reply for thread in story.pauses for reply in thread.replies):
        entered = isinstance(event.fact, happened.LastDayEntered) and event.side is Side.OWNER
        if entered and event.id not in story.objected:
            by = calendar.add(event.on, book.whole("C4.answer_within", event.on)).day
            if today <= by:
                yield event, by


def _commitment(terms: Terms, story: Story, complete: Completeness | None) -> Commitment:
    return Commitment(
        terms.promise,
        story.effective_on or date.max,
        complete.complete_on if complete else None,
        story.ended_on,
    )


def _materials(story: Story) -> Materials | None:
    if story.effective_on is None:
        return None
    handed = story.handed_over.on if story.handed_over else None
    return Materials(story.effective_on, handed, story.listed())


def _answerers(story: Story, book: Rulebook) -> Mapping[int, Side]:
    asked = [(thread.event, story.pause(thread)) for thread in story.pauses]
    return {event.id: Side(pauses.answerer(pause.cause, event.on, book).value) for event, pause in asked}


def _is_open(listing: Listing, today: date) -> bool:
    return bool(listing.due_items(listing.items, today)) and not listing.is_supplied(today)


def _whose(thread: Thread) -> Reason | None:
    fact = thread.event.fact
    return fact.whose if isinstance(fact, happened.ExtensionAsked) else None
