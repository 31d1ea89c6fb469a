"""One round with 200 agencies and 3 authorities, from its opening to its determination, and computed again."""

import dataclasses
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice

import pytest
from sqlalchemy import func, select

from blacklist import queries as blacklist
from blacklist.models import Case
from credit import checking, queries, replaying, round_queries
from credit.models import Draft, EvidenceRecord, Rating, Round
from credit.vocabulary import Answer, Second, State
from kernel import law
from kernel.db import db
from kernel.errors import Refused
from kernel.rulebook import Rulebook
from tests import personas
from tests.factories import accounts as bodies
from tests.factories import blacklist as decisions
from tests.factories import credit as make
from tests.factories import rounds as round_of

YEAR, MANY = round_of.YEAR, 200
AUTHORITIES = ("水利", "生态环境", "应急")
ANSWERED, BACK = date(2026, 2, 27), date(2026, 3, 9)


def entrants():
    """200 agencies of three industries; the first had a D a year ago and earns another."""
    twice = personas.agency().organisation
    make.rating(twice, YEAR - 1, "D")
    grades = "D" + "".join(islice(cycle("AABBBCNBAD"), MANY - 1))
    agencies = [twice, *(bodies.agency(f"衢州第{n}评估有限公司") for n in range(1, MANY))]
    return [
        round_of.entrant(agency, grade, () if grade == "N" else (AUTHORITIES[n % len(AUTHORITIES)],))
        for n, (agency, grade) in enumerate(zip(agencies, grades, strict=True))
    ]


def penalty_of(draft):
    chosen = select(EvidenceRecord).where(
        EvidenceRecord.agency_id == draft.agency_id, EvidenceRecord.kind == "Penalty"
    )
    return db.session.scalars(chosen).first()


def an_objection_is_upheld(found):
    """A B of 85 points shows that its penalty was lifted: it becomes an A."""
    draft = round_queries.drafts(found, Draft.grade == "B").rows[0]
    row = round_of.objected(draft, "处罚决定已被法院撤销。", about="penalties")
    with pytest.raises(Refused, match="wait"):
        round_of.closed(found)
    before = Decimal(draft.total)
    with round_of.acting(ANSWERED) as at:
        checking.set_aside(draft, penalty_of(draft), "行政处罚已被撤销，证据不成立。", at)
    round_of.answered(row, Answer.UPHELD, "处罚已撤销，予以更正。")
    assert (draft.grade, draft.second) == ("A", Second.ASKED)
    assert Decimal(draft.total) > before
    return draft


def a_draft_is_sent_back(found):
    draft = round_queries.drafts(found, Draft.grade == "D").rows[-1]
    with round_of.acting(BACK, personas.second_of_the_office()) as at:
        checking.send_back(draft, "请核对处罚决定书文号。", at)
    round_of.confirmed(found)
    with pytest.raises(Refused, match="second check"):
        round_of.published(found)
    with round_of.acting(BACK) as at:
        checking.resubmit(draft, "文号已核对，附复印件。", at)
    with round_of.acting(BACK, personas.second_of_the_office()) as at:
        checking.confirm(draft, at)
    return draft


def test_a_round_of_200_agencies_is_determined_on_one_day_and_computed_again_without_a_difference(db_session):
    found = round_of.frozen(*entrants())
    assert [share.authority_key for share in round_queries.shares(found)] == sorted(AUTHORITIES)
    round_of.drawn_up(round_of.checked(found))
    changed = an_objection_is_upheld(found)
    round_of.closed(found)
    back = a_draft_is_sent_back(found)
    round_of.published(found)
    done = round_of.determined(found)

    assert found.state == State.DETERMINED
    assert db.session.scalar(select(func.count()).select_from(Rating).where(Rating.year == YEAR)) == MANY
    assert queries.grade_in_force(changed.agency_id, round_of.DETERMINED).letter == "A"
    assert queries.grade_in_force(back.agency_id, round_of.DETERMINED).letter == "D"
    the_cases_follow(found, done)
    assert list(replaying.differences(found)) == []


def the_cases_follow(found, done):
    """Every D has its file; the D after a D is a removal, every other a yellow card."""
    deficient = round_queries.by_grade(found)["D"]
    files = db.session.scalars(select(Case).where(Case.opened_on == round_of.DETERMINED)).all()
    assert len(files) == deficient
    assert [body.id for body in done.removed] == [personas.agency().organisation_id]
    names = [
        standing.name
        for standing in blacklist.standings(
            (f.agency_id for f in files), round_of.DETERMINED, law.book()
        ).values()
    ]
    assert (names.count("removed"), names.count("yellow-card")) == (1, deficient - 1)


def test_a_rating_that_somebody_changed_is_found_by_the_replay(db_session):
    agency = personas.agency().organisation
    round_of.whole(round_of.entrant(agency, "B"))
    found = round_queries.round_of(YEAR)
    row = queries.ratings_of(agency.id)[0]
    row.grade = "A"
    (difference,) = replaying.differences(found)
    assert (difference.what, difference.published, difference.computed) == ("grade", "A", "B")
    db.session.rollback()


@pytest.mark.parametrize("days", [0, 3])
def test_a_veto_that_is_decided_after_the_determination_makes_no_difference_in_the_replay(db_session, days):
    """G6: later on the day of the determination, or later at all, it does not reopen the rating."""
    agency = personas.agency().organisation
    round_of.whole(round_of.entrant(agency, "B"))
    decided_on = round_of.DETERMINED + timedelta(days=days)
    row = decisions.veto(agency, decided_on, decisions.overdue(date(YEAR, 11, 3)))
    assert list(replaying.differences(round_queries.round_of(YEAR))) == []
    decisions.setting_aside(agency, row, decided_on)
    assert list(replaying.differences(round_queries.round_of(YEAR))) == []


def test_a_veto_that_the_determination_overlooked_is_found_by_the_replay(db_session):
    agency = personas.agency().organisation
    round_of.whole(round_of.entrant(agency, "B"))
    decisions.veto(agency, round_of.DETERMINED - timedelta(days=1), decisions.overdue(date(YEAR, 11, 3)))
    found = {one.what for one in replaying.differences(round_queries.round_of(YEAR))}
    assert found == {"sums", "grade"}


def test_another_figure_file_shows_who_would_move(db_session):
    agency = personas.agency().organisation
    round_of.whole(round_of.entrant(agency, "B"))
    found = db.session.scalars(select(Round)).one()
    figures = dict(law.book().figures)
    figures["G2.b"] = dataclasses.replace(figures["G2.b"], values=figures["G2.a"].values)
    stricter = Rulebook("strict", figures)
    before, after, moved = replaying.would_move(found, stricter, law.calendar())
    assert (before, after) == ({"B": 1}, {"C": 1})
    assert [(one.agency, one.grade, one.would_be) for one in moved] == [(agency.name, "B", "C")]
