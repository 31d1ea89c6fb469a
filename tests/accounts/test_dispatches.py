"""What leaves the house: to each person by their choice, at night only legal service, a digest once a day."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy

from sqlalchemy import select

from accounts import contacts, dispatches, outbox, people
from accounts.dispatches import Dispatch
from accounts.kinds import Channel, Topic
from accounts.rules import Choice
from kernel import clock as kernel_clock
from kernel.db import db, transaction
from kernel.jobs import JOBS
from kernel.sentences import say
from tests import personas
from tests.accounts.gateway import gateway
from tests.accounts.sent_files import in_order
from tests.conftest import TODAY

NUMBER = "13800138000"


def reached(user, *channels, **wanted):
    """Let a person have confirmed addresses, and want something."""
    with transaction():
        for way in channels or Channel:
            contacts.keep(user, way, NUMBER if way is Channel.SMS else user.email, now=kernel_clock.now())
        if wanted:
            contacts.choose(user, Choice(**wanted))
    return user


def tell(user, topic=Topic.REMINDER, text="甲", holds_until=None):
    with transaction():
        said = say("%(text)s", text=text)
        outbox.tell(user.organisation_id, said, topic=topic, holds_until=holds_until, link="/orders/1")


def run():
    return [JOBS[name].run(TODAY) for name in ("deliver-messages", "deliver-texts")]


def letters(box):
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in in_order(box, "*.eml")]
    return [(letter["Subject"], letter.get_content()) for letter in found]


def texts(box):
    return [path.read_text(encoding="utf-8").splitlines() for path in in_order(box, "*.sms")]


def night(clock):
    clock.set(datetime(2026, 5, 26, 23, 30, tzinfo=kernel_clock.BEIJING))


def test_a_reminder_goes_by_e_mail_and_sms_where_both_are_confirmed(db_session, box):
    tell(reached(personas.owner()))
    assert run() == [1, 1]
    assert run() == [0, 0]
    ((_, letter),) = letters(box)
    assert "/me/messages" in letter
    assert texts(box) == [[NUMBER, "【中介超市】甲"]]


def test_nothing_but_legal_service_goes_to_who_has_confirmed_nothing(db_session, box):
    for topic in Topic:
        tell(personas.owner(), topic)
    assert run() == [1, 0]


def test_at_night_only_legal_service_leaves_and_the_rest_in_the_morning(db_session, box, clock):
    night(clock)
    owner = reached(personas.owner())
    tell(owner, Topic.SERVICE, "告知书")
    tell(owner, Topic.REMINDER, "提醒")
    assert run() == [1, 1]
    assert "告知书" in letters(box)[0][0]
    clock.ahead(hours=8)
    assert run() == [0, 0]
    clock.ahead(minutes=30)  # eight in the morning
    assert run() == [1, 1]


def test_a_digest_is_one_letter_a_day_and_legal_service_still_comes_alone(db_session, box, clock):
    owner = reached(personas.owner(), Channel.EMAIL, digest=True)
    for text in ("甲", "乙"):
        tell(owner, Topic.MATTER, text)
    tell(owner, Topic.SERVICE, "决定")
    assert run() == [1, 0]
    clock.ahead(hours=20)
    assert run() == [1, 0]
    assert run() == [0, 0]
    ((subject, letter),) = [one for one in letters(box) if "汇总" in one[0]]
    assert "2 条消息" in subject
    assert letter.index("1. 甲") < letter.index("2. 乙")
    assert "决定" not in letter


def test_a_reminder_of_today_does_not_wait_for_tomorrow_s_digest(db_session, box):
    tell(reached(personas.owner(), Channel.EMAIL, digest=True), holds_until=TODAY)
    assert run() == [1, 0]


def test_what_holds_no_longer_is_not_sent_late(db_session, box, clock):
    owner = reached(personas.owner())
    tell(owner, holds_until=TODAY)
    tell(owner, holds_until=TODAY + timedelta(days=3))
    clock.ahead(days=1)
    assert run() == [1, 1]
    clock.ahead(days=1)
    assert run() == [0, 0]


def test_who_has_left_gets_nothing_that_waited_for_the_morning(db_session, box, clock):
    night(clock)
    head, officer = reached(personas.owner()), reached(personas.owner_officer())
    tell(head)
    assert run() == [0, 0]
    with transaction():
        people.switch_off(officer, actor_id=head.id, now=clock.now())
    clock.ahead(hours=9)
    assert run() == [1, 1]


def test_a_telephone_that_was_forgotten_gets_no_text_that_waited(db_session, box, clock):
    night(clock)
    owner = reached(personas.owner())
    tell(owner)
    run()
    with transaction():
        contacts.forget(owner, Channel.SMS)
    clock.ahead(hours=9)
    assert run() == [1, 0]


def test_what_a_person_has_switched_off_does_not_come(db_session, box):
    owner = reached(personas.owner(), by_email=frozenset(), by_sms=frozenset({Topic.MARKET}))
    for topic in Topic:
        tell(owner, topic, topic.value)
    assert run() == [1, 1]
    assert "service" in letters(box)[0][0]
    assert texts(box) == [[NUMBER, "【中介超市】market"]]


def test_a_gateway_that_is_down_loses_no_text_and_keeps_no_letter(app, db_session, box):
    tell(reached(personas.owner()))
    with gateway(503) as server:
        app.config["SMS_URL"] = server.url
        try:
            assert run() == [1, 0]
            server.status = 200
            assert run() == [0, 1]
        finally:
            app.config["SMS_URL"] = ""
    assert len(server.taken) == 2


def test_of_two_runs_at_once_a_digest_is_sent_by_one(db_session, box, clock):
    tell(reached(personas.owner(), Channel.EMAIL, digest=True), Topic.MATTER)
    run()
    clock.ahead(days=1)
    rows = db.session.scalars(select(Dispatch)).all()
    with transaction():
        assert dispatches.claim(Dispatch, [row.id for row in rows], clock.now())
    assert run() == [0, 0]
