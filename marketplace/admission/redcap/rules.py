"""S6, red-cap: when an association or institution of an authority bars its agencies from that authority's approvals."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kernel.errors import Refused
from kernel.rulebook import applies
from kernel.sentences import Sentence, say
from kernel.typed import plain
from marketplace.admission.rules import Tie


class Standing(StrEnum):
    """How an association or institution stands to its authority; the last is never entered, it follows."""

    BOUND = "not-decoupled"
    IN_PROGRESS = "in-progress"
    DECOUPLED = "decoupled"
    EXCEPTED = "excepted"


@dataclass(frozen=True)
class Held:
    """An association or institution as the register has it: whose it is, and what proves that it is no longer."""

    name: str
    uscc: str | None
    authority_key: str
    state: str
    decoupled_on: date | None = None
    document: str = ""
    excepted_by: str = ""


@dataclass(frozen=True)
class Link:
    """That an agency is an association or institution itself or its company, until it left with a document."""

    institution: Held
    is_itself: bool = False
    left_on: date | None = None


VIA_A_BODY = frozenset({"institution", "association"})
FREED = (Standing.DECOUPLED, Standing.EXCEPTED)


@applies("S6")
def stands(held: Held, today: date) -> Standing:
    """Return how an association or institution stands on a day: decoupled counts from its day, and with proof (S6)."""
    if held.excepted_by:
        return Standing.EXCEPTED
    if held.state != Standing.DECOUPLED:
        return Standing(held.state)
    has_proof = bool(held.document) and held.decoupled_on is not None and held.decoupled_on <= today
    return Standing.DECOUPLED if has_proof else Standing.IN_PROGRESS


@applies("S6")
def bars(link: Link, today: date) -> bool:
    """Tell whether what the register knows of an agency bars it from its authority's approvals on a day (S6)."""
    has_left = link.left_on is not None and link.left_on <= today
    return not has_left and stands(link.institution, today) not in FREED


@applies("S6")
def red_cap(links: Iterable[Link], authority_key: str, today: date) -> Refused | None:
    """Say why an agency may not serve for an approval of an authority by the register, declared or not, or None.

    S6: it may not where it is an association or institution of that authority, or a company of one, that is not
    decoupled with proof or excepted by a law with its document.
    """
    for link in links:
        if link.institution.authority_key == authority_key and bars(link, today):
            return Refused("S6", _said(link))
    return None


@applies("S6")
def as_registered(ties: Iterable[Tie], known: Iterable[Held], today: date) -> tuple[Tie, ...]:
    """Return declared ties, each through a body that the register has as the register has it (S6).

    What an agency says of a decoupling does not count against the register, in neither direction.
    """
    bodies = tuple(known)
    return tuple(_as_registered(tie, bodies, today) for tie in ties)


def _as_registered(tie: Tie, bodies: Iterable[Held], today: date) -> Tie:
    if tie.kind not in VIA_A_BODY:
        return tie
    for held in bodies:
        if _names(tie, held):
            standing = stands(held, today)
            return replace(
                tie,
                authority_key=held.authority_key,
                decoupled_on=held.decoupled_on if standing is Standing.DECOUPLED else None,
                excepted_by=held.excepted_by,
            )
    return tie


def _names(tie: Tie, held: Held) -> bool:
    by_code = tie.body_uscc is not None and tie.body_uscc == held.uscc
    return by_code or (bool(tie.body_name) and plain(tie.body_name) == plain(held.name))


def _said(link: Link) -> Sentence:
    if link.is_itself:
        return say(
            "By the register the agency itself is an association or institution of the authority that decides this "
            "approval, and is not decoupled. It is barred no longer once the managing office has entered the "
            "decoupling with its document, or the law that excepts it.",
        )
    return say(
        "By the register the agency belongs to %(institution)s, which is an association or institution of the "
        "authority that decides this approval and is not decoupled. It is barred no longer once the managing office "
        "has entered, with its document, the decoupling, the law that excepts it, or that the agency has left.",
        institution=link.institution.name,
    )
