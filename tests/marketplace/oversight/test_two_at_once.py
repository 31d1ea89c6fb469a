"""Two who decide one case in the same moment: one decision, and the other is told to reload. On either database."""

from functools import partial

from sqlalchemy import func, select

from accounts import queries as accounts
from blacklist import queries
from blacklist.models import Decision
from blacklist.steps import Desk, Said
from blacklist.vocabulary import Act, Outcome, State
from kernel import law
from kernel.db import db
from kernel.issued import IssuedLetter
from marketplace.oversight import operations
from tests import personas
from tests.factories import accounts as make
from tests.factories import cases as walk
from tests.marketplace.delivery.test_two_at_once import at_once


def test_two_decide_at_once_and_one_decision_stands(own_app, clock):
    row = walk.at(State.DECISION)
    third = make.user(personas.authority().organisation, "third@example.cn", "officer", name="祝平")
    people = [personas.second_officer().id, third.id]
    clock.set(walk.DECIDED)
    case_id = row.id
    db.session.remove()

    def decide(person_id):
        desk = Desk(accounts.user(person_id), walk.DECIDED, law.calendar(), law.book())
        said = Said(text="认定成立。", outcome=Outcome.UPHELD)
        operations.take(queries.case(case_id), Act.DECIDE, said, desk)

    outcomes = at_once(own_app, *(partial(decide, person_id) for person_id in people))
    assert outcomes == ["WrongState", "done"]
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 1
    letters = db.session.scalars(select(IssuedLetter.number).where(IssuedLetter.kind == "decision")).all()
    assert letters == ["江中介决字〔2026〕1号"]
