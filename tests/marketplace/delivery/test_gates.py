"""S3, P8, P9: every gate asks the standing by itself, on every day: nothing here rests on a release having run."""

from datetime import date, timedelta

import pytest

from kernel import law
from kernel.db import transaction
from kernel.errors import Refused
from marketplace.delivery.events import ChangeProposed
from marketplace.delivery.operations import changes, contracts
from marketplace.selection import operations as selection
from tests import personas
from tests.factories import blacklist as decisions
from tests.factories import delivery as make
from tests.factories import projects
from tests.factories import selection as choice

A_DAY = timedelta(days=1)
DOCUMENT = "江审管〔2024〕7号"


def vetoed(agency, day):
    decisions.veto(agency, decided_on=day, finding=decisions.overdue(day - A_DAY))


def twice_deficient(agency, day):
    decisions.rating(agency, day.year - 2, determined_on=day - timedelta(days=300))
    decisions.rating(agency, day.year - 1, determined_on=day)


# The measure, the day of its decision, the last locked day (T4), and the rule that refuses until then.
BOUNDARIES = {
    "blacklisted on 29 February": (vetoed, date(2024, 2, 29), date(2026, 2, 28), "P4"),
    "blacklisted on another day": (vetoed, date(2024, 5, 20), date(2026, 5, 20), "P4"),
    "removed on 29 February": (twice_deficient, date(2024, 2, 29), date(2025, 2, 28), "P2"),
    "removed on another day": (twice_deficient, date(2025, 3, 18), date(2026, 3, 18), "P2"),
}


class Undone(Exception):
    """What a gate did is taken back."""


def answer(gate):
    """Return by what rule a gate refuses and from when, or None where it lets through; nothing is kept."""
    try:
        with transaction():
            gate()
            raise Undone
    except Undone:
        return None
    except Refused as refused:
        return refused.rule, refused.try_from


def gates(day, owner, agency):
    """Prepare, before a day, one matter for each gate, and return what would be done at each."""
    with make.on(make.days_ago(8, day)):
        awards = [make.awarded(owner, agency) for _ in range(2)]
        by_owner, by_agency = make.awarded(owner, agency), make.awarded(owner, agency)
    with make.on(day - A_DAY):
        need = projects.need(owner)
        notice = choice.notice(owner, agency)
        entry = choice.offer(notice, agency)
        filed = [make.filed(award, who) for award, who in zip(awards, (owner, agency), strict=True)]
        running = make.confirmed(make.filed(awards_again(owner, agency, day), owner), agency)
        with transaction():
            fact = ChangeProposed("增加噪声监测", 3_200_000, 20)
            changes.propose_change(running, fact, [make.paper()], make.desk(owner))
    until = {"workdays": 5, "price_fen": 100}

    def today(user):
        return {"actor_id": user.id, "today": make.clock.today(), "book": law.book()}

    def paper():
        return [make.paper("合同.pdf")]

    return {
        "invitation": lambda: selection.invite(
            need, [agency.organisation_id], make.clock.today() + A_DAY, "", **today(owner)
        ),
        "offer": lambda: selection.offer(entry, **until, remark="", **today(agency)),
        "choice": lambda: selection.choose(notice, entry.id, "好", calendar=law.calendar(), **today(owner)),
        "filing by the owner": lambda: contracts.file_contract(by_owner, None, paper(), make.desk(owner)),
        "filing by the agency": lambda: contracts.file_contract(by_agency, None, paper(), make.desk(agency)),
        "signing by the agency": lambda: contracts.confirm_contract(
            filed[0], make.last(filed[0], "contracts"), make.desk(agency)
        ),
        "signing by the owner": lambda: contracts.confirm_contract(
            filed[1], make.last(filed[1], "contracts"), make.desk(owner)
        ),
        "changed task": lambda: changes.answer_change(
            running, make.last(running, "changes"), "", make.desk(agency), agreed=True
        ),
    }


def awards_again(owner, agency, day):
    """Return one more award, whose publicity is over by a day."""
    with make.on(make.days_ago(8, day)):
        return make.awarded(owner, agency)


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_every_gate_on_both_sides_of_every_boundary(db_session, clock, boundary):
    """The day before the decision, the day, the last locked day, the day after, and the day of re-entry."""
    measure, decided_on, last, rule = BOUNDARIES[boundary]
    owner, agency = personas.owner(), personas.agency()
    clock.set(decided_on - A_DAY)
    matters = gates(decided_on, owner, agency)
    measure(agency.organisation, decided_on)

    def answers(day, but=()):
        clock.set(day)
        return {name: answer(gate) for name, gate in matters.items() if name not in but}

    def every(expected, but=()):
        return {name: expected for name in matters if name not in but}

    assert answers(decided_on - A_DAY) == every(None)
    assert answers(decided_on) == every((rule, last + A_DAY))
    late = ("offer",)  # its last day is over, which S4 says first
    assert answers(last, late) == every((rule, last + A_DAY), late)
    assert answers(last + A_DAY, late) == every(("P9", None), late)
    decisions.readmission(agency.organisation, last + A_DAY)
    assert answers(last + A_DAY, late) == every(None, late)
