"""Who acts on an order, and the kinds of what can happen to it. Pure words, no tables."""

from enum import StrEnum

from kernel.sentences import Sentence, say


class Side(StrEnum):
    """Who acts on an order."""

    OWNER = "owner"
    AGENCY = "agency"
    AUTHORITY = "authority"

    @property
    def other(self) -> "Side":
        """Return the other party of the contract."""
        return Side.AGENCY if self is Side.OWNER else Side.OWNER

    @property
    def label(self) -> Sentence:
        """Say who it is."""
        return _SIDES[self]


class Kind(StrEnum):
    """The kinds of events; each is the tail of its act in the ledger (`delivery.pause.asked`)."""

    CONTRACT_FILED = "contract.filed"
    CONTRACT_CONFIRMED = "contract.confirmed"
    CONTRACT_RETURNED = "contract.returned"
    HANDED_OVER = "materials.handed-over"
    LISTED = "materials.listed"
    SUPPLIED = "materials.supplied"
    DISPUTED = "materials.disputed"
    DISPUTE_ANSWERED = "dispute.answered"
    PAUSE_ASKED = "pause.asked"
    PAUSE_ANSWERED = "pause.answered"
    LAST_DAY_ENTERED = "pause.last-day-entered"
    LAST_DAY_OBJECTED = "pause.last-day-objected"
    EXTENSION_ASKED = "extension.asked"
    EXTENSION_ANSWERED = "extension.answered"
    DELIVERED = "result.delivered"
    ACCEPTED = "result.accepted"
    REJECTED = "result.rejected"
    CONTESTED = "rejection.contested"
    CONTEST_ANSWERED = "contest.answered"
    PAID = "payment.recorded"
    CHANGE_PROPOSED = "change.proposed"
    CHANGE_ANSWERED = "change.answered"
    END_PROPOSED = "end.proposed"
    END_ANSWERED = "end.answered"
    ENDED_BY_OWNER = "contract.ended"
    ABANDONED = "contract.abandoned"

    @property
    def label(self) -> Sentence:
        """Say what happened."""
        return _LABELS[self]


class Reason(StrEnum):
    """Whose cause an extension has (C7)."""

    OWN = "own"
    OWNER = "owner"
    OUTSIDE = "outside"

    @property
    def label(self) -> Sentence:
        """Say whose cause it is."""
        return _REASONS[self]


_SIDES = {
    Side.OWNER: say("the owner"),
    Side.AGENCY: say("the agency"),
    Side.AUTHORITY: say("the authority"),
}
_REASONS = {
    Reason.OWN: say("our own"),
    Reason.OWNER: say("the owner's"),
    Reason.OUTSIDE: say("outside, neither's"),
}
_LABELS = {
    Kind.CONTRACT_FILED: say("Contract filed"),
    Kind.CONTRACT_CONFIRMED: say("Contract confirmed"),
    Kind.CONTRACT_RETURNED: say("Contract handed back"),
    Kind.HANDED_OVER: say("Materials handed over"),
    Kind.LISTED: say("Missing materials listed"),
    Kind.SUPPLIED: say("Missing materials supplied"),
    Kind.DISPUTED: say("List of missing materials disputed"),
    Kind.DISPUTE_ANSWERED: say("Dispute about the materials answered"),
    Kind.PAUSE_ASKED: say("Pause asked for"),
    Kind.PAUSE_ANSWERED: say("Pause answered"),
    Kind.LAST_DAY_ENTERED: say("Last day of a pause entered"),
    Kind.LAST_DAY_OBJECTED: say("Last day of a pause objected to"),
    Kind.EXTENSION_ASKED: say("Extension asked for"),
    Kind.EXTENSION_ANSWERED: say("Extension answered"),
    Kind.DELIVERED: say("Result delivered"),
    Kind.ACCEPTED: say("Delivery accepted"),
    Kind.REJECTED: say("Delivery rejected"),
    Kind.CONTESTED: say("Rejection contested"),
    Kind.CONTEST_ANSWERED: say("Contested rejection decided"),
    Kind.PAID: say("Payment recorded"),
    Kind.CHANGE_PROPOSED: say("Changed task proposed"),
    Kind.CHANGE_ANSWERED: say("Changed task answered"),
    Kind.END_PROPOSED: say("End of the contract proposed"),
    Kind.END_ANSWERED: say("Proposed end answered"),
    Kind.ENDED_BY_OWNER: say("Contract ended by the owner"),
    Kind.ABANDONED: say("Contract abandoned by the agency"),
}
