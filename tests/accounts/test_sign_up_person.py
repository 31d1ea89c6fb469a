import pytest
from sqlalchemy import select

from accounts import attempts
from accounts.models import Organisation
from kernel.db import db
from kernel.ledger import Entry
from kernel.sealing import sealer
from tests.accounts import filled
from tests.factories import accounts as make

NUMBER = make.identity_number(7)


def join(visit, status=None, **changes):
    return visit.submit("/sign-up/person", filled.natural_person(**changes), status=status)


def test_a_person_joins_as_an_owner_whose_number_is_sealed(visit):
    assert join(visit).path == "/sign-in"
    row = filled.organisation("毛小明")
    assert row.kind == "owner"
    assert row.is_person
    assert row.uscc is None
    assert not row.may_act
    assert NUMBER not in (row.identity_sealed, row.identity_fingerprint)
    assert sealer().open(row.identity_sealed) == NUMBER
    assert filled.user("mao@example.cn").role == "head"


def test_the_number_is_nowhere_in_plain(visit):
    join(visit, identity=f" {NUMBER.lower()} ")
    assert filled.organisation("毛小明") is not None
    for entry in db.session.scalars(select(Entry)):
        assert NUMBER not in entry.details
    for table in db.metadata.sorted_tables:
        assert NUMBER not in str(db.session.execute(select(table)).all()), table.name


def test_the_number_is_not_on_the_person_s_own_page(visit):
    join(visit)
    visit.submit("/sign-in", {"email": "mao@example.cn", "password": filled.PASSWORD}, follow=False)
    page = visit("/organisation")
    assert "加密保存，不予显示" in page.text
    assert NUMBER not in page.html
    assert NUMBER[-6:] not in page.html


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("33088119800101007", "18位"),
        ("330881198013010078", "出生日期"),
        ("330881202605270070", "出生日期"),
        ("030881198001010078", "行政区划码不存在"),
        (NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"), "最后一位校验码不符"),
        ("", "请填写"),
    ],
)
def test_a_wrong_number_is_said_beside_the_field(visit, number, words):
    page = join(visit, identity=number, status=422)
    assert words in page.errors
    if number:
        assert "GB 11643" in page.errors
    assert filled.everything() == (0, 0, 0)


def test_a_person_has_one_account(visit):
    join(visit)
    page = join(visit, email="other@example.cn", status=422)
    assert "此人已有账号" in page.errors
    assert db.session.query(Organisation).count() == 1


def test_the_same_form_twice_is_one_account(visit):
    page = visit("/sign-up/person")
    visit.submit(page, filled.natural_person())
    assert visit.submit(page, filled.natural_person()).path == "/sign-in"
    assert db.session.query(Organisation).count() == 1


def test_numbers_cannot_be_tried_for_ever(visit):
    for _ in range(attempts.JOIN_ADDRESS.most):
        join(visit, identity="1", status=422)
    assert "后再试" in join(visit, status=429).text
    assert filled.everything() == (0, 0, 0)
