"""P10: which bodies that are locked out an agency belongs together with, for the operator to look at."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, false, literal, or_, select

from accounts.models import Organisation
from blacklist import queries as blacklist
from kernel.db import db
from kernel.rulebook import Rulebook
from marketplace.admission import rules
from marketplace.admission.models import Affiliation


@dataclass(frozen=True)
class Flag:
    """A body that is locked out, its standing, and how the agency is related to it."""

    body: Organisation
    standing: blacklist.Standing
    relations: tuple[rules.Relation, ...]


def flags(agency: Organisation, today: date, book: Rulebook) -> list[Flag]:
    """Return the bodies kept out today to which an agency is related (P10), in at most five statements.

    None of them bars the agency: a person looks, and says what came of it.
    """
    mine = _ties([agency.id])[agency.id]
    bodies = db.session.scalars(
        select(Organisation)
        .where(
            Organisation.id.in_(blacklist.barred_on(today)),
            Organisation.id != agency.id,
            or_(*_may_belong(agency, mine)),
        )
        .order_by(Organisation.id)
    ).all()
    if not bodies:
        return []
    theirs, standings = _ties(b.id for b in bodies), blacklist.standings([b.id for b in bodies], today, book)
    found = [
        Flag(
            body,
            standings[body.id],
            rules.relations(_side(agency), _side(body), mine, theirs[body.id], today),
        )
        for body in bodies
    ]
    return [flag for flag in found if flag.relations and flag.standing.is_out]


def _may_belong(agency: Organisation, ties: Sequence[rules.Tie]) -> list[ColumnElement[bool]]:
    """Return what narrows the bodies to those that may be related; the rule decides about each."""
    hands = [name for name in (agency.controlling_shareholder,) if name]
    declared = select(Affiliation.agency_id).where(
        Affiliation.withdrawn_on.is_(None),
        or_(
            Affiliation.body_name == agency.name,
            Affiliation.body_uscc == agency.uscc if agency.uscc else false(),
        ),
    )
    return [
        Organisation.legal_representative == agency.legal_representative
        if agency.legal_representative
        else false(),
        Organisation.controlling_shareholder.in_([*hands, agency.name]),
        Organisation.name.in_([*hands, *(tie.body_name for tie in ties if tie.body_name)]),
        Organisation.uscc.in_([tie.body_uscc for tie in ties if tie.body_uscc]),
        Organisation.name.startswith(agency.name, autoescape=True),
        literal(agency.name).startswith(Organisation.name),
        Organisation.id.in_(declared),
    ]


def _ties(agency_ids: Iterable[int]) -> dict[int, list[rules.Tie]]:
    """Return the ties that agencies have declared and not withdrawn, in one statement."""
    chosen = select(Affiliation).where(
        Affiliation.agency_id.in_(set(agency_ids)), Affiliation.withdrawn_on.is_(None)
    )
    found: dict[int, list[rules.Tie]] = defaultdict(list)
    for t in db.session.scalars(chosen.order_by(Affiliation.id)):
        found[t.agency_id].append(t.tie)
    return found


def _side(row: Organisation) -> rules.Side:
    return rules.Side(row.uscc, row.name, row.legal_representative, row.controlling_shareholder)
