"""What lists ask of the spans agrees with the fold of the records, and costs the same for many agencies."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from blacklist import queries
from blacklist.catalogue import measures
from blacklist.findings import VetoKind
from blacklist.models import StandingSpan
from kernel import law
from kernel.db import db
from tests.factories import accounts
from tests.factories import blacklist as make
from tests.rulebook.standing_stories import dated, stories

pytestmark = pytest.mark.usefixtures("db_session")
TODAY = date(2026, 5, 26)
DECIDED = date(2026, 5, 20)
LAPSES = (0, 1, 365, 366, 367, 730, 731, 732, 4000)
SOME = settings(
    max_examples=20,
    deadline=None,
    # The database forgets at the end of the test; until then each example has agencies of its own.
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)


def ids(chosen):
    return set(db.session.scalars(chosen))


def standing(agency, day):
    return queries.standing(agency.id, day, law.book())


# ---- the fold ----


def test_an_agency_about_which_nothing_was_decided_is_good_since_nothing():
    found = standing(accounts.agency(), TODAY)
    assert (found.name, found.since, found.is_out, found.rule) == ("good", None, False, "P1")
    assert str(found.sentence) == "No yellow card, removal or blacklisting is in force."


def test_a_standing_says_the_rule_and_the_sentence_of_its_heaviest_measure():
    agency = accounts.agency()
    make.rating(agency, 2025)
    make.veto(agency, DECIDED)
    found = standing(agency, TODAY)
    assert (found.name, found.rule, found.locked_until) == ("blacklisted", "P4", date(2028, 5, 20))
    assert str(found.sentence).startswith("Blacklisted from 2026-05-20")


def test_the_standing_of_a_day_knows_nothing_that_came_later():
    agency = accounts.agency()
    make.veto(agency, DECIDED)
    assert standing(agency, DECIDED - make.ONE_DAY).name == "good"
    assert standing(agency, DECIDED).name == "blacklisted"


def test_standings_of_nobody_are_none():
    assert queries.standings([], TODAY, law.book()) == {}


def test_the_standings_of_many_agencies_cost_what_those_of_few_cost(count_statements):
    agencies = [accounts.agency(f"江山市第{number}测绘有限公司") for number in range(30)]
    for agency in agencies[::2]:
        make.veto(agency)
    seen, book = [], law.book()
    for many in (3, 30):
        with count_statements() as statements:
            found = queries.standings([agency.id for agency in agencies[:many]], TODAY, book)
        assert {i for i, answer in found.items() if answer.is_out} == {a.id for a in agencies[:many:2]}
        assert len(found) == many
        seen.append(len(statements))
    assert seen == [2, 2]


def test_the_records_are_read_back_as_they_were_decided():
    agency = accounts.agency()
    make.rating(agency, 2024, "D", by_score="B")
    veto = make.veto(agency, DECIDED, make.violation(date(2026, 5, 4)))
    make.setting_aside(agency, veto, TODAY)
    rated, vetoed = queries.history(agency.id)
    assert (rated.year, rated.grade, rated.by_score, rated.on) == (2024, "D", "B", date(2025, 3, 12))
    assert (vetoed.kind, vetoed.fact_on, vetoed.set_aside_on) == (VetoKind.SERIOUS, date(2026, 5, 4), TODAY)


def test_the_days_of_re_entry_are_read_back():
    agency = accounts.agency()
    make.veto(agency, date(2020, 5, 20), make.overdue(date(2020, 5, 4)))
    make.readmission(agency, date(2022, 6, 1))
    assert queries.readmissions(agency.id) == (date(2022, 6, 1),)


# ---- the spans ----


def recorded(story, agency):
    """Enter a story about an agency in the order of its days; return the last of them.

    Of one day a decision comes first, then what sets one aside, then re-entry, as the fold has it (P9).
    """
    steps = [(row[key], key == "set_aside_on", row) for row, key in dated(story) if row.get(key)]
    steps += [(day, 2, None) for day in story["readmissions"]]
    decisions = {}
    for text, _, row in sorted(steps, key=lambda step: step[:2]):
        day = date.fromisoformat(text)
        if row is None:
            make.readmission(agency, day)
        elif id(row) in decisions:
            make.setting_aside(agency, decisions[id(row)], day)
        else:
            decisions[id(row)] = decided(agency, row, day)
    return max((date.fromisoformat(step[0]) for step in steps), default=date(2018, 1, 1))


def decided(agency, row, day):
    if "grade" in row:
        return make.rating(agency, row["year"], row["grade"], row.get("by_score"), day)
    fact_on = date.fromisoformat(row["fact_on"])
    found = make.overdue(fact_on) if row["kind"] == "overdue" else make.violation(fact_on)
    return make.veto(agency, day, found)


def heaviest_spans(agencies, day):
    """The heaviest standing that the spans give each agency on a day."""
    weights = {measure.standing: measure.weight for measure in measures()} | {"good": 0}
    found = defaultdict(lambda: "good")
    theirs = StandingSpan.agency_id.in_([agency.id for agency in agencies])
    for span in db.session.scalars(select(StandingSpan).where(theirs, queries.in_force(day))):
        found[span.agency_id] = max(found[span.agency_id], span.standing, key=weights.get)
    return {agency.id: found[agency.id] for agency in agencies}


@SOME
@given(st.lists(stories(), min_size=1, max_size=2))
def test_the_spans_agree_with_the_fold_on_every_day_from_the_last_record_on(told):
    spans_and_fold_agree(told)


@pytest.mark.long
@settings(SOME, max_examples=500)
@given(st.lists(stories(), min_size=1, max_size=2))
def test_the_spans_of_many_stories_agree_with_the_fold(told):
    spans_and_fold_agree(told)


def spans_and_fold_agree(told):
    """A span is laid with all that is known today: of a past day it tells today's view, the fold what was known then.

    So they are compared from the day of the last record on, to well after every lockout has run out.
    """
    agencies = [accounts.agency(f"江山市第{number}工程咨询有限公司") for number in range(len(told))]
    last = max(recorded(story, agency) for story, agency in zip(told, agencies, strict=True))
    own = {agency.id for agency in agencies}
    for day in (last + timedelta(days=lapse) for lapse in LAPSES):
        folded = queries.standings(own, day, law.book())
        assert ids(queries.barred_on(day).where(StandingSpan.agency_id.in_(own))) == {
            i for i, found in folded.items() if found.is_out
        }
        assert heaviest_spans(agencies, day) == {i: found.name for i, found in folded.items()}


def test_of_a_past_day_the_spans_tell_what_is_known_today():
    agency = accounts.agency()
    make.setting_aside(agency, make.veto(agency, DECIDED), TODAY)
    assert standing(agency, DECIDED).is_out
    assert ids(queries.barred_on(DECIDED)) == set()


def test_a_lockout_bars_from_its_first_day_until_the_day_of_re_entry():
    agency = accounts.agency()
    make.veto(agency, date(2020, 5, 20), make.overdue(date(2020, 5, 4)))
    make.readmission(agency, date(2022, 6, 1))
    barred = {day: bool(ids(queries.barred_on(day))) for day in DAYS_AROUND}
    assert barred == dict(zip(DAYS_AROUND, (False, True, True, True, False), strict=True))


DAYS_AROUND = (
    date(2020, 5, 19),
    date(2020, 5, 20),
    date(2022, 5, 21),  # run out, and re-entry not decided yet
    date(2022, 5, 31),
    date(2022, 6, 1),
)


def test_a_yellow_card_bars_nobody_and_is_found_among_the_cards():
    agency = accounts.agency()
    make.rating(agency, 2025)
    assert ids(queries.barred_on(TODAY)) == set()
    assert ids(queries.carded_on(TODAY)) == {agency.id}
    assert ids(queries.carded_on(date(2026, 3, 11))) == set()


def test_a_card_that_was_ended_by_a_better_rating_is_found_no_more():
    agency = accounts.agency()
    make.rating(agency, 2024)
    make.rating(agency, 2025, "B")
    assert ids(queries.carded_on(date(2026, 3, 11))) == {agency.id}
    assert ids(queries.carded_on(date(2026, 3, 12))) == set()


def test_who_is_blacklisted_keeps_no_place_among_the_removed_only():
    agency, second = accounts.agency(), accounts.agency("江山市第二测绘有限公司")
    make.rating(agency, 2024)
    make.rating(agency, 2025)
    make.veto(second)
    assert ids(queries.barred_on(TODAY)) == {agency.id, second.id}


# ---- vetoes of a year ----


def test_vetoes_are_found_by_the_year_of_their_fact_while_they_stand():
    agency = accounts.agency()
    row = make.veto(agency, date(2026, 1, 20), make.overdue(date(2025, 12, 31)))
    assert list(queries.upheld_in(agency.id, 2025, TODAY)) == [row]
    assert list(queries.upheld_in(agency.id, 2026, TODAY)) == []
    assert list(queries.upheld_in(agency.id, 2025, date(2026, 1, 19))) == []
    make.setting_aside(agency, row, TODAY)
    assert list(queries.upheld_in(agency.id, 2025, TODAY - make.ONE_DAY)) == [row]
    assert list(queries.upheld_in(agency.id, 2025, TODAY)) == []


def test_neither_ratings_nor_the_vetoes_of_others_are_found_among_an_agencys():
    agency, second = accounts.agency(), accounts.agency("江山市第二测绘有限公司")
    make.rating(agency, 2025)
    row = make.veto(second, DECIDED, make.overdue(date(2026, 1, 1)))
    assert list(queries.upheld_in(agency.id, 2025, TODAY)) == []
    assert list(queries.upheld_in(agency.id, 2026, TODAY)) == []
    assert list(queries.upheld_in(second.id, 2026, TODAY)) == [row]
