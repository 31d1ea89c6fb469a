"""The words of external records."""

from enum import StrEnum

from credit.evidence import Weight
from kernel.sentences import Sentence, say


class RecordKind(StrEnum):
    """What was recorded elsewhere of an agency."""

    PENALTY = "penalty"
    DISHONESTY = "dishonesty"

    @property
    def label(self) -> Sentence:
        """Return the word on the page."""
        return _KINDS[self]


WEIGHTS = {Weight.MINOR: say("Minor"), Weight.SERIOUS: say("Serious")}
_KINDS = {
    RecordKind.PENALTY: say("Administrative penalty"),
    RecordKind.DISHONESTY: say("Court dishonesty record"),
}
# What the sheet calls them.
KINDS_IN_SHEET = {"行政处罚": RecordKind.PENALTY, "失信被执行人": RecordKind.DISHONESTY}
WEIGHTS_IN_SHEET = {"轻微": Weight.MINOR, "严重": Weight.SERIOUS}
