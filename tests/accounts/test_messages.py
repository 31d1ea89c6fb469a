"""How a person says what reaches them by which way; what cannot be switched off is said, and why."""

import re

import pytest
from sqlalchemy import select

from accounts import contacts
from accounts.contacts import ContactCode, MessageChoice
from accounts.kinds import Channel, Topic
from accounts.models import Mail
from accounts.outbox import opened, opened_text
from accounts.rules import Choice
from kernel import clock as kernel_clock
from kernel import ledger
from kernel.db import db, transaction
from tests import personas

PAGE, NUMBER = "/me/messages", "13800138000"


def sent_code():
    """Return the code in the newest letter or text that was not sent yet, and where it goes."""
    mail = db.session.scalars(select(Mail).order_by(Mail.id.desc())).first()
    where, told = opened_text(mail) if mail.channel == Channel.SMS else (mail.address, opened(mail)[1])
    return where, re.search(r"\d{6}", str(told))[0]


def known(user):
    return contacts.confirmed([user.id]).get(user.id, {})


def with_phone(user):
    with transaction():
        contacts.keep(user, Channel.SMS, NUMBER, now=kernel_clock.now())
    return user


def test_the_page_says_what_cannot_be_switched_off_and_when_it_is_quiet(visit):
    visit.as_(personas.owner())
    page = visit(PAGE)
    assert "尚未验证" in page.heading
    assert "法定送达不能关闭" in page.text
    assert "22:00 至次日 8:00" in page.text
    assert PAGE in visit("/me").links
    assert "by_sms" not in str(page.forms)
    assert "Legal service cannot be switched off" in visit.english()(PAGE).text


def test_an_e_mail_address_is_confirmed_by_the_code_that_was_sent_to_it(visit):
    owner = personas.owner()
    visit.as_(owner)
    page = visit.submit(visit(PAGE), form="/me/messages/email")
    assert "邮箱" in page.heading
    where, code = sent_code()
    assert where == owner.email
    visit.submit("/me/messages/email/confirm", {"code": "12345"}, status=422)
    assert "六位数字" in visit.submit("/me/messages/email/confirm", {"code": "12345"}, status=422).text
    page = visit.submit("/me/messages/email/confirm", {"code": f" {code} "})
    assert page.heading == "您通过邮件接收消息"
    assert known(owner) == {Channel.EMAIL: owner.email}
    (entry,) = ledger.entries(db.session.scalars(select(contacts.Contact)).one())
    assert (entry.act, entry.actor_id) == ("accounts.contact.confirmed", owner.id)
    assert owner.email not in entry.details


def test_a_telephone_gets_texts_once_its_code_is_entered_and_none_when_it_is_forgotten(visit):
    owner = personas.owner()
    visit.as_(owner)
    visit.submit("/me/messages/phone", {"number": "0570-4012345"}, status=422)
    page = visit.submit("/me/messages/phone", {"number": "+86 138-0013-8000"})
    assert "手机" in page.heading
    where, code = sent_code()
    assert where == NUMBER
    assert known(owner) == {}
    page = visit.submit("/me/messages/sms/confirm", {"code": code})
    assert "138****8000" in page.text
    assert NUMBER not in page.text
    assert known(owner) == {Channel.SMS: NUMBER}
    visit.submit(page, form="/me/messages/phone/forget")
    assert known(owner) == {}
    assert "138" not in visit(PAGE).text


def test_a_number_is_kept_sealed_alone(db_session):
    with_phone(personas.owner())
    with transaction():
        contacts.ask(personas.owner(), Channel.SMS, NUMBER, now=kernel_clock.now())
    for table in ("contact", "contact_code", "mail", "ledger_entry"):
        for row in db.session.connection().exec_driver_sql(f"SELECT * FROM {table}"):  # noqa: S608  our own names
            assert NUMBER not in str(row)


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(visit):
    visit.as_(personas.owner())
    visit.submit("/me/messages/phone", {"number": NUMBER})
    _, code = sent_code()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(contacts.TRIES):
        assert "验证码不正确" in visit.submit("/me/messages/sms/confirm", {"code": wrong}, status=422).text
    visit.submit("/me/messages/sms/confirm", {"code": code}, status=422)
    assert known(personas.owner()) == {}


