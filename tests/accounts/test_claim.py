import pytest
from sqlalchemy import select

from accounts import attempts, claims, queries
from accounts.models import Claim, Message, Role
from kernel import ledger
from kernel.db import db, transaction
from tests import personas
from tests.accounts import filled
from tests.factories import accounts as make


def file(visit, status=None, **changes):
    typed = filled.claim(personas.agency().organisation.uscc) | changes
    return visit.submit("/claims/new", typed, status=status)


def the_claim():
    return db.session.scalars(select(Claim).order_by(Claim.id.desc())).first()


def decide(visit, decision="granted", answer="营业执照与授权书一致。", status=None):
    visit.as_(personas.operator())
    path = f"/claims/{the_claim().id}/decide"
    return visit.submit(path, {"decision": decision, "answer": answer}, status=status)


def told(user):
    chosen = select(Message).where(Message.organisation_id == user.organisation_id).order_by(Message.id)
    return [str(message.sentence) for message in db.session.scalars(chosen)]


def test_a_claim_is_filed_and_everybody_concerned_is_told(visit):
    personas.operator()
    assert file(visit).path == "/claims/filed"
    row = the_claim()
    assert row.organisation_id == personas.agency().organisation_id
    assert (row.decision, row.email) == (None, "maoning@example.cn")
    assert sorted(p.kind for p in queries.documents_of_claim(row.id)) == ["authorisation", "licence"]
    assert queries.documents_of(row.organisation_id) == []
    assert "毛宁 claims to lead this account" in told(personas.agency())[0]
    assert "somebody claims this account" in told(personas.operator())[0]
    assert filled.user("maoning@example.cn") is None


def test_the_claimant_cannot_come_in_before_it_is_decided(visit):
    file(visit)
    typed = {"email": "maoning@example.cn", "password": filled.PASSWORD}
    visit.submit("/sign-in", typed, status=422)


def test_granted_the_head_role_is_handed_over_and_those_before_are_signed_out(visit, app):
    before = personas.agency()
    elsewhere = personas.sign_in(app.test_client(), before)
    file(visit)
    assert decide(visit).path == "/claims"
    claimant = filled.user("maoning@example.cn")
    assert (claimant.role, claimant.organisation_id) == (Role.HEAD, before.organisation_id)
    assert filled.user(before.email).role == Role.READER
    assert elsewhere.get("/me").status_code == 303
    visit.as_nobody()
    typed = {"email": "maoning@example.cn", "password": filled.PASSWORD}
    visit.submit("/sign-in", typed, status=303, follow=False)


def test_granted_both_are_told_why_and_the_ledger_says_who_was_head(visit):
    before = personas.agency()
    file(visit)
    decide(visit)
    assert "毛宁 leads this account now. 营业执照与授权书一致。" in told(before)[-1]
    assert "is granted; sign in. 营业执照与授权书一致。" in filled.letters("maoning@example.cn")[-1][1]
    entry = list(ledger.entries(the_claim()))[-1]
    assert entry.act == "accounts.claim.granted"
    assert entry.actor_id == personas.operator().id
    assert f'"heads_before":[{before.id}]' in entry.details
    assert the_claim().password_hash == ""


def test_refused_everything_stays_as_it_was_and_both_are_told(visit):
    before = personas.agency()
    file(visit)
    decide(visit, "refused", "授权书没有加盖公章。")
    assert filled.user("maoning@example.cn") is None
    assert filled.user(before.email).role == Role.HEAD
    assert the_claim().password_hash == ""
    assert "refused the claim of 毛宁" in told(before)[-1]
    assert "授权书没有加盖公章。" in filled.letters("maoning@example.cn")[-1][1]


def test_a_colleague_who_claims_becomes_head_and_keeps_the_own_password(visit):
    head, reader = personas.agency(), personas.agency_reader()
    kept = reader.password_hash
    file(visit, email=reader.email)
    decide(visit)
    row = filled.user(reader.email)
    assert (row.role, row.password_hash) == (Role.HEAD, kept)
    assert filled.user(head.email).role == Role.READER


def test_a_claim_is_decided_once(visit):
    file(visit)
    visit.as_(personas.operator())
    path = f"/claims/{the_claim().id}/decide"
    stale = visit(path)
    visit.submit(path, {"decision": "refused", "answer": "授权书没有加盖公章。"})
    page = visit.submit(stale, {"decision": "granted", "answer": "另一个决定"}, status=409)
    assert "该认领申请已经办结。" in page.text
    assert filled.user("maoning@example.cn") is None


