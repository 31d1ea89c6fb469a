"""S3, S6: the gate that every choice passes through, for one agency or for all who registered at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import Select, select

from accounts.models import Organisation
from kernel.db import db
from kernel.errors import Refused
from kernel.rulebook import Rulebook, applies
from kernel.sentences import say
from marketplace.admission import returning, rules
from marketplace.admission.catalogue import items
from marketplace.admission.models import Admission, Affiliation, ListedService
from marketplace.admission.queries import ACCEPTED, qualified
from marketplace.admission.redcap import queries as register
from marketplace.admission.redcap.rules import as_registered, red_cap

UNLISTED = say("The agency does not list this service.")


def gate(agency_id: int, owner_id: int, item_code: str, today: date, book: Rulebook) -> Refused | None:
    """Say why an agency may not take this owner's order for an item today (S3, then S6), or None."""
    return gates([agency_id], owner_id, item_code, today, book).get(agency_id)


def gates(
    agency_ids: Iterable[int], owner_id: int, item_code: str, today: date, book: Rulebook
) -> dict[int, Refused]:
    """Say of each agency that may not take this owner's order for an item today why (S3, then S6).

    Eight statements at most, however many they are.
    """
    ids = set(agency_ids)
    refused = unfit(ids, item_code, today, book)
    return refused | avoided(ids - set(refused), owner_id, items()[item_code].authority, today)


@applies("S3")
def unfit(agency_ids: Iterable[int], item_code: str, today: date, book: Rulebook) -> dict[int, Refused]:
    """Say of each agency that may not take part for an item today why.

    S3: only an agency whose standing is good or yellow-card, with a valid qualification for the item. Asked at
    registration, at the closing, at selection and at signing.
    """
    ids = set(agency_ids)
    out = returning.all_out(ids, today, book)
    mine = Admission.agency_id.in_(ids)
    admitted = _set(select(Admission.agency_id).where(mine, Admission.state == ACCEPTED))
    able = _set(select(Admission.agency_id).where(mine, qualified(item_code, Admission.agency_id, today)))
    offers = (ListedService.item_code == item_code, ListedService.closed_on.is_(None))
    listed = _set(select(ListedService.agency_id).where(ListedService.agency_id.in_(ids), *offers))
    found = {
        i: out.get(i) or _unfit(is_admitted=i in admitted, is_listed=i in listed, is_able=i in able)
        for i in ids
    }
    return {i: refused for i, refused in found.items() if refused}


def _unfit(*, is_admitted: bool, is_listed: bool, is_able: bool) -> Refused | None:
    if not is_admitted:
        return Refused("S3", say("The agency has not been admitted to the supermarket."))
    if not is_listed:
        return Refused("S3", UNLISTED)
    if not is_able:
        return Refused(
            "A3", say("The agency has no valid qualification for this service: its listing is closed.")
        )
    return None


@applies("S6")
def avoided(agency_ids: Iterable[int], owner_id: int, authority_key: str, today: date) -> dict[int, Refused]:
    """Say of each agency that may not serve an owner (S6) why: by what it declared, and by the register."""
    ids = set(agency_ids)
    if not ids:
        return {}
    sides = {
        row.id: rules.Side(row.uscc, row.name, row.legal_representative, row.controlling_shareholder)
        for row in db.session.scalars(select(Organisation).where(Organisation.id.in_({*ids, owner_id})))
    }
    ties, links = _ties(ids), register.links(sides[i].uscc for i in ids)
    declared = [tie for several in ties.values() for tie in several]
    bodies = register.known((tie.body_name for tie in declared), (tie.body_uscc for tie in declared))
    held = [row.held for row in bodies]
    found = {
        i: red_cap((row.link for row in links.get(sides[i].uscc or "", [])), authority_key, today)
        or rules.avoidance(
            sides[i], sides[owner_id], as_registered(ties[i], held, today), authority_key, today
        )
        for i in ids
    }
    return {i: refused for i, refused in found.items() if refused}


def _set(ids: Select[int]) -> set[int]:
    return set(db.session.scalars(ids))


def _ties(ids: set[int]) -> Mapping[int, Sequence[rules.Tie]]:
    found = defaultdict(list)
    declared = select(Affiliation).where(Affiliation.agency_id.in_(ids), Affiliation.withdrawn_on.is_(None))
    for row in db.session.scalars(declared.order_by(Affiliation.id)):
        found[row.agency_id].append(row.tie)
    return found
