import pytest

from accounts import queries
from accounts.models import Role
from kernel import ledger
from tests import personas
from tests.accounts import filled
from tests.factories import accounts as make

EVERYBODY = (
    "owner",
    "agency",
    "authority",
    "managing_office",
    "operator",
    "supervisor",
    "agency_reader",
    "owner_officer",
)


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_sees_the_own_organisation_and_account(visit, who):
    user = getattr(personas, who)()
    visit.as_(user)
    assert visit("/organisation").heading == user.organisation.name
    page = visit("/me")
    assert page.heading == user.name
    assert user.email in page.text
    visit.english()
    visit("/organisation")
    visit("/me")


def test_strangers_see_neither(visit):
    for path in ("/organisation", "/me", "/me/change", "/organisation/change", "/organisation/documents"):
        visit(path, status=303)


def test_a_head_is_offered_what_a_head_may_and_others_are_not(visit):
    links = visit.as_(personas.owner())("/organisation").links
    assert "/organisation/invite" in links
    page = visit.as_(personas.owner_officer())("/organisation")
    assert "/organisation/invite" not in page.links
    assert "/organisation/change" in page.links
    assert page.forms == []
    assert "/organisation/change" not in visit.as_(personas.agency_reader())("/organisation").links


def test_details_are_changed_and_the_ledger_names_the_columns_alone(visit):
    user = personas.owner_officer()
    typed = {"address": "江山市中山路1号", "phone": "0570-4099999", "legal_representative": "周敏"}
    page = visit.as_(user).submit("/organisation/change", typed)
    assert "单位信息已修改。" in page.text
    row = queries.organisation(user.organisation_id)
    assert (row.address, row.phone, row.legal_representative) == tuple(typed.values())
    entry = list(ledger.entries(row))[-1]
    assert (entry.act, entry.actor_id) == ("accounts.organisation.changed", user.id)
    assert '"changed":["address","phone","legal_representative"]' in entry.details
    assert "周敏" not in entry.details


def test_the_name_changes_only_until_it_is_verified(visit):
    user = personas.unverified_agency()
    page = visit.as_(user)("/organisation/change")
    visit.submit(page, {"name": "江山市万通工程检测有限公司"})
    assert queries.organisation(user.organisation_id).name == "江山市万通工程检测有限公司"
    entry = list(ledger.entries(queries.organisation(user.organisation_id)))[-1]
    assert '"name"' in entry.details
    page = visit.as_(personas.owner())("/organisation/change")
    assert page.root.first("input", name="name") is None
    visit.submit(page, {"name": "另一个名称"})
    assert queries.organisation(personas.owner().organisation_id).name == "江山市峡口水务有限公司"


@pytest.mark.parametrize("who", ["authority", "operator"])
def test_an_office_has_no_legal_representative_to_enter(visit, who):
    page = visit.as_(getattr(personas, who)())("/organisation/change")
    assert page.root.first("input", name="legal_representative") is None
    visit.submit(page, {"address": "江山市市民中心"})


def test_a_bad_telephone_number_is_said_to_be_so(visit):
    page = visit.as_(personas.owner()).submit("/organisation/change", {"phone": "many words"}, status=422)
    assert "0570-4012345" in page.errors
    assert page.root.first("input", name="phone").get("value") == "many words"
    assert queries.organisation(personas.owner().organisation_id).phone == ""


def test_a_reader_changes_nothing_of_the_organisation(visit):
    visit.as_(personas.agency_reader())("/organisation/change", status=403)
    visit("/organisation/invite", status=403)


def test_what_i_say_of_myself_is_changed_with_a_trace(visit):
    user = personas.agency_reader()
    page = visit.as_(user).submit("/me/change", {"name": "何 琳琳", "phone": "０５７０－１２３４５６７"})
    assert page.path == "/me"
    row = filled.user(user.email)
    assert (row.name, row.phone) == ("何 琳琳", "0570-1234567")
    assert '"changed":["name","phone"]' in list(ledger.entries(row))[-1].details


@pytest.mark.parametrize(("typed", "words"), [({"name": ""}, "请填写"), ({"phone": "x"}, "0570")])
def test_a_gap_in_what_i_say_of_myself_changes_nothing(visit, typed, words):
    user = personas.owner()
    assert words in visit.as_(user).submit("/me/change", typed, status=422).errors
    assert filled.user(user.email).name == "周敏"


def test_papers_are_brought_again_until_it_is_verified(visit):
    user = personas.unverified_agency()
    operator = personas.operator()
    visit.as_(user)
    for _ in range(2):
        page = visit.submit("/organisation/documents", filled.papers())
        assert "材料已提交运行机构。" in page.text
    assert len(queries.documents_of(user.organisation_id)) == 4
    assert len(queries.inbox(operator.organisation_id).rows) == 2
    visit.as_(personas.agency())
    page = visit.submit("/organisation/documents", filled.papers(), status=409)
    assert "已通过核验" in page.text
    assert queries.documents_of(personas.agency().organisation_id) == []


def test_papers_that_are_none_are_refused_beside_the_field(visit):
    visit.as_(personas.unverified_agency())
    typed = filled.papers() | {"licence": filled.paper("licence.pdf", b"no pdf")}
    assert "不收这种文件" in visit.submit("/organisation/documents", typed, status=422).errors
    assert queries.documents_of(personas.unverified_agency().organisation_id) == []


def test_papers_are_handed_out_to_their_own_and_to_the_desk_alone(visit, client):
    user = personas.unverified_agency()
    visit.as_(user).submit("/organisation/documents", filled.papers())
    licence = queries.documents_of(user.organisation_id)[1]
    path = f"/organisation/documents/{licence.id}"
    for who in (user, personas.operator(), personas.managing_office(), personas.supervisor()):
        answer = visit.as_(who).client.get(path)
        assert answer.data == filled.PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.mimetype == "application/pdf"
    for who in (personas.agency(), personas.owner(), personas.authority()):
        visit.as_(who)(path, status=403)
    visit("/organisation/documents/99999", status=404)
    visit.as_nobody()(path, status=303)


def test_the_page_costs_the_same_with_three_colleagues_and_with_twelve(visit, count_statements):
    user = personas.owner()
    visit.as_(user)
    counts = []
    for number in range(12):
        make.user(user.organisation, role=Role.READER)
        visit_invite(visit, number)
        if number + 1 in (3, 12):
            with count_statements() as seen:
                visit("/organisation")
            counts.append(len(seen))
    assert counts[0] == counts[1]
    assert len(queries.people_of(user.organisation_id)) == 13


def visit_invite(visit, number):
    typed = {"name": "新同事", "email": f"n{number}@example.cn", "role": "officer"}
    visit.submit("/organisation/invite", typed)


def test_people_stand_in_the_order_of_their_roles(visit):
    user = personas.owner()
    make.user(user.organisation, role=Role.READER, name="查阅的人")
    make.user(user.organisation, role=Role.OFFICER, name="经办的人")
    make.user(user.organisation, role=Role.HEAD, name="另一负责人")
    names = [row.name for row in queries.people_of(user.organisation_id)]
    assert names == ["周敏", "另一负责人", "经办的人", "查阅的人"]
