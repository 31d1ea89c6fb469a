"""The pages of cases: the list that concerns the reader, and one case with its frozen facts."""

import json

from flask import request
from flask_login import current_user

from accounts.kinds import Kind
from blacklist import queries
from blacklist.models import Case
from kernel import ledger
from kernel.permissions import requires
from kernel.places import shows
from kernel.web import page
from marketplace.oversight.facts import told
from marketplace.oversight.permissions import Can
from marketplace.oversight.views.blueprint import Answer, blueprint


@blueprint.get("/cases")
@requires(Can.LIST)
def cases() -> Answer:
    """Show the cases that concern the reader, the newest first."""
    body = current_user.organisation
    key = body.authority_key if body.kind == Kind.AUTHORITY else None
    about = body.id if body.kind == Kind.AGENCY else None
    found = queries.cases(key, about, request.args.get("after"))
    return page("marketplace/oversight/cases.html", found=found)


@blueprint.get("/cases/<int:case_id>")
@shows("veto_case", "oversight.case", case_id="id")
@requires(Can.READ, subject=queries.case)
def case(row: Case) -> Answer:
    """Show one case: the fact, the rule and its edition, and the clock as it was frozen at the opening."""
    entries = list(ledger.entries(row))
    return page(
        "marketplace/oversight/case.html", case=row, facts=told(json.loads(row.facts)), entries=entries
    )
