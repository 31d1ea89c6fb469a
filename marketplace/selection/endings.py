"""S3, P11: why an agency's part in a choice ended before its contract. Pure words, no tables."""

from enum import StrEnum

from kernel.sentences import Sentence, say


class Ending(StrEnum):
    """Why a registration or an award came to nothing."""

    LOCKED_OUT = "locked-out"

    @property
    def rule(self) -> str:
        """Return the rule by which it ended."""
        return _RULES[self]

    @property
    def label(self) -> Sentence:
        """Say why it ended."""
        return _LABELS[self]


_RULES = {Ending.LOCKED_OUT: "P11"}
_LABELS = {Ending.LOCKED_OUT: say("void: the agency was removed from the platform (P11)")}
