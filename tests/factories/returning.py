"""Agencies that were locked out, and their applications for re-entry, made by the operations themselves."""

from datetime import date, timedelta

from kernel import clock, law
from kernel.db import transaction
from marketplace.admission import reentries
from tests import personas
from tests.factories import admission, blacklist

WORDS = "对超期原因逐项整改，增配两名工程师，建立节点预警。"
REASONS = "材料属实，整改到位。"
DOCUMENT = "江审管入〔2026〕3号"
A_DAY = timedelta(days=1)


def locked_out(*items, decided_on=date(2024, 5, 20), **given):
    """Return the head of the first agency, admitted with items, blacklisted for two years on a day."""
    head = personas.agency()
    admission.agency_with(*(items or ("B02",)), organisation=head, **given)
    finding = blacklist.overdue(fact_on=decided_on - A_DAY)
    blacklist.veto(head.organisation, decided_on=decided_on, finding=finding)
    return head


def applied(head=None):
    """Apply for re-entry."""
    head = head or locked_out()
    with transaction():
        return reentries.apply_for(
            head.organisation, WORDS, (), actor_id=head.id, today=clock.today(), book=law.book()
        )


def checked(row=None):
    """Let the operator find the form in order."""
    row, clerk = row or applied(), personas.operator()
    with transaction():
        return reentries.pass_check(row, "证书与填报一致。", actor_id=clerk.id, today=clock.today())


def admitted(row=None):
    """Let the managing office readmit."""
    row, officer = row or checked(), personas.managing_office()
    with transaction():
        return reentries.admit(
            row,
            REASONS,
            DOCUMENT,
            actor_id=officer.id,
            today=clock.today(),
            calendar=law.calendar(),
            book=law.book(),
        )
