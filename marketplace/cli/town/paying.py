"""The town pays: owners record what they paid, most of them in time, and one has a word to say to its record."""

from datetime import timedelta
from itertools import count

from sqlalchemy import select

from kernel.db import db, transaction
from kernel.workdays import Calendar
from marketplace.cli.town.settling import Town
from marketplace.delivery import queries as orders
from marketplace.delivery.events import Paid
from marketplace.delivery.kinds import Side
from marketplace.delivery.models import Order
from marketplace.delivery.operations import payments
from marketplace.delivery.operations.desk import Desk
from marketplace.evaluation import operations as evaluation
from marketplace.evaluation.record import Statement

PROMPT, SLOW = timedelta(days=12), timedelta(days=45)
SLOW_ONE_IN = 5
WORD = "本单位为财政预算单位，款项按财政拨付进度支付，一般在成果验收后一个月内到账。"
SPOKEN = "chengjian"


def pay(town: Town, calendar: Calendar) -> None:
    """Record the payment of every accepted order whose day has come, and let one owner say its word."""
    rows = db.session.scalars(select(Order).order_by(Order.id)).all()
    courses, number = orders.clocks(rows, calendar, town.book, town.today), count(1)
    heads = {body.id: town.id_of(key) for key, body in town.bodies.items()}
    for row in rows:
        accepted = courses[row.id].acceptance
        if accepted is None:
            continue
        day = accepted.known_on + (PROMPT if next(number) % SLOW_ONE_IN else SLOW)
        if day > town.today:
            continue
        town.at(day)
        with transaction():
            desk = Desk(heads[row.owner_id], Side.OWNER, day, calendar, town.book)
            payments.record_payment(row, Paid(row.price_fen, day), (), desk)
    town.at(town.today)
    owner, me = town.bodies[SPOKEN], town.id_of(SPOKEN)
    with transaction():
        evaluation.say_word(owner, Statement.PAYMENT, WORD, actor_id=me, today=town.today)
