"""C6: a delivery is accepted or rejected item by item, where the contract agreed on a checklist."""

from collections.abc import Sequence

from kernel.rulebook import applies
from kernel.sentences import Sentence, say


@applies("C6")
def acceptance_fault(checklist: Sequence[str], met: Sequence[str]) -> Sentence | None:
    """Say why a delivery cannot be accepted: C6, an item that was agreed is not ticked."""
    missing = [item for item in checklist if item not in met]
    if not missing:
        return None
    return say(
        "Tick every item that was agreed, or reject the delivery: not ticked is %(item)s.", item=missing[0]
    )


@applies("C6")
def rejection_fault(checklist: Sequence[str], unmet: Sequence[str]) -> Sentence | None:
    """Say why a delivery cannot be rejected: C6, an item is named that was never agreed.

    The owner rejects with reasons. The checklist orders them and takes none away: a result that has every
    item and is false all the same can be rejected.
    """
    strange = [item for item in unmet if item not in checklist]
    return say("The contract has no item %(item)s.", item=strange[0]) if strange else None
