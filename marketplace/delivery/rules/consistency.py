"""C1, C3, C4, C6, C7: what dated records cannot say without contradicting themselves.

A form asks it before it stores, a command before it answers. What merely breaks a rule (asked too late,
rejected too late) is no contradiction: the clock itself says what follows from it.
"""

from collections.abc import Iterator

from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from marketplace.delivery.rules.history import Commitment, Delivery, Events, Extension, Pause


@applies("C1")
def promise_faults(commitment: Commitment, book: Rulebook) -> Iterator[Sentence]:
    """Name what is wrong with a promise: C1, whole working days within the rulebook's least and most."""
    least = book.whole("C1.least_promise", commitment.effective_on)
    most = book.whole("C1.most_promise", commitment.effective_on)
    if not least <= commitment.promise <= most:
        yield say(
            "The promise must be from %(least)s to %(most)s working days, not %(promise)s.",
            least=least,
            most=most,
            promise=commitment.promise,
        )


@applies("C3", "C4")
def pause_faults(pause: Pause) -> Iterator[Sentence]:
    """Name what contradicts itself in a pause."""
    if pause.last_on and pause.last_on < pause.first_on:
        yield say("The pause ends on %(last)s, before its first day.", last=pause.last_on)
    if (pause.answer is None) != (pause.answered_on is None):
        yield say("An answer to a pause needs its day, and a day of answering its answer.")
    if pause.answered_on and pause.answered_on < pause.asked_on:
        yield say("The pause was answered on %(day)s, before it was asked for.", day=pause.answered_on)


@applies("C7")
def extension_faults(extension: Extension) -> Iterator[Sentence]:
    """Name what contradicts itself in an extension."""
    if extension.days <= 0:
        yield say("An extension must be of at least one working day, not %(days)s.", days=extension.days)
    if extension.agreed_on and extension.refused_on:
        yield say("An extension cannot be both agreed and refused.")
    answered = extension.agreed_on or extension.refused_on
    if answered and answered < extension.asked_on:
        yield say("The extension was answered on %(day)s, before it was asked for.", day=answered)


@applies("C6")
def delivery_faults(delivery: Delivery) -> Iterator[Sentence]:
    """Name what contradicts itself in a delivery."""
    decided = delivery.accepted_on or delivery.rejected_on
    if delivery.accepted_on and delivery.rejected_on:
        yield say("A delivery cannot be both accepted and rejected.")
    if decided and decided < delivery.on:
        yield say("The delivery was decided on %(day)s, before it was made.", day=decided)
    yield from _contest_faults(delivery)


def _contest_faults(delivery: Delivery) -> Iterator[Sentence]:
    contested, answered = delivery.contested_on, delivery.contest_answered_on
    if contested and (delivery.rejected_on is None or contested < delivery.rejected_on):
        yield say("A rejection can only be contested once it was made.")
    if (delivery.contest_answer is None) != (answered is None):
        yield say("An answer to a contest needs its day, and a day of answering its answer.")
    if answered and (contested is None or answered < contested):
        yield say("A contest can only be answered once it was made.")


@applies("C6")
def order_faults(deliveries: tuple[Delivery, ...]) -> Iterator[Sentence]:
    """Name deliveries that do not stand in the order in which they were made."""
    days = [delivery.on for delivery in deliveries]
    if days != sorted(days):
        yield say("The deliveries must stand in the order of their days.")


def faults(commitment: Commitment, events: Events, book: Rulebook) -> Iterator[Sentence]:
    """Name every contradiction, with the place where it stands."""
    yield from promise_faults(commitment, book)
    kinds = (
        ("pauses", [list(pause_faults(pause)) for pause in events.pauses]),
        ("extensions", [list(extension_faults(extension)) for extension in events.extensions]),
        ("deliveries", [list(delivery_faults(delivery)) for delivery in events.deliveries]),
    )
    for name, found in kinds:
        for index, sentences in enumerate(found):
            for sentence in sentences:
                yield say("%(place)s: %(fault)s", place=f"{name}[{index}]", fault=sentence)
    yield from order_faults(events.deliveries)
