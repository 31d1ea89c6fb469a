"""Tasks: their order, their tone, and what the heading counts."""

from datetime import date

from kernel.sentences import say
from marketplace.delivery.kinds import Side
from marketplace.delivery.turn import Deed, Turn
from marketplace.home import tasks

TODAY = date(2026, 5, 26)


def task(title, by=None, **columns):
    return tasks.Task(
        title=title, text=say("Read them"), endpoint="home.portal", act=say("Read them"), by=by, **columns
    )


def test_what_ends_first_comes_first_and_what_can_wait_last():
    rows = [tasks.unread(3), task("c"), task("b", date(2026, 5, 27)), task("a", date(2026, 5, 25))]
    assert [str(row.title) for row in tasks.in_order(rows)] == ["a", "b", "c", "Unread messages: 3"]


def test_the_order_does_not_depend_on_the_order_of_the_sources():
    rows = [task(str(n), date(2026, 5, 20 + n % 3), about=str(n % 2)) for n in range(9)]
    assert tasks.in_order(rows) == tasks.in_order(reversed(rows))


def test_the_tone_is_late_from_the_day_after():
    days = (date(2026, 5, 25), TODAY, date(2026, 5, 27), None)
    assert [task("a", day).tone(TODAY) for day in days] == ["late", "due-soon", "", ""]


def test_the_heading_counts_what_is_late_and_what_ends_today():
    rows = [task("a", date(2026, 5, 25)), task("b", TODAY), task("c", TODAY), task("d")]
    assert tasks.finding(rows, TODAY) == tasks.Finding(late=1, today=2, all=4)


def test_a_turn_on_an_order_keeps_what_silence_means():
    silence, deed = say("Nobody is chosen without you."), Deed("delivery.accept", say("Accept"))
    turn = Turn(
        Side.OWNER,
        say("Accept the delivery, or reject it with reasons."),
        TODAY,
        silence,
        (deed,),
        {"number": "1"},
    )
    row = tasks.of_turn("环评", "水厂", "JS-2026-0001", turn)
    assert (row.by, row.silence, row.endpoint, row.act) == (TODAY, silence, "delivery.accept", deed.label)
    assert row.about == "水厂 · JS-2026-0001"
