"""Many at the same moment before a closing: none lost, none twice, none after it by the server's clock."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.models import Organisation
from kernel import law
from kernel.db import db, transaction
from kernel.errors import Refused
from marketplace.selection import closing, notices, registering, windows
from marketplace.selection.desk import Desk
from marketplace.selection.models import Notice, Registration
from marketplace.selection.offers import Tender
from tests import personas
from tests.factories import notices as make

WORKERS = 20


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
