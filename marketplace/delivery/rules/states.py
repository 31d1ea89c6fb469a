"""C4, C7: what can become of a request for a pause or an extension."""

from enum import StrEnum
from typing import NamedTuple

from kernel.sentences import Sentence, say


class State(StrEnum):
    """The state of a request as of a day."""

    WAITING = "waiting"
    COUNTS = "counts"
    COUNTS_BY_SILENCE = "counts-by-silence"
    REFUSED = "refused"
    REFUSED_BY_SILENCE = "refused-by-silence"
    IGNORED = "ignored"

    @property
    def is_counted(self) -> bool:
        """Tell whether the request moves the due day."""
        return self in (State.COUNTS, State.COUNTS_BY_SILENCE)

    @property
    def label(self) -> Sentence:
        """Say the state in a word or two."""
        return _LABELS[self]


class Outcome(NamedTuple):
    """The state of a request and the sentence that explains it."""

    state: State
    why: Sentence


_LABELS = {
    State.WAITING: say("waiting for an answer"),
    State.COUNTS: say("counts"),
    State.COUNTS_BY_SILENCE: say("counts by silence"),
    State.REFUSED: say("refused"),
    State.REFUSED_BY_SILENCE: say("refused by silence"),
    State.IGNORED: say("does not count"),
}
