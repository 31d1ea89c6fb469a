"""What counts as experience in a weighted assessment (S2): completed orders of the item in the last 36 months."""

from datetime import date

from kernel import law
from marketplace.selection import queries
from tests.factories import market

TODAY = date(2026, 5, 26)


def experience(*rows):
    found = queries.experiences([row.id for row in rows], "B02", TODAY, law.book())
    return [found[row.id] for row in rows]


def test_completed_orders_of_the_item_within_the_months_count(db_session):
    one, other = market.agency("江山甲测绘有限公司"), market.agency("江山乙测绘有限公司")
    for day in (date(2023, 5, 26), date(2025, 1, 10), date(2026, 5, 25)):
        market.track(one, completed_on=day)
    market.track(one, completed_on=date(2023, 5, 25))
    market.track(one, completed_on=TODAY)
    market.track(one, completed_on=date(2025, 1, 10), item_code="A03")
    market.running(one)
    assert experience(one, other) == [3, 0]


def test_many_agencies_are_asked_about_in_one_statement(db_session, count_statements):
    ids, book = [market.agency(f"江山{n}测绘有限公司").id for n in range(3)], law.book()
    with count_statements() as seen:
        assert queries.experiences(ids, "B02", TODAY, book) == dict.fromkeys(ids, 0)
    assert len(seen) == 1
