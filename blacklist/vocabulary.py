"""P5, C9, P13: the words in which a case is told: its states, acts, outcomes, grounds, and whose step it is."""

from enum import StrEnum

from kernel.sentences import Sentence, say


class State(StrEnum):
    """Where a case stands."""

    OPENED = "opened"
    CHARGED = "charged"
    DEFENCE = "defence"
    HEARING = "hearing"
    OPINION = "opinion"
    DECISION = "decision"
    DECIDED = "decided"
    PUBLISHED = "published"
    REVIEW = "review"
    ENDED = "ended"
    SET_ASIDE = "set-aside"
    CLOSED = "closed"

    @property
    def label(self) -> Sentence:
        """Return the state in a few words."""
        return _LABELS[self]

    @property
    def is_final(self) -> bool:
        """Tell whether nothing can follow but a correction."""
        return self in FINAL


_LABELS = {
    State.OPENED: say("Opened, charge to be served"),
    State.CHARGED: say("Charge placed, not served yet"),
    State.DEFENCE: say("The agency may state its defence"),
    State.HEARING: say("Oral hearing"),
    State.OPINION: say("Opinion to be given"),
    State.DECISION: say("Decision by a second person"),
    State.DECIDED: say("Decided, not served yet"),
    State.PUBLISHED: say("Served and published"),
    State.REVIEW: say("Under review"),
    State.ENDED: say("Ended, the decision stands"),
    State.SET_ASIDE: say("Set aside on review"),
    State.CLOSED: say("Closed without a measure"),
}
FINAL = frozenset({State.ENDED, State.SET_ASIDE, State.CLOSED})


class Act(StrEnum):
    """What somebody does to a case."""

    CHARGE = "charge"
    RECEIVE = "receive"
    ASK_MORE = "ask-more"
    DEFEND = "defend"
    SAY_NO_MORE = "say-no-more"
    ASK_HEARING = "ask-hearing"
    DROP_HEARING = "drop-hearing"
    ANNOUNCE_HEARING = "announce-hearing"
    HOLD_HEARING = "hold-hearing"
    OPINE = "opine"
    SEND_BACK = "send-back"
    DECIDE = "decide"
    RECEIVE_DECISION = "receive-decision"
    ASK_REVIEW = "ask-review"
    NAME_REVIEWER = "name-reviewer"
    SUSPEND = "suspend"
    DECIDE_REVIEW = "decide-review"
    CORRECT = "correct"

    @property
    def label(self) -> Sentence:
        """Return the act as the verb on its button."""
        return _VERBS[self]


_VERBS = {
    Act.CHARGE: say("Serve the charge"),
    Act.RECEIVE: say("Receive and open the charge"),
    Act.ASK_MORE: say("Ask for more time"),
    Act.DEFEND: say("State the defence"),
    Act.SAY_NO_MORE: say("Declare that there is no more to say"),
    Act.ASK_HEARING: say("Ask for an oral hearing"),
    Act.DROP_HEARING: say("Withdraw the request for a hearing"),
    Act.ANNOUNCE_HEARING: say("Announce the hearing"),
    Act.HOLD_HEARING: say("Enter the record of the hearing"),
    Act.OPINE: say("Give the opinion"),
    Act.SEND_BACK: say("Send back for a new opinion"),
    Act.DECIDE: say("Decide"),
    Act.RECEIVE_DECISION: say("Receive and open the decision"),
    Act.ASK_REVIEW: say("Ask for a review"),
    Act.NAME_REVIEWER: say("Name the reviewer"),
    Act.SUSPEND: say("Suspend the measure"),
    Act.DECIDE_REVIEW: say("Decide the review"),
    Act.CORRECT: say("Correct an error of writing"),
}


class Outcome(StrEnum):
    """What an opinion proposes and a decision says."""

    UPHELD = "upheld"
    EXCUSED = "excused"
    NOT_ESTABLISHED = "not-established"

    @property
    def label(self) -> Sentence:
        """Return the outcome in a word."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.UPHELD: say("Upheld"),
    Outcome.EXCUSED: say("Excused"),
    Outcome.NOT_ESTABLISHED: say("Not established"),
}


class Excuse(StrEnum):
    """The grounds of C9 on which alone an overdue is excused."""

    LATE_PAUSE = "late-pause"
    FORCE_MAJEURE = "force-majeure"
    PLATFORM = "platform"
    OTHERS = "others"

    @property
    def label(self) -> Sentence:
        """Return the ground as a sentence."""
        return _EXCUSES[self]


_EXCUSES = {
    Excuse.LATE_PAUSE: say("A ground for a pause was proved late."),
    Excuse.FORCE_MAJEURE: say("Force majeure."),
    Excuse.PLATFORM: say("A fault of the platform or of the calendar."),
    Excuse.OTHERS: say("An act of the owner or of an authority."),
}


class Verdict(StrEnum):
    """What a review decides."""

    KEPT = "kept"
    SET_ASIDE = "set-aside"

    @property
    def label(self) -> Sentence:
        """Return the verdict in a few words."""
        return _VERDICTS[self]


_VERDICTS = {Verdict.KEPT: say("The decision is kept"), Verdict.SET_ASIDE: say("The decision is set aside")}


class Who(StrEnum):
    """Whose step it is."""

    OFFICER = "officer"
    AGENCY = "agency"
    LEADER = "leader"
    SECOND = "second"
    OFFICE = "office"
    REVIEWER = "reviewer"

    @property
    def label(self) -> Sentence:
        """Return in words who takes the step."""
        return _WHO[self]


_WHO = {
    Who.OFFICER: say("an officer of the item's authority"),
    Who.AGENCY: say("the agency"),
    Who.LEADER: say("the leader of the hearing"),
    Who.SECOND: say("a second person"),
    Who.OFFICE: say("the managing office"),
    Who.REVIEWER: say("the reviewer"),
}
