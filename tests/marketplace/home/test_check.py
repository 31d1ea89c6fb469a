"""Whether a letter is ours: by number its existence, by code its text, and never a word more."""

import hashlib
import io
import json
from datetime import date

import pytest
from pypdf import PdfReader

from kernel import issued
from kernel.db import db, transaction
from tests import personas
from tests.kernel.test_letters import letter
from tests.kernel.told import new_year, say_it

NUMBER = "江中介决字〔2026〕3号"
FACT = "江山市禾源环保咨询有限公司"


@pytest.fixture
def row(db_session):
    subject = new_year()
    with transaction():
        return issued.issue(letter(), kind="decision", subject=subject, entry=say_it(subject))


def withdraw(row):
    subject = new_year(2051)
    with transaction():
        issued.withdraw(row, date(2026, 7, 1), "江中介复字〔2026〕1号", entry=say_it(subject))


def led_to(visit, path):
    return visit(visit(path, 302).answer.headers["Location"])


def test_the_empty_page_asks_for_number_or_code(visit):
    page = visit("/check")
    assert page.heading == "文书是否由本平台发出？"
    assert [form.get("action") for form in page.forms] == ["/check"]
    assert "/check" in visit("/").links


@pytest.mark.parametrize("typed", [NUMBER, "江中介决字[2026]3号"])
def test_a_number_tells_that_it_was_issued_and_not_to_whom(visit, row, typed):
    page = visit(f"/check?number={typed}")
    assert page.heading == "本平台发出过这个文号的文书，现行有效"
    for word in (NUMBER, "处理决定书", "江山市生态环境局", "2026年5月19日"):
        assert word in page.text
    assert FACT not in page.html
    assert row.code not in page.html


def test_a_code_leads_to_the_letter_however_it_was_typed(visit, row):
    page = led_to(visit, f"/check?number={row.code.lower().replace('-', '')}")
    assert page.path == f"/check/{row.code}"
    assert page.heading == "本文书由本平台发出，现行有效"
    for word in (FACT, "一、事实", "2026年5月19日（周二）", NUMBER, row.code):
        assert word in page.text
    assert row.sha256 in page.text.replace(" ", "").replace("\n", "")


def test_the_letter_stays_chinese_on_an_english_page(visit, row):
    visit.english()
    page = visit(f"/check/{row.code}")
    assert page.heading == "This letter was issued here and holds"
    assert "二、决定" in page.text


@pytest.mark.parametrize("typed", ["江中介决字〔2026〕9号", "7K3F-9QWD-26AB", "%", "<b>", "7" * 3000])
def test_what_was_never_issued_is_said_not_to_be_ours(visit, row, typed):
    page = visit(f"/check?number={typed}")
    assert page.heading == "本平台没有发出过这个文号或核验码的文书"
    assert "管理办公室" in page.text


def test_a_code_that_nobody_was_given_is_no_dead_end(visit, row):
    page = led_to(visit, "/check/0000-0000-0000")
    assert page.heading == "本平台没有发出过这个文号或核验码的文书"
    for path in ("/check/0000-0000-0000/pdf", "/check/0000-0000-0000/text"):
        assert visit(path, 404)


def test_a_letter_that_was_taken_back_says_so_by_number_and_by_code(visit, row):
    withdraw(row)
    for path in (f"/check?number={NUMBER}", f"/check/{row.code}"):
        page = visit(path)
        assert page.heading == "本文书由本平台发出，现已不再有效"
        assert "江中介复字〔2026〕1号" in page.text
        assert "2026年7月1日" in page.text


def test_a_text_that_was_altered_is_not_vouched_for(visit, row):
    with transaction():
        altered = row.letter.replace("列入名单", "不列入名单")
        db.session.connection().exec_driver_sql(f"UPDATE issued_letter SET letter = '{altered}'")  # noqa: S608
    assert visit(f"/check/{row.code}").heading == "存档文本被改动：请勿采信"


def test_the_paper_and_the_text_on_file_are_handed_out_under_the_code(client, row):
    paper = client.get(f"/check/{row.code}/pdf")
    assert paper.mimetype == "application/pdf"
    assert paper.headers["Cache-Control"] == "no-store"
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.data)).pages)
    assert FACT in said.replace("\n", "")
    assert row.code in said
    kept = client.get(f"/check/{row.code}/text")
    assert hashlib.sha256(kept.data).hexdigest() == row.sha256
    assert json.loads(kept.data)["number"] == NUMBER


def test_whoever_is_signed_in_sees_no_more_than_anyone(visit, row):
    visit.as_(personas.owner())
    assert FACT not in visit(f"/check?number={NUMBER}").html
