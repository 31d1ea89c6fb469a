"""W2: an owner lets a case assistant take named steps, by a dated act that is accepted and can be taken back at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.kinds import Kind
from accounts.models import User
from accounts.operations import tell
from kernel import clock, ledger
from kernel.db import lock
from kernel.errors import NotYours, Refused, WrongState
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from marketplace.projects import queries, rules
from marketplace.projects.models import Delegation, Project
from marketplace.projects.vocabulary import Step

RULE = "W2"


@dataclass(frozen=True)
class Given:
    """What an owner gives: to whom, for which project (None: for all), which steps, and the days."""

    assistant: User
    project: Project | None
    steps: tuple[Step, ...]
    from_on: date
    until_on: date


def delegate(given: Given, *, actor: User, today: date, book: Rulebook) -> Delegation:
    """Let a case assistant take named steps; raise Refused for days, steps or a person that cannot be."""
    lock(actor.organisation)  # of two who give the same at once, the second sees the first
    _check(given, actor, today, book)
    row = Delegation(
        owner=actor.organisation,
        assistant=given.assistant,
        project=given.project,
        steps=" ".join(step for step in Step if step in given.steps),
        from_on=given.from_on,
        until_on=given.until_on,
        named_by=actor.id,
        created_at=clock.now(),
    )
    details = {
        "assistant": given.assistant.id,
        "project": given.project.id if given.project else None,
        "steps": row.steps,
        "from": given.from_on,
        "until": given.until_on,
    }
    ledger.record(row, "projects.delegation.given", actor_id=actor.id, rule=RULE, details=details)
    asked = say("%(owner)s asks case assistant %(name)s to act for it; accept or decline.", **_names(row))
    _tell(row, [row.assistant.organisation_id], asked)
    return row


def accept(row: Delegation, *, actor_id: int, today: date) -> Delegation:
    """Accept a delegation, with the word that one has no hand in any agency or authority of the matter."""
    _must_wait(row, today)
    row.accepted_on = today
    ledger.record(
        row,
        "projects.delegation.accepted",
        actor_id=actor_id,
        rule=RULE,
        details={"on": today, "no_interest": True},
    )
    _tell(
        row, [row.owner_id], say("Case assistant %(name)s has accepted to act for %(owner)s.", **_names(row))
    )
    return row


def decline(row: Delegation, reason: str, *, actor_id: int, today: date) -> Delegation:
    """Decline a delegation, with the reason."""
    _must_wait(row, today)
    row.declined_on, row.reason = today, reason
    ledger.record(row, "projects.delegation.declined", actor_id=actor_id, rule=RULE, details={"on": today})
    told = say("Case assistant %(name)s does not act for %(owner)s: %(reason)s", reason=reason, **_names(row))
    _tell(row, [row.owner_id], told)
    return row


def end(row: Delegation, *, actor_id: int, today: date) -> Delegation:
    """Take a delegation back, or lay it down; from this moment nothing more is done under it, what was done stays."""
    lock(row)
    if not row.is_open or row.until_on < today:
        raise WrongState(say("This delegation has ended already."))
    row.ended_on, row.ended_by = today, actor_id
    ledger.record(row, "projects.delegation.ended", actor_id=actor_id, rule=RULE, details={"on": today})
    told = say("Case assistant %(name)s no longer acts for %(owner)s.", **_names(row))
    _tell(row, [row.owner_id, row.assistant.organisation_id], told)
    return row


def _check(given: Given, actor: User, today: date, book: Rulebook) -> None:
    if given.project is not None and given.project.owner_id != actor.organisation_id:
        raise NotYours
    person = given.assistant
    if not (person.is_active and person.acts and person.is_of(Kind.SERVICE_CENTRE)):
        raise Refused(RULE, say("A case assistant is a person of the service centre."), field="assistant")
    if not given.steps:
        raise Refused("W1", say("Name at least one step."), field="steps")
    refused = rules.refusal_of_days(given.from_on, given.until_on, today, book)
    if refused:
        raise refused
    for row in queries.open_delegations_of(actor.organisation_id, person.id, today):
        if _is_same(row, given):
            already = say("This person helps with the same already; take that delegation back first.")
            raise Refused(RULE, already, field="assistant")


def _is_same(row: Delegation, given: Given) -> bool:
    same_project = row.project_id == (given.project.id if given.project else None)
    return same_project and row.from_on <= given.until_on and given.from_on <= row.until_on


def _must_wait(row: Delegation, today: date) -> None:
    lock(row)
    if not row.is_open or row.until_on < today:
        raise WrongState(say("This delegation has ended already."))
    if row.accepted_on:
        raise WrongState(say("This delegation has been accepted already."))


def _names(row: Delegation) -> dict[str, str]:
    return {"name": row.assistant.name, "owner": row.owner.name}


def _tell(row: Delegation, bodies: Iterable[int], told: Sentence) -> None:
    for body_id in bodies:
        tell(body_id, told, link=f"/delegations/{row.id}")
