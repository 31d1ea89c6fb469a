import pytest
from sqlalchemy import select

from accounts import queries
from accounts.models import Invitation, Message, Role
from kernel import ledger
from kernel.db import db
from tests import personas
from tests.accounts import filled
from tests.factories import accounts as make

NEW = {"name": "何琳", "email": "helin@example.cn", "role": "officer"}
CHOSEN = {"phone": "13857012345", "password": filled.PASSWORD, "again": filled.PASSWORD}


def invite(visit, status=None, **changes):
    return visit.submit("/organisation/invite", NEW | changes, status=status)


def link(email="helin@example.cn"):
    return filled.path_in(filled.letters(email)[-1])


def the_invitation():
    return db.session.scalars(select(Invitation).order_by(Invitation.id.desc())).first()


@pytest.mark.parametrize("role", list(Role))
def test_a_colleague_joins_by_the_link_in_the_letter(visit, role):
    head = personas.owner()
    page = invite(visit.as_(head), role=role)
    assert "邀请邮件即将发出。" in page.text
    assert "已邀请，尚未加入" in page.text
    visit.as_nobody()
    page = visit(link())
    assert page.heading == "江山市峡口水务有限公司邀请您加入"
    assert page.root.first("input", name="person_name").get("value") == "何琳"
    page = visit.submit(page, CHOSEN)
    assert page.path == "/sign-in"
    user = filled.user("helin@example.cn")
    assert (user.organisation_id, user.role, user.name) == (head.organisation_id, role, "何琳")
    assert user.acts == (role != Role.READER)
    visit.submit("/sign-in", {"email": user.email, "password": filled.PASSWORD}, status=303, follow=False)


def test_the_inviting_side_is_told_and_the_ledger_knows_both(visit):
    head = personas.owner()
    invite(visit.as_(head))
    visit.as_nobody().submit(link(), CHOSEN)
    told = db.session.scalars(select(Message)).one()
    assert told.organisation_id == head.organisation_id
    assert str(told.sentence) == "何琳 has taken up the invitation and can sign in."
    sent, accepted = ledger.entries(the_invitation())
    assert (sent.act, sent.actor_id) == ("accounts.invitation.sent", head.id)
    assert accepted.act == "accounts.invitation.accepted"
    assert accepted.actor_id == filled.user("helin@example.cn").id
    assert "helin" not in sent.details + accepted.details


def test_the_link_is_good_once(visit):
    invite(visit.as_(personas.owner()))
    path = link()
    page = visit.as_nobody()(path)
    visit.submit(page, CHOSEN)
    visit.submit(page, CHOSEN)
    assert "该邀请已失效" in visit(path, status=410).heading
    assert db.session.query(type(personas.owner())).count() == 2


def test_the_link_is_good_for_seven_days(visit, clock):
    invite(visit.as_(personas.owner()))
    path = link()
    visit.as_nobody()
    clock.ahead(days=6, hours=23)
    page = visit(path)
    clock.ahead(hours=1)
    visit(path, status=410)
    visit.submit(page, CHOSEN, status=410)
    assert filled.user("helin@example.cn") is None
    assert "已过期，请重新邀请" in visit.as_(personas.owner())("/organisation").text


def test_the_secret_of_a_link_is_kept_as_a_hash_alone(visit):
    invite(visit.as_(personas.owner()))
    secret = link().rsplit("/", 1)[1]
    for table in db.metadata.sorted_tables:
        assert secret not in str(db.session.execute(select(table)).all()), table.name


def test_inviting_the_same_address_again_ends_the_older_link(visit):
    invite(visit.as_(personas.owner()))
    invite(visit)
    first, second = (filled.path_in(letter) for letter in filled.letters("helin@example.cn"))
    visit.as_nobody()
    visit(first, status=410)
    visit(second)
    assert len(queries.invitations_of(personas.owner().organisation_id)) == 1


def test_a_withdrawn_link_is_dead(visit):
    invite(visit.as_(personas.owner()))
    path = link()
    page = visit("/organisation")
    button = f"/organisation/invitations/{the_invitation().id}/withdraw"
    page = visit.submit(page, form=button)
    assert "邀请已撤回，链接失效。" in page.text
    assert "已邀请，尚未加入" not in page.text
    visit(path, status=410)
    assert list(ledger.entries(the_invitation()))[-1].act == "accounts.invitation.withdrawn"


def test_an_invitation_that_was_taken_up_cannot_be_withdrawn(visit, app):
    invite(visit.as_(personas.owner()))
    page = visit("/organisation")
    other = type(visit)(app.test_client())
    other.submit(link(), CHOSEN)
    button = f"/organisation/invitations/{the_invitation().id}/withdraw"
    assert "已使用或已撤回" in visit.submit(page, form=button, status=409).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "请填写"),
        ({"email": "nobody"}, "name@example.com"),
        ({"email": "agency@example.cn"}, "该邮箱已有账号"),
        ({"role": "emperor"}, "选一个"),
        ({"role": None}, "请选择"),
    ],
)
def test_a_bad_invitation_is_said_to_be_so_and_none_is_sent(visit, changes, words):
    personas.agency()
    assert words in invite(visit.as_(personas.owner()), status=422, **changes).errors
    assert the_invitation() is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"password": "short", "again": "short"}, "密码至少10位"),
        ({"password": "helin-is-here", "again": "helin-is-here"}, "邮箱名"),
        ({"again": "something else"}, "不一致"),
        ({"phone": ""}, "请填写"),
    ],
)
def test_a_bad_answer_to_an_invitation_leaves_it_open(visit, changes, words):
    invite(visit.as_(personas.owner()))
    path = link()
    visit.as_nobody()
    assert words in visit.submit(path, CHOSEN | changes, status=422).errors
    assert filled.user("helin@example.cn") is None
    visit(path)


def test_an_address_that_got_an_account_meanwhile_is_refused(visit):
    invite(visit.as_(personas.owner()))
    path = link()
    make.user(make.agency(), "helin@example.cn")
    visit.as_nobody()
    page = visit.submit(path, CHOSEN, status=422)
    assert "该邮箱已有账号" in page.text
    assert the_invitation().accepted_at is None


def test_nobody_joins_an_organisation_that_is_switched_off(visit, clock):
    invite(visit.as_(personas.owner()))
    path = link()
    row = queries.organisation(personas.owner().organisation_id)
    with make.transaction():
        row.switched_off_at = clock.now()
        ledger.record(row, "accounts.organisation.switched-off", actor_id=None, rule="6")
    visit.as_nobody()(path, status=410)


def test_a_link_that_never_was_is_not_found(visit):
    visit("/invitations/never-was", status=404)


def test_heads_alone_invite(visit):
    for who in (personas.owner_officer(), personas.agency_reader()):
        visit.as_(who)("/organisation/invite", status=403)
    visit.as_nobody()("/organisation/invite", status=303)
    visit.as_(personas.unverified_agency())("/organisation/invite")
