"""Complaints for tests: `complaint(agency)` is one that came in today, told to its office."""

from kernel import clock
from kernel.db import transaction
from marketplace.oversight.complaints import operations
from marketplace.oversight.complaints.operations import Told
from marketplace.oversight.complaints.vocabulary import About, Topic

TEXT = "工作人员要求另付加急费，不付就不交报告。"
TOKEN = "a browser"


def complaint(body=None, made_by=None, **told):
    """Enter a complaint about an agency's body (or, with `name`, about another), by a stranger unless told."""
    given = {
        "about": About.AGENCY,
        "name": body.name if body else "",
        "topic": Topic.FEE,
        "item": "",
        "fact_on": clock.today(),
        "text": TEXT,
    } | told
    with transaction():
        return operations.make(Told(**given), TOKEN, made_by=made_by.id if made_by else None, now=clock.now())
