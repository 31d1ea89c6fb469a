import pytest
from sqlalchemy import select

from accounts import queries
from accounts.models import Invitation, Organisation
from kernel import ledger
from kernel.db import db
from tests import personas
from tests.accounts import filled
from tests.factories import accounts as make

OFFICE = {
    "kind": "authority",
    "body_name": "江山市林业局",
    "authority_key": "林草",
    "name": "姜林",
    "email": "jianglin@example.cn",
}


def test_every_organisation_is_listed_by_name_with_its_state(visit):
    personas.every()
    personas.unverified_agency()
    page = visit.as_(personas.operator())("/organisations")
    assert page.text.count("已核验") == 7
    assert page.text.count("待核验") == 2  # one is the link to those who wait
    for path in ("/organisations/waiting", "/claims", "/organisations/invite"):
        assert path in page.links


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("kind=agency", "绿洲监测", "峡口水务"),
        ("kind=owner", "峡口水务", "绿洲监测"),
        ("words=水务", "峡口水务", "绿洲监测"),
        ("words=%25", "没有符合条件的单位", "峡口水务"),
        ("kind=owner&words=绿洲", "没有符合条件的单位", "绿洲监测"),
        ("kind=nonsense", "绿洲监测", "没有符合"),
    ],
)
def test_the_list_is_narrowed_by_kind_and_words(visit, query, there, gone):
    personas.every()
    page = visit.as_(personas.operator())(f"/organisations?{query}")
    assert there in page.text
    assert gone not in page.text


def test_a_whole_code_finds_its_organisation(visit):
    personas.every()
    code = personas.agency().organisation.uscc
    page = visit.as_(personas.supervisor()).submit("/organisations", {"words": code.lower()})
    assert "绿洲监测" in page.text
    assert "峡口水务" not in page.text


def test_the_list_costs_the_same_with_three_and_with_thirty_and_goes_on(visit, count_statements):
    visit.as_(personas.operator())
    counts = []
    for number in range(1, 31):
        make.agency(f"A{number:02d} 机构")
        if number in (3, 30):
            with count_statements() as seen:
                page = visit("/organisations?kind=agency")
            counts.append(len(seen))
    assert counts[0] == counts[1]
    following = visit(page.root.first("a", rel="next").get("href"))
    assert "A21 机构" in following.text
    assert "A20 机构" not in following.text


def test_an_organisation_is_shown_with_its_people_and_papers(visit):
    user = personas.unverified_agency()
    visit.as_(user).submit("/organisation/documents", filled.papers())
    page = visit.as_(personas.operator())(f"/organisations/{user.organisation_id}")
    assert page.heading == "江山市万通检测有限公司"
    for words in ("姜涛", "agency3@example.cn", "营业执照.pdf", user.organisation.uscc, "待核验"):
        assert words in page.text
    assert f"/organisations/{user.organisation_id}/verify" in page.links
    assert f"/organisations/{user.organisation_id}/switch-off" not in page.links


def test_the_desk_is_for_operator_managing_office_and_supervisor(visit):
    one = f"/organisations/{make.owner('第一家').id}"
    paths = ("/organisations", "/organisations/waiting", "/claims", one)
    for who in ("operator", "managing_office", "supervisor", "owner", "agency", "authority"):
        visit.as_(getattr(personas, who)())
        for path in paths:
            visit(path, status=200 if who in ("operator", "managing_office", "supervisor") else 403)
    visit.as_nobody()
    for path in paths:
        visit(path, status=303)


@pytest.mark.parametrize("who", ["managing_office", "operator"])
def test_a_head_enters_an_authority_and_invites_its_head(visit, who, clock):
    actor = getattr(personas, who)()
    page = visit.as_(actor).submit("/organisations/invite", OFFICE)
    assert page.heading == "江山市林业局"
    assert "已向负责人发出邀请" in page.text
    row = queries.authority_by_key("林草")
    assert (row.name, row.kind, row.verified_at) == ("江山市林业局", "authority", clock.now())
    assert next(iter(ledger.entries(row))).actor_id == actor.id
    visit.as_nobody()
    typed = {"phone": "13857012345", "password": filled.PASSWORD, "again": filled.PASSWORD}
    visit.submit(filled.path_in(filled.letters("jianglin@example.cn")[-1]), typed)
    head = filled.user("jianglin@example.cn")
    assert (head.role, head.organisation_id) == ("head", row.id)
    assert head.acts


