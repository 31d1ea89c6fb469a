import pytest

from accounts.models import Role
from kernel import ledger
from tests import personas
from tests.accounts import filled
from tests.factories import accounts as make


def role_of(user):
    return filled.user(user.email).role


def change(visit, user, role, status=None):
    return visit.submit(f"/organisation/people/{user.id}/role", {"role": role}, status=status)


def press(visit, user, what, status=None):
    return visit.submit("/organisation", form=f"/organisation/people/{user.id}/{what}", status=status)


def test_a_head_gives_a_colleague_another_role(visit):
    head, colleague = personas.owner(), personas.owner_officer()
    page = change(visit.as_(head), colleague, "reader")
    assert "权限已变更。" in page.text
    assert role_of(colleague) == Role.READER
    entry = list(ledger.entries(filled.user(colleague.email)))[-1]
    assert (entry.act, entry.actor_id) == ("accounts.user.role-changed", head.id)
    assert entry.details == '{"from":"officer","to":"reader"}'


def test_the_role_is_shown_as_it_is(visit):
    page = visit.as_(personas.owner())(f"/organisation/people/{personas.owner_officer().id}/role")
    checked = [f.get("value") for f in page.root.every("input", type="radio") if "checked" in f.attributes]
    assert checked == ["officer"]


def test_the_last_head_stays_head(visit):
    head = personas.owner()
    personas.owner_officer()
    page = change(visit.as_(head), head, "officer", status=422)
    assert "每个单位至少保留一名负责人" in page.text
    assert role_of(head) == Role.HEAD


def test_a_head_who_is_switched_off_counts_for_none(visit, clock):
    head = personas.owner()
    second = make.user(head.organisation, "second@example.cn")
    press(visit.as_(head), second, "switch-off")
    change(visit, head, "reader", status=422)
    assert role_of(head) == Role.HEAD


def test_one_of_two_heads_may_step_down(visit):
    head = personas.owner()
    make.user(head.organisation, "second@example.cn")
    change(visit.as_(head), head, "reader")
    assert role_of(head) == Role.READER
    visit("/organisation/invite", status=403)


def test_who_is_switched_off_is_out_at_once_and_back_when_switched_on(visit, app):
    colleague = personas.owner_officer()
    theirs = personas.sign_in(app.test_client(), colleague)
    visit.as_(personas.owner())
    page = press(visit, colleague, "switch-off")
    assert "郑洁的账号已停用。" in page.text
    assert "已停用" in page.text
    assert theirs.get("/me").status_code == 303
    page = press(visit, colleague, "switch-on")
    assert "郑洁的账号已恢复使用。" in page.text
    assert theirs.get("/me").status_code == 303  # the stay that was ended stays ended
    assert personas.sign_in(app.test_client(), colleague).get("/me").status_code == 200
    acts = [entry.act for entry in ledger.entries(filled.user(colleague.email))]
    assert acts[-2:] == ["accounts.user.switched-off", "accounts.user.switched-on"]


def test_the_last_head_cannot_be_switched_off(visit, app):
    head = personas.owner()
    second = make.user(head.organisation, "second@example.cn")
    visit.as_(head)
    stale = visit("/organisation")
    other = type(visit)(app.test_client()).as_(second)
    change(other, second, "reader")
    change_back = f"/organisation/people/{second.id}/switch-off"
    visit.submit(stale, form=change_back)
    own = visit("/organisation")
    assert [f for f in own.forms if f.get("action").endswith(f"/{head.id}/switch-off")] == []


def test_a_head_cannot_be_switched_off_by_a_made_up_button_either(visit, app):
    head = personas.owner()
    second = make.user(head.organisation, "second@example.cn")
    page = visit.as_(head)("/organisation")
    form = page.form(f"/{second.id}/switch-off")
    form.attributes["action"] = f"/organisation/people/{head.id}/switch-off"
    change(type(visit)(app.test_client()).as_(second), second, "reader")
    page = visit.submit(page, form=f"/{head.id}/switch-off", status=422)
    assert "每个单位至少保留一名负责人" in page.text
    assert filled.user(head.email).is_active


@pytest.mark.parametrize("what", ["switch-off", "switch-on"])
def test_a_stale_button_says_that_somebody_was_quicker(visit, what):
    colleague = personas.owner_officer()
    visit.as_(personas.owner())
    if what == "switch-on":
        press(visit, colleague, "switch-off")
    first, second = visit("/organisation"), visit("/organisation")
    button = f"/organisation/people/{colleague.id}/{what}"
    visit.submit(first, form=button)
    visit.submit(second, form=button, status=409)


def test_the_same_button_pressed_twice_is_one_act(visit):
    colleague = personas.owner_officer()
    page = visit.as_(personas.owner())("/organisation")
    button = f"/organisation/people/{colleague.id}/switch-off"
    assert visit.submit(page, form=button).path == "/organisation"
    assert visit.submit(page, form=button).path == "/organisation"
    acts = [entry.act for entry in ledger.entries(filled.user(colleague.email))]
    assert acts.count("accounts.user.switched-off") == 1


@pytest.mark.parametrize("who", ["owner_officer", "agency", "operator", "managing_office"])
def test_nobody_else_changes_who_belongs_to_an_organisation(visit, client, who):
    target = personas.owner()
    page = visit.as_(getattr(personas, who)())("/organisation")
    token = page.root.first("input", name="csrf_token").get("value")
    visit(f"/organisation/people/{target.id}/role", status=403)
    for what in ("switch-off", "switch-on"):
        sent = {"csrf_token": token, "act_key": "a" * 32}
        answer = client.post(f"/organisation/people/{target.id}/{what}", data=sent)
        assert answer.status_code == 403
    assert filled.user(target.email).is_active


def test_somebody_who_is_not_there_is_not_found(visit):
    visit.as_(personas.owner())("/organisation/people/99999/role", status=404)


def test_a_role_that_is_none_changes_nothing(visit):
    colleague = personas.owner_officer()
    assert "选一个" in change(visit.as_(personas.owner()), colleague, "emperor", status=422).errors
    assert role_of(colleague) == Role.OFFICER
