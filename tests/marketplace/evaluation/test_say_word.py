"""What an owner has to say to a statement of its own record stands beside it, and is taken back by saying nothing."""

from sqlalchemy import func, select

from kernel.db import db
from kernel.ledger import Entry
from marketplace.evaluation.models import OwnerWord
from tests import personas
from tests.factories import delivery

PATH = "/record/materials"


def said(visit, text):
    return visit.submit(PATH, {"text": text})


def test_a_word_stands_beside_its_statement_for_every_agency(visit):
    delivery.order("on-course")
    visit.as_(personas.owner())
    page = said(visit, "材料由测绘单位直接移交，以移交单为准。")
    assert "说明已更新" in page.text
    shown = visit.as_(personas.agency())(f"/owners/{personas.owner().organisation_id}/record")
    assert "材料由测绘单位直接移交" in shown.text
    assert "2026年5月26日" in shown.text
    assert PATH not in shown.links


def test_it_is_changed_and_taken_back_and_each_time_recorded(visit):
    visit.as_(personas.owner())
    said(visit, "第一次")
    assert "第一次" in visit(PATH).html
    said(visit, "第二次")
    page = said(visit, "  ")
    assert "第二次" not in page.text
    assert "填写说明" in page.text
    assert db.session.scalar(select(func.count()).select_from(OwnerWord)) == 1
    acts = select(func.count()).select_from(Entry).where(Entry.act == "evaluation.word.said")
    assert db.session.scalar(acts) == 3


def test_only_the_owner_says_it_and_only_to_what_is_told(visit):
    for person in (personas.agency(), personas.operator(), personas.supervisor()):
        visit.as_(person)(PATH, status=403)
    visit.as_(personas.owner())("/record/weather", status=404)


def test_the_statement_is_repeated_where_a_word_is_said(visit):
    delivery.order("on-course")
    page = visit.as_(personas.owner())(PATH)
    assert "1 次中 0 次" in page.text
    assert "超过 5 个工作日" in page.text
