"""The public pages of ratings, and an agency's credit file all year."""

from datetime import date

from credit import queries
from credit.evidence import ContractFiled, Penalty, Weight
from tests import personas
from tests.factories import accounts as bodies
from tests.factories import admission as joining
from tests.factories import blacklist as made
from tests.factories import credit as make
from tests.factories import delivery as orders
from tests.factories import rounds as round_of

YEAR = round_of.YEAR


def agencies():
    return personas.agency().organisation, personas.second_agency().organisation


def on_display():
    first, second = agencies()
    found = round_of.frozen(round_of.entrant(first, "A", ()), round_of.entrant(second, "B", ()))
    for step in (round_of.drawn_up, round_of.closed, round_of.confirmed, round_of.published):
        step(found)
    return found


def test_nothing_is_published_at_first(visit, clock):
    assert "尚未公布" in visit("/ratings").heading


def test_the_ratings_are_public_before_and_after_they_are_determined(visit, clock):
    first, second = agencies()
    found = on_display()
    clock.set(round_of.PUBLISHED)
    page = visit("/ratings")
    assert "正在公示" in page.heading
    assert "2026年3月19日" in page.text or "3月19日" in page.text
    report = f"/agencies/{first.id}/ratings/2025"
    assert report in page.links
    assert "尚未认定" in visit(report).text
    round_of.determined(found)
    page = visit("/ratings?year=2025&grade=A")
    assert first.name in page.text
    assert second.name not in page.text
    assert "没有该等级" in visit("/ratings?year=2025&grade=D").text
    page = visit(report)
    assert round_of.DOCUMENT in page.text
    assert "A级" in page.heading
    make.rating_set_aside(first, queries.ratings_of(first.id)[0], date(2026, 4, 2))
    assert "撤销" in visit(report).text


def test_a_report_is_not_public_before_the_publicity(visit, clock):
    first, _ = agencies()
    found = round_of.frozen(round_of.entrant(first, "A", ()))
    round_of.drawn_up(found)
    visit(f"/agencies/{first.id}/ratings/2025", status=404)
    visit("/agencies/999/ratings/2025", status=404)
    assert "尚未公布" in visit("/ratings").heading


def test_a_rating_taken_over_is_listed_without_a_report(visit, clock):
    first, _ = agencies()
    make.rating(first, 2024, "C", total="75.0")
    page = visit("/ratings")
    assert first.name in page.text
    assert f"/agencies/{first.id}/ratings/2024" not in page.links


def test_the_list_costs_the_same_with_more_ratings(visit, clock, count_statements):
    seen = []
    for many in (1, 9):
        for n in range(many):
            make.rating(bodies.agency(f"衢州第{many}{n}评估有限公司"), 2025, "B")
        with count_statements() as statements:
            visit("/ratings")
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_an_agency_sees_its_file_with_a_score_as_if_the_year_ended_today(visit, clock):
    order = orders.order("accepted")
    make.evidence(order.agency, Penalty(date(2026, 3, 3), Weight.MINOR))
    page = visit.as_(personas.agency())("/credit-file")
    assert "如果本年度今天结束" in page.heading
    for words in ("不评级", "轻微", "完成订单", "如何提高等级", "处罚只计入事实发生的当年"):
        assert words in page.text
    assert "没有入档" in visit("/credit-file?year=2020").text
    assert "If the year ended today" in visit.english()("/credit-file?year=x").heading


def test_the_file_says_what_is_missing_to_the_next_grade(visit, clock):
    clock.set(date(2026, 9, 1))
    agency = joining.agency_with("B02", organisation=personas.agency(), accepted_on=date(2025, 5, 1))
    make.evidence(agency, *[fact for fact, _ in round_of.facts("A", 2026)])
    page = visit.as_(personas.agency())("/credit-file")
    assert "已是最高等级" in page.text
    make.evidence(agency, *[Penalty(date(2026, 3, 3), Weight.SERIOUS)] * 2)
    assert "还差" in visit("/credit-file").text


def test_the_file_says_what_would_lift_and_what_would_cost(visit, clock):
    clock.set(date(2026, 9, 1))
    agency = joining.agency_with("B02", organisation=personas.agency(), accepted_on=date(2025, 5, 1))
    few = [fact for fact, about in round_of.facts("A", 2026) if not about.endswith(("-3", "-4", "-5"))]
    make.evidence(agency, *few)
    page = visit.as_(personas.agency())("/credit-file")
    assert "：B，" in page.heading
    assert "再高质量完成订单：2单" in page.text
    assert "被投诉并查实一次" in page.text
    assert "−2.00" in page.text
    assert "哪些情形会失分" not in visit("/credit-file?year=2025").text


def test_a_veto_of_the_year_makes_it_a_d_in_the_file_too(visit, clock):
    clock.set(date(2026, 9, 1))
    agency = joining.agency_with("B02", organisation=personas.agency(), accepted_on=date(2025, 5, 1))
    make.evidence(agency, *[fact for fact, _ in round_of.facts("A", 2026)])
    made.veto(agency, decided_on=date(2026, 5, 20))
    page = visit.as_(personas.agency())("/credit-file")
    assert "：D，" in page.heading
    assert "一票否决认定成立" in page.text


def test_a_frozen_year_leads_to_its_draft(visit, clock):
    first, _ = agencies()
    found = round_of.frozen(round_of.entrant(first, "B", ()))
    clock.set(round_of.FROZEN)
    page = visit.as_(personas.agency())("/credit-file?year=2025")
    assert "已冻结" in page.heading
    assert "初稿将告知" in page.text
    round_of.drawn_up(found)
    assert f"/rating-rounds/2025/agencies/{first.id}" in visit("/credit-file?year=2025").links
    for step in (round_of.closed, round_of.confirmed, round_of.published, round_of.determined):
        step(found)
    clock.set(round_of.DETERMINED)
    page = visit.as_(personas.agency())("/credit-file?year=2025")
    assert "2025年度已评级：B" in page.heading
    assert f"/agencies/{first.id}/ratings/2025" in page.links


def test_a_credit_file_is_for_its_agency_and_officials(visit, clock):
    first, _ = agencies()
    path = f"/agencies/{first.id}/credit-file"
    visit(path, status=303)
    visit("/credit-file", status=303)
    for user in (personas.owner(), personas.agency()):
        visit.as_(user)(path, status=403)
    visit.as_(personas.owner())("/credit-file", status=403)
    for user in (
        personas.authority(),
        personas.managing_office(),
        personas.supervisor(),
        personas.operator(),
    ):
        assert visit.as_(user)(path).status == 200
    visit("/agencies/999/credit-file", status=404)


def test_the_file_pages_and_costs_the_same(visit, clock, count_statements):
    first, _ = agencies()
    make.evidence(first, *[ContractFiled(date(2026, 3, day), in_time=True) for day in range(1, 6)])
    visit.as_(personas.agency())("/credit-file")  # whoever comes first reads the calendar
    with count_statements() as few:
        visit("/credit-file")
    make.evidence(first, *[ContractFiled(date(2026, 4, day), in_time=True) for day in range(1, 25)])
    with count_statements() as many:
        page = visit("/credit-file")
    assert len(few) == len(many)
    (following,) = [link for link in page.links if "after=" in link]
    assert "2026年3月1日" in visit(following).text
