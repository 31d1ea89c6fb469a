"""W1, W2: what a case assistant does for an owner says so: in the ledger, to the owner, and on the delegation's page.

Every operation that holds a delegable step takes a `behalf` and asks for its proof here. The delegation is held until
the act ends, so that one taken back between the page and its form refuses, also where both come at once.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from accounts import queries as accounts
from accounts.models import User
from accounts.operations import tell
from kernel import clock
from kernel.db import lock
from kernel.errors import NotYours, Refused
from kernel.sentences import Sentence, say, write
from marketplace.projects import queries, rules
from marketplace.projects.models import DelegatedAct, Delegation


@dataclass(frozen=True)
class Behalf:
    """A case assistant who acts, and the day: for whom follows from what is acted on."""

    person: User
    today: date


@dataclass(frozen=True)
class Deed:
    """What is about to be done for an owner: the step, for which project (None: a new one), in words, where it shows."""

    step: str
    owner_id: int
    project_id: int | None
    told: Sentence
    link: str = ""
    others: Collection[int] = ()  # the organisations on the other sides of the matter


@dataclass(frozen=True)
class Proof:
    """What an entry says of a deed done for somebody: for whom and under which delegation; nothing for one's own."""

    row: DelegatedAct | None = None
    details: dict[str, object] | None = None

    @property
    def rows(self) -> tuple[DelegatedAct, ...]:
        """Return what the entry of the deed proves."""
        return (self.row,) if self.row else ()

    def with_details(self, details: Mapping[str, object]) -> dict[str, object]:
        """Return an entry's details, with for whom it was done."""
        return {**details, **(self.details or {})}


OWN = Proof()  # of who acts for the own organisation


def prove(behalf: Behalf | None, deed: Deed) -> Proof:
    """Return the proof of a deed done for an owner, who is told of it; raise Refused where no delegation holds."""
    if behalf is None:
        return OWN
    row = _holding(behalf, deed)
    _must_not_sit_on_two_sides(behalf.person, deed.others)
    told = say(
        "Case assistant %(name)s, for %(owner)s: %(what)s",
        name=behalf.person.name,
        owner=row.owner.name,
        what=deed.told,
    )
    tell(row.owner_id, told, link=deed.link)
    act = DelegatedAct(
        delegation_id=row.id, step=deed.step, at=clock.now(), text=write(deed.told), link=deed.link
    )
    return Proof(act, {"for": row.owner_id, "delegation": row.id})


def _holding(behalf: Behalf, deed: Deed) -> Delegation:
    """Return the delegation that lets the person do it, held until the act ends; its owner may act itself."""
    refused: Refused | None = None
    for row in queries.delegations_for(deed.owner_id, behalf.person.id, behalf.today):
        if row.project_id in (None, deed.project_id):
            found = rules.refusal(queries.mandate(lock(row), behalf.today), deed.step)
            if found is None and not row.owner.may_act:
                found = Refused("W2", say("The account of the owner is switched off: nobody acts for it."))
            if found is None:
                return row
            refused = refused or found
    raise refused or NotYours


def _must_not_sit_on_two_sides(person: User, others: Collection[int]) -> None:
    if person.organisation_id in others or accounts.is_known_at(person, others):
        raise Refused(
            "W1",
            say(
                "You have an account at another side of this matter: nobody acts for two sides of one order."
            ),
        )
