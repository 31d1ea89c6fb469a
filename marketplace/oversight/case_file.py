"""One case as a reader opens it: where it stands, who the reader is to it, and which steps are theirs today."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.models import Agency, Organisation, User
from blacklist import limits
from blacklist.course import Course
from blacklist.models import Case
from blacklist.procedure import MOVES, Hand, why_not_theirs
from blacklist.vocabulary import Act, State

# Steps that a case waits for; the others may be taken and need not be.
AWAITED = frozenset(
    {
        Act.CHARGE,
        Act.RECEIVE,
        Act.DEFEND,
        Act.ANNOUNCE_HEARING,
        Act.HOLD_HEARING,
        Act.OPINE,
        Act.DECIDE,
        Act.RECEIVE_DECISION,
        Act.NAME_REVIEWER,
        Act.DECIDE_REVIEW,
    }
)
_UNCHARGED = (State.OPENED,)
_UNSERVED = (State.OPENED, State.CHARGED)


@dataclass(frozen=True)
class Decided:
    """A case that was decided, as far as it is asked who may read it: everybody concerned knows of it."""

    agency_id: int
    authority_key: str
    is_told_to_agency: bool = True
    invited: frozenset[int] = frozenset()


@dataclass(frozen=True)
class CaseFile:
    """A case, its course, the reader's hand in it, and whether the reader belongs to the agency concerned."""

    case: Case
    course: Course
    hand: Hand
    reads_as_agency: bool = False

    @property
    def agency_id(self) -> int:
        """Return the agency that it is about."""
        return self.case.agency_id

    @property
    def authority_key(self) -> str:
        """Return the authority whose item it is about."""
        return self.case.authority_key

    @property
    def is_told_to_agency(self) -> bool:
        """Tell whether the agency knows of it: an overdue is its own order, a violation is told with the charge."""
        return self.case.kind != "serious" or self.course.state not in _UNCHARGED

    @property
    def invited(self) -> frozenset[int]:
        """Return who reads it for a part of their own: the reviewer, the leader of the hearing, a deputy."""
        parts, hand = self.course.parts, self.hand
        deputy = hand.person if hand.for_authority or hand.for_office else None
        return frozenset(one for one in (parts.reviewer, parts.leader, deputy) if one is not None)

    @property
    def is_sealed(self) -> bool:
        """Tell whether the charge is still closed to the reader: for the agency until it is served (P5b)."""
        return self.reads_as_agency and self.course.state in _UNSERVED

    @property
    def acts(self) -> tuple[Act, ...]:
        """Return the steps that the table opens to the reader today, what the case waits for at the head."""
        found = [act for act in Act if self._is_open(act)]
        return tuple(sorted(found, key=lambda act: act not in AWAITED))

    @property
    def awaited(self) -> Act | None:
        """Return the step that the case waits for from the reader, or None."""
        return next((act for act in self.acts if act in AWAITED), None)

    def _is_open(self, act: Act) -> bool:
        move, parts = MOVES.get((self.course.state, act)), self.course.parts
        if move is None or limits.refusal(self.course, act) is not None:
            return False
        if act is Act.NAME_REVIEWER and not parts.decided_by_office:
            return False
        return why_not_theirs(move.who, self.hand, parts) is None


@dataclass(frozen=True)
class Opening:
    """Who is about to open a case about an agency: of which authority, and standing in for whom, by authority."""

    agency: Agency | None
    own: Organisation | None = None
    stands_in_for: Mapping[str, User] = field(default_factory=dict)

    @property
    def about(self) -> Agency:
        """Return the agency; raise LookupError where none is chosen yet."""
        if self.agency is None:
            raise LookupError("no agency is chosen yet")
        return self.agency

    @property
    def authorities(self) -> list[tuple[str, str]]:
        """Return key and name of each authority for which the case may be opened, the own one first."""
        own = [(self.own.authority_key or "", self.own.name)] if self.own else []
        return own + [
            (key, f"{one.organisation.name} · {one.name}") for key, one in self.stands_in_for.items()
        ]
