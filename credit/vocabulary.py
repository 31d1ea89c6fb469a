"""G7: the words in which a round is told: its states and acts, whose step it is, and the second check."""

from enum import StrEnum

from kernel.sentences import Sentence, say


class State(StrEnum):
    """Where a round stands."""

    OPENED = "opened"
    FROZEN = "frozen"
    OBJECTIONS = "objections"
    SECOND = "second-check"
    PUBLICITY = "publicity"
    DETERMINED = "determined"

    @property
    def sentence(self) -> Sentence:
        """Return the state as a sentence."""
        return _STATES[self]


_STATES = {
    State.OPENED: say("The round is open; the evidence of the year is not frozen yet."),
    State.FROZEN: say("The evidence is frozen; the authorities check."),
    State.OBJECTIONS: say("The drafts are told; the agencies may object."),
    State.SECOND: say("A second person checks the grades that need it and the measure that would follow."),
    State.PUBLICITY: say("The ratings are published before they are determined."),
    State.DETERMINED: say("The ratings are determined."),
}


class Act(StrEnum):
    """What somebody does in a round."""

    FREEZE = "freeze"
    CHECK = "check"
    SELF_CHECK = "self-check"
    DRAW_UP = "draw-up"
    OBJECT = "object"
    ANNOUNCE_HEARING = "announce-hearing"
    HOLD_HEARING = "hold-hearing"
    ANSWER = "answer"
    RULE_ON_EVIDENCE = "rule-on-evidence"
    CLOSE_OBJECTIONS = "close-objections"
    CONFIRM = "confirm"
    SEND_BACK = "send-back"
    RESUBMIT = "resubmit"
    PUBLISH = "publish"
    DETERMINE = "determine"


class Who(StrEnum):
    """Whose step it is."""

    OFFICE = "office"
    SECOND = "second"
    AUTHORITY = "authority"
    AGENCY = "agency"


class Second(StrEnum):
    """How the second check of one draft stands."""

    NONE = ""
    ASKED = "asked"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent-back"

    @property
    def sentence(self) -> Sentence:
        """Return how the second check stands as a sentence."""
        return _SECONDS[self]


_SECONDS = {
    Second.NONE: say("This grade needs no second check."),
    Second.ASKED: say("Waits for the second person."),
    Second.CONFIRMED: say("Checked by a second person."),
    Second.SENT_BACK: say("Sent back by the second person."),
}


class Made(StrEnum):
    """What came of an authority's check."""

    OPEN = ""
    SCORED = "scored"
    NOT_MADE = "not-made"


class Answer(StrEnum):
    """What is answered to an objection."""

    OPEN = ""
    UPHELD = "upheld"
    PARTLY = "partly"
    REFUSED = "refused"

    @property
    def sentence(self) -> Sentence:
        """Return the answer in a few words."""
        return _ANSWERS[self]


_ANSWERS = {
    Answer.OPEN: say("Not answered yet"),
    Answer.UPHELD: say("The objection is upheld"),
    Answer.PARTLY: say("The objection is upheld in part"),
    Answer.REFUSED: say("The objection is not upheld"),
}


class Ruled(StrEnum):
    """What a reasoned act does to one piece of evidence in a round."""

    ADMITTED = "admitted"
    SET_ASIDE = "set-aside"
