"""Who sits at a joint survey day, what they answer, and what they think of the site."""

from enum import StrEnum

from kernel.sentences import Sentence, say


class Part(StrEnum):
    """As what an organisation is asked to come, in the order of a sheet: the day is the authorities'."""

    AUTHORITY = "authority"
    AGENCY = "agency"
    OWNER = "owner"
    ASSISTANT = "assistant"

    @property
    def label(self) -> Sentence:
        """Say as what."""
        return _PARTS[self]

    @property
    def judges(self) -> bool:
        """Tell whether it comes to judge: an owner or its helper need give no opinion."""
        return self in (Part.AUTHORITY, Part.AGENCY)


class Coming(StrEnum):
    """What an organisation answers to the invitation."""

    YES = "yes"
    OTHER = "other"
    NO = "no"

    @property
    def label(self) -> Sentence:
        """Say what was answered."""
        return _COMING[self]


class View(StrEnum):
    """What an organisation thinks of the project after it has seen the site: guidance that decides nothing."""

    AGREE = "agree"
    CONDITIONS = "conditions"
    DISAGREE = "disagree"

    @property
    def label(self) -> Sentence:
        """Say what it thinks."""
        return _VIEWS[self]


class State(StrEnum):
    """Where a joint survey day stands; computed from its days and answers, never stored."""

    ASKING = "asking"
    STANDS = "stands"
    LAPSED = "lapsed"
    TODAY = "today"
    HELD = "held"
    CANCELLED = "cancelled"

    @property
    def label(self) -> Sentence:
        """Say where it stands."""
        return _STATES[self]

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to come or goes on today."""
        return self in (State.ASKING, State.STANDS, State.TODAY)


_PARTS = {
    Part.OWNER: say("owner"),
    Part.AUTHORITY: say("authority"),
    Part.AGENCY: say("agency"),
    Part.ASSISTANT: say("service centre"),
}
_COMING = {
    Coming.YES: say("comes"),
    Coming.OTHER: say("another person comes"),
    Coming.NO: say("does not come"),
}
_VIEWS = {
    View.AGREE: say("agrees"),
    View.CONDITIONS: say("agrees with conditions"),
    View.DISAGREE: say("does not agree"),
}
_STATES = {
    State.ASKING: say("answers are awaited"),
    State.STANDS: say("takes place"),
    State.LAPSED: say("does not take place: too few have confirmed"),
    State.TODAY: say("is today"),
    State.HELD: say("was held"),
    State.CANCELLED: say("is cancelled"),
}
