"""P2, P13: a rating that was set aside on review is replaced by the same steps for its one agency."""

from datetime import date

import pytest
from sqlalchemy import select

from blacklist import queries as blacklist
from credit import checking, queries, replacing, replaying, round_queries
from credit.drafting import state_of
from credit.models import EvidenceRecord
from credit.vocabulary import Second, State
from kernel import law
from kernel.db import db
from kernel.errors import Refused, WrongState
from tests import personas
from tests.factories import credit as make
from tests.factories import rounds as round_of

YEAR = round_of.YEAR
SET_ASIDE, AGAIN, CHECKED, SHOWN = date(2026, 4, 1), date(2026, 4, 2), date(2026, 4, 20), date(2026, 4, 21)
DONE = date(2026, 5, 8)


def a_rating_set_aside(grade="D"):
    agency = personas.agency().organisation
    round_of.whole(round_of.entrant(agency, grade))
    make.rating_set_aside(agency, queries.ratings_of(agency.id)[0], SET_ASIDE)
    return round_queries.draft(YEAR, agency.id)


def again(draft, reason="复核：处罚决定已被撤销。", today=AGAIN):
    with round_of.acting(today) as at:
        replacing.reopen(draft, reason, at)
    return draft


def act(draft, verb, *more, today, user=None):
    with round_of.acting(today, user) as at:
        return verb(draft, *more, at)


def test_a_rating_is_replaced_by_a_draft_that_is_told_checked_published_and_determined(db_session):
    draft = again(a_rating_set_aside())
    assert (state_of(draft), draft.objections_until, draft.second) == (
        State.SECOND,
        date(2026, 4, 17),
        Second.ASKED,
    )
    chosen = select(EvidenceRecord).where(EvidenceRecord.kind == "GiveUp")
    act(draft, checking.set_aside, db.session.scalars(chosen).first(), "并非放弃。", today=AGAIN)
    with pytest.raises(Refused) as refused:
        act(draft, replacing.publish, today=date(2026, 4, 17))
    assert refused.value.try_from == date(2026, 4, 18)
    act(draft, checking.confirm, today=CHECKED, user=personas.second_of_the_office())
    until = act(draft, replacing.publish, today=SHOWN)
    with pytest.raises(Refused) as refused:
        act(draft, replacing.determine, round_of.DOCUMENT, today=until)
    assert refused.value.try_from > until
    with pytest.raises(Refused, match="document"):
        act(draft, replacing.determine, " ", today=DONE)
    assert act(draft, replacing.determine, round_of.DOCUMENT, today=DONE) is False
    assert queries.grade_in_force(draft.agency_id, DONE).year == YEAR
    assert (state_of(draft), draft.reopened_on) == (State.DETERMINED, None)
    assert list(replaying.differences(draft.round)) == []
    standing = blacklist.standing(draft.agency_id, DONE, law.book())
    assert standing.name == ("yellow-card" if draft.grade == "D" else "good")


def test_the_days_to_replace_it_are_told(db_session):
    draft = a_rating_set_aside()
    assert replacing.replace_by(draft, law.calendar(), law.book()) == date(2026, 4, 30)
    assert replacing.set_aside_rating(draft).set_aside_on == SET_ASIDE


def test_only_a_rating_set_aside_is_replaced_once_and_with_its_reason(db_session):
    agency = personas.agency().organisation
    round_of.whole(round_of.entrant(agency, "B"))
    draft = round_queries.draft(YEAR, agency.id)
    with pytest.raises(WrongState):
        again(draft)
    assert replacing.replace_by(draft, law.calendar(), law.book()) is None
    with pytest.raises(WrongState):
        act(draft, replacing.publish, today=AGAIN)
    make.rating_set_aside(agency, queries.ratings_of(agency.id)[0], SET_ASIDE)
    with pytest.raises(Refused):
        again(draft, reason=" ")
    again(draft)
    with pytest.raises(WrongState):
        again(draft)


def test_a_removal_that_comes_by_the_replacement_is_told(db_session):
    make.rating(personas.agency().organisation, YEAR - 1, "D")
    draft = again(a_rating_set_aside())
    assert draft.measure == "removal"
    act(draft, checking.confirm, today=CHECKED, user=personas.second_of_the_office())
    act(draft, replacing.publish, today=SHOWN)
    assert act(draft, replacing.determine, round_of.DOCUMENT, today=DONE) is True
    assert blacklist.standing(draft.agency_id, DONE, law.book()).locked_until == date(2027, 5, 8)
