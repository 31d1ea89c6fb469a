"""What holds of every history: order, setting aside, later facts, time alone, the last locked day."""

from datetime import date, timedelta

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from blacklist import catalogue, rules
from blacklist.findings import Grade
from blacklist.rules import RatingDecision, VetoDecision
from kernel import rulebook
from marketplace.cli import standing as command
from tests.rulebook.standing_stories import GRADES, asked_stories, stories, turning_points

BOOK = rulebook.shipped()
MEASURES = catalogue.measures()
ONE_DAY = timedelta(days=1)
SOME = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
FUTURE = st.dates(date(2018, 1, 1), date(2034, 12, 31))


def told(story, on):
    records = command.read(story)
    return rules.standing(records.history, records.readmissions, BOOK, on, MEASURES)


def refusal(story, on):
    records = command.read(story)
    return rules.refusal_of_reentry(records.history, records.readmissions, BOOK, on, MEASURES)


def decisions(story):
    return [*story["ratings"], *story["vetoes"]]


def until(story, day):
    """Return the records as they stood in the files at the end of a day: nothing later is written yet."""

    def kept(rows, key):
        text = day.isoformat()
        rows = [row for row in rows if row[key] <= text]
        return [
            {**row, "set_aside_on": a if (a := row.get("set_aside_on")) and a <= text else None}
            for row in rows
        ]

    return {
        "ratings": kept(story["ratings"], "determined_on"),
        "vetoes": kept(story["vetoes"], "decided_on"),
        "readmissions": [r for r in story["readmissions"] if r <= day.isoformat()],
    }


@SOME
@given(asked_stories(), st.data())
def test_the_order_in_which_facts_are_entered_never_matters(asked, data):
    story, on = asked
    shuffled = {key: data.draw(st.permutations(rows)) for key, rows in story.items()}
    assert told(shuffled, on) == told(story, on)


@SOME
@given(asked_stories())
def test_later_facts_never_change_an_earlier_answer(asked):
    story, on = asked
    assert told(until(story, on), on) == told(story, on)


@SOME
@given(asked_stories(), st.data())
def test_setting_aside_and_restoring_is_as_before(asked, data):
    story, on = asked
    rows = decisions(story)
    assume(rows)
    before, one = told(story, on), data.draw(st.sampled_from(rows))
    kept = one.get("set_aside_on")
    decided = date.fromisoformat(one.get("determined_on") or one["decided_on"])
    one["set_aside_on"] = max(decided, data.draw(FUTURE)).isoformat()
    told(story, on)  # in between the answer may be another
    one["set_aside_on"] = kept
    assert told(story, on) == before


@SOME
@given(stories(), st.data())
def test_a_decision_set_aside_is_as_if_it_had_never_been(story, data):
    """P13; a rating under the veto keeps the grade that it would have had (P6)."""
    history, readmissions = command.read(story)
    assume(history)
    one = data.draw(st.sampled_from(history))
    on = data.draw(FUTURE)
    assume(one.on <= on)
    gone = rules.replace(one, set_aside_on=on)
    without = [unveto(other, one, history) for other in history if other is not one]
    first = rules.standing([gone, *(o for o in history if o is not one)], readmissions, BOOK, on, MEASURES)
    second = rules.standing(without, readmissions, BOOK, on, MEASURES)
    assert (first.name, first.since, first.locked_until) == (second.name, second.since, second.locked_until)
    if isinstance(one, RatingDecision):
        assert first == second


def unveto(rating, veto, history):
    """Return a rating with the grade that it has when a veto is struck out and no other is behind it."""
    if not isinstance(veto, VetoDecision) or not isinstance(rating, RatingDecision):
        return rating

    def is_behind(one):
        return (
            isinstance(one, VetoDecision)
            and rating.grade is Grade.D
            and one.fact_on.year == rating.year
            and one.on <= rating.on
        )

    others = [one for one in history if one is not veto and is_behind(one)]
    if others or not is_behind(veto):
        return rating
    return rules.replace(rating, grade=rating.by_score or rating.grade, by_score=None)


@SOME
@given(stories())
def test_a_standing_changes_on_no_day_on_which_nothing_was_decided(story):
    """T6, P9: time alone changes neither the name nor a date; a lockout that has run out stays named."""
    days = {
        r[k] for r in decisions(story) for k in ("determined_on", "decided_on", "set_aside_on") if r.get(k)
    }
    days |= set(story["readmissions"])
    for day in turning_points(story):
        if day.isoformat() not in days:
            now, before = told(story, day), told(story, day - ONE_DAY)
            assert (now.name, now.since, now.locked_until) == (before.name, before.since, before.locked_until)


@SOME
@given(stories())
def test_re_entry_may_be_decided_from_the_day_after_the_last_locked_one_and_not_before(story):
    for day in turning_points(story):
        now, known = told(story, day), until(story, day)
        is_out = now.name in ("removed", "blacklisted")
        assert now.is_out == (now.locked_until is not None) == (now.may_apply_from is not None) == is_out
        if is_out:
            assert now.may_apply_from == now.locked_until + ONE_DAY
            back = max(day, now.may_apply_from)
            assert refusal(known, back) is None
            if day <= now.locked_until:
                for early in (day, now.locked_until):
                    assert refusal(known, early).sentence.args["first"] == now.may_apply_from
            after = told({**known, "readmissions": [*known["readmissions"], back.isoformat()]}, back)
            assert (after.name, after.since) == ("good", back)
        elif day.isoformat() not in story["readmissions"]:
            assert refusal(known, day).sentence.args == {"day": day}


@SOME
@given(stories())
def test_since_lies_in_the_past_and_the_standing_was_not_named_before_it_began(story):
    for day in turning_points(story):
        now = told(story, day)
        assert now.since is None or now.since <= day
        assert now.since is not None or now.name == "good"
        assert now.because[0].rule == {"yellow-card": "P1", "removed": "P2", "blacklisted": "P4"}.get(
            now.name, now.because[0].rule
        )


@st.composite
def settled_stories(draw):
    """Records in which nothing was set aside, and ratings were determined in the order of their years."""
    story = draw(stories())
    for veto in story["vetoes"]:
        veto["set_aside_on"] = None
    story["ratings"] = [
        {"year": year, "grade": draw(GRADES), "determined_on": f"{year + 1}-03-20"}
        for year in sorted(draw(st.sets(st.integers(2017, 2024))))
    ]
    story["readmissions"] = []
    return story


@SOME
@given(settled_stories(), st.data())
def test_the_intervals_laid_down_at_the_end_give_each_days_standing(story, data):
    """Where nothing is set aside, the dated intervals answer for every day what the fold answers."""
    for day in data.draw(st.lists(FUTURE, max_size=2)):
        if refusal(story, day) is None:
            story["readmissions"].append(day.isoformat())
    assume(all(refusal(story, date.fromisoformat(r)) is None for r in story["readmissions"]))
    history, readmissions = command.read(story)
    laid = rules.effects(history, readmissions, BOOK, date.max, MEASURES)
    kinds = {measure.key: measure for measure in MEASURES}
    for day in turning_points(story):
        held = [kinds[effect.measure] for effect in laid if effect.is_in_force(day)]
        heaviest = max(held, key=lambda kind: kind.weight).standing if held else rules.GOOD
        assert heaviest == told(story, day).name
