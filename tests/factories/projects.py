"""Projects and needs for tests."""

import itertools

from kernel.db import transaction
from marketplace.projects import operations

_numbers = itertools.count(500_001)


def project_code():
    """Return a project code that nobody has."""
    return f"2603-330881-04-01-{next(_numbers):06d}"


def project(owner, **values):
    """Enter a project of a person's organisation."""
    given = {
        "name": "贺村喷涂线技术改造项目",
        "code": project_code(),
        "area": "贺村镇",
        "address": "贺村工业区 8 号",
        "summary": "改造两条喷涂线",
        "public_money": False,
        "stage": "assessments",
    } | values
    with transaction():
        return operations.create_project(owner.organisation_id, given, actor_id=owner.id)


def need(owner, in_project=None, **values):
    """Say that a project needs a service, the environmental report form unless told otherwise."""
    given = {
        "stage": "assessments",
        "item_code": "B02",
        "title": "环境影响报告表编制",
        "detail": "报告表及公示材料",
        "wanted_workdays": 15,
    } | values
    in_project = in_project or project(owner)
    with transaction():
        return operations.add_need(in_project, given, actor_id=owner.id)