@pytest.mark.parametrize("kind", ["managing-office", "operator", "supervisor"])
def test_other_official_bodies_are_entered_without_an_industry(visit, kind):
    visit.as_(personas.managing_office())
    page = visit.submit("/organisations/invite", OFFICE | {"kind": kind, "authority_key": ""})
    assert page.heading == "江山市林业局"
    assert filled.organisation("江山市林业局").kind == kind


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"authority_key": ""}, "请选择该部门主管的行业"),
        ({"kind": "operator"}, "只有行业主管部门填写此项"),
        ({"kind": "agency"}, "选一个"),
        ({"authority_key": "水利"}, "该主管部门已有账号"),
        ({"email": "authority@example.cn"}, "该邮箱已有账号"),
        ({"body_name": ""}, "请填写"),
    ],
)
def test_a_bad_entry_is_said_to_be_so_and_nothing_is_kept(visit, changes, words):
    personas.authority()
    visit.as_(personas.managing_office())
    assert words in visit.submit("/organisations/invite", OFFICE | changes, status=422).errors
    assert filled.organisation("江山市林业局") is None
    assert db.session.scalars(select(Invitation)).all() == []


def test_heads_of_managing_office_and_operator_alone_enter_official_bodies(visit):
    for who in ("second_of_the_office", "second_operator", "authority", "supervisor", "owner"):
        visit.as_(getattr(personas, who)())("/organisations/invite", status=403)


def switch(visit, row, what, reason="经核查，该账号由无权人员开立。", status=None):
    return visit.submit(f"/organisations/{row.id}/switch-{what}", {"reason": reason}, status=status)


def test_a_switched_off_organisation_is_out_at_once_and_told_why(visit, app):
    user = personas.agency()
    theirs = personas.sign_in(app.test_client(), user)
    visit.as_(personas.managing_office())
    page = switch(visit, user.organisation, "off")
    assert "已停用" in page.text
    assert theirs.get("/me").status_code == 303
    row = queries.organisation(user.organisation_id)
    assert not row.may_act
    assert "该账号由无权人员开立" in str(queries.inbox(row.id).rows[0].sentence)
    entry = list(ledger.entries(row))[-1]
    assert entry.act == "accounts.organisation.switched-off"
    assert "无权" not in entry.details


def test_switched_on_again_its_people_sign_in_anew(visit, app):
    user = personas.agency()
    visit.as_(personas.managing_office())
    switch(visit, user.organisation, "off")
    page = switch(visit, user.organisation, "on", "误停。")
    assert "已核验" in page.text
    assert personas.sign_in(app.test_client(), user).get("/me").status_code == 200
    assert "误停。" in str(queries.inbox(user.organisation_id).rows[0].sentence)


@pytest.mark.parametrize("what", ["off", "on"])
def test_what_is_so_already_is_said_to_be_so(visit, what):
    row = personas.agency().organisation
    visit.as_(personas.managing_office())
    if what == "off":
        switch(visit, row, "off")
    switch(visit, row, what, status=409)


def test_switching_wants_a_reason(visit):
    visit.as_(personas.managing_office())
    assert "请填写" in switch(visit, personas.agency().organisation, "off", "", status=422).errors
    assert queries.organisation(personas.agency().organisation_id).may_act


def test_the_managing_office_switches_and_an_office_its_head_alone_and_never_itself(visit):
    own, agency, authority = (
        getattr(personas, who)().organisation for who in ("managing_office", "agency", "authority")
    )
    for who in ("operator", "supervisor", "owner", "authority"):
        visit.as_(getattr(personas, who)())(f"/organisations/{agency.id}/switch-off", status=403)
    visit.as_(personas.second_of_the_office())
    visit(f"/organisations/{agency.id}/switch-off")
    visit(f"/organisations/{authority.id}/switch-off", status=403)
    visit.as_(personas.managing_office())
    visit(f"/organisations/{authority.id}/switch-on")
    visit(f"/organisations/{own.id}/switch-off", status=403)


def test_names_and_kinds_are_read_in_one_statement(db_session, count_statements):
    rows = [make.agency(f"机构{n}") for n in range(30)]
    user = make.user(rows[0])
    with count_statements() as seen:
        assert queries.names([row.id for row in rows])[rows[7].id] == "机构7"
    assert len(seen) == 1
    assert queries.user_names([user.id]) == {user.id: user.name}
    assert queries.agency(rows[0].id).name == "机构0"
    assert queries.agency(make.owner().id) is None
    assert [row.id for row in queries.of_kind("agency")] == [row.id for row in rows]
    assert db.session.query(Organisation).count() == 31
