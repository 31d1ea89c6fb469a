"""S6: a list of associations and institutions is brought, looked at, laid in, and brought again."""

import io

import pytest
import xlsxwriter
from sqlalchemy import select

from kernel import clock, ledger
from kernel.db import db
from kernel.errors import Refused, WrongState
from marketplace.admission import lists
from marketplace.admission.redcap import bringing, queries, sheet
from marketplace.admission.redcap.models import Institution
from tests import personas
from tests.factories import accounts, redcap

TITLES = [column.title for column in sheet.COLUMNS]
WATER = {
    "名称": "江山市水利学会",
    "类型": "协会商会",
    "主管部门": "水利",
    "与主管部门关系": "业务主管单位",
    "脱钩状态": "未脱钩",
}
WOODS = WATER | {"名称": "江山市林业协会", "主管部门": "林草", "脱钩状态": "脱钩中"}
PROVED = {"脱钩状态": "已脱钩", "脱钩日期": "2026年5月20日", "脱钩文件": "江民〔2026〕12号"}


@pytest.fixture
def office(visit):
    return visit.as_(personas.managing_office())


def bring(office, *rows, name="摸排名录.csv", content=None, status=None):
    text = lists.written(TITLES, ([row.get(title, "") for title in TITLES] for row in rows))
    given = {"file": (io.BytesIO(content or text.encode()), name), "document": "江改办〔2017〕9号"}
    return office.submit("/red-cap/sheets", given, status=status)


def lay_in(office, *rows):
    return office.submit(bring(office, *rows), form="/confirm")


def confirm():
    """Lay the newest list in past its page."""
    row, office = queries.sheets()[0], personas.managing_office()
    bringing.confirm(row, actor_id=office.id, today=clock.today())


def entries():
    return {row.name: row for row in db.session.scalars(select(Institution))}


def test_forty_one_associations_are_laid_in_and_bar_their_agencies(office):
    agency = personas.agency().organisation
    rows = [WATER | {"名称": f"江山市第{i}协会"} for i in range(1, 41)]
    page = bring(office, *rows, WATER | {"所办中介机构代码": agency.uscc})
    assert "新增41条，变更0条" in page.heading
    assert not entries()
    for _ in range(2):
        assert "已导入：新增41条" in office.submit(page, form="/confirm").heading
    assert len(entries()) == 41
    (link,) = queries.links_of(agency.uscc)
    assert (link.institution.name, link.name) == ("江山市水利学会", agency.name)
    assert "江改办〔2017〕9号" in office("/red-cap/sheets").text


def test_a_second_list_changes_only_what_changed(office):
    agency, other = personas.agency().organisation, accounts.credit_code()
    lay_in(office, WATER | {"所办中介机构代码": agency.uscc}, WOODS)
    page = bring(office, WATER | PROVED | {"所办中介机构代码": f"{agency.uscc}、{other}"}, WOODS)
    assert "新增0条，变更1条" in page.heading
    assert "未脱钩 → 已脱钩" in page.text
    assert "— → 2026年5月20日" in page.text
    office.submit(page, form="/confirm")
    acts = {name: [e.act.rpartition(".")[2] for e in ledger.entries(row)] for name, row in entries().items()}
    assert acts == {
        "江山市水利学会": ["entered", "agency-linked", "changed", "agency-linked"],
        "江山市林业协会": ["entered"],
    }
    assert entries()["江山市水利学会"].document == "江民〔2026〕12号"
    again = bring(office, WATER | PROVED, WOODS)
    assert "与台账一致" in again.heading
    assert not [form for form in again.forms if form.get("action", "").endswith("/confirm")]


def test_what_a_list_leaves_out_takes_nothing_away(office):
    agency, code = personas.agency().organisation, accounts.credit_code()
    lay_in(office, WATER | {"统一社会信用代码": code, "所办中介机构代码": agency.uscc}, WOODS)
    lay_in(office, WATER | {"备注": "已核实"})
    assert entries()["江山市水利学会"].uscc == code
    assert entries()["江山市水利学会"].note == "已核实"
    assert "江山市林业协会" in entries()
    assert [one.left_on for one in queries.links_of(agency.uscc)] == [None]


