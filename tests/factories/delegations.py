"""Delegations for tests, given and accepted by the verbs themselves."""

from datetime import timedelta

from kernel import clock, law
from kernel.db import transaction
from marketplace.projects import delegating
from marketplace.projects.delegating import Given
from marketplace.projects.vocabulary import Step
from tests import personas


def given(owner=None, assistant=None, project=None, steps=tuple(Step), first=None, last=None):
    """Let a case assistant act for an owner, in every step and for thirty days unless told otherwise."""
    owner, assistant = owner or personas.owner(), assistant or personas.assistant()
    first = first or clock.today()
    what = Given(assistant, project, tuple(steps), first, last or first + timedelta(days=30))
    with transaction():
        return delegating.delegate(what, actor=owner, today=clock.today(), book=law.book())


def accepted(*args, **named):
    """Let a case assistant act, who accepts it today."""
    row = given(*args, **named)
    with transaction():
        return delegating.accept(row, actor_id=row.assistant_id, today=clock.today())


def taken_back(row, who=None):
    """Take a delegation back today."""
    with transaction():
        return delegating.end(row, actor_id=(who or personas.owner()).id, today=clock.today())
