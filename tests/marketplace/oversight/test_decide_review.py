"""The review: asked for in its time, decided by one who took no part, with all that setting aside undoes shown first."""

from datetime import date

import pytest
from sqlalchemy import select

from blacklist import proceedings, queries
from blacklist.findings import Grade, Rated
from blacklist.models import Case
from blacklist.vocabulary import Act, State
from credit import operations as credit
from credit import queries as ratings
from kernel import issued, law
from kernel.db import db, transaction
from tests import personas
from tests.factories import cases as walk

LATER = date(2026, 6, 15)


def standing(agency_id, day=LATER):
    return queries.standing(agency_id, day, law.book())


@pytest.fixture
def row(clock):
    found = walk.at(State.REVIEW)
    clock.set(LATER)
    return found


def test_a_review_is_asked_for_until_its_last_day(visit, clock):
    personas.managing_office()
    row = walk.at(State.PUBLISHED)
    last = proceedings.course_of(row, law.calendar(), law.book(), walk.SERVED).ruling.review_until.day
    clock.set(last)
    page = visit.as_(personas.agency())(f"/cases/{row.id}/ask-review")
    visit.submit(page, {"text": "计时有误。"})
    assert row.number in visit.as_(personas.managing_office())("/inbox").text
    assert standing(row.agency_id, last).name == "blacklisted"  # it stays in force meanwhile


def test_after_its_last_day_the_decision_stands(visit, clock):
    row = walk.at(State.PUBLISHED)
    clock.set(date(2026, 6, 30))
    visit.as_(personas.agency())(f"/cases/{row.id}/ask-review", status=409)
    assert "维持" in visit(f"/cases/{row.id}").text


def test_what_it_undoes_is_shown_and_then_undone(visit, row):
    page = visit.as_(personas.managing_office())(f"/cases/{row.id}/decide-review")
    assert "黑名单" in page.text
    assert "计时有误" in page.text
    done = visit.submit(page, {"outcome": "set-aside", "text": "计时确有错误。"})
    assert "撤销" in done.heading
    assert "江中介复字〔2026〕1号" in done.text
    assert standing(row.agency_id).name == "good"
    decision = next(one for one in issued.of(row) if one.kind == "decision")
    assert issued.withdrawal_of(decision).document == "江中介复字〔2026〕1号"


def test_kept_it_stays(visit, row):
    visit.as_(personas.managing_office())
    visit.submit(f"/cases/{row.id}/decide-review", {"outcome": "kept", "text": "计时无误。"})
    assert standing(row.agency_id).name == "blacklisted"
    visit(f"/cases/{row.id}/decide-review", status=409)


def test_the_measure_is_suspended_until_it_is_decided(visit, row):
    visit.as_(personas.managing_office())
    page = visit.submit(f"/cases/{row.id}/suspend", {"text": "计时存疑。"})
    assert "暂停" in page.text
    assert standing(row.agency_id).name == "good"
    shown = visit(f"/cases/{row.id}/decide-review")
    assert "黑名单" in shown.text
    visit.submit(shown, {"outcome": "kept", "text": "计时无误。"})
    assert standing(row.agency_id).name == "blacklisted"


def test_who_took_part_does_not_review(visit, row):
    visit.as_(personas.second_officer())(f"/cases/{row.id}/decide-review", status=422)
    visit.as_(personas.agency())(f"/cases/{row.id}/decide-review", status=422)


def test_the_file_of_a_rating_falls_with_its_rating_and_the_row_with_it(visit, clock):
    agency, office, reviewer = personas.agency(), personas.managing_office(), personas.other_authority()
    for year in (2024, 2025):
        rated, day = Rated(year, Grade.D, Grade.D), date(year + 1, 3, 12)
        with transaction():
            credit.take_over_rating(
                agency.organisation,
                rated,
                day,
                f"江审管〔{year + 1}〕7号",
                actor_id=office.id,
                book=law.book(),
            )
    file = db.session.scalars(select(Case).order_by(Case.id.desc())).first()
    asked = date(2026, 3, 20)
    assert standing(file.agency_id, asked).name == "removed"
    walk.take(file, Act.ASK_REVIEW, agency, asked, text="得分有误。")
    clock.set(asked)
    visit.as_(office)(f"/cases/{file.id}/decide-review", status=422)  # the office's own decision
    named = {"person": str(reviewer.id), "text": "江政办函〔2026〕12号"}
    assert "江政办函" in visit.submit(f"/cases/{file.id}/name-reviewer", named).text
    page = visit.as_(reviewer)(f"/cases/{file.id}/decide-review")
    assert "清退" in page.text
    assert "黄牌" in page.text
    visit.submit(page, {"outcome": "set-aside", "text": "得分计算有误。"})
    assert standing(file.agency_id, asked).name == "yellow-card"
    assert [one.set_aside_on for one in ratings.ratings_of(file.agency_id)] == [asked, None]
