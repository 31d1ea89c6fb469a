"""The events of an order folded into the records that its rules look at. Pure: events in, records out."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from marketplace.delivery import events as happened
from marketplace.delivery.events import Event, Fact
from marketplace.delivery.rules import pauses, signing
from marketplace.delivery.rules.history import Delivery, Events, Extension, Pause
from marketplace.delivery.rules.materials import Listing
from marketplace.delivery.rules.pauses import Ending

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True)
class Thread:
    """An event with what answered it, in order."""

    event: Event
    replies: tuple[Event, ...] = ()

    def reply(self, kind: type[Fact]) -> Event | None:
        """Return the first answer of a kind, or None."""
        return next((event for event in self.replies if isinstance(event.fact, kind)), None)

    def day(self, kind: type[Fact]) -> date | None:
        """Return the day of the first answer of a kind, or None."""
        found = self.reply(kind)
        return found.on if found else None


@dataclass(frozen=True)
class Story:
    """All that happened to one order, sorted by what the rules ask for."""

    contracts: tuple[Thread, ...] = ()
    handed_over: Event | None = None
    listings: tuple[Thread, ...] = ()
    pauses: tuple[Thread, ...] = ()
    extensions: tuple[Thread, ...] = ()
    deliveries: tuple[Thread, ...] = ()
    changes: tuple[Thread, ...] = ()
    ends: tuple[Thread, ...] = ()
    payments: tuple[Event, ...] = ()
    ended: Event | None = None
    abandoned: Event | None = None
    objected: frozenset[int] = frozenset()

    @property
    def contract(self) -> Thread | None:
        """Return the contract that was filed last."""
        return self.contracts[-1] if self.contracts else None

    @property
    def checklist(self) -> tuple[str, ...]:
        """Return the items that both sides agreed to examine at acceptance (C6)."""
        return _said(self.contract.event, happened.ContractFiled).checklist if self.contract else ()

    @property
    def effective_on(self) -> date | None:
        """Return the contract's effective day (C1), or None while nobody has confirmed it."""
        found = self.contract
        confirmed = found.day(happened.ContractConfirmed) if found else None
        if found is None or confirmed is None:
            return None
        return signing.effective_on(confirmed, _said(found.event, happened.ContractFiled).effective_on)

    @property
    def ended_on(self) -> date | None:
        """Return the day on which the contract ended (C10), or None."""
        return self.ended.on if self.ended else None

    def events(self) -> Events:
        """Return the requests and deliveries as the clock looks at them."""
        return Events(
            tuple(self.pause(thread) for thread in self.pauses),
            tuple(_extension(thread) for thread in self.extensions),
            tuple(_delivery(thread) for thread in self.deliveries),
        )

    def pause(self, thread: Thread) -> Pause:
        """Return a pause as the clock looks at it."""
        asked = _said(thread.event, happened.PauseAsked)
        answer = thread.reply(happened.PauseAnswered)
        return Pause(
            asked.first_on,
            asked.cause,
            thread.event.on,
            pauses.last_day(ending for _, ending in self.endings(thread)),
            _said(answer, happened.PauseAnswered).answer if answer else None,
            answer.on if answer else None,
        )

    def endings(self, thread: Thread) -> list[tuple[Event, Ending]]:
        """Return the last days that were entered for a pause, each with its event and whether it is objected to."""
        asked = _said(thread.event, happened.PauseAsked)
        entered = [(thread.event, asked.last_on)] if asked.last_on else []
        for event in thread.replies:
            if isinstance(event.fact, happened.LastDayEntered):
                entered.append((event, event.fact.last_on))
        return [(event, Ending(on, event.id in self.objected)) for event, on in entered]

    def listed(self) -> tuple[Listing, ...]:
        """Return the lists of missing materials as the rules look at them."""
        return tuple(_listing(thread) for thread in self.listings)


def fold(found: Iterable[Event]) -> Story:
    """Fold the events of one order, in the order in which they were entered, into its story."""
    known = tuple(found)
    replies: dict[int, list[Event]] = defaultdict(list)
    for event in known:
        if event.answers is not None:
            replies[event.answers].append(event)

    def threads(kind: type[Fact]) -> tuple[Thread, ...]:
        return tuple(Thread(e, tuple(replies[e.id])) for e in known if isinstance(e.fact, kind))

    return Story(
        contracts=threads(happened.ContractFiled),
        handed_over=_first(known, happened.HandedOver),
        listings=threads(happened.Listed),
        pauses=threads(happened.PauseAsked),
        extensions=threads(happened.ExtensionAsked),
        deliveries=threads(happened.Delivered),
        changes=threads(happened.ChangeProposed),
        ends=threads(happened.EndProposed),
        payments=tuple(e for e in known if isinstance(e.fact, happened.Paid)),
        ended=next((e for e in known if _ends(e.fact)), None),
        abandoned=_first(known, happened.Abandoned),
        objected=frozenset(e.answers for e in known if _objects(e.fact) and e.answers is not None),
    )


def _ends(fact: Fact) -> bool:
    agreed = isinstance(fact, happened.EndAnswered | happened.ChangeAnswered) and fact.agreed
    return agreed or isinstance(fact, happened.EndedByOwner)


def _objects(fact: Fact) -> bool:
    return isinstance(fact, happened.LastDayObjected)


def _first(known: Sequence[Event], kind: type[Fact]) -> Event | None:
    return next((event for event in known if isinstance(event.fact, kind)), None)


def _said(event: Event, kind: type[F]) -> F:
    if not isinstance(event.fact, kind):
        raise TypeError(f"event {event.id} is no {kind.__name__}")
    return event.fact


def _extension(thread: Thread) -> Extension:
    answer = thread.reply(happened.ExtensionAnswered)
    days = _said(thread.event, happened.ExtensionAsked).days
    if answer is None:
        return Extension(days, thread.event.on)
    agreed = _said(answer, happened.ExtensionAnswered).agreed
    return Extension(days, thread.event.on, answer.on if agreed else None, None if agreed else answer.on)


def _delivery(thread: Thread) -> Delivery:
    rejected, contest = thread.reply(happened.Rejected), thread.reply(happened.ContestAnswered)
    return Delivery(
        thread.event.on,
        rejected.on if rejected else None,
        _said(rejected, happened.Rejected).is_repeat if rejected else False,
        thread.day(happened.Accepted),
        thread.day(happened.Contested),
        contest.on if contest else None,
        _said(contest, happened.ContestAnswered).finding if contest else None,
    )


def _listing(thread: Thread) -> Listing:
    answer = thread.reply(happened.DisputeAnswered)
    return Listing(
        thread.event.on,
        frozenset(_said(thread.event, happened.Listed).items),
        thread.day(happened.Supplied),
        thread.day(happened.Disputed),
        answer.on if answer else None,
        frozenset(_said(answer, happened.DisputeAnswered).missing) if answer else frozenset(),
    )
