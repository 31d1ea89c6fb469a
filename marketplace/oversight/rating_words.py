"""The rating in words: its dimensions and indicators, what a piece of evidence says, and what would lift the grade."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from credit.evidence import (
    AuthorityCheck,
    Checked,
    ContractFiled,
    Disclosure,
    Enrolment,
    Evidence,
    GiveUp,
    Inspection,
    Measured,
    OrderCompleted,
    OwnersAnswers,
    Penalty,
    QualificationDays,
    UpheldComplaint,
    Weight,
)
from credit.outlook import Event, Outlook
from credit.rules import Dimension, Grade, Rating, in_force, plain
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say

DIMENSIONS: Mapping[Dimension, Sentence] = {
    Dimension.FORMALITIES: say("Practice formalities"),
    Dimension.COMPLIANCE: say("Legal compliance"),
    Dimension.OPENNESS: say("Openness"),
    Dimension.ARCHIVES: say("Practice archives"),
    Dimension.ETHICS: say("Professional ethics"),
}
INDICATORS: Mapping[str, Sentence] = {
    "qualification_days": say("Days with every listed qualification valid"),
    "contracts_filed": say("Contracts filed in time"),
    "licence_check": say("The authority's check of licences and staff"),
    "inspections": say("Random inspections"),
    "penalties": say("Administrative penalties and court dishonesty records"),
    "disclosure": say("Price, time limit, process and materials published"),
    "fee_as_offered": say("Fee charged as offered, by the owners"),
    "told_at_once": say("Told everything at once, by the owners"),
    "archives": say("Orders with a complete archive"),
    "archive_check": say("The authority's check of the archive"),
    "overall_ratings": say("The owners' overall rating"),
    "commitments": say("Commitments kept without an extension of one's own"),
    "complaints": say("Upheld complaints"),
    "give_ups": say("Give-ups after selection"),
}
LIFTS: Mapping[str, Sentence] = {
    "qualification_days": say("Renew a qualification before it lapses, or withdraw it from your list."),
    "contracts_filed": say("File or confirm each contract within the days of rule S9."),
    "licence_check": say("Put licences and staff in order before the authority checks them."),
    "inspections": say("Mend what the last inspection found."),
    "penalties": say("A penalty counts in the year of its fact alone."),
    "disclosure": say("Publish price, time limit, process and materials of every service that you list."),
    "fee_as_offered": say("Charge what you have offered, and ask the owners to answer."),
    "told_at_once": say("Tell the owner at once of everything that is needed."),
    "archives": say("Bring contract, result, acceptance and materials list of every order."),
    "archive_check": say("Put your archive in order before the authority checks it."),
    "overall_ratings": say("Ask owners of completed orders to evaluate them: few answers weigh little."),
    "commitments": say("Promise only days that you can keep without an extension of your own."),
    "complaints": say("An upheld complaint counts in its year alone; settle the next one before it is made."),
    "give_ups": say("Offer only for what you will take."),
}
KINDS: Mapping[str, Sentence] = {
    "Enrolment": say("Stay on the platform"),
    "QualificationDays": say("Days with valid qualifications"),
    "ContractFiled": say("Filing of a contract"),
    "AuthorityCheck": say("Check by an authority"),
    "Inspection": say("Random inspection"),
    "Penalty": say("Penalty or court record"),
    "Disclosure": say("Published services"),
    "OrderCompleted": say("Completed order"),
    "OwnersAnswers": say("Owner's evaluation"),
    "UpheldComplaint": say("Upheld complaint"),
    "GiveUp": say("Give-up after selection"),
}
CHECKED: Mapping[Checked, Sentence] = {
    Checked.LICENCES: say("Licences and staff"),
    Checked.ARCHIVE: say("Archive"),
}
MEASURES: Mapping[str, Sentence] = {
    "": say("No measure"),
    "yellow_card": say("Yellow card"),
    "removal": say("Removal"),
}
LAST_COUNTS = ("disclosure",)  # of which the last count of the year alone is scored
_KEPT: Mapping[str, str] = {
    "contracts_filed": "in_time",
    "archives": "has_complete_archive",
    "commitments": "kept_without_extension",
    "fee_as_offered": "fee_as_offered",
    "told_at_once": "told_at_once",
}
_OF_INDICATOR: Mapping[str, type[Evidence]] = {
    "qualification_days": QualificationDays,
    "contracts_filed": ContractFiled,
    "licence_check": AuthorityCheck,
    "archive_check": AuthorityCheck,
    "inspections": Inspection,
    "penalties": Penalty,
    "disclosure": Disclosure,
    "fee_as_offered": OwnersAnswers,
    "told_at_once": OwnersAnswers,
    "overall_ratings": OwnersAnswers,
    "archives": OrderCompleted,
    "commitments": OrderCompleted,
    "complaints": UpheldComplaint,
    "give_ups": GiveUp,
}


_HAPPENING: Mapping[Event, Sentence] = {
    Event.DISCLOSURE: say("Every listed service is published with price, time limit, process and materials"),
    Event.COMPLAINT: say("A complaint is upheld"),
    Event.GIVE_UP: say("You give up after you were selected"),
    Event.LATE_CONTRACT: say("A contract is not filed in time by your fault"),
    Event.OWN_EXTENSION: say("A commitment is not kept without an extension of your own cause"),
    Event.MINOR: say("A minor penalty"),
    Event.SERIOUS: say("A serious penalty, or a court dishonesty record"),
    Event.OVERDUE: say("An overdue or a serious violation is upheld: a one-vote veto"),
}


def happening(found: Outlook) -> Sentence:
    """Return what an outlook supposes to happen."""
    if found.event is Event.DAYS:
        return say("Days on the platform that are missing to be rated: %(number)s", number=found.times)
    if found.event is Event.ORDER:
        return say("More orders completed in full: %(number)s", number=found.times)
    return _HAPPENING[found.event]


def vetoed(by_score: str) -> Sentence:
    """Return that a veto makes a D, and what the score alone would make (G6)."""
    return say("It is a D by a one-vote veto (G6); by its score alone it would be %(grade)s.", grade=by_score)


def grounds(verdict: Rating, measured: Measured, book: Rulebook) -> Iterator[Sentence]:
    """Yield why a grade is another than its total alone would make: a veto (G6), not rated (G5), too few orders (G4)."""
    if verdict.grade is not verdict.by_score:
        yield vetoed(verdict.by_score)
    orders = measured.completed_orders
    if verdict.by_score is Grade.N:
        yield say(
            "Its score gives no grade (G5): %(days)s of at least %(least)s days on the platform in the year, "
            "completed orders: %(orders)s, checks by authorities: %(checks)s; one of either is needed.",
            days=measured.days_enrolled,
            least=plain(in_force("G5.least_days", measured, book)),
            orders=orders,
            checks=len((*measured.licence_checks, *measured.archive_checks, *measured.inspections)),
        )
    elif verdict.by_score is Grade.B and verdict.total >= in_force("G2.a", measured, book):
        yield say(
            "The total reaches an A, which needs %(least)s completed orders in the year (G4): there were %(orders)s.",
            least=plain(in_force("G4.least_orders_for_a", measured, book)),
            orders=orders,
        )


def is_behind(indicator: str, fact: Evidence) -> bool:
    """Tell whether a piece of evidence is what an indicator looks at."""
    if isinstance(fact, AuthorityCheck):
        return indicator == ("licence_check" if fact.of is Checked.LICENCES else "archive_check")
    return isinstance(fact, _OF_INDICATOR[indicator])


def costs(indicator: str, fact: Evidence, full: Fraction, stars: Fraction) -> bool:
    """Tell whether a piece of evidence cost points at an indicator, which has so many points or so many stars (G3)."""
    return is_behind(indicator, fact) and not _is_in_full(indicator, fact, full, stars)


def _is_in_full(indicator: str, fact: Evidence, full: Fraction, stars: Fraction) -> bool:
    match fact:
        case AuthorityCheck() | Inspection():
            return fact.points >= full
        case QualificationDays():
            return fact.valid == fact.total
        case Disclosure():
            return fact.complete == fact.listed
        case Penalty():
            return fact.weight is Weight.SET_ASIDE
        case OwnersAnswers() if indicator not in _KEPT:
            return fact.stars >= stars
        case _:
            return indicator in _KEPT and getattr(fact, _KEPT[indicator])


def kind_of(fact: Evidence) -> str:
    """Return the kind of a piece of evidence, as it is kept on file."""
    return type(fact).__name__


def told(fact: Evidence) -> Sentence:
    """Return what a piece of evidence says."""
    match fact:
        case Enrolment():
            return say("From %(first)s to %(last)s", first=fact.on, last=fact.until or fact.on)
        case QualificationDays():
            return say("Valid on %(valid)s of %(total)s days", valid=fact.valid, total=fact.total)
        case AuthorityCheck() | Inspection():
            return _points(fact)
        case Disclosure():
            return say("%(complete)s of %(listed)s services", complete=fact.complete, listed=fact.listed)
        case OwnersAnswers():
            return _answers(fact)
        case _:
            return _plain(fact)


_WEIGHTS = {
    Weight.MINOR: say("Minor"),
    Weight.SERIOUS: say("Serious"),
    Weight.SET_ASIDE: say("Entered wrongly: it counts nothing"),
}


def _points(fact: AuthorityCheck | Inspection) -> Sentence:
    points = str(fact.points)
    if isinstance(fact, AuthorityCheck):
        return say("%(of)s: %(points)s points", of=CHECKED[fact.of], points=points)
    return say("%(points)s points", points=points)


def _plain(fact: Evidence) -> Sentence:
    match fact:
        case ContractFiled():
            return say("In time") if fact.in_time else say("Not in time")
        case Penalty():
            return _WEIGHTS[fact.weight]
        case OrderCompleted():
            return _order(fact)
        case _:
            return say("Once")


def _order(fact: OrderCompleted) -> Sentence:
    archive = say("archive complete") if fact.has_complete_archive else say("archive incomplete")
    kept = (
        say("promise kept")
        if fact.kept_without_extension
        else say("promise not kept, or extended for one's own cause")
    )
    return say("%(archive)s; %(kept)s", archive=archive, kept=kept)


def _answers(fact: OwnersAnswers) -> Sentence:
    fee = say("fee as offered") if fact.fee_as_offered else say("fee not as offered")
    at_once = say("told at once") if fact.told_at_once else say("not told at once")
    return say("%(stars)s stars; %(fee)s; %(told)s", stars=fact.stars, fee=fee, told=at_once)
