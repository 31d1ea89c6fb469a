"""The words of a complaint: whom it is about, what it says, who answers it, and how it ends."""

from enum import StrEnum

from kernel.sentences import Sentence, say


class About(StrEnum):
    """Whom a complaint is about."""

    AGENCY = "agency"
    OWNER = "owner"
    OFFICIAL = "official"

    @property
    def label(self) -> Sentence:
        """Return the word on the page."""
        return _ABOUT[self]


class Topic(StrEnum):
    """What a complaint says."""

    SERVICE = "service"
    FEE = "fee"
    PAPERS = "papers"
    NAMING = "naming"
    CLOSED_LIST = "closed-list"
    RED_CAP = "red-cap"
    OTHER = "other"

    @property
    def label(self) -> Sentence:
        """Return the word on the page."""
        return _TOPIC[self]


class Office(StrEnum):
    """Who answers a complaint."""

    AUTHORITY = "authority"
    MANAGING_OFFICE = "managing-office"
    SUPERVISOR = "supervisor"

    @property
    def label(self) -> Sentence:
        """Return the word on the page."""
        return _OFFICE[self]


class Outcome(StrEnum):
    """What the answer to a complaint finds."""

    UPHELD = "upheld"
    NOT_UPHELD = "not-upheld"

    @property
    def label(self) -> Sentence:
        """Return the word on the page."""
        return _OUTCOME[self]


class State(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    TAKEN_UP = "taken-up"
    NOT_TAKEN_UP = "not-taken-up"
    ANSWERED = "answered"

    @property
    def label(self) -> Sentence:
        """Return the word on the page."""
        return _STATE[self]


# What only who acts for the public can do: it is never answered by those who may have done it.
OF_OFFICIALS = frozenset({Topic.NAMING, Topic.CLOSED_LIST, Topic.RED_CAP})

_ABOUT = {
    About.AGENCY: say("An agency"),
    About.OWNER: say("An owner"),
    About.OFFICIAL: say("An authority, an official, the managing office or the operator"),
}
_TOPIC = {
    Topic.SERVICE: say("How the service was given"),
    Topic.FEE: say("A fee that was not agreed"),
    Topic.PAPERS: say("False papers, or a qualification that was lent"),
    Topic.NAMING: say("An agency was named, or pressed upon the owner"),
    Topic.CLOSED_LIST: say("A closed list: others were kept out"),
    Topic.RED_CAP: say("A red-cap tie between an agency and an official body"),
    Topic.OTHER: say("Something else"),
}
_OFFICE = {
    Office.AUTHORITY: say("the authority of the item"),
    Office.MANAGING_OFFICE: say("the managing office"),
    Office.SUPERVISOR: say("the supervisor"),
}
_OUTCOME = {
    Outcome.UPHELD: say("What was said is true"),
    Outcome.NOT_UPHELD: say("What was said is not true"),
}
_STATE = {
    State.RECEIVED: say("Received"),
    State.TAKEN_UP: say("Taken up"),
    State.NOT_TAKEN_UP: say("Not taken up"),
    State.ANSWERED: say("Answered"),
}
