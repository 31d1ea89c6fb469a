"""The words in which a case is told to its readers: what was done, what is to come, and what silence means."""

from dataclasses import dataclass

from blacklist import steps
from blacklist.course import Course
from blacklist.vocabulary import Act, State
from kernel.sentences import Sentence, say

# What a page says right after a step.
DONE: dict[Act, Sentence] = {
    Act.CHARGE: say("The charge is served: the agency finds it in its inbox."),
    Act.RECEIVE: say("The charge is open. Your time to state your defence has begun."),
    Act.ASK_MORE: say("You have more time for your defence."),
    Act.DEFEND: say("Your defence is on file."),
    Act.SAY_NO_MORE: say("It is on file that you have no more to say."),
    Act.ASK_HEARING: say("You asked for a hearing; its day is announced to you."),
    Act.DROP_HEARING: say("No hearing is held."),
    Act.ANNOUNCE_HEARING: say("The hearing is announced."),
    Act.HOLD_HEARING: say("The record of the hearing is on file."),
    Act.OPINE: say("The opinion is on file. A second person decides."),
    Act.SEND_BACK: say("The case is sent back for a new opinion."),
    Act.DECIDE: say("The case is decided. The decision is placed in the agency's inbox."),
    Act.RECEIVE_DECISION: say("The decision is open. The time to ask for a review has begun."),
    Act.ASK_REVIEW: say("You asked for a review."),
    Act.NAME_REVIEWER: say("The reviewer is entered."),
    Act.SUSPEND: say("The measure is suspended until the review is decided."),
    Act.DECIDE_REVIEW: say("The review is decided."),
    Act.CORRECT: say("The correction is on file."),
}

# What a step is called once it was taken.
PAST: dict[Act, Sentence] = {
    Act.CHARGE: say("Charge placed"),
    Act.RECEIVE: say("Charge opened by the agency"),
    Act.ASK_MORE: say("More time asked for"),
    Act.DEFEND: say("Defence stated"),
    Act.SAY_NO_MORE: say("Declared that there is no more to say"),
    Act.ASK_HEARING: say("Hearing asked for"),
    Act.DROP_HEARING: say("Request for a hearing withdrawn"),
    Act.ANNOUNCE_HEARING: say("Hearing announced"),
    Act.HOLD_HEARING: say("Hearing held"),
    Act.OPINE: say("Opinion given"),
    Act.SEND_BACK: say("Sent back for a new opinion"),
    Act.DECIDE: say("Decision made"),
    Act.RECEIVE_DECISION: say("Decision opened by the agency"),
    Act.ASK_REVIEW: say("Review asked for"),
    Act.NAME_REVIEWER: say("Reviewer named by the city government"),
    Act.SUSPEND: say("Measure suspended"),
    Act.DECIDE_REVIEW: say("Review decided"),
    Act.CORRECT: say("Error of writing corrected"),
}

# What the ledger's entries about a case are called.
ENTRIES: dict[str, Sentence] = {
    "blacklist.case.opened": say("Case opened"),
    "blacklist.file.opened": say("File opened after the determination"),
    **{f"blacklist.case.{name}": PAST[act] for act, name in steps.PAST.items()},
}


@dataclass(frozen=True)
class Asked:
    """What the page of a simple step asks, says before it is sent, and writes on its button."""

    heading: Sentence
    lead: Sentence
    button: Sentence
    warns: bool = False


WORDS: dict[Act, Asked] = {
    Act.RECEIVE: Asked(
        say("Receive and open the charge?"),
        say("It is served with this. Your time to state your defence begins tomorrow."),
        say("Receive and open"),
    ),
    Act.ASK_MORE: Asked(
        say("Do you need more time for your defence?"),
        say("It is prolonged once, without anybody's leave."),
        say("Ask for more time"),
    ),
    Act.SAY_NO_MORE: Asked(
        say("Declare that you have no more to say?"),
        say("Your defence ends with this declaration, before its last day. It cannot be taken back."),
        say("Declare it"),
        warns=True,
    ),
    Act.ASK_HEARING: Asked(
        say("Ask for an oral hearing?"),
        say("Somebody who did not handle the case leads it. Nothing is decided before it was held."),
        say("Ask for a hearing"),
    ),
    Act.DROP_HEARING: Asked(
        say("Withdraw the request for a hearing?"),
        say("No hearing is held, and you cannot ask for one again. Your written defence goes on."),
        say("Withdraw the request"),
        warns=True,
    ),
    Act.SEND_BACK: Asked(
        say("Send the case back for a new opinion?"),
        say("Say what is missing; another opinion is given before anybody decides."),
        say("Send back"),
    ),
    Act.RECEIVE_DECISION: Asked(
        say("Receive and open the decision?"),
        say(
            "It is served with this, and your time to ask for a review begins tomorrow. It has been in force since its day."
        ),
        say("Receive and open"),
    ),
    Act.SUSPEND: Asked(
        say("Suspend the measure until the review is decided?"),
        say("From today the agency is as if the measure were not there, until you decide the review."),
        say("Suspend the measure"),
        warns=True,
    ),
    Act.CORRECT: Asked(
        say("Correct an error of writing?"),
        say("The decision itself stays as it is. The correction stands beside it, and the agency is told."),
        say("Enter the correction"),
    ),
}

_STANDS: dict[State, Sentence] = {
    State.OPENED: say("An officer of the item's authority serves the charge. Nothing is decided."),
    State.CHARGED: say(
        "The charge is served when the agency opens it, at the latest on %(day)s. Nothing is decided."
    ),
    State.DEFENCE: say(
        "The agency may state its defence until %(day)s. Where it says nothing by then, the case is decided on what is "
        "on file."
    ),
    State.HEARING: say("The hearing is held on %(day)s. Nothing is decided before."),
    State.OPINION: say("The agency could speak. An officer of the item's authority gives the opinion."),
    State.DECISION: say(
        "A second person decides. Who opened the case or gave the opinion does not; silence decides nothing."
    ),
    State.DECIDED: say(
        "The decision is in force since %(decided)s. It is served when the agency opens it, at the latest on %(day)s."
    ),
    State.PUBLISHED: say(
        "The agency may ask for a review until %(day)s. Where it does not, the decision stands."
    ),
    State.REVIEW: say(
        "A person who took no part decides the review by %(day)s. The measure stays in force meanwhile."
    ),
    State.ENDED: say("The decision of %(decided)s stands. Nothing more is to be done here."),
    State.SET_ASIDE: say("The decision was set aside and leaves no trace in standing."),
    State.CLOSED: say("The case was closed on %(decided)s without a measure."),
}
_UNANNOUNCED = say("The agency asked for a hearing. The authority announces its day, and who leads it.")
_SUSPENDED = say(
    "A person who took no part decides the review by %(day)s. The measure is suspended meanwhile."
)


def stands(found: Course) -> Sentence:
    """Say where a case stands: whose turn it is, by when, and what silence means."""
    text = _STANDS[found.state].text
    if found.state is State.HEARING and found.due is None:
        return _UNANNOUNCED
    if found.review and found.review.suspended_on and found.state is State.REVIEW:
        text = _SUSPENDED.text
    day = found.due.day if found.due else None
    known = {"day": day, "decided": found.ruling.on if found.ruling else None}
    return say(text, **{name: value for name, value in known.items() if value})
