"""Filled-in sheets of agencies for tests: rows by the template's own columns, written as a person would."""

import io
from datetime import date

import xlsxwriter

from marketplace.admission.sheets import LAYOUTS
from tests.factories.accounts import credit_code


def agency(uscc=None, **cells):
    """Return a row of the sheet of agencies."""
    return {
        "name": "江山市存量咨询有限公司",
        "uscc": uscc or credit_code(),
        "legal_representative": "毛宁",
        "area": "江山市",
        "address": "江山市虎山街道 6 号",
        "phone": "0570-4010001",
        "accepted_on": date(2024, 3, 1),
        "introduction": "工程咨询",
    } | cells


def qualification(uscc, **cells):
    """Return a row of the sheet of qualifications."""
    return {
        "uscc": uscc,
        "kind": "工程设计资质",
        "grade": "乙级",
        "number": "A233000001",
        "valid_from": date(2022, 5, 1),
        "valid_until": "2029年4月30日",
    } | cells


def service(uscc, **cells):
    """Return a row of the sheet of services."""
    return {
        "uscc": uscc,
        "item_code": "A04",
        "price_fen": 28000,
        "price_note": "起",
        "workdays": 15,
        "process": "踏勘、设计",
        "materials": "可研报告",
    } | cells


def workbook(agencies=(), qualifications=(), services=(), *, leave_out=(), rename=None):
    """Return the bytes of a workbook with these rows; sheets or columns by title can be left out or renamed."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for layout, rows in zip(LAYOUTS, (agencies, qualifications, services), strict=True):
            if layout.title in leave_out:
                continue
            sheet = book.add_worksheet(layout.title)
            columns = [c for c in layout.columns if c.title not in leave_out]
            for place, column in enumerate(columns):
                sheet.write(0, place, (rename or {}).get(column.title, column.title))
                for number, row in enumerate(rows, 1):
                    value = row.get(column.key, "")
                    if isinstance(value, date):
                        sheet.write_datetime(number, place, value, day)
                    else:
                        sheet.write(number, place, value)
    return made.getvalue()
