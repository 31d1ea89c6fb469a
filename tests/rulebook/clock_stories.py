"""Histories for the commitment clock, in the fixed form of `clock explain`, made by hypothesis.

Days lie close together, because the edges of the rules do: the same few weeks hold the start, the due day,
every asking, every answer. They are ordinary weeks, weeks around Spring Festival, and the last ones of 2026.
"""

from datetime import date, timedelta

from hypothesis import strategies as st

BEGINNINGS = (date(2026, 3, 2), date(2026, 2, 9), date(2026, 4, 27), date(2026, 12, 14), date(2025, 12, 24))
REACH = 30  # days from the beginning within which everything happens


def iso(day):
    return None if day is None else day.isoformat()


@st.composite
def day_after(draw, day, most=12):
    """A day from `day` on; sampled, because integers would crowd at their smallest."""
    return day + timedelta(days=draw(st.sampled_from(range(most + 1))))


def seldom(strategy):
    return st.sampled_from([True] + [False] * 7).flatmap(lambda now: strategy if now else st.none())


def maybe(strategy):
    return st.one_of(st.none(), strategy)


@st.composite
def pauses(draw, beginning):
    first = draw(day_after(beginning, REACH))
    asked = draw(day_after(first - timedelta(days=3), 9))
    answered = draw(maybe(day_after(asked, 7)))
    answer = draw(st.sampled_from(["confirmed", "confirmed", "refused"])) if answered else None
    return {
        "from": iso(first),
        "to": iso(draw(maybe(day_after(first, 9)))),
        "cause": draw(st.integers(1, 6)),
        "asked_on": iso(asked),
        "answer": answer,
        "answered_on": iso(answered),
    }


@st.composite
def extensions(draw, beginning):
    asked = draw(day_after(beginning, REACH))
    agreed = draw(maybe(day_after(asked, 6)))
    refused = draw(maybe(day_after(asked, 4))) if agreed is None else None
    days = draw(st.integers(1, 6))
    return {"days": days, "asked_on": iso(asked), "agreed_on": iso(agreed), "refused_on": iso(refused)}


@st.composite
def deliveries(draw, beginning):
    on = draw(day_after(beginning, REACH))
    made = {"on": iso(on), "repeat_defect": draw(st.booleans())}
    fate = draw(st.sampled_from(["silent", "accepted", "rejected", "rejected", "contested", "contested"]))
    if fate == "silent":
        return made
    decided = draw(day_after(on, 10))
    if fate == "accepted":
        return made | {"accepted_on": iso(decided)}
    made["rejected_on"] = iso(decided)
    if fate == "contested":
        contested = draw(day_after(decided, 6))
        answered = draw(maybe(day_after(contested, 10)))
        made["contested_on"] = iso(contested)
        if answered:
            made["contest_answered_on"] = iso(answered)
            made["contest_answer"] = draw(st.sampled_from(["founded", "unfounded"]))
    return made


def _few(strategy, most):
    return st.sampled_from(range(most + 1)).flatmap(lambda n: st.lists(strategy, min_size=n, max_size=n))


@st.composite
def stories(draw, most_requests=4):
    """A commitment with all that happened to it."""
    beginning = draw(st.sampled_from(BEGINNINGS))
    made = draw(st.sampled_from([0, 0, 1, 2]).flatmap(lambda n: _few(deliveries(beginning), n)))
    start = draw(day_after(beginning, 5))
    return {
        "promise": draw(st.sampled_from(range(1, 16))),
        "effective_on": iso(start),
        "complete_on": iso(draw(st.sampled_from([start] * 4 + [None]) | day_after(beginning, 8))),
        "ended_on": iso(draw(seldom(day_after(beginning, REACH)))),
        "pauses": draw(_few(pauses(beginning), most_requests)),
        "extensions": draw(_few(extensions(beginning), most_requests - 1)),
        "deliveries": sorted(made, key=lambda delivery: delivery["on"]),
    }


@st.composite
def asked_stories(draw, **kinds):
    """A story and a day as of which it is asked."""
    story = draw(stories(**kinds))
    return story, draw(day_after(date.fromisoformat(story["effective_on"]) - timedelta(days=1), REACH + 5))


def known(story, today):
    """Strip from a story what was asked, answered, delivered, decided or ended after a day."""
    contest = ("contested_on", "contest_answered_on", "contest_answer")
    rejection = ("rejected_on", "repeat_defect", *contest)
    return _stripped(story, today, ("complete_on",), ("ended_on",)) | {
        "pauses": _rows(story["pauses"], "asked_on", today, ("answered_on", "answer")),
        "extensions": _rows(story["extensions"], "asked_on", today, ("agreed_on",), ("refused_on",)),
        "deliveries": _rows(
            story["deliveries"], "on", today, ("accepted_on",), rejection, contest, contest[1:]
        ),
    }


def _rows(rows, made, today, *facts):
    return [_stripped(row, today, *facts) for row in rows if row[made] <= today.isoformat()]


def _stripped(row, today, *facts):
    """Forget every fact (its day and what hangs on it) whose day lies after today."""
    later = [fact for fact in facts if (row.get(fact[0]) or "") > today.isoformat()]
    return row | {key: None for fact in later for key in fact}
