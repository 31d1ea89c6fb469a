"""The pages of the round (G7): opened, frozen, told, closed, second check, published, determined."""

from datetime import date

import pytest

from blacklist import queries as blacklist
from credit import checking, round_queries, weighing
from credit.evidence import ContractFiled
from credit.vocabulary import Second, State
from kernel import law
from tests import personas
from tests.factories import accounts as bodies
from tests.factories import admission as make
from tests.factories import blacklist as decisions
from tests.factories import credit as ratings
from tests.factories import rounds as round_of
from tests.factories import selection as choices

YEAR = round_of.YEAR
ROUND = f"/rating-rounds/{YEAR}"


def office(visit):
    return visit.as_(personas.managing_office())


def an_agency(grade="A", authorities=("水利",), agency=None):
    agency = agency or personas.agency().organisation
    return agency, round_of.frozen(round_of.entrant(agency, grade, authorities))


def test_the_list_of_rounds_says_that_there_is_none_and_opens_one(visit, clock):
    clock.set(date(2026, 1, 5))
    page = office(visit)("/rating-rounds")
    assert "还没有启动" in page.heading
    page = visit.submit(page, {"year": "2026"}, form="/rating-rounds/open", status=422)
    assert "2027年1月1日" in page.text
    page = visit.submit("/rating-rounds", {"year": "x"}, form="/rating-rounds/open", status=422)
    assert page.errors
    page = visit.submit("/rating-rounds", {"year": "2025"}, form="/rating-rounds/open")
    assert page.path == ROUND
    assert "2025" in visit("/rating-rounds").text


def test_a_round_is_for_officials_and_run_by_the_managing_office(visit, clock):
    _, found = an_agency()
    visit(ROUND, status=303)
    for user in (personas.agency(), personas.owner(), personas.operator()):
        for path in ("/rating-rounds", ROUND, f"{ROUND}/drafts"):
            visit.as_(user)(path, status=403)
    for user in (personas.authority(), personas.supervisor()):
        page = visit.as_(user)(ROUND)
        assert not page.forms
        for path in ("/rating-rounds/2025/determine", "/rating-rounds/2025/second"):
            visit(path, status=403)
    visit("/rating-rounds/1999", status=404)
    assert found.state == State.FROZEN


def test_the_evidence_is_frozen_with_everyone_on_the_platform(visit, clock):
    clock.set(date(2026, 1, 14))
    make.agency_with("B02", organisation=personas.agency(), accepted_on=date(2024, 5, 1))
    found = round_of.opened()
    page = office(visit)(ROUND)
    assert "2026年1月15日" in page.text
    assert not page.forms
    clock.set(date(2026, 1, 15))
    page = office(visit).submit(ROUND, form="/rating-rounds/2025/freeze")
    assert "1" in page.text
    assert round_queries.draft(YEAR, personas.agency().organisation_id).sums == "{}"
    assert round_queries.round_of(YEAR).state == State.FROZEN
    assert [share.checks for share in round_queries.shares(found)] == [2]


def test_a_step_is_taken_once_and_a_stale_page_says_where_the_round_stands(visit, clock):
    an_agency()
    clock.set(round_of.DRAWN_UP)
    page = office(visit)(ROUND)
    visit.submit(page, form="/draw-up")
    assert round_queries.draft(YEAR, personas.agency().organisation_id).grade == "A"
    again = visit.submit(page, form="/draw-up")
    assert again.path == ROUND
    other = visit(ROUND)
    assert not [form for form in other.forms if form.get("action", "").endswith("draw-up")]


def test_a_step_that_is_held_back_says_why_and_from_when(visit, clock):
    an_agency()
    clock.set(round_of.DRAWN_UP)
    page = office(visit)(ROUND)
    clock.set(date(2026, 2, 10))
    answer = visit.submit(page, form="/draw-up", status=422)
    assert "2026年2月16日" in answer.text
    assert round_queries.round_of(YEAR).state == State.FROZEN


