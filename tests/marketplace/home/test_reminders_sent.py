"""M1: a reminder on its way: at night it waits, in the morning it goes to the right side, once; a moved day is new."""

from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy

from accounts import contacts
from accounts.kinds import Channel, Topic
from accounts.rules import Choice
from kernel import clock as kernel_clock
from kernel import jobs
from kernel.db import transaction
from tests import personas
from tests.accounts.sent_files import in_order
from tests.factories import delivery

NIGHT, MORNING = time(0, 40), time(8, 5)


def reached(*people, **wanted):
    for user in people:
        with transaction():
            contacts.keep(user, Channel.EMAIL, user.email, now=kernel_clock.now())
            if wanted:
                contacts.choose(user, Choice(**wanted))


def letters(box):
    """Return the reminders that left: to whom, and the words of their subjects."""
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in in_order(box, "*.eml")]
    return [
        (one["To"], one["Subject"])
        for one in found
        if "个工作日" in one["Subject"] or "最后一天" in one["Subject"]
    ]


def lived(clock, first, last):
    """Let days pass: at night it is reminded and nothing leaves, in the morning it does, everything tried twice."""
    for ahead in range((last - first).days + 1):
        for moment in (NIGHT, MORNING):
            clock.set(datetime.combine(first + timedelta(days=ahead), moment, kernel_clock.BEIJING))
            for name in ("remind", "deliver-messages") * 2:
                assert jobs.once(name, clock.today).failed == 0


def test_each_reminder_goes_to_the_right_side_once_also_after_a_pause_has_moved_the_due_day(
    db_session, clock, box
):
    owner, agency = personas.owner(), personas.agency()
    order = delivery.order("on-course")  # fifteen working days, due on 9 June
    reached(owner, agency)
    lived(clock, date(2026, 5, 27), date(2026, 6, 4))
    assert [to for to, _ in letters(box)] == [agency.email] * 2  # at half, and at three days
    with delivery.on(date(2026, 6, 4)):
        delivery.pause_asked(order, agency, first_on=date(2026, 6, 4), last_on=date(2026, 6, 5))
        delivery.pause_answered(order, owner)
    assert delivery.standing(order).clock.due == date(2026, 6, 11)
    lived(clock, date(2026, 6, 5), date(2026, 6, 12))
    sent = letters(box)
    assert {to for to, _ in sent} == {agency.email}
    assert len(sent) == len(set(sent))
    moved = [
        subject for _, subject in sent[2:]
    ]  # the new day at once, then at three days, at one, on the last
    assert [subject.count("6月11日") for subject in moved] == [1] * 4


def test_who_has_switched_reminders_off_still_finds_each_in_the_inbox(visit, clock, box):
    agency = personas.agency()
    delivery.order("due-today")
    reached(agency, by_email=frozenset(Topic) - {Topic.REMINDER})
    lived(clock, clock.today, clock.today)
    assert letters(box) == []
    assert visit.as_(agency)("/inbox").text.count("今天是最后一天") == 1


def test_a_digest_holds_each_reminder_once_and_that_of_today_in_the_morning(db_session, clock, box):
    agency = personas.agency()
    delivery.order("due-soon")  # two working days are left
    reached(agency, digest=True)
    lived(clock, clock.today, clock.today + timedelta(days=2))
    assert letters(box) == []  # none comes alone
    digests = [
        message_from_bytes(path.read_bytes(), policy=policy.default) for path in in_order(box, "digest-*")
    ]
    words = [one.get_content() for one in digests]
    assert [text.count("请交付成果") for text in words[-2:]] == [1, 1]
    assert "最后一天" in words[-1]
    assert sum(text.count("最后一天") for text in words) == 1
