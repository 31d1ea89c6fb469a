"""The calendar feed: due days at a secret address, renewed and dead at once, and of nobody else."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from accounts import people
from kernel import ledger
from kernel.db import db, transaction
from marketplace.delivery import feeds
from marketplace.delivery.feeds import CalendarFeed, FeedDay
from marketplace.delivery.rules.history import Cause
from tests import personas
from tests.factories import delivery as make

PAGE = "/orders/calendar"


def address(user, clock):
    """Let a person have a feed, and return the path of its address."""
    with transaction():
        return f"/calendar/{feeds.renew(user, 'zh', now=clock.now())}/orders.ics"


def events(client, path):
    """Return the events of a feed, each as its properties by name."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.status
    lines = answer.data.decode().replace("\r\n ", "").split("\r\n")
    found, now = [], {}
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            now = {}
            found.append(now)
        now[name.partition(";")[0]] = value
    return found


def days(client, path):
    return {event["SUMMARY"].partition("：")[0]: event["DTSTART"] for event in events(client, path)}


def test_a_person_gets_an_address_once_and_how_to_add_it(visit, client):
    make.order("due-soon")
    agency = personas.agency()
    visit.as_(agency)
    assert PAGE in visit("/orders/board").links
    page = visit.submit(visit(PAGE), form="/renew")
    shown = page.root.first("input", id="address").get("value")
    path = urlsplit(shown).path
    assert re.fullmatch(r"/calendar/[\w-]{43}/orders\.ics", path)
    assert [link for link in page.links if link.startswith("webcal://")] == [
        shown.replace("http:", "webcal:")
    ]
    assert list(days(client, path).values()) == ["20260528"]
    (row,) = db.session.scalars(select(CalendarFeed)).all()
    assert path.split("/")[2] not in row.token_hash
    visit.submit(page, form=PAGE)
    assert visit(PAGE).root.first("input", id="address") is None
    assert [entry.act for entry in ledger.entries(row)] == ["delivery.feed.renewed"]


def test_what_one_person_left_in_a_browser_is_not_shown_to_the_next(visit, clock):
    visit.as_(personas.agency())
    visit.submit(visit(PAGE), form="/renew")
    address(personas.second_agency(), clock)
    visit.as_(personas.second_agency())
    assert visit(PAGE).root.first("input", id="address") is None


def test_a_renewed_address_is_another_and_the_old_one_dead_at_once(visit, client, clock):
    old = address(personas.agency(), clock)
    new = address(personas.agency(), clock)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    visit.as_(personas.agency())
    page = visit.submit(visit(PAGE), form="/end")
    assert "已关闭" in page.text
    assert client.get(new).status_code == 404
    assert db.session.scalars(select(CalendarFeed)).all() == []
    with transaction():
        feeds.switch_off(personas.agency())  # a second click


def test_each_side_sees_its_own_days(client, clock):
    order = make.order("due-soon")
    make.pause_asked(order, personas.agency(), Cause.FORCE_MAJEURE)
    owner, agency = address(personas.owner(), clock), address(personas.agency(), clock)
    authority = address(personas.other_authority(), clock)
    stranger = address(personas.second_agency(), clock)
    assert days(client, agency) == {"提交成果": "20260528"}
    assert days(client, owner) == {"应交成果": "20260528"}
    assert days(client, authority) == {"答复暂停申请": "20260528"}
    assert events(client, stranger) == []


def test_what_waits_for_the_owner_and_unfiled_contracts_stand_there_too(client, clock):
    make.order("delivered")
    make.awarded(personas.second_owner(), personas.second_agency())
    assert days(client, address(personas.owner(), clock)) == {"验收": "20260601"}
    clock.ahead(days=6)
    (event,) = events(client, address(personas.second_owner(), clock))
    assert "/results/" in event["URL"]


def test_a_moved_day_keeps_its_name_and_counts_its_moves(client, clock):
    order = make.order("due-soon")
    path = address(personas.owner(), clock)
    (before,) = events(client, path)
    clock.ahead(hours=1)
    assert events(client, path) == [before]
    make.extension_asked(order, personas.agency(), days=2)
    make.extension_answered(order, personas.owner())
    (after,) = events(client, path)
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    assert (before["DTSTART"], after["DTSTART"]) == ("20260528", "20260601")
    assert after["LAST-MODIFIED"] > before["LAST-MODIFIED"]
    assert len(db.session.scalars(select(FeedDay)).all()) == 1


def test_what_changed_but_did_not_move_is_newer_and_no_new_day(client, clock):
    make.order("due-soon")
    path = address(personas.owner(), clock)
    (before,) = events(client, path)
    clock.ahead(days=2)  # due today
    (after,) = events(client, path)
    assert after["SEQUENCE"] == before["SEQUENCE"] == "0"
    assert after["LAST-MODIFIED"] > before["LAST-MODIFIED"]


def test_a_provisional_day_says_so(client, clock):
    clock.set(date(2026, 12, 29))
    make.order("on-course")
    (event,) = events(client, address(personas.owner(), clock))
    assert event["STATUS"] == "TENTATIVE"
    assert "暂定" in event["SUMMARY"]


def test_a_calendar_that_has_the_newest_gets_it_not_again_and_shares_it_with_nobody(client, clock):
    make.order("due-soon")
    path = address(personas.owner(), clock)
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_whoever_leaves_has_no_feed_any_more(client, clock):
    personas.owner()
    path = address(personas.owner_officer(), clock)
    with transaction():
        people.switch_off(personas.owner_officer(), actor_id=personas.owner().id, now=clock.now())
    assert client.get(path).status_code == 404


def test_guesses_and_hasty_calendars_are_told_to_wait(client, clock):
    path = address(personas.agency(), clock)
    for _ in range(feeds.GUESSED.most):
        assert client.get("/calendar/guess/orders.ics").status_code == 404
    answer = client.get("/calendar/guess/orders.ics")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 3000
    assert client.get(path).status_code == 200  # a guesser at the same address shuts nobody out


def test_a_feed_costs_the_same_with_more_orders(client, clock, count_statements):
    owner, agency = address(personas.owner(), clock), address(personas.agency(), clock)
    make.order("due-soon")
    seen = []
    for _ in range(2):
        for path in (owner, agency):
            client.get(path)  # what is new is noted once
        with count_statements() as counted:
            for path in (owner, agency):
                client.get(path)
        seen.append(len(counted))
        make.order("due-soon")
        make.order("delivered")
    assert seen[0] == seen[1]


@pytest.mark.parametrize("who", ["operator", "supervisor", "managing_office"])
def test_who_has_no_orders_has_no_feed(visit, who):
    visit.as_(getattr(personas, who)())
    visit(PAGE, status=403)
    assert PAGE not in visit("/orders/board").links