def test_the_whole_round_by_its_pages_removes_who_is_deficient_twice_and_releases_its_owners(visit, clock):
    clock.set(date(2025, 11, 20))
    agency = make.agency_with("B02", organisation=personas.agency(), accepted_on=date(2024, 5, 1))
    ratings.rating(agency, 2024, "D", determined_on=date(2025, 3, 12))
    notice = choices.notice(personas.owner(), personas.agency())
    round_of.frozen(round_of.entrant(agency, "D", ()))
    office(visit)
    for day, step in ((round_of.DRAWN_UP, "draw-up"), (round_of.CLOSED, "close-objections")):
        clock.set(day)
        office(visit).submit(ROUND, form=f"/{step}")
    draft = round_queries.draft(YEAR, agency.id)
    assert "2027年3月31日" in visit(f"{ROUND}/drafts?show=deficient").text
    visit.as_(personas.second_of_the_office())
    page = visit.submit(f"{ROUND}/second", {"drafts": str(draft.id)}, form="/second")
    assert "没有" in page.heading
    assert round_queries.draft(YEAR, agency.id).second == Second.CONFIRMED
    clock.set(round_of.PUBLISHED)
    office(visit).submit(ROUND, form="/publish")
    clock.set(round_of.DETERMINED)
    page = office(visit)(f"{ROUND}/determine")
    assert agency.name in page.text
    assert visit.submit(page, {"document": ""}, status=422).errors
    visit.submit(page, {"document": round_of.DOCUMENT})
    assert blacklist.standing(agency.id, clock.today, law.book()).name == "removed"
    assert choices.entry_of(notice, personas.agency()).ended_on == clock.today
    assert round_queries.round_of(YEAR).state == State.DETERMINED


def test_the_second_person_confirms_what_another_drew_up(visit, clock):
    agency, found = an_agency()
    round_of.closed(round_of.drawn_up(round_of.checked(found)))
    draft = round_queries.draft(YEAR, agency.id)
    clock.set(round_of.CLOSED)
    page = office(visit)(f"{ROUND}/second")
    assert visit.submit(page, {}, form="/second", status=422).errors
    answer = visit.submit(page, {"drafts": str(draft.id)}, form="/second", status=422)
    assert "第二人" in answer.text
    assert round_queries.draft(YEAR, agency.id).second == Second.ASKED


def test_an_authority_sees_the_drafts_that_it_checks(visit, clock):
    mine, other = bodies.agency("衢州甲评估有限公司"), bodies.agency("衢州乙评估有限公司")
    round_of.frozen(round_of.entrant(mine, "B"), round_of.entrant(other, "B", ("应急",)))
    page = visit.as_(personas.authority())(f"{ROUND}/drafts?show=checks")
    assert mine.name in page.text
    assert other.name not in page.text
    assert f"{ROUND}/agencies/{mine.id}/check" in page.links
    for show in ("all", "objected", "second", "deficient", "nonsense"):
        visit(f"{ROUND}/drafts?show={show}")


def test_a_veto_makes_a_draft_out_of_date_and_it_is_drawn_up_again(visit, clock):
    agency, found = an_agency("B")
    round_of.drawn_up(round_of.checked(found))
    decisions.veto(agency, date(2026, 2, 20), decisions.overdue(date(YEAR, 11, 3)))
    clock.set(date(2026, 2, 24))
    office(visit).submit(ROUND, form="/draw-up-again")
    assert round_queries.draft(YEAR, agency.id).grade == "D"


@pytest.mark.parametrize("path", [ROUND, f"{ROUND}/drafts", f"{ROUND}/second"])
def test_the_pages_cost_the_same_with_more_agencies(visit, clock, count_statements, path):
    _, found = an_agency("D", ())
    more = [round_of.entrant(bodies.agency(f"衢州第{n}评估有限公司"), "D", ()) for n in range(6)]
    round_of.closed(round_of.drawn_up(found))
    clock.set(round_of.CLOSED)
    office(visit)
    with count_statements() as few:
        visit(path)
    second = round_of.frozen(*more, year=YEAR + 1, today=date(2027, 1, 15))
    round_of.closed(round_of.drawn_up(second))
    with count_statements() as many:
        visit(path.replace(str(YEAR), str(YEAR + 1)))
    assert len(few) == len(many)


def test_late_evidence_is_counted_until_somebody_has_ruled_on_it(visit, clock):
    agency = personas.agency().organisation
    found = round_of.frozen(round_of.entrant(agency, "B", ()))
    round_of.drawn_up(found)
    clock.set(date(2026, 2, 26))
    assert weighing.late(found) == 0
    fact = ContractFiled(date(2025, 6, 30), in_time=True)
    (record,) = ratings.evidence(agency, fact)
    ratings.evidence(agency, ContractFiled(date(2026, 1, 20), in_time=True))
    page = visit.as_(personas.managing_office())(ROUND)
    assert f"{ROUND}/drafts?show=late" in page.links
    assert agency.name in visit(f"{ROUND}/drafts?show=late").text
    with round_of.acting(date(2026, 2, 26)) as at:
        checking.admit(round_queries.draft(2025, agency.id), record, "经核实按时备案。", at)
    assert weighing.late(found) == 0
    assert f"{ROUND}/drafts?show=late" not in visit(ROUND).links
    assert "没有待办" in visit(f"{ROUND}/drafts?show=late").heading
