"""K1, K2: complaints come in from anyone, are answered by whose business they are, and count where upheld."""

import io
import json
from datetime import date

import pytest
from sqlalchemy import func, select

from credit.models import EvidenceRecord
from kernel import ledger
from kernel.db import db
from marketplace.oversight.complaints import queries
from marketplace.oversight.complaints.models import Complaint
from marketplace.oversight.complaints.vocabulary import About, Topic
from tests import personas
from tests.factories import admission
from tests.factories import complaints as make
from tests.factories.complaints import TEXT

PDF = b"%PDF-1.7\n"
TOLD = "有投诉反映收取合同以外的费用。"


def filled(agency, **values):
    return {
        "about": "agency",
        "name": agency.organisation.name,
        "topic": "fee",
        "fact_on": "2026-05-20",
        "text": TEXT,
        "contact": "13800000000",
    } | values


def count():
    return db.session.scalar(select(func.count()).select_from(Complaint))


def taken_up(visit, row):
    return visit.submit(f"/complaints/{row.number}/take-up", {"taken": "yes", "told": TOLD})


def test_a_stranger_gets_number_and_code_at_once_and_follows_the_complaint_with_them(visit):
    agency = personas.agency()
    receipt = visit.submit("/complain", filled(agency, files=(io.BytesIO(PDF), "录音说明.pdf")))
    row = db.session.scalars(select(Complaint)).one()
    assert receipt.path == "/complain/receipt"
    assert row.number in receipt.text
    code = next(e.text for e in receipt.root.every("dd") if e.text.count("-") == 2 and len(e.text) == 14)
    assert "6月2日" in receipt.text
    assert row.contact_sealed
    assert "138" not in row.contact_sealed
    visit.client.delete_cookie("session")
    visit("/complain/receipt", status=404)
    found = visit.submit("/complain/follow", {"number": row.number.lower(), "code": code.lower()})
    assert row.number in found.heading
    assert TEXT not in found.text
    wrong = visit.submit("/complain/follow", {"number": row.number, "code": "AAAA-AAAA-AAAA"}, status=422)
    assert "没有这个编号和查询码" in wrong.errors


def test_the_ledger_names_neither_side_nor_a_word_of_it(visit):
    visit.as_(personas.owner())
    visit.submit("/complain", filled(personas.agency()))
    row = db.session.scalars(select(Complaint)).one()
    (entry,) = ledger.entries(row)
    assert (entry.actor_id, json.loads(entry.details)) == (None, {"office": "managing-office"})
    assert row.made_by == personas.owner().id
    unsigned = visit("/complain")
    visit.submit(unsigned, filled(personas.agency(), unsigned="y"))
    assert db.session.scalars(select(Complaint).order_by(Complaint.id.desc())).first().made_by is None


def test_what_is_missing_is_said_and_nothing_is_entered(visit):
    page = visit.submit("/complain", {"fact_on": "31. Februar"}, status=422)
    assert page.errors
    unknown = visit.submit("/complain", filled(personas.agency(), name="没有这家公司"), status=422)
    assert "没有这个名称" in unknown.errors
    ahead = visit.submit("/complain", filled(personas.agency(), fact_on="2026-05-27"), status=422)
    assert "不能晚于今天" in ahead.errors
    wrong = visit.submit(
        "/complain", filled(personas.agency(), files=(io.BytesIO(b"MZ"), "病毒.pdf")), status=422
    )
    assert wrong.errors
    assert count() == 0


def test_the_same_form_twice_is_one_complaint_and_a_flood_is_held_back(visit):
    agency = personas.agency()
    page = visit("/complain")
    for _ in range(2):
        assert visit.submit(page, filled(agency)).path == "/complain/receipt"
    assert count() == 1
    for _ in range(9):
        visit.submit("/complain", filled(agency))
    held = visit.submit("/complain", filled(agency), status=429)
    assert "13:00" in held.text
    assert count() == 10


def test_the_form_begins_with_the_agency_that_the_address_names(visit):
    agency = personas.agency().organisation
    assert agency.name in visit(f"/complain?who={agency.id}").html
    for odd in ("999999", "x", "9" * 30):
        visit(f"/complain?who={odd}")


