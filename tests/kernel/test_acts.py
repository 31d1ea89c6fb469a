"""An act is done once, however often its form arrives; a refused one can be sent again."""

import threading

import pytest
from sqlalchemy import func, select

from kernel import acts
from kernel.acts import Outcome, Submission
from kernel.db import db
from kernel.errors import Refused
from kernel.numbers import Counter
from tests import personas
from tests.kernel.conftest import KIND, new_key

pytestmark = pytest.mark.usefixtures("open_site")


@pytest.fixture
def client(open_site):
    return open_site.test_client()


def taken():
    db.session.rollback()
    return db.session.scalar(select(Counter.last).where(Counter.kind == KIND)) or 0


def submissions():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Submission))


def send(client, path="/take", key=None, **fields):
    return client.post(path, data={"act_key": key or new_key(), **fields})


def test_a_form_is_acted_on_and_leads_to_its_result(client):
    before = taken()
    answer = send(client)
    assert (answer.status_code, answer.location) == (303, f"/taken/T-2026-{before + 1:04d}")


def test_the_same_form_sent_twice_is_one_act_and_shows_the_first_ones_result(client):
    key, before = new_key(), taken()
    first, second = send(client, key=key), send(client, key=key)
    assert taken() == before + 1
    assert (second.status_code, second.location) == (303, first.location)


def test_two_copies_at_once_are_one_act_and_both_show_its_result(site):
    before = taken()
    for _ in range(5):
        key, at_once, answers = new_key(), threading.Barrier(4), []

        def come(key=key, at_once=at_once, answers=answers):
            with site.app_context():
                at_once.wait()
                answers.append(send(site.test_client(), key=key))
                db.session.remove()

        threads = [threading.Thread(target=come) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [a.status_code for a in answers] == [303] * 4
        assert len({a.location for a in answers}) == 1
    assert taken() == before + 5


def test_the_copy_that_comes_while_the_first_is_at_work_is_told_its_result(client, monkeypatch):
    """Both pass the look before the act; the key's own uniqueness tells the second."""
    key, before = new_key(), taken()
    first = send(client, key=key)
    monkeypatch.setitem(client.application.before_request_funcs, None, [])
    second = send(client, key=key)
    assert (second.status_code, second.location, taken()) == (303, first.location, before + 1)


def test_a_refused_act_leaves_no_trace_and_can_be_sent_again(client):
    key, before, count = new_key(), taken(), submissions()
    refused = send(client, "/take-with-form", key, no="1")
    assert (refused.status_code, taken(), submissions()) == (422, before, count)
    again = send(client, "/take-with-form", key)
    assert (again.status_code, taken()) == (303, before + 1)


def test_without_a_form_a_refusal_has_a_page(client):
    before, count = taken(), submissions()
    answer = send(client, "/refuse")
    assert answer.status_code == 422
    assert "T1" in answer.text
    assert (taken(), submissions()) == (before, count)


def test_whatever_breaks_within_an_act_takes_everything_back(client):
    key, before = new_key(), taken()
    with pytest.raises(ZeroDivisionError):
        send(client, "/break-off", key)
    assert taken() == before
    assert send(client, key=key).status_code == 303


def test_an_act_that_names_no_result_did_not_happen(client):
    before, count = taken(), submissions()
    with pytest.raises(RuntimeError, match="must name the page"):
        send(client, "/lead-nowhere")
    assert (taken(), submissions()) == (before, count)


@pytest.mark.parametrize("key", [None, "", "x", "A" * 32, "0" * 31, "0" * 33, "0" * 32 + "\n", "０" * 32])
def test_a_form_without_its_key_is_not_acted_on(client, key):
    before = taken()
    answer = client.post("/take", data={} if key is None else {"act_key": key})
    assert (answer.status_code, taken()) == (400, before)


def test_an_act_is_not_done_by_a_link(client):
    assert client.get(f"/take?act_key={new_key()}").status_code == 400


def test_the_key_of_another_page_is_not_honoured(client):
    key, before = new_key(), taken()
    send(client, "/take-with-form", key)
    answer = send(client, "/take-elsewhere", key)
    assert (answer.status_code, taken()) == (409, before + 1)
    assert answer.location is None


def test_the_key_of_another_person_is_not_honoured_and_shows_nothing(site):
    owner, agency = personas.owner(), personas.agency()
    mine = personas.sign_in(site.test_client(), owner)
    others = personas.sign_in(site.test_client(), agency)
    key, before = new_key(), taken()
    first = send(mine, key=key)
    assert first.status_code == 303
    for client in (others, site.test_client()):
        answer = send(client, key=key)
        assert (answer.status_code, answer.location) == (409, None)
    assert taken() == before + 1
    assert send(mine, key=key).location == first.location
    stored = db.session.get(Submission, key)
    assert (stored.actor_id, stored.path) == (owner.id, "/take")


def test_a_key_at_an_address_that_does_not_exist_is_not_found(client):
    for path in ("/nowhere", "/nowhere%00", "/" + "x" * 2000):
        assert send(client, path).status_code in (400, 404)


@pytest.mark.parametrize(
    "to",
    [
        "https://example.com/",
        "//example.com",
        "///example.com",
        "/\\example.com",
        "\\\\example.com",
        "javascript:alert(1)",
        "",
        "here",
        "/a\r\nSet-Cookie: x=1",
        "/\t/example.com",
        " /a",
    ],
)
def test_no_act_leads_away_from_the_site(client, to):
    before = taken()
    with pytest.raises(ValueError, match="a page of this site"):
        send(client, "/lead-away", to=to)
    assert taken() == before


@pytest.mark.parametrize("to", ["/", "/a?b=c#d", "/公告/1", "/a//b", "/" + "x" * 1500])
def test_an_act_leads_to_pages_of_the_site(client, to):
    key = new_key()
    first, second = send(client, "/lead-away", key, to=to), send(client, "/lead-away", key, to=to)
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert db.session.get(Submission, key).location == to


def test_what_is_to_be_said_is_said_on_the_next_page(client):
    key = new_key()
    for _copy in range(2):
        send(client, "/take-with-form", key)
    with client.session_transaction() as cookie:
        assert [category for category, _said in cookie["_flashes"]] == [
            "success"
        ]  # and by the first one alone


def test_an_outcome_is_false_until_it_is_set():
    outcome = Outcome()
    assert not outcome
    outcome.at("/")
    assert outcome


def test_an_act_hands_its_refusal_to_whatever_stands_for_the_form(open_site):
    class Beside:
        refusal = None

    form = Beside()
    with open_site.test_request_context("/x", method="POST", data={"act_key": new_key()}):
        with acts.act(form) as done:
            raise refused()
        assert form.refusal.rule == "T1"
        assert not done


def refused():
    return Refused("T1", "no")
