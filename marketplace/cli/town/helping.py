"""The town helps: an owner lets a case assistant act for all that it builds, another asks and waits."""

from datetime import timedelta

from kernel import clock
from kernel.db import transaction
from marketplace.cli.town.settling import Town
from marketplace.projects import delegating, operations, queries
from marketplace.projects.delegating import Given
from marketplace.projects.helping import Behalf
from marketplace.projects.models import Project
from marketplace.projects.vocabulary import Step

SINCE = timedelta(days=30)
LASTS = timedelta(days=180)
SERVICE = {
    "stage": "assessments", "item_code": "C01", "title": "水土保持方案编制", "detail": "", "wanted_workdays": 15
}  # fmt: skip


def delegate(town: Town) -> None:
    """Let a case assistant act for one owner since some days, and be asked by another today."""
    assistant = town.users["daiban"]
    town.at(town.today - SINCE)
    with transaction():
        row = delegating.delegate(
            _given(town, None, tuple(Step)),
            actor=town.users["hemu"],
            today=clock.today(),
            book=town.book,
        )
        delegating.accept(row, actor_id=assistant.id, today=clock.today())
    project = queries.projects_named(town.bodies["hemu"].id)[0]
    with transaction():
        behalf = Behalf(assistant, clock.today())
        operations.add_need(project, dict(SERVICE), actor_id=assistant.id, behalf=behalf)
    town.at(town.today)
    with transaction():
        given = _given(
            town, queries.projects_named(town.bodies["zhuzao"].id)[0], (Step.MATERIALS, Step.PAUSES)
        )
        delegating.delegate(given, actor=town.users["zhuzao"], today=clock.today(), book=town.book)


def _given(town: Town, project: Project | None, steps: tuple[Step, ...]) -> Given:
    today = clock.today()
    return Given(town.users["daiban"], project, steps, today, today + LASTS)
