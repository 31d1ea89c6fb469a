import pytest
from sqlalchemy import select

from accounts import attempts, queries
from accounts.models import Message, Organisation, OrganisationDocument
from kernel import files, ledger
from kernel.db import db
from tests import personas
from tests.accounts import filled
from tests.factories import accounts as make

KINDS = ("agency", "owner")


def join(visit, kind="agency", status=None, **changes):
    return visit.submit(f"/sign-up/{kind}", filled.body(**changes), status=status)


def test_the_first_page_leads_to_each_way_of_joining(visit):
    links = visit("/sign-up").links
    assert {"/sign-up/owner", "/sign-up/person", "/sign-up/agency", "/claims/new"} <= set(links)


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_joins_with_its_first_user_and_waits_to_be_verified(visit, kind, clock):
    page = join(visit, kind, uscc=f" {filled.body()['uscc'].lower()} ")
    assert page.path == "/sign-in"
    assert "注册成功" in page.text
    row = filled.organisation("江山市万通检测有限公司")
    assert (row.kind, row.uscc) == (kind, filled.body()["uscc"])
    assert row.address == "虎山街道江城路88号"
    assert row.phone == "0570-4012345"
    assert row.controlling_shareholder == "衢州万通集团有限公司"
    assert row.verified_at is None
    assert row.created_at == clock.now()
    user = filled.user("jiangtao@example.cn")
    assert (user.role, user.phone, user.organisation_id) == ("head", "138 5701 2345", row.id)
    assert user.fills_in
    assert not user.acts


def test_the_papers_are_kept_with_the_entry_that_proves_them(visit, app):
    join(visit)
    row = filled.organisation("江山市万通检测有限公司")
    papers = queries.documents_of(row.id)
    assert sorted(p.kind for p in papers) == ["authorisation", "licence"]
    licence = next(p for p in papers if p.kind == "licence")
    assert licence.file.name == "营业执照.pdf"
    assert files.content(licence.file) == filled.PDF
    entry = next(iter(ledger.entries(row)))
    assert entry.act == "accounts.organisation.entered"
    assert licence.entry_id == entry.id
    assert "姜涛" not in entry.details


def test_the_operator_is_told(visit):
    personas.operator()
    join(visit)
    told = db.session.scalars(select(Message)).one()
    assert told.organisation_id == personas.operator().organisation_id
    assert str(told.sentence) == "江山市万通检测有限公司 waits to be verified."
    assert told.link == f"/organisations/{filled.organisation('江山市万通检测有限公司').id}"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("9133088120000001", "统一社会信用代码为18位，您填写了16位"),
        ("91330881200000O17Q", "不会出现“O”"),
        ("Z1330881200000017Q", "不会出现“Z”"),
        ("B1330881200000017Q", "没有登记机关赋予以“B1”开头"),
        (make.credit_code(20_000_001)[:-1] + "0", "最后一位校验码不符"),
        ("", "请填写"),
    ],
)
def test_a_wrong_code_is_said_beside_the_field_and_nothing_is_kept(visit, code, words):
    page = join(visit, uscc=code, status=422)
    assert words in page.errors
    assert page.root.first("input", name="uscc").get("value") == code
    assert page.root.first("input", name="name").get("value") == "江山市万通检测有限公司"
    assert "请重新选择文件" in page.text
    assert filled.everything() == (0, 0, 0)


def test_a_refused_code_names_its_standard(visit):
    assert "GB 32100" in join(visit, uscc="9133088120000001", status=422).errors


def test_who_insists_on_a_code_that_fails_its_check_is_taken_for_the_operator_to_compare(visit):
    wrong = make.credit_code(20_000_001)[:-1] + "0"
    page = join(visit, uscc=wrong, status=422)
    assert page.root.first("input", name="insisted") is not None
    page = visit.submit(page, filled.body(uscc=wrong, insisted="y"))
    assert page.path == "/sign-in"
    assert filled.organisation("江山市万通检测有限公司").uscc == wrong


def test_nobody_can_insist_on_a_code_that_is_none(visit):
    join(visit, uscc="91330881", insisted="y", status=422)
    join(visit, uscc="91330881200000O17Q", insisted="y", status=422)
    assert filled.everything() == (0, 0, 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_code_that_is_taken_leads_to_the_claim(visit, kind):
    taken = personas.agency().organisation.uscc
    before = filled.everything()
    page = join(visit, kind, uscc=taken, status=422)
    assert "该统一社会信用代码已开户" in page.errors
    assert "/claims/new" in page.links
    assert filled.everything() == before


def test_an_address_that_is_taken_is_refused(visit):
    personas.owner()
    before = filled.everything()
    assert "该邮箱已有账号" in join(visit, email="owner@example.cn", status=422).errors
    assert filled.everything() == before


@pytest.mark.parametrize(
    ("field", "content", "name", "words"),
    [
        ("licence", b"MZ\x90 a program", "licence.pdf", "不收这种文件"),
        ("authorisation", filled.PDF, "letter.png", "PDF"),
        ("licence", b"", "licence.pdf", "空"),
    ],
)
def test_a_file_that_is_not_what_it_claims_is_refused_beside_it(visit, field, content, name, words):
    page = join(visit, status=422, **{field: filled.paper(name, content)})
    assert words in page.errors
    assert filled.everything() == (0, 0, 0)


def test_a_file_of_another_kind_is_refused_by_its_ending(visit):
    assert "PDF" in join(visit, licence=filled.paper("licence.docx"), status=422).errors


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"licence": None}, "请选择"),
        ({"name": ""}, "请填写"),
        ({"phone": "a few words"}, "0570-4012345"),
        ({"office_phone": "1"}, "0570-4012345"),
        ({"email": "nobody"}, "name@example.com"),
        ({"password": "short", "again": "short"}, "密码至少10位"),
        ({"password": "bamboo over fire"}, "不一致"),
        ({"name": "名" * 121}, "120"),
    ],
)
def test_a_form_with_a_gap_says_where_and_keeps_nothing(visit, changes, words):
    assert words in join(visit, status=422, **changes).errors
    assert filled.everything() == (0, 0, 0)


def test_the_same_form_twice_is_one_account(visit):
    page = visit("/sign-up/agency")
    assert visit.submit(page, filled.body()).path == "/sign-in"
    assert visit.submit(page, filled.body()).path == "/sign-in"
    assert db.session.query(Organisation).count() == 1
    assert db.session.query(OrganisationDocument).count() == 2


def test_one_address_cannot_join_for_ever(visit):
    for _ in range(attempts.JOIN_ADDRESS.most):
        join(visit, uscc="91330881", status=422)
    page = join(visit, status=429)
    assert page.answer.headers["Retry-After"] == "3600"
    assert filled.everything() == (0, 0, 0)


def test_a_new_agency_can_sign_in_and_sees_whose_turn_it_is(visit):
    join(visit)
    visit.submit("/sign-in", {"email": "jiangtao@example.cn", "password": filled.PASSWORD}, follow=False)
    page = visit("/organisation")
    assert "待核验" in page.text
    assert "等待运行机构核验" in page.text


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_is_complete_in_english(visit, kind):
    visit.english()
    page = join(visit, kind, uscc="9133088120000001", status=422)
    assert "A credit code has 18 characters; this one has 16." in page.errors
