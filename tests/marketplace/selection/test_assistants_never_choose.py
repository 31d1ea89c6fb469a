"""W1: a case assistant who holds every step that can be delegated is turned away at every door of a selection."""

import pytest
from sqlalchemy import select

from kernel import permissions
from kernel.clock import today as clock_today
from kernel.db import db, transaction
from kernel.permissions import access
from marketplace.delivery.permissions import Can as Delivery
from marketplace.projects.permissions import Can as Projects
from marketplace.selection import objecting, outages
from marketplace.selection.permissions import Can
from marketplace.selection.tables import ResultObjection
from tests import personas
from tests.factories import delegations, projects
from tests.factories import delivery as orders
from tests.factories import notices as make
from tests.factories import selection as choice

HELPED = "is_the_case_assistant"
# What a delegation opens, and nothing besides: the acts, then the reading and the assistant's own answers to it.
ACTS = {
    Projects.CHANGE, Projects.CHANGE_NEED, Delivery.HAND_OVER, Delivery.ANSWER_PAUSE,
    Delivery.END_PAUSE, Delivery.PAY,
}  # fmt: skip
OWN = {Projects.ANSWER_DELEGATION, Projects.END_DELEGATION, Projects.CREATE_FOR}
# What these are about is not laid here: a term found in a text, works of a regime that is off. The table answers for them.
ELSEWHERE = {
    "selection.answer_term", "selection.small_works_result", "selection.small_works_withdraw",
    "selection.small_works_change", "selection.small_works_check",
}  # fmt: skip
OF_SELECTION = ("selection", "draws")


@pytest.fixture
def matters(visit, clock):
    """One of everything that a selection can be about, all of the owner whom the assistant helps."""
    owner, agency, rival = personas.owner(), personas.agency(), personas.second_agency()
    orders.ready(agency)
    need, free = projects.need(owner), projects.need(owner)
    invited = choice.notice(owner, agency, need=need)
    entry = choice.offer(invited, agency)
    award = orders.awarded(owner, agency)
    given = {"text": "有误", "files": orders.upload("证据.pdf")}
    visit.as_(rival).submit(f"/results/{award.id}/object", given)
    objection = db.session.scalars(select(ResultObjection)).one()
    open_one = make.notice(owner)
    question = make.question(open_one, agency)
    public = projects.need(owner, projects.project(owner, public_money=True))
    waiting = make.submitted(owner, need=public)
    drawn = make.notice(owner, lines="figure owner")
    make.registered(drawn, *make.bidders(3))
    make.closed(drawn, clock)
    helped = delegations.accepted(owner)
    return {
        "delegation_id": helped.id,
        "project_id": free.project_id,
        "need_id": free.id,
        "notice_id": invited.id,
        "registration_id": entry.id,
        "award_id": award.id,
        "objection_id": objection.id,
        "file_id": objecting.files_of(objection.id)[0].id,
        "question_id": question.id,
        "terms_id": waiting.id,
        "number": open_one.number,
        "contribution_id": make.contribution(drawn, "owner").id,
        "outage_id": declared_outage().id,
    }


def declared_outage():
    day, by = clock_today(), make.desk(personas.operator())
    with transaction():
        return outages.declare(outages.Declared("ssq", day, day, "公告"), desk=by)


def doors(app, area):
    """Yield every way into an area that is not open to the public: the address's rule, the method, the permission."""
    for rule in app.url_map.iter_rules():
        asked = access(app.view_functions[rule.endpoint])
        if rule.endpoint.split(".")[0] in area and asked != "public":
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield rule, method, asked


def test_every_door_of_a_selection_is_closed(app, visit, matters):
    visit.as_(personas.assistant())
    token = (
        visit(f"/delegations/{matters['delegation_id']}").root.first("input", name="csrf_token").get("value")
    )
    urls, tried = app.url_map.bind(""), set()
    for rule, method, asked in doors(app, OF_SELECTION):
        if rule.endpoint in ELSEWHERE:
            assert not any(HELPED in f.__name__ for f in permissions.table(app)[asked])
            continue
        address = urls.build(rule.endpoint, {name: matters[name] for name in rule.arguments}, method=method)
        sent = {"csrf_token": token, "act_key": "0" * 32} if method == "POST" else None
        answer = visit.client.open(address, method=method, data=sent)
        assert answer.status_code == 403, f"{method} {address} answered {answer.status_code}"
        tried.add(rule.endpoint)
    assert {"selection.compare", "selection.choose", "selection.draft", "selection.publish"} <= tried
    assert {"selection.confirm_award", "selection.choose_registered", "selection.enter_figure"} <= tried
    assert {"selection.open_offers", "selection.opening_code", "selection.publish_result"} <= tried


def test_an_assistant_reads_that_it_never_chooses_and_by_which_rule(visit, matters):
    visit.as_(personas.assistant())
    for path in ("/needs/{need_id}/compare", "/needs/{need_id}/notice", "/notices/{number}/choose"):
        page = visit(path.format(**matters), status=403)
        assert "代办员永远不得选择中介机构" in page.text
        assert "W1" in page.text
    stranger = visit.as_(personas.second_owner())("/needs/{need_id}/compare".format(**matters), status=403)
    assert "代办员" not in stranger.text


def test_the_same_doors_stand_open_to_those_whom_they_are_for(app, visit, matters):
    """The walk above would prove nothing where the addresses led nowhere."""
    visit.as_(personas.owner())
    for path in ("/needs/{need_id}/compare", "/needs/{need_id}/notice", "/notices/{notice_id}"):
        visit(path.format(**matters))


def test_the_table_gives_a_case_assistant_nothing_but_what_may_be_delegated(app):
    table = permissions.table(app)
    given = {p for p, found in table.items() if any(HELPED in f.__name__ for f in found)}
    given |= {p for p, found in table.items() if any(f.__name__ == "helps_the_owner" for f in found)}
    assert {p for p in given if "survey" not in str(p)} == ACTS | OWN
    assert not given & set(Can)


@pytest.mark.parametrize(
    ("state", "paths"),
    [
        ("filed", ["contract/{event}/confirm", "contract/{event}/hand-back"]),
        (
            "delivered",
            ["deliveries/{event}/accept", "deliveries/{event}/reject", "change", "end", "end-by-owner"],
        ),
        ("accepted", ["evaluation/give"]),
    ],
)
def test_what_binds_or_judges_stays_the_owners(visit, state, paths):
    order = orders.order(state=state)
    thread = "contracts" if state == "filed" else "deliveries"
    event = orders.last(order, thread)
    row = delegations.accepted()
    visit.as_(personas.assistant())
    page = visit(f"/orders/{order.number}")
    token = visit(f"/delegations/{row.id}").root.first("input", name="csrf_token").get("value")
    for path in paths:
        address = f"/orders/{order.number}/{path.format(event=event)}"
        assert address not in page.links
        sent = {"csrf_token": token, "act_key": "0" * 32}
        assert visit.client.post(address, data=sent).status_code == 403, address


def test_a_list_may_be_supplied_and_not_disputed_and_an_extension_not_answered(visit):
    order, agency = orders.order(), personas.agency()
    orders.extension_asked(order, agency)
    delegations.accepted()
    visit.as_(personas.assistant())
    event = orders.last(order, "extensions")
    visit(f"/orders/{order.number}/extensions/{event}/answer", status=403)
