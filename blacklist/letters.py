"""P5, P5a–P5c, P8, P13: the letters of a case, each made of plain records, the calendar and the rulebook."""

from datetime import date
from enum import StrEnum

from blacklist import rulings
from blacklist.dossiers import (
    Corrected,
    Deficient,
    Heard,
    Hearing,
    Law,
    Matter,
    Reviewed,
    Ruling,
    Suspended,
)
from blacklist.vocabulary import Outcome, Verdict
from blacklist.wording import addressee, basis, facts, typed, ways_out
from kernel.letters import Letter, Paragraph, section
from kernel.rulebook import applies
from kernel.sentences import Sentence, say


class Paper(StrEnum):
    """The kinds of letters of a case."""

    CHARGE = "charge"
    HEARING = "hearing"
    DECISION = "decision"
    MEASURE = "measure"
    REVIEW = "review"
    SUSPENSION = "suspension"
    CORRECTION = "correction"

    @property
    def label(self) -> Sentence:
        """Return what the letter is called."""
        return _LABELS[self]

    @property
    def series(self) -> str:
        """Return the id of the figure that begins the numbers of these letters."""
        return _SERIES[self]


_LABELS = {
    Paper.CHARGE: say("Charge"),
    Paper.HEARING: say("Notice of a hearing"),
    Paper.DECISION: say("Decision"),
    Paper.MEASURE: say("Decision after a determination"),
    Paper.REVIEW: say("Review decision"),
    Paper.SUSPENSION: say("Suspension of a measure"),
    Paper.CORRECTION: say("Correction of an error of writing"),
}
_SERIES = {
    Paper.CHARGE: "P5.series_charge",
    Paper.HEARING: "P5c.series_hearing",
    Paper.DECISION: "P5.series_decision",
    Paper.MEASURE: "P5.series_decision",
    Paper.REVIEW: "P13.series",
    Paper.SUSPENSION: "P13.series",
    Paper.CORRECTION: "P5.series_correction",
}


def label(kind: str) -> Sentence:
    """Return what a kind of letter is called; one that is not of a case is a letter."""
    return Paper(kind).label if kind in set(Paper) else say("Letter")


@applies("P5", "P5b", "P5c")
def charge_letter(matter: Matter, number: str, on: date, law: Law) -> Letter:
    """Write the charge (P5): facts, rule, the measure in view, five working days of defence, the right to a hearing."""
    opening = say(
        "We opened case %(case)s about you on %(day)s. Before it is decided we tell you the facts, the reasons and the "
        "basis of what we have in view, and what you may do.",
        case=matter.case,
        day=matter.opened_on,
    )
    return Letter(
        title=say("Charge on the intended blacklisting of %(agency)s", agency=matter.agency),
        number=number,
        addressee=addressee(matter),
        opening=(Paragraph(opening),),
        sections=(
            facts(matter, law),
            section(say("Basis"), *basis(matter, on, law, *rulings.veto_rules(matter))),
            section(say("What is in view"), rulings.in_view(on, law)),
            rulings.defence(on, law),
            rulings.right_to_a_hearing(on, law),
        ),
        issuer=matter.issuer,
        on=on,
    )


@applies("P5c")
def hearing_letter(matter: Matter, number: str, on: date, hearing: Hearing, law: Law) -> Letter:
    """Write the notice of a hearing (P5c): its day and place, who leads it, and what the agency may do there."""
    opening = say(
        "On %(day)s you asked for a hearing in case %(case)s. It is held as follows.",
        day=hearing.asked_on,
        case=matter.case,
    )
    led = say("%(leader)s, who did not handle the case, leads it.", leader=hearing.leader)
    ahead = say(
        "It is announced %(days)s working days ahead (P5c).",
        days=law.book.whole("P5c.hearing_notice", on),
    )
    rights = (
        say(
            "You may come yourself or send one or two persons with a written authorisation, and bring evidence."
        ),
        say("You may ask that the leader be replaced where a tie to the case could sway the hearing."),
        say(
            "Who stays away without good reason, or leaves the room without leave, has given the hearing up."
        ),
    )
    return Letter(
        title=say("Notice of a hearing"),
        number=number,
        addressee=addressee(matter),
        opening=(Paragraph(opening),),
        sections=(
            section(say("Time and place"), say("%(day)s.", day=hearing.day), *typed(hearing.where)),
            section(say("Who leads it"), led, ahead),
            section(say("What you may do"), *rights),
        ),
        issuer=matter.issuer,
        on=on,
    )


