"""The owner's verbs on projects and needs, some of which a case assistant may do for it (W1)."""

from datetime import date

from sqlalchemy import select

from kernel import clock, ledger
from kernel.db import db, lock
from kernel.errors import Refused, WrongState
from kernel.sentences import Sentence, say
from marketplace.projects.helping import Behalf, Deed, Proof, prove
from marketplace.projects.models import Need, Project
from marketplace.projects.outside import Matter, stays_outside
from marketplace.projects.rules import is_project_code
from marketplace.projects.vocabulary import Step

CODE_RULE = "GB/T 40058"
FIELDS = ("name", "code", "area", "address", "summary", "public_money", "stage")
NEED_FIELDS = ("stage", "item_code", "title", "detail", "wanted_workdays")


def create_project(
    owner_id: int, values: dict[str, object], *, actor_id: int, behalf: Behalf | None = None
) -> Project:
    """Enter a project of an owner; raise Refused for a code of the wrong form or one that is taken."""
    row = Project(owner_id=owner_id, created_at=clock.now(), **{name: values[name] for name in FIELDS})
    told = say("Project entered: %(name)s", name=row.name)
    proof = prove(behalf, Deed(Step.PROJECT, owner_id, None, told, "/projects"))
    _check_code(row.code, None)
    ledger.record(
        row,
        "projects.project.entered",
        actor_id=actor_id,
        rule=CODE_RULE,
        details=proof.with_details({"code": row.code}),
        proves=proof.rows,
    )
    return row


def change_project(
    row: Project, values: dict[str, object], *, actor_id: int, behalf: Behalf | None = None
) -> Project:
    """Change what is said of a project; raise Refused for a code of the wrong form or one that is taken."""
    lock(row)
    proof = _proof(behalf, row, say("Project changed: %(name)s", name=row.name))
    _check_code(str(values["code"]), row.id)
    changes = _apply(row, FIELDS, values)
    ledger.record(
        row,
        "projects.project.changed",
        actor_id=actor_id,
        rule=CODE_RULE,
        details=proof.with_details(changes),
        proves=proof.rows,
    )
    return row


def add_need(
    project: Project, values: dict[str, object], *, actor_id: int, behalf: Behalf | None = None
) -> Need:
    """Say that a project needs a service at a stage; raise Refused for a secret one or an emergency (S10)."""
    matter = Matter(str(values.get("matter", Matter.ORDINARY)))
    outside = stays_outside(matter)
    if outside:
        raise outside
    row = Need(project=project, created_at=clock.now(), **{name: values[name] for name in NEED_FIELDS})
    proof = _proof(behalf, project, say("Service added: %(title)s", title=row.title))
    details = proof.with_details({"item": row.item_code, "matter": matter})
    ledger.record(
        row, "projects.need.added", actor_id=actor_id, rule="S1", details=details, proves=proof.rows
    )
    return row


def drop_need(row: Need, *, in_use: bool, actor_id: int, today: date, behalf: Behalf | None = None) -> Need:
    """Take a service off the project's list; raise Refused where it has been published or ordered."""
    lock(row)
    proof = _proof(behalf, row.project, say("Service taken off the list: %(title)s", title=row.title))
    if row.dropped_on:
        raise WrongState(say("This service has been taken off already."))
    if in_use:
        raise Refused(
            "S1", say("An agency has been invited or chosen for this service; withdraw the notice first.")
        )
    row.dropped_on = today
    details = proof.with_details({})
    ledger.record(
        row, "projects.need.dropped", actor_id=actor_id, rule="S1", details=details, proves=proof.rows
    )
    return row


def _proof(behalf: Behalf | None, project: Project, told: Sentence) -> Proof:
    link = f"/projects/{project.id}"
    return prove(behalf, Deed(Step.PROJECT, project.owner_id, project.id, told, link))


def _check_code(code: str, own_id: int | None) -> None:
    if not is_project_code(code):
        raise Refused(
            CODE_RULE,
            say("Enter the project code as issued, for example 2603-330881-04-01-512760."),
            field="code",
        )
    holder = db.session.scalar(select(Project.id).where(Project.code == code))
    if holder is not None and holder != own_id:
        raise Refused(CODE_RULE, say("This project code has been entered already."), field="code")


def _apply(row: Project, names: tuple[str, ...], values: dict[str, object]) -> dict[str, object]:
    changed = [name for name in names if getattr(row, name) != values[name]]
    for name in changed:
        setattr(row, name, values[name])
    return {"changed": changed}
