"""S6: what share of an item's contracts the first agencies have, who takes whom again, and the contracts behind it."""

from fractions import Fraction

import pytest

from kernel import law
from marketplace.oversight.concentration import queries
from tests import personas
from tests.factories import delivery as make


@pytest.fixture
def contracts(db_session):
    """Six contracts: four of one owner with one agency, the dearest of another, one filed and not agreed on."""
    first, second = personas.agency(), personas.second_agency()
    for _ in range(4):
        make.order("signed", agency=first)
    make.order("signed", owner=personas.second_owner(), agency=second)
    make.order("signed", owner=personas.second_owner(), agency=first)
    make.order("filed", owner=personas.second_owner(), agency=second)
    return first, second


def test_the_shares_are_counted_with_their_base_and_what_is_not_agreed_on_is_left_out(contracts, clock):
    found = queries.window(clock.today, law.book())
    (measured,) = queries.by_item(found, law.book()).values()
    assert (measured.counted.contracts, measured.counted.agencies, measured.counted.first) == (6, 2, 5)
    assert measured.first.by_number == Fraction(5, 6)
    assert measured.four.by_number == measured.four.by_money == 1
    assert list(queries.by_authority(found, law.book())) == ["生态环境"]
    assert not queries.by_item(queries.window(clock.today, law.book(), "水利"), law.book())


def test_contracts_before_the_window_do_not_count(contracts, clock):
    assert queries.by_item(queries.window(clock.today, law.book()), law.book())
    later = clock.today.replace(year=clock.today.year + 3)
    assert not queries.by_item(queries.window(later, law.book()), law.book())


def test_everyone_reads_the_shares_and_comes_to_the_contracts_behind_them(visit, contracts):
    visit.as_nobody()
    page = visit("/concentration")
    assert "有1个服务事项的业务集中于少数机构" in page.heading
    assert "2家机构，6件合同" in page.text
    assert "83.3%" in page.text
    assert "合作合同数" in page.text
    one = visit("/concentration/B02")
    assert "首家机构占合同总数的83.3%" in one.heading
    assert one.text.count("江山市峡口水务有限公司") == 4
    for who in (personas.authority(), personas.managing_office(), personas.supervisor()):
        assert visit.as_(who)("/concentration").heading == page.heading


def test_who_takes_whom_again_is_said_with_the_base_of_the_owner(contracts, clock):
    first, _second = contracts
    (pair,) = queries.pairs(queries.window(clock.today, law.book()), law.book())
    assert (pair.owner.id, pair.agency.id) == (personas.owner().organisation_id, first.organisation_id)
    assert (pair.together, pair.of_owner, pair.share) == (4, 4, 1)
    assert not pair.is_marked  # four contracts are a small base


def test_without_contracts_the_pages_say_so(visit):
    visit.as_nobody()
    assert "暂无数据" in visit("/concentration?authority=水利").heading
    assert "没有签订合同" in visit("/concentration/B02").heading
    assert "暂无数据" in visit("/concentration?authority=没有这个部门").heading
    visit("/concentration/Z99", status=404)


def test_more_contracts_cost_the_pages_no_more_statements(visit, count_statements):
    make.order("signed")
    make.order("signed")
    visit.as_nobody()
    visit("/concentration")
    counts = []
    for _ in range(2):
        for path in ("/concentration", "/concentration/B02"):
            visit(path)
            with count_statements() as made:
                visit(path)
            counts.append(len(made))
        make.order("signed", owner=personas.second_owner(), agency=personas.second_agency())
        make.order("signed", owner=personas.second_owner(), agency=personas.second_agency())
    assert counts[:2] == counts[2:]
