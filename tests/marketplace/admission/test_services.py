"""The services that an agency lists, with price, promise, process and materials."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from kernel.db import db, transaction
from kernel.errors import Refused
from marketplace.admission import holdings
from marketplace.admission.models import ListedService
from tests import personas
from tests.factories import admission as make
from tests.factories import blacklist as decisions
from tests.marketplace.admission.test_holdings import acts, by, count

SERVICE = {
    "item_code": "A04",
    "price_fen": "2.8万",
    "price_note": "按投资额",
    "workdays": "15",
    "steps": "踏勘、设计、交付",
    "materials": "可研报告",
}


def test_a_service_is_listed_changed_closed_and_listed_again(visit, clock):
    user = personas.agency()
    visit.as_(user)
    assert "尚未列出服务" in visit("/admission/services").heading
    page = visit("/admission/services/new?item=A04")
    visit.submit(page, SERVICE)
    visit.submit(page, SERVICE)
    row = db.session.scalars(select(ListedService)).one()
    assert (row.price_fen, row.workdays, row.is_disclosed) == (2_800_000, 15, True)
    page = visit(f"/admission/services/{row.id}/change")
    assert "28000.00" in page.html
    visit.submit(page, {"workdays": "12"})
    visit.submit(visit("/admission/services"), form="/close")
    assert (row.workdays, row.closed_on) == (12, clock.today)
    visit.submit(visit("/admission/services/new"), SERVICE)
    assert (count(ListedService), row.workdays, row.closed_on) == (1, 15, None)
    assert acts(row) == [
        "admission.service.listed",
        "admission.service.changed",
        "admission.service.closed",
        "admission.service.listed",
    ]


def test_a_price_of_thirty_million_yuan_is_kept_whole(visit):
    visit.as_(personas.agency())
    visit.submit("/admission/services/new", SERVICE | {"price_fen": "3000万"})
    assert db.session.scalars(select(ListedService.price_fen)).one() == 3_000_000_000


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"item_code": ""}, "服务事项"),
        ({"item_code": "B03"}, "服务事项"),  # commissioned by government
        ({"workdays": "0"}, "1"),
        ({"workdays": "10000"}, "999"),
        ({"price_fen": "0"}, "0.01"),
        ({"price_fen": "面议"}, "元"),
        ({"price_fen": "99999999999万"}, "100000000000.00 元"),
        ({"materials": ""}, "所需材料"),
    ],
)
def test_a_wrong_service_is_said_beside_its_field_and_nothing_is_kept(visit, wrong, word):
    visit.as_(personas.agency())
    page = visit.submit(visit("/admission/services/new"), SERVICE | wrong, status=422)
    assert word in page.errors
    assert "踏勘、设计、交付" in page.html
    assert count(ListedService) == 0


def test_a_service_is_listed_once_and_only_what_is_offered_within_the_figures(visit, clock):
    user = personas.agency()
    make.listed_service(user.organisation, "A04")
    visit.as_(user)
    page = visit.submit(visit("/admission/services/new"), SERVICE, status=422)
    assert "该服务已经列出" in page.errors
    for item, days, field in (("B03", 10, "item_code"), ("B02", 1000, "workdays")):
        values = dict.fromkeys(holdings.SERVICE, "") | {"price_fen": 1, "workdays": days}
        with pytest.raises(Refused) as refused, transaction():
            holdings.list_service(user.organisation, item, values, **by(user, clock))
        assert refused.value.field == field


def test_an_agency_that_is_out_is_refused_with_rule_and_day(visit, clock):
    user = personas.agency()
    make.agency_with("B02", organisation=user)
    decisions.veto(user.organisation, decided_on=date(2026, 5, 20))
    visit.as_(user)
    page = visit("/admission")
    assert "2028年5月21日" in page.text
    page = visit.submit(visit("/admission/services/new"), SERVICE, status=422)
    assert "规则 P4" in page.text
    assert "2028年5月21日" in page.text
    assert SERVICE["steps"] in page.html
    assert count(ListedService) == 1
    clock.set(clock.today + timedelta(days=800))
    visit.as_(user)
    visit.submit(visit("/admission/services/new"), SERVICE, status=422)  # re-entry is never automatic
