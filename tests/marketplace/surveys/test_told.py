"""What a joint survey day leaves: the sheet as a file, what is told once, and what its pages cost (J3, J4, T6)."""

import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from accounts.models import Message
from kernel import jobs, ledger
from kernel.db import db, transaction
from marketplace.surveys.jobs import announce_surveys
from marketplace.surveys.models import SurveyMove
from marketplace.surveys.vocabulary import Coming, State, View
from tests import personas
from tests.factories import surveys as make
from tests.marketplace.surveys.conftest import WEDNESDAY

A_DAY = timedelta(days=1)


def test_the_sheet_is_a_file_that_says_what_each_thought(visit, held):
    make.thought(held, personas.other_authority(), View.DISAGREE, "占用生态红线")
    answer = visit.as_(personas.owner()).client.get(f"/surveys/{held.id}/sheet.pdf")
    text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.data)).pages).replace("\n", "")
    assert "占用生态红线" in text
    assert personas.other_authority().organisation.name in text


def test_the_finished_sheet_says_what_may_be_applied_for(visit, held, clock):
    make.thought(held, personas.other_authority(), View.AGREE)
    clock.set(WEDNESDAY + A_DAY)
    answer = visit.as_(personas.owner()).client.get(f"/surveys/{held.id}/sheet.pdf")
    text = "".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.data)).pages).replace("\n", "")
    assert f"申请：{make.APPROVAL}" in text
    assert f"对应：{make.APPROVAL}" in text


@pytest.mark.parametrize("times", [0, 1, 2])
@pytest.mark.parametrize("late", [1, 4])
def test_the_owner_is_told_once_and_the_answer_rests_on_no_job(visit, held, clock, times, late):
    personas.operator()
    make.thought(held, personas.other_authority())
    clock.set(WEDNESDAY + late * A_DAY)
    for _ in range(times):
        announce_surveys(clock.today)
    assert make.found(held).outcome.may_apply
    told = visit.as_(personas.owner())("/inbox").text.count("1 个单位同意")
    assert told == (1 if times else 0)


def test_who_comes_is_reminded_on_the_eve_and_on_the_day_and_who_is_silent_to_answer(visit, clock):
    row = make.asked(personas.owner(), make.project())
    make.answered(row, personas.other_authority())
    silent = make.asked(personas.owner(), make.project())
    for ahead in range(9):  # from Tuesday 26 May to Wednesday 3 June, each job twice
        clock.set(date(2026, 5, 26) + ahead * A_DAY)
        for name in ("announce-surveys", "remind") * 2:
            assert jobs.once(name, clock.today).failed == 0
    told = visit.as_(personas.other_authority())("/inbox").text
    assert told.count("您已答复到场") == 2
    assert told.count("不答复的，视为不到场") == 3  # three days, one day, the last day
    assert make.found(silent).state is State.LAPSED
    chosen = select(Message.holds_until).where(Message.once.like(f"survey:{row.id}:%"))
    assert set(db.session.scalars(chosen)) == {WEDNESDAY}


def test_who_asked_is_told_once_that_too_few_confirmed(visit, clock):
    make.asked(personas.owner(), make.project())
    clock.set(WEDNESDAY)
    announce_surveys(clock.today)
    announce_surveys(clock.today)
    assert visit.as_(personas.owner())("/inbox").text.count("不举行") == 1


def test_a_day_that_became_a_holiday_is_a_week_later_before_and_after_the_job(visit, clock):
    row = make.asked(personas.owner(), make.project())
    with transaction():  # as an earlier edition of the calendar would have set it
        row.set_on = date(2026, 10, 7)
        ledger.record(row, "surveys.day.set", actor_id=None, rule="J1")
    assert make.found(row).on.day == date(2026, 10, 14)
    page = visit.as_(personas.owner())(f"/surveys/{row.id}")
    assert "2026年10月14日" in page.heading
    for _ in range(2):
        announce_surveys(clock.today)
    assert row.set_on == date(2026, 10, 14)
    moved = db.session.scalars(select(SurveyMove)).one()
    assert (moved.from_on, moved.actor_id) == (date(2026, 10, 7), None)
    assert visit.as_(personas.other_authority())("/inbox").text.count("休息日") == 1


def test_the_job_runs_by_its_name_and_finds_nothing_to_tell(db_session, clock):
    assert jobs.once("announce-surveys", date(2026, 5, 26)).done == 0


def test_lists_and_workbench_cost_the_same_for_ten_days(visit, count_statements, clock):
    def spent():
        visit.as_(personas.other_authority())
        with count_statements() as seen:
            visit("/surveys")
            visit("/workbench")
        return len(seen)

    make.asked(personas.owner(), make.project())
    few = spent()
    for _ in range(4):
        make.asked(personas.owner(), make.project())
    assert spent() == few


def test_the_project_page_shows_its_days_at_a_fixed_cost(visit, count_statements):
    site = make.project()
    row = make.asked(personas.owner(), site)
    visit.as_(personas.owner())
    page = visit(f"/projects/{site.id}")
    assert "江山市中介超市" in page.title
    assert f"/surveys/{row.id}" in page.links
    assert "等待答复" in page.text


def test_answers_of_another_person_count(visit, clock):
    row = make.asked(personas.owner(), make.project())
    make.answered(row, personas.other_authority(), Coming.OTHER)
    clock.set(WEDNESDAY)
    assert make.found(row).state is State.TODAY