def test_a_new_name_is_known_by_its_code(office):
    code = accounts.credit_code()
    lay_in(office, WATER | {"统一社会信用代码": code})
    lay_in(office, WATER | {"统一社会信用代码": code, "名称": "江山市水利工程学会"})
    assert list(entries()) == ["江山市水利工程学会"]


def test_each_mistake_is_named_in_its_cell_and_nothing_is_laid_in(office):
    code, other = accounts.credit_code(), accounts.credit_code()
    redcap.institution("江山市气象学会", "气象", uscc=code)
    redcap.institution("江山市消防协会", "应急管理", uscc=other)
    page = bring(
        office,
        WATER | {"类型": "公司", "主管部门": "水务局", "脱钩状态": "快了", "与主管部门关系": "熟"},
        WATER | {"名称": ""},
        WOODS | {"脱钩状态": "已脱钩"},
        WOODS | {"名称": "甲", "脱钩日期": "2027-01-01"},
        WOODS | {"名称": "乙", "脱钩日期": "2026-02-30"},
        WOODS | {"名称": "丙", "所办中介机构代码": "91330881MA2800000X"},
        WOODS | {"名称": "江山市气象学会", "统一社会信用代码": accounts.credit_code()},
        WOODS | {"名称": "江山市消防协会", "统一社会信用代码": code},
        WOODS | {"名称": "丁", "统一社会信用代码": "91330881"},
        WOODS,
    )
    assert "10 行有误" in page.heading
    for said in (
        "请填其中之一：协会商会 / 事业单位",
        "请填其中之一：未脱钩 / 脱钩中 / 已脱钩",
        "请填写脱钩日期",
        "请填写证明脱钩的文件",
        "与本表第 4 行重复",
        "真实存在的日期",
        "台账中该名称登记的是另一个统一社会信用代码",
    ):
        assert said in page.text
    assert not [form for form in page.forms if form.get("action", "").endswith("/confirm")]
    with pytest.raises(Refused):
        confirm()
    assert len(entries()) == 2


def test_a_workbook_is_taken_like_a_csv_and_a_file_that_is_none_is_refused(office):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        first = book.add_worksheet("名录")
        first.write_row(0, 0, TITLES)
        first.write_row(1, 0, [(WATER | PROVED).get(title, "") for title in TITLES])
    assert "新增1条" in bring(office, content=made.getvalue(), name="名录.xlsx").heading
    for content in (b"PK\x03\x04 broken", b"a,b\n1,2\n", b"\xff\xfe\x00\x00"):
        assert bring(office, content=content, name="名录.xlsx", status=422).errors


def test_what_was_downloaded_can_be_brought_again_and_changes_nothing(office):
    agency = personas.agency().organisation
    lay_in(office, WATER | PROVED | {"所办中介机构代码": agency.uscc}, WOODS)
    content = office.client.get("/red-cap.csv").get_data()
    assert "与台账一致" in bring(office, content=content).heading
    template = office.client.get("/red-cap/sheets/template.csv").get_data(as_text=True)
    assert template.startswith("\ufeff名称,统一社会信用代码")


def test_a_list_whose_rows_went_wrong_since_is_not_laid_in(office):
    code = accounts.credit_code()
    page = bring(office, WATER | {"统一社会信用代码": code})
    redcap.institution("江山市水利学会", uscc=accounts.credit_code())
    assert "1 行有误" in office.submit(page, form="/confirm", status=422).heading
    lay_in(office, WOODS)
    with pytest.raises(WrongState):
        confirm()
    assert len(entries()) == 2


def test_a_formula_in_a_cell_is_handed_out_as_text(office):
    redcap.institution("=HYPERLINK(1)")
    assert "'=HYPERLINK" in office.client.get("/red-cap.csv").get_data(as_text=True)
