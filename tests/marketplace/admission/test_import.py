"""Today's agencies come from a sheet: every mistake named in its cell, all or none, and the same sheet once."""

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from accounts.models import Agency, Verification
from kernel import clock as time
from kernel import files, law, ledger, search
from kernel.db import db, transaction
from kernel.errors import Refused, WrongState
from marketplace.admission import imports, queries, sheets
from marketplace.admission.models import AgencyImport, ListedService, Qualification
from tests import personas
from tests.factories import accounts as bodies
from tests.factories import admission as holding
from tests.factories import sheets as make

DOCUMENT = "江政办发〔2024〕12号"
CODE = bodies.credit_code(20_000_001)
SECOND = bodies.credit_code(20_000_002)


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def good(**cells):
    return make.workbook([make.agency(CODE) | cells], [make.qualification(CODE)], [make.service(CODE)])


def bring(visit, content, name="机构.xlsx", document=DOCUMENT, status=200):
    visit.as_(personas.operator())
    page = visit("/admission/import")
    return visit.submit(page, {"document": document, "file": (io.BytesIO(content), name)}, status=status)


def confirm(visit, page, status=200):
    return visit.submit(page, {"seen": "y"}, status=status)


def cell(line, sheet="agencies"):
    """Return what is said of the only row of a sheet that has a mistake, by column."""
    wrong = [one for one in line.lines[sheet] if one.is_wrong]
    assert len(wrong) == 1, [str(c.mistake) for one in wrong for c in one.cells.values() if c.mistake]
    return {key: str(one.mistake) for key, one in wrong[0].cells.items() if one.mistake}


def read(content):
    """Bring a sheet past the page, and compare it."""
    operator = personas.operator()
    with transaction():
        stored = files.store(io.BytesIO(content), "机构.xlsx", operator.id)
        row = AgencyImport(
            file_id=stored.id, document=DOCUMENT, brought_at=time.now(), brought_by=operator.id
        )
        ledger.record(row, "admission.import.brought", actor_id=operator.id, rule="A1")
    return row, imports.compared(row, time.today(), law.book())


def test_the_template_can_be_downloaded_and_read_back(visit):
    visit.as_(personas.operator())
    answer = visit.client.get("/admission/import/template.xlsx")
    assert answer.status_code == 200
    assert sheets.read(answer.data).lines == {"agencies": [], "qualifications": [], "services": []}
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert "工程设计资质" in str(book.get_sheet_by_name("可填名称").to_python())


def test_a_sheet_is_shown_and_nothing_is_stored_before_it_is_confirmed(visit):
    page = bring(visit, good())
    assert "可导入 1 家机构" in page.heading
    assert "江山市存量咨询有限公司" in page.text
    assert (count(Agency), count(Qualification), count(ListedService)) == (0, 0, 0)
    assert visit("/admission/import").root.first("table") is not None


def test_a_confirmed_sheet_lays_in_agencies_that_may_serve(visit, clock):
    page = confirm(visit, bring(visit, good(controlling_shareholder="江山实业集团")))
    assert "已导入 1 家机构" in page.heading
    agency = db.session.scalars(select(Agency)).one()
    assert (agency.uscc, agency.phone, agency.controlling_shareholder) == (
        CODE,
        "0570-4010001",
        "江山实业集团",
    )
    assert agency.may_act
    assert queries.admission_of(agency.id).accepted_on == date(2024, 3, 1)
    assert holding.may_serve(agency.id, "A04", clock.today) is None
    service = queries.services_of(agency.id)[0]
    assert (service.price_fen, service.workdays, service.is_disclosed) == (2_800_000, 15, True)
    assert queries.qualifications_of(agency.id)[0].valid_until == date(2029, 4, 30)
    seen = db.session.scalars(select(Verification)).one()
    assert (seen.reason, seen.entry.act) == (DOCUMENT, "admission.agency.imported")
    assert seen.entry.actor_id == personas.operator().id
    assert list(db.session.scalars(search.matching("agency", "存量 clzx"))) == [agency.id]


def test_the_same_sheet_twice_changes_nothing_and_says_so(visit):
    first = bring(visit, good())
    confirm(visit, first)
    assert "已导入 1 家" in visit.submit(first, {"seen": "y"}).heading  # a double click
    before = (count(Agency), count(Qualification), count(ListedService), count(ledger.Entry))
    page = bring(visit, good())
    assert "不产生任何更改" in page.heading
    assert not page.forms
    assert (count(Agency), count(Qualification), count(ListedService)) == before[:3]
    row, _ = read(good())
    with transaction():
        imports.confirm(row, actor_id=personas.operator().id, today=time.today(), book=law.book())
    assert (row.entered, count(Agency)) == (0, 1)
    assert "未作任何更改" in visit(f"/admission/imports/{row.id}").heading
    with pytest.raises(WrongState), transaction():
        imports.confirm(row, actor_id=personas.operator().id, today=time.today(), book=law.book())


