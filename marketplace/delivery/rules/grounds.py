"""C9: the only grounds on which an overdue is excused."""

from enum import StrEnum

from kernel.rulebook import applies
from kernel.sentences import Sentence, say


class Ground(StrEnum):
    """What excuses an overdue (C9); nothing else does."""

    PAUSE_PROVED_LATE = "pause-proved-late"
    FORCE_MAJEURE = "force-majeure"
    PLATFORM_OR_CALENDAR = "platform-or-calendar"
    OWNER_OR_AUTHORITY = "owner-or-authority"

    @property
    def sentence(self) -> Sentence:
        """Say the ground."""
        return sentence(self)


@applies("C9")
def sentence(ground: Ground) -> Sentence:
    """Say a ground of excuse.

    C9: excused only by a pause ground proved late (C4: one that was not asked for in time may be raised in
    the defence); by force majeure; by a fault of the platform or the calendar; by the owner's or an
    authority's act. Whether a case is upheld is decided by a person after the agency could speak.
    """
    return _SENTENCES[ground]


_SENTENCES = {
    Ground.PAUSE_PROVED_LATE: say("The ground of a pause was proved late."),
    Ground.FORCE_MAJEURE: say("Force majeure kept the agency from delivering."),
    Ground.PLATFORM_OR_CALENDAR: say("The platform or its calendar was at fault."),
    Ground.OWNER_OR_AUTHORITY: say("An act of the owner or of an authority kept the agency from delivering."),
}
