"""Many at the same moment before a closing: none lost, none twice, none after it by the server's clock."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic, sleep

import pytest
from sqlalchemy import select

from accounts.models import Organisation
from kernel import clock as kernel_clock
from kernel import law
from kernel.db import db, transaction
from kernel.errors import Refused
from marketplace.selection import closing, notices, registering, windows
from marketplace.selection.desk import Desk
from marketplace.selection.models import Notice, Registration
from marketplace.selection.offers import Tender
from tests import pages, personas
from tests.factories import notices as make
from tests.visits import Visit

WORKERS, MANY, SECONDS = 12, 200, 8  # as many at once as a process has connections to spare


def register_all(app, notice_id, received):
    """Register agencies in threads of their own, each received at its own moment; return who was refused."""

    def run(job):
        agency_id, moment = job
        with app.app_context():
            desk = Desk(None, moment, law.calendar(), law.book())
            try:
                with transaction():
                    notice = db.session.get_one(Notice, notice_id)
                    agency = db.session.get_one(Organisation, agency_id)
                    registering.register(notice, agency, Tender(12), desk=desk)
            except Refused:
                return agency_id
            finally:
                db.session.remove()
            return None

    db.session.commit()
    with ThreadPoolExecutor(WORKERS) as pool:
        return [one for one in pool.map(run, received) if one is not None]


@pytest.mark.parametrize("many", [24, pytest.param(200, marks=pytest.mark.long)])
def test_the_last_seconds_lose_nobody_and_take_nobody_twice(own_app, clock, many):
    row = make.notice(personas.owner())
    people = [one.organisation_id for one in make.bidders(many)]
    closes, step = row.closes_at, timedelta(milliseconds=20)
    clock.set(closes + timedelta(seconds=5))  # all of them have waited for their turn
    # Every agency sends twice; every fourth one's first receipt is the closing itself, its second later still.
    received = [
        (agency_id, closes + step * index if index % 4 == 0 else closes - step * (index + 1))
        for index, agency_id in enumerate(people)
    ]
    refused = register_all(own_app, row.id, [*received, *received])
    late = {agency_id for agency_id, moment in received if moment >= closes}
    db.session.expire_all()
    stored = db.session.scalars(select(Registration)).all()
    assert {one.agency_id for one in stored} == set(people) - late
    assert len(stored) == many - len(late)
    assert set(refused) == late
    assert len(refused) == 2 * len(late)
    clock.set(closes + windows.SETTLE)
    with transaction():
        closing.close(row, desk=make.desk())
    assert len(closing.labels_of(notices.chain_of(row.id))) == len(stored)


@pytest.mark.long
@pytest.mark.parametrize("way", ["random_draw", "lowest_price"])
def test_two_hundred_clients_register_over_the_wire_while_the_closing_passes(own_app, clock, way):
    row = make.notice(personas.owner(), way)
    number, closes = row.number, row.closes_at
    people = make.bidders(MANY)
    clock.set(closes - timedelta(minutes=10))
    ready = [_ready(own_app, one, number, way) for one in people]
    begun, half = monotonic(), timedelta(seconds=SECONDS / 2)
    kernel_clock.use(lambda: closes - half + timedelta(seconds=monotonic() - begun))

    def send(job):
        index, (client, sent) = job
        sleep(max(0, index / MANY * SECONDS - (monotonic() - begun)))
        with own_app.app_context():  # each thread has a session of its own
            return client.post(f"/notices/{number}/register", data=sent).status_code

    with ThreadPoolExecutor(WORKERS) as pool:
        answers = list(pool.map(send, enumerate(ready)))
    clock.set(closes + windows.SETTLE + timedelta(minutes=1))
    kernel_clock.use(clock.now)
    db.session.expire_all()
    stored = db.session.scalars(select(Registration)).all()
    taken = {one.organisation_id for one, status in zip(people, answers, strict=True) if status == 303}
    assert set(answers) == {303, 422}  # some came in time and some did not, and nobody was answered otherwise
    assert sorted(one.agency_id for one in stored) == sorted(taken)  # none lost, none twice
    assert all(one.registered_at < closes for one in stored)
    with transaction():
        closing.close(db.session.get_one(Notice, row.id), desk=make.desk())
    assert len(closing.labels_of(notices.chain_of(row.id))) == len(taken)


def _ready(app, person, number, way):
    """Return a client that has the form before it, and what it will send."""
    client = personas.sign_in(app.test_client(), person)
    page = Visit(client)(f"/notices/{number}/register")
    offer = {"workdays": "12", "untied": "y", "can_do": "y"}
    return client, pages.values(page.form("/register")) | offer | (
        {"price_fen": "27123.45"} if way == "lowest_price" else {}
    )
