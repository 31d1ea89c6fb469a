"""Random records of agencies for the tests of standing, in the form of the command's file."""

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.rulebook import standing_oracle

YEARS = range(2017, 2025)
FIRST, LAST = date(2018, 1, 1), date(2029, 12, 31)
DAYS = st.dates(FIRST, LAST)
GRADES = st.sampled_from("DDDDDCBAN")
SEASON = (date(2018, 3, 1), date(2018, 3, 31))
FAR = 9  # years after which nothing is asked any more


def text(day):
    return day.isoformat()


@st.composite
def lapses(draw, most):
    """A number of days that is often near a boundary."""
    return draw(st.one_of(st.integers(0, most), st.sampled_from((0, 1, 20, 365, 366, 730, 731))))


@st.composite
def ratings_of(draw, year):
    """The ratings of one year: none, one, or one after another, each but the last set aside."""
    month, day = draw(st.sampled_from(((3, 12), (3, 20), (2, 28), (1, 1), (12, 31))))
    determined = date(year + 1, month, day)
    found = []
    for more in draw(st.sampled_from(([], [False], [False], [False], [True], [True, False], [True, True]))):
        one = {"year": year, "grade": draw(GRADES), "determined_on": text(determined)}
        if one["grade"] == "D":
            one["by_score"] = draw(st.sampled_from((None, *"ABCDN")))
        if more:
            aside = determined + timedelta(days=draw(lapses(500)))
            one["set_aside_on"] = text(aside)
            determined = aside + timedelta(days=draw(lapses(500)))
        found.append(one)
    return found


@st.composite
def vetoes(draw):
    found = []
    for number in range(draw(st.sampled_from((0, 0, 1, 1, 2, 3)))):
        fact = draw(DAYS)
        decided = fact + timedelta(days=draw(lapses(300)))
        aside = decided + timedelta(days=draw(lapses(1200)))
        found.append(
            {
                "id": f"v{number}",
                "kind": draw(st.sampled_from(("overdue", "serious"))),
                "fact_on": text(fact),
                "decided_on": text(decided),
                "set_aside_on": draw(st.sampled_from((None, None, text(aside)))),
            }
        )
    return found


@st.composite
def stories(draw, most_readmissions=3):
    """Records that can be: each re-entry, where there is one, is decided when it may be."""
    story = {
        "ratings": [one for year in draw(st.sets(st.sampled_from(YEARS))) for one in draw(ratings_of(year))],
        "vetoes": draw(vetoes()),
        "readmissions": [],
    }
    today = FIRST
    for _ in range(draw(st.integers(0, most_readmissions))):
        today = next_end(story, today)
        if today is None:
            break
        decided = today + timedelta(days=draw(st.sampled_from((0, 0, 1, 30, 400))))
        if standing_oracle.may_reenter(story, decided):
            story["readmissions"].append(text(decided))
        today = decided
    return story


def next_end(story, after):
    """The first day on which re-entry may be decided after a day, as known then; none where there is none."""
    changes = {after} | {standing_oracle.day(one[key]) for one, key in dated(story) if one.get(key)}
    ends = set()
    for day in changes:
        first = standing_oracle.tell(story, day)["may_apply_from"]
        if first is not None:
            ends.add(first)
    return next((e for e in sorted(ends) if e > after and standing_oracle.may_reenter(story, e)), None)


def dated(story):
    yield from ((r, key) for r in story["ratings"] for key in ("determined_on", "set_aside_on"))
    yield from ((v, key) for v in story["vetoes"] for key in ("decided_on", "set_aside_on"))


def turning_points(story):
    """Every day on which something happens or ends, and the days around it."""
    days = {standing_oracle.day(one[key]) for one, key in dated(story) if one.get(key)}
    days |= {standing_oracle.day(r) for r in story["readmissions"]}
    days |= {
        told["may_apply_from"] for d in days if (told := standing_oracle.tell(story, d))["may_apply_from"]
    }
    return sorted({d + timedelta(days=shift) for d in days for shift in (-1, 0, 1)} | {FIRST})


@st.composite
def asked_stories(draw):
    """A story and a day on which it is asked, more often than not at a turning point."""
    story = draw(stories())
    return story, draw(st.one_of(st.sampled_from(turning_points(story)), DAYS))


@st.composite
def odd_stories(draw):
    """Records that often cannot be: dates in any order, years twice, re-entries at random."""
    days = st.dates(date(2023, 1, 1), date(2026, 12, 31)).map(text)
    aside = st.one_of(st.none(), days)
    rating = st.fixed_dictionaries(
        {"year": st.integers(2022, 2024), "grade": GRADES, "determined_on": days, "set_aside_on": aside}
    )
    veto = st.fixed_dictionaries(
        {
            "id": st.sampled_from("xyz"),
            "kind": st.sampled_from(("overdue", "serious")),
            "fact_on": days,
            "decided_on": days,
            "set_aside_on": aside,
        }
    )
    return {
        "ratings": draw(st.lists(rating, max_size=3)),
        "vetoes": draw(st.lists(veto, max_size=2)),
        "readmissions": draw(st.lists(days, max_size=2)),
    }