def test_a_code_is_good_for_fifteen_minutes_and_the_newest_one_alone(visit, clock):
    visit.as_(personas.owner())
    visit.submit("/me/messages/phone", {"number": NUMBER})
    _, first = sent_code()
    visit.submit("/me/messages/phone", {"number": "13900139000"})
    _, second = sent_code()
    if first != second:
        visit.submit("/me/messages/sms/confirm", {"code": first}, status=422)
    page = visit("/me/messages/sms/confirm")
    clock.ahead(minutes=15)
    visit.submit(page, {"code": second}, status=422)
    visit("/me/messages/sms/confirm", status=303)
    assert known(personas.owner()) == {}


def test_a_code_of_another_person_or_another_way_is_none_of_mine(db_session):
    owner, agency, now = personas.owner(), personas.agency(), kernel_clock.now()
    with transaction():
        contacts.ask(owner, Channel.SMS, NUMBER, now=now)
        _, code = sent_code()
        contacts.ask(agency, Channel.SMS, NUMBER, now=now)
        contacts.ask(owner, Channel.EMAIL, owner.email, now=now)
        _, other = sent_code()
    with transaction():
        assert contacts.proved(owner, Channel.SMS, code, now)
        assert not contacts.proved(owner, Channel.SMS, other, now) or other == code
        assert not contacts.proved(agency, Channel.EMAIL, code, now)
    with pytest.raises(contacts.Refused):
        contacts.confirm(agency, Channel.EMAIL, 0, now=now)


def test_a_code_confirms_the_address_that_it_was_sent_to_and_no_other(db_session):
    owner, now = personas.owner(), kernel_clock.now()
    with transaction():
        contacts.ask(owner, Channel.SMS, NUMBER, now=now)
        _, code = sent_code()
    with transaction():
        proved = contacts.proved(owner, Channel.SMS, code, now)
    with transaction():  # meanwhile, by another window
        contacts.ask(owner, Channel.SMS, "13900000000", now=now)
    with pytest.raises(contacts.Refused), transaction():
        contacts.confirm(owner, Channel.SMS, proved, now=now)
    assert known(owner) == {}


def test_codes_are_not_sent_without_end(visit):
    visit.as_(personas.owner())
    for _ in range(contacts.ASKED.most):
        visit.submit("/me/messages/phone", {"number": NUMBER})
    page = visit.submit("/me/messages/phone", {"number": NUMBER}, status=429)
    assert "再试" in page.text
    assert len(db.session.scalars(select(ContactCode)).all()) == contacts.ASKED.most


def test_what_is_chosen_is_kept_and_legal_service_stays(visit):
    owner = with_phone(personas.owner())
    visit.as_(owner)
    page = visit.submit(
        PAGE, {"by_email": ["reminder"], "by_sms": ["service"], "how": "daily"}, form="/me/messages"
    )
    assert "接收设置已保存" in page.text
    choice = contacts.choices([owner.id])[owner.id]
    assert choice == Choice(
        frozenset({Topic.SERVICE, Topic.REMINDER}), frozenset({Topic.SERVICE}), digest=True
    )
    visit.submit(PAGE, {"by_email": ["service"], "how": "single"}, form="/me/messages", status=422)
    visit.submit(PAGE, {"by_email": [], "how": "single"}, form="/me/messages")
    assert contacts.choices([owner.id])[owner.id].by_email == {Topic.SERVICE}
    row = db.session.get(MessageChoice, owner.id)
    assert [entry.act for entry in ledger.entries(row)] == ["accounts.message-choice.changed"] * 2


def test_who_has_no_telephone_here_keeps_what_holds_for_texts(visit):
    owner = personas.owner()
    visit.as_(owner)
    visit.submit(PAGE, {"by_email": ["market"], "how": "single"}, form="/me/messages")
    assert contacts.choices([owner.id])[owner.id].by_sms == Choice().by_sms
    with_phone(owner)
    boxes = [
        box for box in visit(PAGE).root.every("input", type="checkbox") if box.get("checked") is not None
    ]
    assert [box.get("value") for box in boxes] == ["market", "service", "reminder"]


def test_a_stranger_is_sent_to_sign_in(visit):
    visit(PAGE, status=303)
    visit("/me/messages/phone", status=303)