def test_each_complaint_lies_before_its_office_and_nobody_else(visit):
    agency, officer, office = personas.agency(), personas.authority(), personas.managing_office()
    others = [
        personas.other_authority(),
        personas.operator(),
        personas.second_agency(),
        agency,
        personas.owner(),
    ]
    of_item = make.complaint(agency.organisation, item="B07")
    plain = make.complaint(agency.organisation)
    assert of_item.authority_key
    key = {"水利": officer, "生态环境": others[0]}.get(of_item.authority_key, office)
    for reader, row in ((key, of_item), (office, plain)):
        assert row.number in visit.as_(reader)("/complaints").text
        assert TEXT in visit(f"/complaints/{row.number}").text
    for who in [one for one in others if one is not key]:
        assert plain.number not in visit.as_(who)("/complaints").text
        visit(f"/complaints/{plain.number}", status=403)
        visit(f"/complaints/{plain.number}/take-up", status=403)
    assert TEXT in visit.as_(personas.supervisor())(f"/complaints/{plain.number}").text
    visit(f"/complaints/{plain.number}/take-up", status=403)
    assert plain.number in visit("/complaints?show=all").text
    visit.as_nobody()
    assert visit.client.get("/complaints").status_code == 303


@pytest.mark.parametrize(
    "told",
    [
        {"about": About.OFFICIAL, "name": "江山市中介超市管理办公室", "topic": Topic.OTHER},
        {"about": About.OFFICIAL, "name": "江山市水利局", "topic": Topic.NAMING, "item": "B07"},
        {"topic": Topic.RED_CAP, "item": "B07"},
        {"topic": Topic.CLOSED_LIST},
    ],
    ids=["an office", "naming", "red-cap", "closed list"],
)
def test_what_is_about_officials_goes_to_the_supervisor_and_cannot_be_read_by_them(visit, told):
    supervisor, agency = personas.supervisor(), personas.agency()
    row = make.complaint(agency.organisation, **told)
    assert row.number in visit.as_(supervisor)("/inbox").text
    assert row.number in visit("/complaints").text
    visit.submit(f"/complaints/{row.number}/take-up", {"taken": "yes"})
    for who in (personas.authority(), personas.managing_office(), personas.operator(), agency):
        assert row.number not in visit.as_(who)("/complaints").text
        assert row.number not in visit("/inbox").text
        visit(f"/complaints/{row.number}", status=403)


def test_the_one_complained_of_reads_the_substance_alone_and_comments_before_the_answer(visit, clock):
    agency, office, owner = personas.agency(), personas.managing_office(), personas.owner()
    row = make.complaint(agency.organisation, made_by=owner, contact="周敏 13800000000")
    visit.as_(agency)(f"/complaints/{row.number}", status=403)
    visit.as_(office)
    empty = visit.submit(f"/complaints/{row.number}/take-up", {"taken": "yes"}, status=422)
    assert "告知被投诉人" in empty.errors
    assert "13800000000" in taken_up(visit, row).text
    early = visit.submit(
        f"/complaints/{row.number}/answer", {"outcome": "upheld", "reasons": "属实"}, status=422
    )
    assert "6月3日" in early.text
    seen = visit.as_(agency)(f"/complaints/{row.number}")
    assert TOLD in seen.text
    for secret in (TEXT, "13800000000", "周敏", owner.organisation.name):
        assert secret not in seen.html
    assert row.number in visit("/complaints").text
    visit.submit(f"/complaints/{row.number}/comment", {"text": " "}, status=422)
    assert "系误会" in visit.submit(f"/complaints/{row.number}/comment", {"text": "系误会，已退费。"}).text
    visit.submit(f"/complaints/{row.number}/comment", {"text": "再说一次"}, status=409)
    answered = visit.as_(office).submit(
        f"/complaints/{row.number}/answer", {"outcome": "not-upheld", "reasons": "费用列在合同中。"}
    )
    assert "不属实" in answered.text
    assert "费用列在合同中" in visit.as_(owner)(f"/complaints/{row.number}").text
    assert row.number in visit("/inbox").text
    assert db.session.scalars(select(EvidenceRecord)).all() == []


def test_an_upheld_complaint_is_evidence_of_the_day_of_its_fact_with_its_entry(visit, clock):
    agency, office = personas.agency(), personas.managing_office()
    row = make.complaint(agency.organisation)
    taken_up(visit.as_(office), row)
    clock.set(date(2026, 6, 8))
    visit.as_(office)
    late = visit.submit(
        f"/complaints/{row.number}/answer",
        {"outcome": "upheld", "fact_on": "2026-06-05", "reasons": "属实"},
        status=422,
    )
    assert "fact_on" in late.html
    page = visit(f"/complaints/{row.number}/answer")
    values = {"outcome": "upheld", "fact_on": "2026-05-20", "reasons": "收据显示另收加急费。"}
    for _ in range(2):
        visit.submit(page, values)
    (found,) = db.session.scalars(select(EvidenceRecord)).all()
    assert (found.agency_id, found.kind, found.fact_on) == (
        agency.organisation_id,
        "UpheldComplaint",
        date(2026, 5, 20),
    )
    assert found.entry.act == "oversight.complaint.answered"
    visit.submit(f"/complaints/{row.number}/answer", values, status=409)
    assert row.number in visit("/complaints?show=closed").text


