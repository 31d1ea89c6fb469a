"""The pages of one draft (G7): its report, checks, objections, hearing, rulings on evidence, second check."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import select

from credit import round_queries
from credit.evidence import ContractFiled
from credit.models import EvidenceRecord
from credit.vocabulary import Answer, Second
from kernel.db import db
from tests import personas
from tests.factories import credit as make
from tests.factories import rounds as round_of
from tests.kernel.contents import PDF

YEAR = round_of.YEAR
OBJECTING, ANSWERING = date(2026, 2, 25), date(2026, 2, 27)


def a_draft(grade="B", authorities=(), earlier=None):
    agency = personas.agency().organisation
    if earlier:
        make.rating(agency, YEAR - 1, earlier)
    round_of.drawn_up(round_of.frozen(round_of.entrant(agency, grade, authorities)))
    return round_queries.draft(YEAR, agency.id)


def of(draft, rest=""):
    return f"/rating-rounds/2025/agencies/{draft.agency_id}{rest}"


def record_of(draft, kind):
    chosen = select(EvidenceRecord).where(
        EvidenceRecord.agency_id == draft.agency_id, EvidenceRecord.kind == kind
    )
    return db.session.scalars(chosen.order_by(EvidenceRecord.id)).first()


def test_a_draft_is_its_agencys_once_it_is_told_and_the_officials(visit, clock):
    agency = personas.agency().organisation
    found = round_of.frozen(round_of.entrant(agency, "B", ()))
    draft = round_queries.draft(YEAR, agency.id)
    clock.set(round_of.DRAWN_UP)
    visit(of(draft), status=303)
    visit.as_(personas.agency())(of(draft), status=403)
    assert "尚未告知" in visit.as_(personas.managing_office())(of(draft)).heading
    round_of.drawn_up(found)
    for user in (personas.agency(), personas.authority(), personas.supervisor()):
        assert "B级" in visit.as_(user)(of(draft)).heading
    for user in (personas.second_agency(), personas.owner(), personas.operator()):
        visit.as_(user)(of(draft), status=403)
    visit("/rating-rounds/2025/agencies/999999", status=404)


def test_a_draft_shows_every_lost_point_with_its_evidence_and_the_median(visit, clock):
    draft = a_draft("D", ("水利",), earlier="D")
    clock.set(OBJECTING)
    page = visit.as_(personas.agency())(of(draft))
    told = ("清退", "2027年3月31日", "行政处罚和法院失信记录", "严重", "行业中位数", "不列中位数", "2024")
    for words in told:
        assert words in page.text
    assert page.root.first("svg", class_="radar")
    assert of(draft, "/objection") in page.links
    english = visit.english()(of(draft))
    assert "Every lost point" in english.text


def test_an_authority_gives_points_with_reasons(visit, clock):
    agency = personas.agency().organisation
    round_of.frozen(round_of.entrant(agency, "B"))
    draft = round_queries.draft(YEAR, agency.id)
    clock.set(date(2026, 2, 2))
    visit.as_(personas.other_authority())(of(draft, "/check"), status=403)
    visit.as_(personas.managing_office())(of(draft, "/check"), status=403)
    visit.as_(personas.authority())
    said = {
        "licences": "5.5",
        "licences_reason": "一名人员证书到期。",
        "archive": "",
        "archive_reason": "未核查。",
    }
    for wrong in ({"licences": "6.01"}, {"licences": "五"}, {"licences_reason": ""}, {"licences": "5.555"}):
        page = visit.submit(of(draft, "/check"), said | wrong, status=422)
        assert page.errors
    page = visit.submit(of(draft, "/check"), said)
    assert "没有" in page.text
    rows = {row.of: (row.made, row.points) for row in round_queries.checks_of(draft.id)}
    assert rows == {"licences": ("scored", "5.5"), "archive": ("not-made", "")}
    assert visit(of(draft, "/check")).root.first("input", name="licences").get("value") == "5.5"


def test_an_agency_objects_with_evidence_and_the_office_answers(visit, clock):
    draft = a_draft()
    clock.set(OBJECTING)
    path = of(draft, "/objection")
    for user in (personas.agency_reader(), personas.second_agency(), personas.managing_office()):
        visit.as_(user)(path, status=403)
    visit.as_(personas.agency())
    assert visit.submit(path, {"text": ""}, status=422).errors
    said = {"about": "penalties", "text": "处罚已撤销。", "files": (BytesIO(PDF), "撤销决定.pdf")}
    page = visit.submit(path, said)
    assert "处罚已撤销。" in page.text
    (row,) = round_queries.objections_to(draft.id)
    paper = round_queries.papers_of([row.id])[row.id][0]
    address = f"/rating-rounds/2025/agencies/{draft.agency_id}/objections/{row.id}/papers/{paper.id}"
    assert visit.client.get(address).data == PDF
    visit.as_(personas.second_agency())(address, status=403)
    clock.set(ANSWERING)
    visit.as_(personas.managing_office())
    answering = f"/rating-rounds/2025/agencies/{draft.agency_id}/objections/{row.id}/answer"
    page = visit.submit(answering, {"answer": "upheld", "reasons": "成立。"}, status=422)
    assert "先裁定证据" in page.errors
    visit.submit(answering, {"answer": "refused", "reasons": "撤销的是另一案。"})
    assert round_queries.objection(row.id).answer == Answer.REFUSED
    visit(of(draft, f"/objections/{row.id + 1}/answer"), status=404)


def test_a_late_objection_is_refused_with_its_rule(visit, clock):
    draft = a_draft()
    clock.set(date(2026, 3, 9))
    visit.as_(personas.agency())
    assert of(draft, "/objection") not in visit(of(draft)).links
    page = visit.submit(of(draft, "/objection"), {"text": "迟到的异议。"}, status=422)
    assert "G7" in page.text


def test_a_hearing_is_asked_for_announced_recorded_and_then_answered(visit, clock):
    draft = a_draft("D", earlier="D")
    clock.set(OBJECTING)
    visit.as_(personas.agency()).submit(of(draft, "/objection"), {"text": "请听证。", "wants_hearing": "y"})
    (row,) = round_queries.objections_to(draft.id)
    assert row.wants_hearing
    visit.as_(personas.managing_office())
    at = f"/rating-rounds/2025/agencies/{draft.agency_id}/objections/{row.id}"
    leader = personas.second_of_the_office()
    said = {"day": "2026-03-10", "place": "政务服务中心 301 室", "leader": str(leader.id)}
    assert visit.submit(f"{at}/hearing", said | {"day": "2026-03-02"}, status=422).errors
    page = visit.submit(f"{at}/hearing", said)
    assert "政务服务中心" in page.text
    clock.set(date(2026, 3, 10))
    visit.as_(leader)
    visit.submit(f"{at}/record", {"record": "双方陈述完毕。"})
    visit.submit(f"{at}/answer", {"answer": "refused", "reasons": "维持。"})
    assert "双方陈述完毕" in visit(of(draft)).text


def test_the_page_of_a_hearing_names_its_first_day_and_says_where_nobody_is_left_to_lead_it(visit, clock):
    draft = a_draft("D", earlier="D")
    clock.set(OBJECTING)
    visit.as_(personas.agency()).submit(of(draft, "/objection"), {"text": "请听证。", "wants_hearing": "y"})
    (row,) = round_queries.objections_to(draft.id)
    alone = visit.as_(personas.managing_office())(of(draft, f"/objections/{row.id}/hearing"))
    assert "最早于2026年3月6日（周五）举行" in alone.text
    assert "均经办过该初稿" in alone.text
    personas.second_of_the_office()
    assert "均经办过该初稿" not in visit(of(draft, f"/objections/{row.id}/hearing")).text


def test_nobody_asks_for_a_hearing_where_no_removal_would_follow(visit, clock):
    draft = a_draft("B")
    clock.set(OBJECTING)
    page = visit.as_(personas.agency())(of(draft, "/objection"))
    assert not page.root.first("input", name="wants_hearing")


def test_evidence_is_set_aside_admitted_and_replaced_by_reasoned_acts(visit, clock):
    draft = a_draft()
    clock.set(ANSWERING)
    penalty = record_of(draft, "Penalty")
    path = f"/rating-rounds/2025/agencies/{draft.agency_id}/evidence/{penalty.id}"
    visit.as_(personas.agency())(path, status=403)
    visit.as_(personas.managing_office())
    assert visit.submit(path, {"ruling": "set-aside", "reason": ""}, status=422).errors
    visit.submit(path, {"ruling": "set-aside", "reason": "处罚已撤销。"})
    assert round_queries.draft(YEAR, draft.agency_id).grade == "A"
    page = visit.submit(path, {"ruling": "admit", "reason": "撤销的是另一案。"})
    assert "撤销的是另一案。" in page.text
    order = record_of(draft, "OrderCompleted")
    path = of(draft, f"/evidence/{order.id}")
    fact = {"has_complete_archive": "no", "kept_without_extension": "yes"}
    without = {"ruling": "replace", "reason": "成果缺页。", "has_complete_archive": None}
    assert visit.submit(path, without, status=422).errors
    visit.submit(path, {"ruling": "replace", "reason": "成果缺页。"} | fact)
    assert '"archives": {"good": "5"' in round_queries.draft(YEAR, draft.agency_id).sums
    visit(of(draft, "/evidence/999999"), status=404)


def test_every_kind_of_evidence_can_be_replaced_by_its_right_fact(visit, clock):
    draft = a_draft()
    (late,) = make.evidence(draft.agency, ContractFiled(date(YEAR, 5, 5), in_time=False))
    clock.set(ANSWERING)
    visit.as_(personas.managing_office())
    visit.submit(of(draft, f"/evidence/{late.id}"), {"ruling": "admit", "reason": "属实。"})
    for kind, fact in (
        ("ContractFiled", {"in_time": "yes"}),
        ("OwnersAnswers", {"stars": "5", "fee_as_offered": "yes", "told_at_once": "yes"}),
        ("Penalty", {"weight": "serious"}),
    ):
        row = record_of(draft, kind)
        page = visit(of(draft, f"/evidence/{row.id}"))
        visit.submit(page, {"ruling": "replace", "reason": "经核实更正。"} | fact)
        assert "ruling" not in page.text
    total = round_queries.draft(YEAR, draft.agency_id).total
    assert Decimal(total) < 90
    stay = record_of(draft, "Enrolment")
    page = visit(of(draft, f"/evidence/{stay.id}"))
    assert "替换" not in page.text


def test_a_draft_is_confirmed_or_sent_back_and_answered(visit, clock):
    draft = a_draft("D")
    round_of.closed(draft.round)
    clock.set(round_of.CLOSED)
    page = visit.as_(personas.managing_office())(of(draft))
    assert "另一名工作人员" in page.text
    assert not [form for form in page.forms if form.get("action", "").endswith("confirm")]
    visit.as_(personas.second_of_the_office())
    stale = visit(of(draft))
    assert visit.submit(of(draft, "/send-back"), {"reason": ""}, status=422).errors
    page = visit.submit(of(draft, "/send-back"), {"reason": "请核对文号。"})
    assert "请核对文号。" in page.text
    visit.submit(stale, form="/confirm", status=409)
    assert visit.submit(of(draft, "/resubmit"), {"reason": "我看过。"}, status=422).text
    visit.as_(personas.managing_office()).submit(of(draft, "/resubmit"), {"reason": "文号无误。"})
    page = visit.as_(personas.second_of_the_office())(of(draft))
    visit.submit(page, form="/confirm")
    assert round_queries.draft(YEAR, draft.agency_id).second == Second.CONFIRMED


@pytest.mark.parametrize(
    "address",
    [
        "/rating-rounds/2025/agencies/{agency}/send-back",
        "/rating-rounds/2025/agencies/{agency}/resubmit",
        "/rating-rounds/2025/agencies/{agency}/check",
        "/rating-rounds/2025/agencies/{agency}/objection",
        "/rating-rounds/2025/agencies/{agency}/objections/{objection}/hearing",
        "/rating-rounds/2025/agencies/{agency}/objections/{objection}/record",
    ],
)
def test_a_stranger_is_asked_to_sign_in_and_another_agency_refused(visit, clock, address):
    draft = a_draft()
    objection = round_of.objected(draft)
    path = address.format(agency=draft.agency_id, objection=objection.id)
    visit(path, status=303)
    clock.set(OBJECTING)
    visit.as_(personas.second_agency())(path, status=403)


def test_a_draft_costs_the_same_with_more_evidence(visit, clock, count_statements):
    draft = a_draft()
    clock.set(OBJECTING)
    visit.as_(personas.agency())
    visit(of(draft))
    with count_statements() as few:
        visit(of(draft))
    facts = [ContractFiled(date(YEAR, 5, day), in_time=True) for day in range(1, 20)]
    make.evidence(draft.agency, *facts)
    with count_statements() as many:
        visit(of(draft))
    assert len(few) == len(many)
