"""S3, P11: why an agency's part in a choice ended before its contract, and what a removal does to each part. Pure."""

from enum import StrEnum

from kernel.rulebook import applies
from kernel.sentences import Sentence, say


class Ending(StrEnum):
    """Why a registration or an award came to nothing."""

    LOCKED_OUT = "locked-out"
    GAVE_UP = "gave-up"
    SILENT = "silent"
    RELEASED = "released"
    OBJECTION = "objection"
    EXCLUDED = "excluded"

    @property
    def rule(self) -> str:
        """Return the rule by which it ended."""
        return _RULES[self]

    @property
    def label(self) -> Sentence:
        """Say why it ended."""
        return _LABELS[self]


class Part(StrEnum):
    """How far an agency has come with an owner when it is removed."""

    ENTRY = "entry"
    AWARD = "award"
    CONTRACT = "contract"


class Fate(StrEnum):
    """What becomes of it."""

    VOID = "void"
    NEXT_IN_RANK = "next-in-rank"
    REPEATED = "repeated"
    GOES_ON = "goes-on"


@applies("P11")
def fate(part: Part, reserves: int = 0) -> Fate:
    """Return what becomes of an agency's part at its removal.

    P11: open registrations are void; awards without a contract go to the next in rank, or are repeated where there
    is none, as with direct choice; running contracts go on, and the owner may leave them without penalty.
    """
    if part is Part.CONTRACT:
        return Fate.GOES_ON
    if part is Part.ENTRY:
        return Fate.VOID
    return Fate.NEXT_IN_RANK if reserves else Fate.REPEATED


_RULES = {
    Ending.LOCKED_OUT: "P11",
    Ending.GAVE_UP: "S9",
    Ending.SILENT: "S9",
    Ending.RELEASED: "S9",
    Ending.OBJECTION: "S8",
    Ending.EXCLUDED: "S8",
}
_LABELS = {
    Ending.LOCKED_OUT: say("void: the agency was removed from the platform (P11)"),
    Ending.GAVE_UP: say("given up by the agency after the selection (S9)"),
    Ending.SILENT: say("given up: the agency was silent (S9)"),
    Ending.RELEASED: say("released without harm: the owner was silent (S9)"),
    Ending.OBJECTION: say("set aside: an objection was upheld (S8)"),
    Ending.EXCLUDED: say("excluded: an objection was upheld (S8)"),
}
