"""Reading a sheet: each mistake is named in its cell."""

import io
import zipfile
from datetime import date

import pytest
from sqlalchemy import select

from accounts.models import Agency, Verification
from kernel import clock as time
from kernel import law
from kernel.db import db, transaction
from kernel.errors import Refused
from marketplace.admission import imports, queries, sheets
from tests import personas
from tests.factories import accounts as bodies
from tests.factories import sheets as make
from tests.marketplace.admission.test_import import CODE, SECOND, cell, good, read


@pytest.mark.parametrize(
    ("cells", "column", "word"),
    [
        ({"name": ""}, "name", "Fill this in"),
        ({"name": "长" * 121}, "name", "at most 120"),
        ({"uscc": "9133088"}, "uscc", "18 characters"),
        ({"uscc": "91330881100000019X"}, "uscc", "does not fit"),
        ({"accepted_on": "2024-02-30"}, "accepted_on", "day that exists"),
        ({"accepted_on": date(2026, 5, 27)}, "accepted_on", "lies ahead"),
        ({"phone": ""}, "phone", "Fill this in"),
    ],
)
def test_each_mistake_of_an_agency_is_named_in_its_cell(db_session, clock, cells, column, word):
    _, found = read(make.workbook([make.agency(SECOND) | cells]))
    assert word in cell(found)[column]
    assert len(cell(found)) == 1


@pytest.mark.parametrize(
    ("cells", "column", "word"),
    [
        ({"kind": "驾驶资质"}, "kind", "no qualification"),
        ({"number": ""}, "number", "Fill this in"),
        ({"valid_until": date(2020, 1, 1)}, "valid_until", "before the first day"),
        ({"valid_until": "明年"}, "valid_until", "day that exists"),
        ({"valid_from": ""}, "valid_from", "Fill this in"),
        ({"uscc": bodies.credit_code(20_000_009)}, "uscc", "no agency"),
    ],
)
def test_each_mistake_of_a_qualification_is_named_in_its_cell(db_session, clock, cells, column, word):
    _, found = read(make.workbook([make.agency(SECOND)], [make.qualification(SECOND) | cells]))
    assert word in cell(found, "qualifications")[column]


@pytest.mark.parametrize(
    ("cells", "column", "word"),
    [
        ({"item_code": "Z99"}, "item_code", "no item"),
        ({"item_code": "B03"}, "item_code", "not offered"),
        ({"price_fen": "面议"}, "price_fen", "amount in yuan"),
        ({"price_fen": -5}, "price_fen", "amount in yuan"),
        ({"workdays": "十五"}, "workdays", "whole number"),
        ({"workdays": 1.5}, "workdays", "whole number"),
        ({"workdays": 0}, "workdays", "1 to 999"),
        ({"workdays": 1000}, "workdays", "1 to 999"),
    ],
)
def test_each_mistake_of_a_service_is_named_in_its_cell(db_session, clock, cells, column, word):
    _, found = read(make.workbook([make.agency(SECOND)], (), [make.service(SECOND) | cells]))
    assert word in cell(found, "services")[column]


def test_what_may_be_left_empty_or_has_no_end_is_no_mistake(db_session, clock):
    bare = dict.fromkeys(("price_fen", "price_note", "workdays", "process", "materials"), "")
    kept = make.qualification(SECOND, valid_until="长期", grade="")
    second = make.qualification(SECOND, number="A2", valid_until="")
    row, found = read(
        make.workbook([make.agency(SECOND)], [kept, second], [make.service(SECOND, item_code="b02") | bare])
    )
    assert found.wrong == 0
    with transaction():
        imports.confirm(row, actor_id=personas.operator().id, today=time.today(), book=law.book())
    agency = db.session.scalars(select(Agency)).one()
    assert [q.valid_until for q in queries.qualifications_of(agency.id)] == [None, None]
    service = queries.services_of(agency.id)[0]
    assert (service.item_code, service.price_fen, service.is_disclosed) == ("B02", None, False)


def test_a_code_that_fails_its_check_is_taken_with_a_reason(db_session, clock):
    odd = "91330881100000019X"
    row, found = read(make.workbook([make.agency(odd, code_reason="执照如此，登记机关已确认")]))
    assert found.wrong == 0
    with transaction():
        imports.confirm(row, actor_id=personas.operator().id, today=time.today(), book=law.book())
    assert db.session.scalars(select(Verification.code_reason)).one().startswith("执照如此")


def test_twins_in_the_file_are_named_with_the_row_of_the_first(db_session, clock):
    agencies = [make.agency(SECOND), make.agency(SECOND, name="另一名称")]
    held, listed = [make.qualification(SECOND)] * 2, [make.service(SECOND)] * 2
    _, found = read(make.workbook(agencies, held, listed))
    for sheet, column in (("agencies", "uscc"), ("qualifications", "number"), ("services", "item_code")):
        assert "Row 2" in cell(found, sheet)[column]


def test_a_code_that_another_body_has_is_named_with_its_holder(db_session, clock):
    bodies.owner("江山市业主有限公司", uscc=SECOND)
    bodies.agency("江山市同码有限公司", uscc=CODE)
    _, found = read(make.workbook([make.agency(SECOND)]))
    assert "江山市业主有限公司" in cell(found)["uscc"]
    _, found = read(make.workbook([make.agency(CODE)]))
    assert "江山市同码有限公司" in cell(found)["uscc"]


def test_a_sheet_that_is_damaged_endless_or_too_long_is_refused(db_session, monkeypatch):
    for damaged in (b"PK\x03\x04", good()[:-40] + b"x" * 40):
        with pytest.raises(Refused):
            sheets.read(damaged)
    with pytest.raises(Refused, match="sheet"):
        sheets.read(without_members())
    monkeypatch.setattr(sheets, "MOST_ROWS", 1)
    with pytest.raises(Refused, match="at most 1 rows"):
        sheets.read(make.workbook([make.agency(), make.agency()]))
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 100)
    with pytest.raises(Refused, match="too large"):
        sheets.read(good())


def without_members():
    """Return an archive that begins as a sheet does and holds none."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return made.getvalue()
