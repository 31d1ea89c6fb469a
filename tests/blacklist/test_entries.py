"""The entries of the register: from when, until when, and under which figures."""

from dataclasses import replace
from datetime import date

import pytest

from blacklist import entries, steps
from blacklist.entries import Sought
from blacklist.steps import Desk, Said
from blacklist.vocabulary import Act
from kernel import law
from kernel.db import transaction
from kernel.rulebook import Dated
from tests import personas
from tests.factories import accounts
from tests.factories import blacklist as make

DECIDED = date(2026, 6, 8)
pytestmark = pytest.mark.usefixtures("db_session")


def found(today, book=None, **sought):
    """Return the numbers of the decisions that the register has on a day."""
    return [e.decision.document for e in entries.register(Sought(**sought), today, book or law.book()).rows]


def cards_shown(since=date(2000, 1, 1)):
    """Give the book in use with cards in the register, from a day on."""
    figure = law.book().figures["P12.card_shown"]
    shown = replace(figure, values=(Dated(date(1999, 1, 1), value=False), Dated(since, value=True)))
    return replace(law.book(), figures={**law.book().figures, "P12.card_shown": shown})


def take(name, case, person, today, *more, **said):
    """Take a step in a case."""
    with transaction():
        desk = Desk(person, today, law.calendar(), law.book())
        if name in steps.__dict__:
            return getattr(steps, name)(case, Said(**said), *more, desk)
        return steps.take(case, Act(name), Said(**said), desk)


@pytest.fixture
def upheld():
    """A case that was upheld on 8 June; its service is certain on 11 June."""
    case = make.case(personas.agency().organisation)
    take("charge", case, personas.authority(), date(2026, 5, 26))
    take("receive", case, personas.agency(), date(2026, 5, 27))
    take("opine", case, personas.authority(), date(2026, 6, 5), outcome="upheld", text="事实清楚。")
    take(
        "decide",
        case,
        personas.second_officer(),
        DECIDED,
        "江中介决字〔2026〕1号",
        outcome="upheld",
        text="成立。",
    )
    return case


def test_a_decision_is_in_the_register_from_the_day_on_which_its_service_is_certain(upheld):
    assert found(date(2026, 6, 10)) == []
    assert found(date(2026, 6, 11)) == ["江中介决字〔2026〕1号"]
    assert found(date(2028, 6, 8)) == ["江中介决字〔2026〕1号"]
    assert found(date(2028, 6, 9)) == []


def test_a_suspended_decision_is_out_of_the_register_until_its_review_is_decided(upheld):
    take("receive-decision", upheld, personas.agency(), DECIDED)
    take("ask_review", upheld, personas.agency(), date(2026, 6, 15), text="系统故障")
    reviewer = personas.managing_office()
    take("suspend", upheld, reviewer, date(2026, 6, 16), text="先行核实")
    assert found(date(2026, 6, 16)) == []
    take(
        "decide_review",
        upheld,
        reviewer,
        date(2026, 6, 18),
        "江中介复字〔2026〕1号",
        outcome="kept",
        text="维持",
    )
    assert found(date(2026, 6, 18)) == ["江中介决字〔2026〕1号"]


def test_what_a_review_set_aside_is_out_of_the_register_from_that_day(upheld):
    take("receive-decision", upheld, personas.agency(), DECIDED)
    take("ask_review", upheld, personas.agency(), date(2026, 6, 15), text="系统故障")
    reviewer = personas.managing_office()
    take(
        "decide_review",
        upheld,
        reviewer,
        date(2026, 6, 18),
        "江中介复字〔2026〕1号",
        outcome="set-aside",
        text="撤销",
    )
    assert found(date(2026, 6, 18)) == []


def test_a_card_is_in_the_register_for_three_months_where_the_book_shows_cards():
    agency = accounts.agency()
    make.rating(agency, 2025, document="江评〔2026〕1号")
    assert found(date(2026, 5, 26)) == []
    assert found(date(2026, 6, 12), cards_shown()) == ["江评〔2026〕1号"]
    assert found(date(2026, 6, 13), cards_shown()) == []


def test_a_card_from_before_the_book_showed_cards_stays_out():
    make.rating(accounts.agency(), 2025)
    assert found(date(2026, 5, 26), cards_shown(since=date(2026, 3, 13))) == []


def test_a_rating_that_completes_a_row_is_a_removal_and_the_one_before_a_card():
    agency = accounts.agency()
    make.rating(agency, 2024, document="江评〔2025〕2号")
    make.rating(agency, 2025, document="江评〔2026〕3号")
    laid = entries.entries_of(agency.id, date(2026, 5, 26), law.book())
    assert [(e.measure.key, e.decision.document) for e in laid] == [
        ("yellow_card", "江评〔2025〕2号"),
        ("removal", "江评〔2026〕3号"),
    ]


def test_a_row_that_one_day_completes_names_the_later_year():
    agency = accounts.agency()
    for year in (2024, 2025):
        make.rating(agency, year, determined_on=date(2026, 3, 12), document=f"江评〔{year}〕号")
    assert found(date(2026, 5, 26)) == ["江评〔2025〕号"]


def test_a_rating_that_is_neutral_beside_a_veto_has_no_entry():
    agency = accounts.agency()
    make.veto(agency, date(2025, 8, 5), make.overdue(date(2025, 7, 30)), document="江处〔2025〕1号")
    make.rating(agency, 2024, determined_on=date(2025, 3, 12))
    rating = make.rating(agency, 2025, by_score="C")
    assert found(date(2026, 5, 26)) == ["江处〔2025〕1号"]
    assert entries.entry(rating.id, date(2026, 5, 26), law.book()) is None


def test_a_decision_of_tomorrow_is_nobodys_to_read_yet():
    decision = make.veto(accounts.agency(), date(2026, 5, 27))
    assert entries.entry(decision.id, date(2026, 5, 26), law.book()) is None
    assert found(date(2026, 5, 26)) == []


def test_the_register_of_nobody_is_empty():
    assert found(date(2026, 5, 26)) == []


def test_the_register_goes_on_page_by_page_the_latest_first_and_shows_everyone_once():
    for number in range(5):
        agency = accounts.agency(f"江山市第{number}测绘有限公司")
        make.veto(agency, date(2026, 5, 6 + number), document=f"江处〔2026〕{number}号")
    seen, after = [], None
    for _ in range(3):
        page = entries.register(Sought(), date(2026, 5, 26), law.book(), after, size=2)
        seen += [entry.decision.document for entry in page.rows]
        after = page.following
    assert (seen, after) == ([f"江处〔2026〕{number}号" for number in (4, 3, 2, 1, 0)], None)
