"""The decided cases, page by page, found by number or agency; the desk is searched the same way."""

from blacklist.vocabulary import Act, State
from tests import personas
from tests.factories import accounts as make
from tests.factories import blacklist as made
from tests.factories import cases as walk


def closed(agency):
    row = made.case(agency, made.overdue(), today=walk.CHARGED)
    walk.take(row, Act.CHARGE, personas.authority(), walk.CHARGED)
    walk.take(row, Act.OPINE, personas.authority(), walk.SERVED, outcome="not-established", text="不成立。")
    walk.take(
        row, Act.DECIDE, personas.second_officer(), walk.SERVED, outcome="not-established", text="不成立。"
    )
    return row


def test_what_was_decided_is_listed_for_those_whom_it_concerns(visit, clock):
    clock.set(walk.DECIDED)
    visit.as_(personas.authority())
    assert "没有已决案件" in visit("/cases/decided").heading
    row = walk.at(State.DECIDED)
    for who in (personas.authority(), personas.agency(), personas.managing_office(), personas.supervisor()):
        assert row.number in visit.as_(who)("/cases/decided").text
    for who in (personas.other_authority(), personas.second_agency()):
        assert row.number not in visit.as_(who)("/cases/decided").text
    visit.as_(personas.owner())("/cases/decided", status=403)


def test_an_open_case_is_on_the_desk_and_not_among_the_decided(visit, clock):
    row = walk.at(State.DECISION)
    clock.set(walk.DECIDED)
    visit.as_(personas.supervisor())
    assert row.number in visit("/cases").text
    assert row.number not in visit("/cases/decided").text


def test_both_lists_are_searched_by_number_and_by_agency(visit, clock):
    open_row, done = walk.at(State.OPENED), walk.at(State.DECIDED)
    clock.set(walk.DECIDED)
    visit.as_(personas.supervisor())
    for path, row in (("/cases", open_row), ("/cases/decided", done)):
        for words in (row.number, "绿洲"):
            assert f"/cases/{row.id}" in visit(f"{path}?words={words}").links
        assert f"/cases/{row.id}" not in visit(f"{path}?words=没有这家").links


def test_it_goes_on_page_by_page_and_costs_the_same(visit, clock, count_statements):
    personas.second_officer()
    for number in range(3):
        closed(make.agency(f"江山市第{number}环评公司"))
    clock.set(walk.SERVED)
    visit.as_(personas.supervisor())("/cases/decided")
    seen = []
    for _ in range(2):
        with count_statements() as statements:
            page = visit("/cases/decided")
        seen.append(len(statements))
        for number in range(3, 22):
            closed(make.agency(f"江山市第{number}咨询公司{len(seen)}"))
        visit.as_(personas.supervisor())
    assert seen[0] == seen[1]
    assert any("after=" in link for link in page.links)