def test_a_complaint_that_is_not_taken_up_needs_reasons_and_is_closed(visit):
    row = make.complaint(personas.agency().organisation)
    visit.as_(personas.managing_office())
    assert "不予受理" in visit(f"/complaints/{row.number}/take-up").text
    visit.submit(f"/complaints/{row.number}/take-up", {"taken": "no"}, status=422)
    page = visit.submit(f"/complaints/{row.number}/take-up", {"taken": "no", "reason": "请向法院起诉。"})
    assert "请向法院起诉" in page.text
    visit.submit(f"/complaints/{row.number}/take-up", {"taken": "yes", "told": TOLD}, status=409)


def test_a_complaint_past_its_deadline_is_marked_and_the_list_goes_on_page_by_page(
    visit, clock, count_statements
):
    body, office = personas.agency().organisation, personas.managing_office()
    old = make.complaint(body)
    assert "已超过时限" not in visit.as_(office)("/complaints").text
    clock.set(date(2026, 6, 3))
    page = visit.as_(office)("/complaints")
    assert page.heading == "1件投诉已超过时限"
    with count_statements() as few:
        visit("/complaints")
    for _ in range(21):
        make.complaint(body)
    with count_statements() as many:
        first = visit("/complaints")
    assert len(many) == len(few)
    (following,) = [link for link in first.links if "after=" in link]
    assert old.number in first.text
    assert "TS-2026-0022" in visit(following).text


def test_a_file_is_handed_to_those_who_read_the_whole_alone(visit):
    agency = personas.agency()
    visit.submit("/complain", filled(agency, files=(io.BytesIO(PDF), "录音说明.pdf")))
    row = db.session.scalars(select(Complaint)).one()
    other = make.complaint(agency.organisation)
    page = visit.as_(personas.managing_office())(f"/complaints/{row.number}")
    (paper,) = queries.papers_of(row.id)
    link = f"/complaints/{row.number}/papers/{paper.id}"
    assert link in page.links
    assert visit.client.get(link).data == PDF
    visit(f"/complaints/{other.number}/papers/{paper.id}", status=404)
    taken_up(visit, row)
    visit.as_(agency)(link, status=403)


def test_every_page_can_be_read_in_english(visit):
    row = make.complaint(personas.agency().organisation)
    visit.english()
    visit("/complain")
    visit("/complain/follow")
    visit.as_(personas.managing_office())
    for address in ("/complaints", f"/complaints/{row.number}", f"/complaints/{row.number}/take-up"):
        visit(address)
    taken_up(visit, row)
    visit(f"/complaints/{row.number}/answer")
    visit.as_(personas.agency())(f"/complaints/{row.number}/comment")


def test_it_waits_on_the_workbench_of_its_office_then_of_the_one_complained_of(visit):
    agency, office = personas.agency(), personas.managing_office()
    row = make.complaint(agency.organisation)
    address = f"/complaints/{row.number}"
    assert address not in visit.as_(agency)("/workbench").links
    assert address in visit.as_(office)("/workbench").links
    taken_up(visit, row)
    assert address in visit("/workbench").links
    assert address in visit.as_(agency)("/workbench").links
    visit.submit(f"{address}/comment", {"text": "已退费。"})
    assert address not in visit("/workbench").links


def test_a_tip_about_an_official_waits_on_the_workbench_of_the_supervisor_alone(visit):
    row = make.complaint(about=About.OFFICIAL, name="江山市水利局", topic=Topic.NAMING)
    address = f"/complaints/{row.number}"
    assert address in visit.as_(personas.supervisor())("/workbench").links
    for who in (personas.authority(), personas.managing_office()):
        assert address not in visit.as_(who)("/workbench").links


def test_the_page_of_an_agency_leads_to_a_complaint_about_it(visit):
    agency = admission.agency_with("B02")
    assert f"/complain?who={agency.id}" in visit(f"/agencies/{agency.id}").links
