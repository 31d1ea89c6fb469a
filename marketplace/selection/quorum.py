"""S4: are there enough valid registrations for a draw or a competition, and what follows where there are not; pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from marketplace.selection.choosing import Method


class Outcome(StrEnum):
    """What follows at a closing."""

    ENOUGH = "enough"  # the method chooses
    EXTENDED = "extended"  # once, by the same window
    OWNER_CHOOSES = "owner-chooses"  # among those registered, with a published reason
    FAILED = "failed"  # the notice may be published anew


@dataclass(frozen=True)
class Verdict:
    """What follows at a closing, and why, in a sentence that is published."""

    outcome: Outcome
    because: Sentence


@applies("S4")
def at_closing(method: Method, valid: int, extensions: int, book: Rulebook, day: date) -> Verdict:
    """Tell what follows at a closing with so many valid registrations, after so many extensions.

    S4: fewer than 3 for a draw or a competition, none included: one extension by the same window, then the owner
    may choose among those registered, with a published reason; none: the notice fails and may be published anew.
    A direct choice needs one. It is asked at each closing and not again: who is locked out or withdraws between
    the closing and the selection is simply not among the offers.
    """
    least = book.whole("S4.least_registrations", day) if method.needs_quorum else 1
    told = {"valid": valid, "least": least}
    if valid >= least:
        return Verdict(Outcome.ENOUGH, say("%(valid)s valid registrations; %(least)s are needed.", **told))
    if method.needs_quorum and extensions < book.whole("S4.most_extensions", day):
        return Verdict(
            Outcome.EXTENDED,
            say(
                "%(valid)s valid registrations, fewer than %(least)s: registration is open once more for as long.",
                **told,
            ),
        )
    if valid:
        return Verdict(
            Outcome.OWNER_CHOOSES,
            say(
                "%(valid)s valid registrations, still fewer than %(least)s: the owner may choose among them and "
                "publishes the reason.",
                **told,
            ),
        )
    return Verdict(
        Outcome.FAILED, say("No valid registration: the notice has failed and may be published anew.")
    )
