"""S3, S6, P10, A1–A4: who may be chosen, who is barred by avoidance or flagged, and the days of an admission."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kernel.errors import Refused
from kernel.periods import add_months, add_years
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from kernel.typed import plain
from kernel.workdays import Calendar, Reckoned


@dataclass(frozen=True)
class Side:
    """One side of an order, as far as avoidance looks at it."""

    uscc: str | None
    name: str
    legal_representative: str = ""
    controlling_shareholder: str = ""


@dataclass(frozen=True)
class Tie:
    """A declared tie: its kind, the authority or the body at its other end, and whether it bars."""

    kind: str
    authority_key: str | None
    body_name: str
    body_uscc: str | None
    decoupled_on: date | None
    excepted_by: str


@dataclass(frozen=True)
class Relation:
    """One way in which two bodies belong together: its kind as in a declared tie, and what is known of it."""

    kind: str
    sentence: Sentence


OF_AUTHORITY = frozenset(
    {"founder", "owner", "funder", "manager", "sponsor", "institution", "association", "serving-staff"}
)
OF_BODIES = frozenset({"branch", "shareholder", "legal-representative", "affiliate"})
RETIRED = "retired-official"
BRANCH, SHAREHOLDER, REPRESENTATIVE = "branch", "shareholder", "legal-representative"
FLAGGED = (REPRESENTATIVE, SHAREHOLDER, BRANCH)


@applies("A1")
def check_due(submitted_on: date, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the day by which the operator answers an application (A1: 2 working days, with reasons)."""
    return calendar.add(submitted_on, book.whole("A1.form_check", submitted_on))


@applies("A2")
def publicity_until(accepted_on: date, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the last day of a new agency's publicity (A2: 5 working days, during which it may register)."""
    return calendar.add(accepted_on, book.whole("A2.publicity", accepted_on))


@applies("A3")
def is_valid(valid_from: date, valid_until: date | None, day: date) -> bool:
    """Tell whether a qualification is valid on a day (A3: a lapsed one closes its service, not the agency)."""
    return valid_from <= day and (valid_until is None or day <= valid_until)


@applies("A3")
def reminder(valid_until: date, today: date, book: Rulebook) -> int | None:
    """Return which reminder of a lapsing qualification holds today, in days before, or None (A3: 60, 30, 7 days).

    It is the last one whose day has come, so that a reminder given late names what is true by then.
    """
    left = (valid_until - today).days
    due = [days for days in book.value("A3.reminders", today) if 0 <= left <= days]
    return min(due) if due else None


@applies("A4")
def is_idle(since: date, today: date, book: Rulebook) -> bool:
    """Tell whether an agency is marked idle: 12 months without an order, or since its admission (A4)."""
    return today > add_months(since, book.whole("A4.idle_months", today))


@applies("C1")
def is_promise(workdays: int, today: date, book: Rulebook) -> bool:
    """Tell whether a number of working days can be promised (C1: neither 0 nor 10,000)."""
    return book.whole("C1.least_promise", today) <= workdays <= book.whole("C1.most_promise", today)


@applies("S6")
def is_shown(kind: str, since: date | None, today: date, book: Rulebook) -> bool:
    """Tell whether a declared tie is shown: a retired official for 3 years after leaving office, any other always."""
    if kind != RETIRED or since is None:
        return True
    return today <= add_years(since, book.whole("S6.retired_years", today))


@applies("S6")
def avoidance(
    agency: Side, owner: Side, ties: Iterable[Tie], authority_key: str, today: date
) -> Refused | None:
    """Say why an agency may not serve an owner, or None (S6, avoidance and red-cap).

    It may not where it, its legal representative, controlling shareholder, branch or declared affiliate is the owner's;
    or where the authority that decides the approval set it up, owns, funds, manages or sponsors it, it is that
    authority's institution or association, or one of its serving staff holds a post in it. A tie that is decoupled, or
    excepted by a law with its document, bars nobody; nor does a retired official, who is only shown.
    """
    sentence = _same_hands(agency, owner)
    for tie in ties:
        if (tie.decoupled_on is not None and tie.decoupled_on <= today) or tie.excepted_by:
            continue
        if tie.kind in OF_AUTHORITY and tie.authority_key == authority_key:
            sentence = say(
                "The authority that decides this approval has a tie to the agency which is not decoupled."
            )
        elif tie.kind in OF_BODIES and _is(tie, owner):
            sentence = say("The agency has declared a tie to the owner of this project.")
    return Refused("S6", sentence) if sentence else None


def _same_hands(agency: Side, owner: Side) -> Sentence | None:
    if agency.uscc and agency.uscc == owner.uscc:
        return say("The agency is the owner itself.")
    if _same(agency.controlling_shareholder, owner.name) or _same(
        agency.controlling_shareholder, owner.controlling_shareholder
    ):
        return say("Agency and owner have the same controlling shareholder.")
    if _same(owner.controlling_shareholder, agency.name):
        return say("The agency controls the owner.")
    if _same(agency.legal_representative, owner.legal_representative):
        return say("Agency and owner have the same legal representative.")
    return None


def _is(tie: Tie, owner: Side) -> bool:
    return _same(tie.body_name, owner.name) or (tie.body_uscc is not None and tie.body_uscc == owner.uscc)


@applies("P10")
def relations(
    agency: Side, locked: Side, ties: Iterable[Tie], locked_ties: Iterable[Tie], today: date
) -> tuple[Relation, ...]:
    """Return each way in which an agency belongs together with a body that is locked out, for a person to look at.

    P10: the same legal representative, the same controlling shareholder or one that is the other, and a branch, by its
    name or as either of them has declared. A lockout binds the credit code: none of these bars by itself.
    """
    found = list(_of_hands(agency, locked))
    for one, other, declared in ((agency, locked, ties), (locked, agency, locked_ties)):
        if _is_branch(one, other):
            said = say("By its name, %(branch)s is a branch of %(head)s.", branch=one.name, head=other.name)
            found.append(Relation(BRANCH, said))
        said = say("%(one)s has declared a tie to %(other)s.", one=one.name, other=other.name)
        found += [Relation(tie.kind, said) for tie in declared if _is_flagged(tie, other, today)]
    return tuple(sorted(found, key=lambda relation: FLAGGED.index(relation.kind)))


def _of_hands(agency: Side, locked: Side) -> Iterator[Relation]:
    if _same(agency.legal_representative, locked.legal_representative):
        said = say("Both have the legal representative %(name)s.", name=locked.legal_representative)
        yield Relation(REPRESENTATIVE, said)
    if _same(agency.controlling_shareholder, locked.controlling_shareholder):
        said = say("Both have the controlling shareholder %(name)s.", name=locked.controlling_shareholder)
        yield Relation(SHAREHOLDER, said)
    for one, other in ((agency, locked), (locked, agency)):
        if _same(one.controlling_shareholder, other.name):
            said = say("%(other)s controls %(one)s.", other=other.name, one=one.name)
            yield Relation(SHAREHOLDER, said)


def _same(one: str, other: str) -> bool:
    return bool(plain(one)) and plain(one) == plain(other)


def _is_branch(one: Side, other: Side) -> bool:
    """Tell whether a name begins with the other's whole name, as a branch's must."""
    return plain(one.name).startswith(plain(other.name)) and not _same(one.name, other.name)


def _is_flagged(tie: Tie, other: Side, today: date) -> bool:
    holds = tie.decoupled_on is None or today < tie.decoupled_on
    return tie.kind in FLAGGED and holds and _is(tie, other)