def test_who_has_an_account_elsewhere_by_then_is_no_head_of_it(visit):
    file(visit)
    make.user(personas.owner().organisation, "maoning@example.cn")
    page = decide(visit, status=422)
    assert "该邮箱已有账号" in page.text
    assert the_claim().decision is None
    assert filled.user(personas.agency().email).role == Role.HEAD


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"uscc": make.credit_code(999)}, "尚未开户，请直接注册"),
        ({"uscc": "nonsense"}, "尚未开户"),
        ({"email": "owner@example.cn"}, "该邮箱已有账号"),
        ({"password": "1234567890", "again": "1234567890"}, "太常见"),
        ({"reason": ""}, "请填写"),
        ({"licence": None}, "请选择"),
        ({"authorisation": filled.paper("letter.pdf", b"no pdf")}, "不收这种文件"),
    ],
)
def test_a_bad_claim_is_said_to_be_so_and_nothing_is_kept(visit, changes, words):
    personas.owner()
    assert words in file(visit, status=422, **changes).errors
    assert the_claim() is None


def test_an_official_body_cannot_be_claimed(visit):
    office = personas.authority().organisation
    with transaction():
        office.uscc = make.credit_code(31)
        ledger.record(office, "accounts.organisation.changed", actor_id=None, rule="6")
    page = visit.submit("/claims/new", filled.claim(office.uscc), status=422)
    assert "尚未开户" in page.errors


def test_one_person_claims_one_account_once(visit):
    file(visit)
    assert "您已申请认领该账号" in file(visit, status=422).text
    page = visit("/claims/new")
    typed = filled.claim(personas.agency().organisation.uscc, email="third@example.cn")
    visit.submit(page, typed)
    assert visit.submit(page, filled.claim("x")).path == "/claims/filed"
    assert db.session.query(Claim).count() == 2


def test_codes_cannot_be_tried_for_ever(visit):
    for _ in range(attempts.JOIN_ADDRESS.most):
        file(visit, uscc="1", status=422)
    page = file(visit, status=429)
    assert "后再试" in page.text
    assert the_claim() is None


def test_a_decision_wants_its_reasons(visit):
    file(visit)
    assert "请填写" in decide(visit, answer="", status=422).errors
    assert "选一个" in decide(visit, decision="perhaps", status=422).errors
    assert the_claim().decision is None


def test_the_desk_sees_a_claim_and_its_papers_and_others_do_not(visit):
    file(visit)
    path, papers = f"/claims/{the_claim().id}", queries.documents_of_claim(the_claim().id)
    document = f"/organisation/documents/{papers[0].id}"
    for who in (personas.operator, personas.managing_office, personas.supervisor):
        visit.as_(who())
        assert "原负责人已离职" in visit(path).text
        assert "江山市绿洲监测有限公司" in visit("/claims").text
        visit(document)
    for who in (personas.agency, personas.owner, personas.authority):
        visit.as_(who())
        visit(path, status=403)
        visit("/claims", status=403)
        visit(document, status=403)


def test_the_operator_alone_decides(visit):
    file(visit)
    path = f"/claims/{the_claim().id}/decide"
    for who in (personas.managing_office, personas.supervisor, personas.agency):
        visit.as_(who())(path, status=403)
    assert path in visit.as_(personas.operator())(f"/claims/{the_claim().id}").links
    assert path not in visit.as_(personas.supervisor())(f"/claims/{the_claim().id}").links


def test_an_empty_list_says_so_and_a_decided_claim_shows_its_reasons(visit):
    visit.as_(personas.operator())
    assert "没有等待决定的认领申请" in visit("/claims").text
    visit.as_nobody()
    file(visit)
    decide(visit, "refused", "授权书没有加盖公章。")
    assert "没有等待决定的认领申请" in visit("/claims").text
    page = visit(f"/claims/{the_claim().id}")
    assert "未同意" in page.text
    assert "授权书没有加盖公章。" in page.text


def test_the_list_of_claims_costs_the_same_with_three_and_with_thirty(visit, count_statements, clock):
    visit.as_(personas.operator())
    counts = []
    for number in range(30):
        with transaction():
            body = make.codes.complete(f"91330881{70_000_000 + number:08d}")
            row = make.Agency(name=f"机构{number}", uscc=body, created_at=clock.now())
            ledger.record(row, "accounts.organisation.entered", actor_id=None, rule="6")
        with transaction():
            someone = claims.Person("毛宁", f"c{number}@example.cn", "13857012345", filled.PASSWORD)
            claims.file_claim(body, someone, "理由", {}, now=clock.now())
        if number + 1 in (3, 30):
            with count_statements() as seen:
                visit("/claims")
            counts.append(len(seen))
    assert counts[0] == counts[1]
    assert visit("/claims").root.first("a", rel="next") is not None
