"""The opinions of a joint survey day: what they belong to, photos, and when they are taken (J3)."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from kernel import ledger
from kernel.db import db
from kernel.errors import Refused
from marketplace.surveys.models import SurveyOpinion
from tests import personas
from tests.factories import delivery as orders
from tests.factories import projects
from tests.factories import surveys as make
from tests.marketplace.surveys.conftest import WEDNESDAY

A_DAY = timedelta(days=1)
PNG = b"\x89PNG\r\n\x1a\n invented"


def test_opinions_are_entered_and_completed_on_the_day_and_told_the_next(visit, held, clock):
    owner, authority = personas.owner(), personas.other_authority()
    seat = make.seat_of(held, authority)
    visit.as_(authority)
    assert f"/surveys/seats/{seat.id}/opinion" in visit("/workbench").links
    visit.submit(f"/surveys/seats/{seat.id}/opinion", {"view": "conditions"}, status=422)
    given = {"view": "conditions", "text": "退让河道10米"}  # the one approval of the authority is ticked
    visit.submit(f"/surveys/seats/{seat.id}/opinion", given)
    page = visit(f"/surveys/seats/{seat.id}/opinion")
    assert "退让河道10米" in page.html
    visit.submit(page, {"text": "退让河道10米，补充噪声监测", "other": "排污许可"})
    assert db.session.scalars(select(SurveyOpinion.approvals)).all()[-1] == f"{make.APPROVAL}\n排污许可"
    assert len(db.session.scalars(select(SurveyOpinion)).all()) == 2
    page = visit.as_(owner)(f"/surveys/{held.id}")
    assert "退让河道10米，补充噪声监测" in page.text
    assert authority.name in page.text
    assert "现在可以申请" not in page.text
    clock.set(WEDNESDAY + A_DAY)
    page = visit.as_(owner)(f"/surveys/{held.id}")
    assert "现在可以申请" in page.text
    assert make.APPROVAL in page.text
    page = visit.as_(authority)(f"/surveys/seats/{seat.id}/opinion")
    assert (page.forms, "J3" in page.text) == ([], True)


def test_before_the_day_no_opinion_is_taken(visit, clock):
    row = make.asked(personas.owner(), make.project())
    authority = personas.other_authority()
    seat = make.seat_of(row, authority)
    page = visit.as_(authority)(f"/surveys/seats/{seat.id}/opinion")
    assert page.forms == []
    assert "意见在踏勘当日即2026年6月3日（周三）填写，至24时止。" in page.text
    with pytest.raises(Refused) as refused:
        make.thought(row, authority)
    assert (refused.value.rule, refused.value.try_from) == ("J3", WEDNESDAY)


def test_what_can_no_longer_be_done_says_why_in_place_of_its_form(visit, held):
    owner = personas.owner()
    visit.as_(owner)
    page = visit(f"/surveys/seats/{make.seat_of(held, owner).id}")
    assert (page.forms, "J2" in page.text) == ([], True)
    make.thought(held, personas.other_authority())
    for verb in ("move", "cancel"):
        page = visit(f"/surveys/{held.id}/{verb}")
        assert (page.forms, "J1" in page.text) == ([], True)


def test_an_opinion_says_to_which_approval_or_service_it_belongs(visit, clock):
    order, authority, agency = orders.order(), personas.other_authority(), personas.agency()
    projects.need(
        personas.owner(), order.need.project, title="规划环评", item_code="B01", stage="assessments"
    )
    row = make.asked(personas.owner(), order.need.project)
    for who in (authority, agency):
        make.answered(row, who)
    clock.set(WEDNESDAY)
    place = f"/surveys/seats/{make.seat_of(row, authority).id}/opinion"
    page = visit.as_(authority).submit(place, {"view": "agree"}, status=422)
    assert "请写明意见对应的审批或者服务" in page.text
    visit.submit(place, {"view": "disagree", "text": "距居民点过近", "approvals": [make.APPROVAL]})
    assert f"对应：{make.APPROVAL}" in visit(f"/surveys/{row.id}").text
    place = f"/surveys/seats/{make.seat_of(row, agency).id}/opinion"
    visit.as_(agency).submit(place, {"view": "agree"})  # its one service is ticked
    assert f"对应：{order.need.title}" in visit(f"/surveys/{row.id}").text
    clock.set(WEDNESDAY + A_DAY)
    assert make.found(row).outcome.may_apply == ()


def test_photos_of_the_site_come_with_an_opinion_and_are_seen_by_who_may_read_the_day(visit, held):
    authority = personas.other_authority()
    place = f"/surveys/seats/{make.seat_of(held, authority).id}/opinion"
    sent = {"view": "agree", "photos": [orders.upload("东侧.png", PNG)]}
    page = visit.as_(authority).submit(place, sent)
    visit.submit(place, {"view": "conditions", "text": "补测噪声"})  # what is completed keeps the photos
    (link,) = {one for one in visit(f"/surveys/{held.id}").links if "/photos/" in one}
    assert "照片：东侧.png" in page.text
    assert visit.as_(personas.owner()).client.get(link).data == PNG
    visit.as_(personas.second_owner())(link, status=403)
    visit(f"/surveys/{held.id}/photos/999", status=404)
    visit.as_(authority).submit(place, {"photos": [orders.upload("图.pdf", orders.PDF)]}, status=422)
    given = list(ledger.entries(make.seat_of(held, authority)))[-2]
    assert hashlib.sha256(PNG).hexdigest() in given.details