@applies("P5", "P5c", "P8")
def decision_letter(matter: Matter, number: str, on: date, heard: Heard, ruling: Ruling, law: Law) -> Letter:
    """Write the decision of a case (P5): facts, defence, rule, the measure with its days, and the ways out (P5c, P8)."""
    upheld = ruling.outcome is Outcome.UPHELD
    opening = say(
        "We opened case %(case)s about you on %(day)s. It has been heard and is decided as follows.",
        case=matter.case,
        day=matter.opened_on,
    )
    return Letter(
        title=say(_TITLES[ruling.outcome].text, agency=matter.agency, case=matter.case),
        number=number,
        addressee=addressee(matter),
        opening=(Paragraph(opening),),
        sections=(
            facts(matter, law),
            section(say("Your defence and what we find"), *rulings.heard(heard), *typed(ruling.reasons)),
            section(
                say("Basis and decision"),
                *basis(matter, on, law, *rulings.veto_rules(matter)),
                *(rulings.blacklisted(on, law) if upheld else rulings.closed(on, ruling, law)),
            ),
            ways_out(on, law, review=upheld),
        ),
        issuer=matter.issuer,
        on=on,
        red=upheld,
    )


@applies("P1", "P2", "P5a", "P8")
def measure_letter(
    matter: Matter, number: str, on: date, rests_on: tuple[Deficient, ...], law: Law
) -> Letter:
    """Write the letter of a card or a removal that follows from a determination (P5a): one D a card, a row a removal."""
    removed = len(rests_on) > 1
    title = (
        say("Decision on the removal of %(agency)s", agency=matter.agency)
        if removed
        else say("Decision on a yellow card for %(agency)s", agency=matter.agency)
    )
    round_of = say(
        "The draft and its reasons were told to you in the round of the rating, in which you could object; that round is "
        "the procedure of this measure (P5a)."
    )
    return Letter(
        title=title,
        number=number,
        addressee=addressee(matter),
        opening=(Paragraph(say("From the determination of your rating the following measure arises.")),),
        sections=(
            section(say("Facts and evidence"), *rulings.deficient(rests_on), round_of),
            section(
                say("Basis and decision"),
                *basis(matter, on, law, *(("P2",) if removed else ("P1",))),
                *(rulings.removed(rests_on, law) if removed else rulings.carded()),
            ),
            ways_out(on, law, review=True),
        ),
        issuer=matter.issuer,
        on=on,
        red=True,
    )


@applies("P13")
def review_letter(matter: Matter, number: str, on: date, reviewed: Reviewed, law: Law) -> Letter:
    """Write the review decision (P13): the decision is kept, or set aside with all that followed from it."""
    opening = say(
        "On %(asked)s you asked for a review of %(number)s of %(decided)s (case %(case)s). A person who took no part "
        "has reviewed it.",
        asked=reviewed.asked_on,
        number=reviewed.decision,
        decided=reviewed.decided_on,
        case=matter.case,
    )
    return Letter(
        title=say("Review decision on %(number)s", number=reviewed.decision),
        number=number,
        addressee=addressee(matter),
        opening=(Paragraph(opening),),
        sections=(
            section(say("Reasons"), *typed(reviewed.reasons)),
            section(
                say("Basis and decision"),
                *basis(matter, on, law, "P13"),
                *(
                    rulings.kept(reviewed)
                    if reviewed.verdict is Verdict.KEPT
                    else rulings.set_aside(on, reviewed, law)
                ),
            ),
            ways_out(on, law, review=False),
        ),
        issuer=matter.issuer,
        on=on,
        red=reviewed.verdict is Verdict.KEPT,
    )


@applies("P13")
def suspension_letter(matter: Matter, number: str, on: date, found: Suspended, law: Law) -> Letter:
    """Write the suspension of a measure (P13): from when it is not in force, and until when."""
    opening = say(
        "On %(asked)s you asked for a review of %(number)s of %(decided)s (case %(case)s). Before it is decided, its "
        "measure is suspended.",
        asked=found.asked_on,
        number=found.decision,
        decided=found.decided_on,
        case=matter.case,
    )
    return Letter(
        title=say("Suspension of the measure of %(number)s", number=found.decision),
        number=number,
        addressee=addressee(matter),
        opening=(Paragraph(opening),),
        sections=(
            section(say("Reasons"), *typed(found.reasons)),
            section(say("Basis and decision"), *basis(matter, on, law, "P13"), *rulings.suspended(on, found)),
        ),
        issuer=matter.issuer,
        on=on,
    )


@applies("P5")
def correction_letter(matter: Matter, number: str, on: date, found: Corrected) -> Letter:
    """Write the correction of an error of writing (P5): the decision stays as it was taken, and so do its periods."""
    opening = say(
        "In %(number)s of %(decided)s (case %(case)s) an error of writing is corrected as follows.",
        number=found.decision,
        decided=found.decided_on,
        case=matter.case,
    )
    stays = say(
        "What was decided stays as it is, and every period runs on from its service. This letter belongs to %(number)s.",
        number=found.decision,
    )
    return Letter(
        title=say("Correction of %(number)s", number=found.decision),
        number=number,
        addressee=addressee(matter),
        opening=(Paragraph(opening),),
        sections=(section(say("Correction"), *typed(found.words)), section(say("What it means"), stays)),
        issuer=matter.issuer,
        on=on,
    )


_TITLES = {
    Outcome.UPHELD: say("Decision on the blacklisting of %(agency)s"),
    Outcome.EXCUSED: say("Decision that %(agency)s is excused in case %(case)s"),
    Outcome.NOT_ESTABLISHED: say("Decision that case %(case)s against %(agency)s is not established"),
}
