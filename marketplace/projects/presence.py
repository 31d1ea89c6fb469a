"""Who is here as a case assistant: what owners let the person do is at hand, and its acts are done for somebody else."""

from collections.abc import Iterable, Sequence
from datetime import date

from flask import Flask, request
from flask_login import current_user

from accounts.kinds import Kind
from accounts.models import User
from accounts.views.blueprint import me
from kernel import clock
from marketplace.projects import queries
from marketplace.projects.helping import Behalf
from marketplace.projects.rules import Mandate


class Mandates:
    """What owners let the people of a centre do on a day: looked up owner by owner, when first asked, for one request."""

    def __init__(self, centre_id: int, today: date) -> None:
        """Know nothing yet."""
        self._centre_id, self._today = centre_id, today
        self._known: dict[int, list[Mandate]] = {}

    def __call__(self, owner_id: int) -> Sequence[Mandate]:
        """Return what an owner lets them do."""
        self.lay((owner_id,))
        return self._known[owner_id]

    def lay(self, owner_ids: Iterable[int]) -> None:
        """Look several owners up in one statement, for a page that is about to ask of each of them."""
        new = set(owner_ids) - self._known.keys()
        if new:
            self._known |= {owner_id: [] for owner_id in new}
            for found in queries.mandates_of(self._centre_id, new, self._today):
                self._known[found.owner_id].append(found)


def install(app: Flask) -> None:
    """Let a case assistant who is signed in be asked what an owner lets the centre's people do today."""
    app.before_request(_hand_mandates)


def behalf() -> Behalf | None:
    """Return that whoever is signed in acts for others, as a case assistant does; None for everyone else."""
    return Behalf(me(), clock.today()) if _is_one() else None


def lay_mandates_of(person: User, owner_ids: Iterable[int]) -> None:
    """Look up at once what several owners let a person who is here do, before a list asks of each of them."""
    if isinstance(person.mandates, Mandates):
        person.mandates.lay(owner_ids)


def _hand_mandates() -> None:
    if request.endpoint not in (None, "static") and _is_one():
        current_user.mandates = Mandates(current_user.organisation_id, clock.today())


def _is_one() -> bool:
    return bool(current_user.is_authenticated and current_user.is_of(Kind.SERVICE_CENTRE))
