"""G2, G3: penalties and court records come in with source and number, count at once, and are set aside with reasons."""

import io
import json
from datetime import date

import pytest
from sqlalchemy import func, select

from credit import queries as credit
from credit.models import EvidenceRecord
from kernel import law
from kernel.db import db
from kernel.errors import Refused
from marketplace.admission import lists
from marketplace.oversight.penalties import queries, sheet
from marketplace.oversight.penalties.models import ExternalRecord
from tests import personas
from tests.factories import accounts

SOURCE, NUMBER = "江山市市场监督管理局", "江市监处〔2026〕18号"


def filled(about, **values):
    return {
        "agency": about.organisation.name,
        "kind": "penalty",
        "weight": "minor",
        "source": SOURCE,
        "number": NUMBER,
        "fact_on": "2026-03-19",
    } | values


def penalties(agency):
    measured, _ = credit.running_score(agency.organisation_id, 2026, law.book())
    return measured.minor_penalties, measured.serious_penalties


def count(table=ExternalRecord):
    return db.session.scalar(select(func.count()).select_from(table))


def row(agency, *cells):
    return ",".join((agency.organisation.uscc, *cells))


def csv(*rows, encoding="utf-8-sig"):
    titles = ",".join(column.title for column in sheet.COLUMNS)
    return (io.BytesIO("\r\n".join((titles, *rows)).encode(encoding)), "记录.csv")


def bring(visit, *rows, **how):
    return visit.submit("/records/import", {"file": csv(*rows, **how)}, status=None)


def test_a_record_is_evidence_of_its_day_proved_by_its_entry_and_told_to_the_agency(visit):
    agency = personas.agency()
    visit.as_(personas.authority())
    page = visit("/records/new")
    for _ in range(2):
        assert NUMBER in visit.submit(page, filled(agency)).text
    (found,) = db.session.scalars(select(EvidenceRecord)).all()
    assert (found.kind, found.fact_on, json.loads(found.facts)["weight"]) == (
        "Penalty",
        date(2026, 3, 19),
        "minor",
    )
    assert found.entry.act == "oversight.external-record.entered"
    assert penalties(agency) == (1, 0)
    visit.as_(agency)
    assert NUMBER in visit("/inbox").text
    assert NUMBER in visit("/records").text


def test_what_is_missing_or_on_file_already_is_said_and_nothing_is_entered(visit):
    agency = personas.agency()
    visit.as_(personas.authority())
    assert visit.submit("/records/new", {"fact_on": "2026-02-30"}, status=422).errors
    unknown = visit.submit("/records/new", filled(agency, agency="没有这家公司"), status=422)
    assert "没有这个名称" in unknown.errors
    visit.submit("/records/new", filled(agency, fact_on="2026-05-27"), status=422)
    assert count() == 0
    visit.submit("/records/new", filled(agency))
    assert "已经在案" in visit.submit("/records/new", filled(agency), status=422).errors
    assert count() == 1


def test_a_record_entered_wrongly_is_set_aside_with_reasons_and_counts_nothing(visit):
    agency = personas.agency()
    visit.as_(personas.authority())
    visit.submit("/records/new", filled(agency, weight="serious"))
    found = db.session.scalars(select(ExternalRecord)).one()
    address = f"/records/{found.id}/set-aside"
    visit.submit(address, {"reason": " "}, status=422)
    assert penalties(agency) == (0, 1)
    assert "同名公司" in visit.submit(address, {"reason": "处罚的是同名公司。"}).text
    assert penalties(agency) == (0, 0)
    visit.submit(address, {"reason": "再撤一次"}, status=409)
    visit.submit("/records/new", filled(agency, weight="minor"))
    assert penalties(agency) == (1, 0)
    assert "撤销" in visit.as_(agency)("/inbox").text


def test_only_officers_enter_and_each_sets_aside_its_own(visit):
    agency = personas.agency()
    visit.as_(personas.authority()).submit("/records/new", filled(agency))
    found = db.session.scalars(select(ExternalRecord)).one()
    for who in (personas.other_authority(), agency, personas.supervisor()):
        visit.as_(who)(f"/records/{found.id}/set-aside", status=403)
    for who in (
        personas.managing_office(),
        personas.operator(),
        agency,
        personas.owner(),
        personas.supervisor(),
    ):
        visit.as_(who)("/records/new", status=403)
        visit("/records/import", status=403)
    for who, sees in ((personas.other_authority(), False), (personas.second_agency(), False)):
        assert (NUMBER in visit.as_(who)("/records").text) == sees
    assert NUMBER in visit.as_(personas.supervisor())("/records").text
    visit.as_(personas.operator())("/records", status=403)
    visit.as_(personas.managing_office()).submit(f"/records/{found.id}/set-aside", {"reason": "录入有误"})


