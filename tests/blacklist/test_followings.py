"""What would follow is what does follow: told before the decision, it is what the standing says after it."""

from datetime import date

from blacklist import catalogue, followings
from blacklist.findings import Grade, VetoKind
from blacklist.rules import RatingDecision, VetoDecision, standing
from kernel.rulebook import shipped

BOOK, MEASURES = shipped(), catalogue.measures()
TODAY = date(2026, 6, 5)


def veto(on=TODAY, name="v", fact_on=date(2026, 5, 4)):
    return VetoDecision(on=on, id=name, kind=VetoKind.OVERDUE, fact_on=fact_on)


def rated(year, on, grade=Grade.D, name=""):
    return RatingDecision(on=on, id=name or str(year), year=year, grade=grade, by_score=grade)


def test_upheld_on_the_last_day_of_may_it_locks_for_two_years():
    change = followings.if_upheld((), (), veto(date(2026, 5, 31)), BOOK, MEASURES)
    assert change.before.name == "good"
    assert (change.after.name, change.after.locked_until) == ("blacklisted", date(2028, 5, 31))
    assert [effect.measure for effect in change.arises] == ["blacklisting"]
    assert change.falls == ()


def test_upheld_beside_a_removal_the_heavier_is_named_and_the_latest_end_counts():
    history = (rated(2024, date(2025, 3, 12)), rated(2025, date(2026, 3, 12)))
    change = followings.if_upheld(history, (), veto(), BOOK, MEASURES)
    assert change.before.name == "removed"
    assert (change.after.name, change.after.locked_until) == ("blacklisted", date(2028, 6, 5))


def test_one_of_a_row_of_two_set_aside_lets_the_removal_fall_and_a_card_stand():
    history = (rated(2024, date(2025, 3, 12)), rated(2025, date(2026, 3, 12)))
    change = followings.if_set_aside(history, (), "2024", BOOK, TODAY, MEASURES)
    assert change.before.name == "removed"
    assert change.after.name == "yellow-card"
    assert "removal" in {effect.measure for effect in change.falls}
    assert [effect.measure for effect in change.arises] == ["yellow_card"]


def test_a_suspended_decision_is_shown_as_what_setting_it_aside_undoes():
    suspended = VetoDecision(
        on=date(2026, 6, 1), id="v", kind=VetoKind.OVERDUE, fact_on=date(2026, 5, 4), suspended_on=TODAY
    )
    change = followings.if_set_aside((suspended,), (), "v", BOOK, TODAY, MEASURES)
    assert change.before.name == "blacklisted"
    assert change.after.name == "good"
    assert [effect.measure for effect in change.falls] == ["blacklisting"]


def test_what_is_told_before_is_what_the_standing_says_after():
    history = (rated(2025, date(2026, 3, 12)),)
    told = followings.if_upheld(history, (), veto(), BOOK, MEASURES).after
    assert told == standing((*history, veto()), (), BOOK, TODAY, MEASURES)
