"""P5b, M1: by which ways a message reaches a person, and when it leaves: legal service always and at once."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from accounts.kinds import Channel, Topic
from accounts.rules import SWITCHABLE, Choice, Leaving, leaves, ways
from kernel import rulebook
from kernel.rulebook import Dated, Figure, Rulebook

BOOK = rulebook.shipped()
BEIJING = ZoneInfo("Asia/Shanghai")
BOTH = (Channel.EMAIL, Channel.SMS)
NOTHING = Choice(frozenset(), frozenset(), digest=True)


def at(hour, minute=0, day=26):
    return datetime(2026, 5, day, hour, minute, tzinfo=BEIJING)


@pytest.mark.parametrize("choice", [Choice(), NOTHING])
@pytest.mark.parametrize("confirmed", [(), BOTH])
def test_legal_service_goes_by_e_mail_whatever_was_chosen(choice, confirmed):
    found = ways(Topic.SERVICE, choice, confirmed)
    assert found[0] is Channel.EMAIL
    assert (Channel.SMS in found) == (choice == Choice() and confirmed == BOTH)


@pytest.mark.parametrize("topic", SWITCHABLE)
def test_nothing_else_goes_to_an_address_that_was_not_confirmed_or_is_not_wanted(topic):
    assert ways(topic, Choice(), ()) == []
    assert ways(topic, NOTHING, BOTH) == []
    assert ways(topic, Choice(), (Channel.EMAIL,)) == [Channel.EMAIL]


def test_whoever_has_chosen_nothing_gets_reminders_by_sms_and_no_market():
    assert ways(Topic.REMINDER, Choice(), BOTH) == list(BOTH)
    assert ways(Topic.MARKET, Choice(), BOTH) == [Channel.EMAIL]


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (at(21, 59), at(21, 59)),
        (at(22), at(8, day=27)),
        (at(23, 59), at(8, day=27)),
        (at(0, day=27), at(8, day=27)),
        (at(7, 59), at(8)),
        (at(8), at(8)),
        (at(12), at(12)),
    ],
)
def test_at_night_it_is_quiet_but_for_legal_service(now, then):
    for way in Channel:
        assert leaves(Topic.REMINDER, way, Choice(), now, None, BOOK) == Leaving(then)
        assert leaves(Topic.SERVICE, way, NOTHING, now, None, BOOK) == Leaving(now)


def test_the_night_is_that_of_beijing():
    moment = datetime(2026, 5, 26, 14, 30, tzinfo=UTC)
    assert leaves(Topic.MATTER, Channel.EMAIL, Choice(), moment, None, BOOK).at == at(8, day=27)


def test_a_digest_leaves_in_the_morning_and_texts_are_not_in_it():
    daily = Choice(digest=True)
    assert leaves(Topic.MATTER, Channel.EMAIL, daily, at(9), None, BOOK) == Leaving(
        at(8, day=27), digest=True
    )
    assert leaves(Topic.MATTER, Channel.EMAIL, daily, at(0, 35), None, BOOK) == Leaving(at(8), digest=True)
    assert leaves(Topic.MATTER, Channel.SMS, daily, at(9), None, BOOK) == Leaving(at(9))


def test_what_would_hold_no_longer_does_not_wait_for_the_digest():
    daily, today = Choice(digest=True), date(2026, 5, 26)
    assert leaves(Topic.REMINDER, Channel.EMAIL, daily, at(9), today, BOOK) == Leaving(at(9))
    assert leaves(Topic.REMINDER, Channel.EMAIL, daily, at(0, 35), today, BOOK).digest
    assert leaves(Topic.REMINDER, Channel.EMAIL, daily, at(9), date(2026, 5, 27), BOOK).digest


@pytest.mark.parametrize(("hour", "quiet"), [(11, False), (12, True), (13, True), (14, False)])
def test_a_rulebook_may_keep_another_time_quiet(hour, quiet):
    def figure(name, value):
        return Figure(name, "", "", "hour", "", (Dated(date(2000, 1, 1), value),))

    book = Rulebook(
        "", {name: figure(name, value) for name, value in (("M1.quiet_from", 12), ("M1.quiet_until", 14))}
    )
    assert leaves(Topic.MATTER, Channel.SMS, Choice(), at(hour), None, book).at == (
        at(14) if quiet else at(hour)
    )