def test_a_sheet_names_each_mistake_in_its_cell_and_lays_nothing_in(visit):
    agency = personas.agency()
    visit.as_(personas.authority())
    page = bring(
        visit,
        row(agency, "行政处罚", "轻微", SOURCE, NUMBER, "2026-03-19", ""),
        row(agency, "行政处罚", "轻微", SOURCE, NUMBER, "2026-03-20", ""),
        row(agency, "批评", "很重", SOURCE, "2号", "2026-02-30", ""),
        row(agency, "行政处罚", "严重", "", "3号", "2027-01-01"),
        f"{accounts.credit_code()},失信被执行人,严重,江山市人民法院,4号,2026-01-05,",
    )
    assert "4 行有误" in page.heading
    for said in ("与本表第 2 行重复", "请填其中之一：行政处罚", "请填其中之一：轻微", "真实存在的日期"):
        assert said in page.text
    assert "日期不能晚于今天" in page.text
    assert "没有这个代码的中介机构" in page.text
    assert not [form for form in page.forms if form.get("action", "").endswith("/confirm")]
    assert count() == 0


def test_a_sheet_is_laid_in_once_and_what_is_there_already_is_left(visit):
    agency = personas.agency()
    visit.as_(personas.authority())
    visit.submit("/records/new", filled(agency))
    page = bring(
        visit,
        row(agency, "行政处罚", "轻微", SOURCE, NUMBER, "2026年3月19日", ""),
        "",
        row(
            agency,
            "失信被执行人",
            "严重",
            "江山市人民法院",
            "（2026）浙0881执18号",
            "2026-04-02",
            "未履行判决",
        ),
        encoding="gb18030",
    )
    assert "可以导入1条" in page.heading
    for _ in range(2):
        done = visit.submit(page, form="/confirm")
        assert "已导入1条" in done.heading
    assert count() == 2
    (sheet_row,) = queries.record_imports("水利")
    assert "已导入1条" in visit(f"/records/imports/{sheet_row.id}").heading
    assert penalties(agency) == (1, 1)
    again = bring(visit, row(agency, "行政处罚", "轻微", SOURCE, NUMBER, "2026-03-19", ""))
    assert "均已在案" in again.heading
    assert "记录.csv" in visit("/records/import").text


def test_a_sheet_is_its_authoritys_alone_and_is_asked_about_again_when_it_is_laid_in(visit):
    agency = personas.agency()
    visit.as_(personas.authority())
    page = bring(visit, row(agency, "行政处罚", "轻微", SOURCE, NUMBER, "2026-03-19", ""))
    visit.as_(personas.other_authority())(page.path, status=403)
    visit.as_(personas.authority())
    visit.submit(page.path, form="/confirm")
    fresh = visit(page.path)
    assert "已导入1条" in fresh.heading
    assert not fresh.forms


def test_what_is_no_sheet_is_refused_in_one_sentence(visit):
    visit.as_(personas.authority())
    for content in (b"", b"a,b\n1,2\n", b"\xff\xfe\x00\x00"):
        page = visit.submit("/records/import", {"file": (io.BytesIO(content), "表.csv")}, status=422)
        assert page.errors
    titles = ",".join(column.title for column in sheet.COLUMNS)
    many = "\n".join([titles, *["x"] * (lists.MOST_ROWS + 1)]).encode()
    assert (
        "请分批导入"
        in visit.submit("/records/import", {"file": (io.BytesIO(many), "表.csv")}, status=422).errors
    )
    only = io.BytesIO(titles.encode())
    assert "没有内容" in visit.submit("/records/import", {"file": (only, "表.csv")}, status=422).errors
    with pytest.raises(Refused):
        lists.decoded(b"x" * (lists.MOST_BYTES + 1), sheet.RULE)
    template = visit.client.get("/records/import/template.csv")
    assert template.get_data(as_text=True).startswith("\ufeff统一社会信用代码")


def test_the_statements_of_list_and_preview_do_not_grow_with_their_rows(visit, count_statements):
    agency = personas.agency()
    visit.as_(personas.authority())
    visit.submit("/records/new", filled(agency))
    with count_statements() as few:
        visit("/records")
    rows = [row(agency, "行政处罚", "轻微", SOURCE, f"{i}号", "2026-03-19", "") for i in range(25)]
    one = bring(visit, rows[0])
    page = bring(visit, *rows)
    with count_statements() as short:
        visit(one.path)
    with count_statements() as long:
        visit(page.path)
    assert len(short) == len(long)
    visit.submit(page, form="/confirm")
    with count_statements() as many:
        first = visit("/records")
    assert len(many) == len(few)
    (following,) = [link for link in first.links if "after=" in link]
    assert NUMBER in visit(following).text


def test_every_page_can_be_read_in_english(visit):
    agency = personas.agency()
    visit.as_(personas.authority()).english()
    for address in ("/records", "/records/new", "/records/import"):
        visit(address)
    visit.submit("/records/new", filled(agency))
    found = db.session.scalars(select(ExternalRecord)).one()
    visit(f"/records/{found.id}/set-aside")
    bring(visit, row(agency, "行政处罚", "轻", SOURCE, NUMBER, "2026-03-19", ""))
