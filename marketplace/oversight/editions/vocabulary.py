"""G10: the words in which an edition is told: its states, the acts, and what is answered to a comment."""

from enum import StrEnum

from kernel.sentences import Sentence, say


class State(StrEnum):
    """Where an edition stands on its way."""

    DRAFT = "draft"
    COMMENTS = "comments"
    PROPOSED = "proposed"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"

    @property
    def sentence(self) -> Sentence:
        """Return the state as a sentence."""
        return _STATES[self]


class Act(StrEnum):
    """What somebody does to an edition."""

    LAY = "lay"
    SEND = "send"
    COMMENT = "comment"
    ANSWER = "answer"
    PROPOSE = "propose"
    CONFIRM = "confirm"
    SEND_BACK = "send-back"
    WITHDRAW = "withdraw"


class Stance(StrEnum):
    """What an authority says of a draft."""

    AGREES = "agrees"
    SUGGESTS = "suggests"
    OBJECTS = "objects"

    @property
    def sentence(self) -> Sentence:
        """Return the stance in a few words."""
        return _STANCES[self]


class Answer(StrEnum):
    """What the managing office answers to a comment."""

    OPEN = ""
    TAKEN = "taken"
    PARTLY = "partly"
    NOT_TAKEN = "not-taken"

    @property
    def sentence(self) -> Sentence:
        """Return the answer in a few words."""
        return _ANSWERS[self]


_STATES = {
    State.DRAFT: say("Being drafted"),
    State.COMMENTS: say("With the authorities for comment"),
    State.PROPOSED: say("Laid before the second person for adoption"),
    State.ADOPTED: say("Adopted"),
    State.WITHDRAWN: say("Withdrawn"),
}
_STANCES = {
    Stance.AGREES: say("Agrees"),
    Stance.SUGGESTS: say("Suggests a change"),
    Stance.OBJECTS: say("Does not agree"),
}
_ANSWERS = {
    Answer.OPEN: say("Not answered yet"),
    Answer.TAKEN: say("Followed"),
    Answer.PARTLY: say("Followed in part"),
    Answer.NOT_TAKEN: say("Not followed"),
}