def test_a_sheet_with_further_agencies_lays_in_only_those(visit):
    confirm(visit, bring(visit, good()))
    both = [make.agency(CODE), make.agency(SECOND, name="江山市新来有限公司")]
    more = make.workbook(both, [make.qualification(CODE)], [make.service(SECOND, item_code="B02")])
    page = bring(visit, more)
    assert "可导入 1 家机构" in page.heading
    assert "已在平台" in page.text
    confirm(visit, page)
    assert (count(Agency), count(Qualification), count(ListedService)) == (2, 1, 2)


def test_a_sheet_with_a_mistake_cannot_be_confirmed(visit):
    page = bring(visit, good(uscc="91330881MA28FAAAAA"))
    assert "行有误" in page.heading
    assert "第 2 行" not in page.heading
    assert not page.forms
    row = db.session.scalars(select(AgencyImport)).one()
    with pytest.raises(Refused), transaction():
        imports.confirm(row, actor_id=personas.operator().id, today=time.today(), book=law.book())
    assert count(Agency) == 0


def test_confirming_wants_the_tick(visit):
    page = visit.submit(bring(visit, good()), status=422)
    assert "核对一致" in page.errors
    assert count(Agency) == 0


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (b"hello", "机构.xlsx", "PDF"),
        (b"", "机构.xlsx", "空"),
        (b"%PDF-1.7", "机构.pdf", "XLSX"),
        (make.workbook(leave_out=("资质",)), "机构.xlsx", "缺少“资质”表"),
        (make.workbook(leave_out=("地址",)), "机构.xlsx", "缺少以下列：地址"),
        (make.workbook(rename={"机构名称": "名称"}), "机构.xlsx", "机构名称"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused_beside_its_field(visit, content, name, word):
    page = bring(visit, content, name, status=422)
    assert word in page.errors
    assert DOCUMENT in page.html
    assert count(AgencyImport) == 0


def test_a_sheet_without_a_document_is_refused(visit):
    assert "依据文件" in bring(visit, good(), document="", status=422).errors


def test_the_preview_pages_by_row_and_shows_mistakes_first(visit):
    rows = [make.agency(name=f"江山市第{i}咨询有限公司") for i in range(60)]
    rows[55]["phone"] = ""
    page = bring(visit, make.workbook(rows))
    assert "1 行有误" in page.heading
    assert "江山市第55咨询" in page.text
    assert "江山市第54咨询" not in page.text
    address = f"{page.path}?sheet=agencies&rows="
    page = visit(address)
    assert "江山市第49咨询" in page.text
    assert "江山市第50咨询" not in page.text
    page = visit(next(link for link in page.links if "after=" in link))
    assert "江山市第59咨询" in page.text
    assert "没有符合条件的行" in visit(f"{page.path.partition('?')[0]}?sheet=services").text


def test_importing_is_for_the_operator_alone(visit):
    page = bring(visit, good())
    for path in ("/admission/import", page.path, "/admission/import/template.xlsx"):
        visit.as_nobody()(path, status=303)
        for user in (personas.managing_office(), personas.supervisor(), personas.agency()):
            visit.as_(user)(path, status=403)
    row = db.session.scalars(select(AgencyImport)).one()
    sent = {"csrf_token": visit("/me").root.first("input", name="csrf_token").get("value"), "seen": "y"}
    assert visit.client.post(f"/admission/imports/{row.id}/confirm", data=sent).status_code == 403
    visit.as_(personas.operator())
    visit("/admission/imports/999", status=404)


def test_four_hundred_rows_stay_quick(db_session, clock, count_statements):
    codes = [bodies.credit_code(30_000_000 + i) for i in range(400)]
    agencies = [make.agency(code, name=f"江山市第{i}咨询有限公司") for i, code in enumerate(codes)]
    held = [make.qualification(code) for code in codes]
    listed = [make.service(code) for code in codes]
    with count_statements() as compared:
        row, found = read(make.workbook(agencies, held, listed))
    assert (found.wrong, len(compared) < 30) == (0, True)
    with count_statements() as confirmed, transaction():
        imports.confirm(row, actor_id=personas.operator().id, today=time.today(), book=law.book())
    assert row.entered == count(Agency) == count(ListedService) == 400
    assert len(confirmed) <= 7 * 400 + 50  # each row of each table once, and a few batches for the search
