"""The letter of a determined rating (G3, G7): number, code, PDF and check; the median only of enough agencies."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from blacklist import queries as blacklist
from blacklist.vocabulary import State
from credit import catalogue, queries, round_queries
from credit.evidence import (
    AuthorityCheck,
    Checked,
    ContractFiled,
    Disclosure,
    Enrolment,
    GiveUp,
    Measured,
    OwnersAnswers,
    Penalty,
    QualificationDays,
    Weight,
)
from credit.models import Rating
from credit.rules import rate
from kernel import issued, law, rulebook
from kernel.db import transaction
from kernel.letters import keep
from kernel.sentences import say
from marketplace.oversight import rating_files, rating_report, round_steps
from marketplace.oversight.rating_letter import Result, result_letter
from marketplace.oversight.rating_report import Lost, OfDimension, Proof, Report
from marketplace.oversight.rating_words import DIMENSIONS, costs, grounds, vetoed
from tests import personas
from tests.factories import accounts as bodies
from tests.factories import admission as joining
from tests.factories import cases, papers
from tests.factories import credit as make
from tests.factories import rounds as round_of
from tests.kernel.test_pdf import text_of

YEAR, ON = round_of.YEAR, date(round_of.YEAR, 6, 30)
GRADES = "BABCD"  # of one industry, as many as a median needs


def determined(grades=GRADES, industries=("水利",)):
    """Determine a round of one industry; the first agency is the persona."""
    agencies = [
        personas.agency().organisation,
        *(bodies.agency(f"衢州第{n}评估有限公司") for n in range(1, len(grades))),
    ]
    entrants = [round_of.entrant(one, grade, industries) for one, grade in zip(agencies, grades, strict=True)]
    found = round_of.frozen(*entrants)
    for step in (
        round_of.checked,
        round_of.drawn_up,
        round_of.closed,
        round_of.confirmed,
        round_of.published,
    ):
        step(found)
    with round_of.acting(round_of.DETERMINED) as at:
        round_steps.determine(found, round_of.DOCUMENT, at)
    return found


def rating_of(agency):
    return queries.ratings_of(agency.id)[0]


def test_every_determined_rating_goes_out_by_a_letter_with_number_and_code(visit, clock):
    joining.agency_with("B02", organisation=personas.agency())
    make.rating(personas.agency().organisation, YEAR - 1, "A", total="93.0")
    determined()
    clock.set(round_of.DETERMINED)
    rating = rating_of(personas.agency().organisation)
    letter = rating_files.letter_of(rating)
    assert letter.number.startswith("江中介评字〔2026〕")
    assert letter.entry.act == "credit.rating.told"
    (report,) = [link for link in visit(f"/agencies/{rating.agency_id}").links if "/ratings/" in link]
    page = visit(report)
    assert letter.number in page.text
    address = f"/agencies/{rating.agency_id}/ratings/{YEAR}/pdf"
    assert {address, f"/check/{letter.code}"} <= set(page.links)
    paper = visit.client.get(address).data
    assert paper == visit.client.get(f"/check/{letter.code}/pdf").data
    assert visit.client.get(f"/agencies/{rating.agency_id}/ratings/{YEAR - 1}/pdf").status_code == 404
    assert visit.client.get(f"/agencies/{rating.agency_id}/ratings/{YEAR + 1}/pdf").status_code == 404
    said = text_of(paper)
    for words in (
        letter.number,
        "评为B级",
        rating.total,
        "规范执业手续",
        "行业中位数",
        "行政处罚和法院失信记录",
        "轻微",
        "93.0",
        letter.code,
    ):
        assert words in said
    assert "本行业5家参评中介机构的中位数" in said


def test_the_check_page_confirms_grade_total_year_and_edition(visit, clock):
    determined("B")
    clock.set(round_of.DETERMINED)
    rating = rating_of(personas.agency().organisation)
    letter = rating_files.letter_of(rating)
    for page in (visit(f"/check/{letter.code}"), visit(f"/check?number={letter.number}")):
        for words in (
            "信用评级结果通知书",
            "存档的评级结果",
            str(YEAR),
            rating.total,
            rating.edition,
            round_of.DOCUMENT,
        ):
            assert words in page.text
    assert "Notice of a rating" in visit.english()(f"/check/{letter.code}").text


def test_a_rating_set_aside_takes_its_letter_along(visit, clock):
    determined("D")
    agency = personas.agency().organisation
    letter = rating_files.letter_of(rating_of(agency))
    (decision, _), *_ = blacklist.decisions_of(agency.id)
    clock.set(date(2026, 4, 3))
    visit.as_(personas.managing_office())
    said = {"decided_on": "2026-04-02", "document": "衢政复决〔2026〕8号"}
    papers.take_over(visit, agency, f"/decisions/{decision.id}/set-aside", said)
    assert issued.withdrawal_of(letter).document == said["document"]
    assert "不再有效" in visit(f"/check/{letter.code}").heading


def test_a_rating_determined_on_paper_has_no_letter_and_other_letters_tell_no_rating(visit, clock):
    row = make.rating(personas.agency().organisation, YEAR, "B")
    assert rating_files.letter_of(row) is None
    with transaction():
        rating_files.withdraw(row, date(2026, 4, 2), "衢政复决〔2026〕8号")
    case = cases.at(State.DECIDED)
    assert rating_files.rating_of(issued.of(case)[-1]) is None
    assert rating_files.issue([], None) == 0


@pytest.mark.parametrize("many", [4, 5])
def test_a_median_is_shown_of_five_agencies_and_not_of_four(db_session, many):
    found = determined("ABABA"[:many])
    drafts = round_queries.all_drafts(found)
    report = rating_report.of_draft(drafts[0], law.book())
    assert report.compared_with == many
    totals = sorted(Decimal(draft.total) for draft in drafts)
    assert report.median_total == (totals[2].quantize(Decimal("0.01")) if many == 5 else None)
    assert [one.median is None for one in report.dimensions] == [many == 4] * 5
    assert report.base.args == ({"number": 5} if many == 5 else {"least": 5})


def test_points_are_shown_with_two_decimals_and_totals_with_one_the_median_as_well(db_session):
    """G4b: the median of an even number of totals has two decimals, and is rounded as the totals beside it."""
    bodies_of = [bodies.agency(f"衢州第{n}评估有限公司") for n in range(6)]
    entrants = [round_of.entrant(one, grade) for one, grade in zip(bodies_of, "ABABCD", strict=True)]
    found = round_of.frozen(*entrants)
    round_of.drawn_up(round_of.checked(found))
    report = rating_report.of_draft(round_queries.all_drafts(found)[0], law.book())
    for total in (report.total, str(report.median_total)):
        assert len(total.partition(".")[2]) == 1
    for one in report.dimensions:
        assert [len(str(points).partition(".")[2]) for points in (one.points, one.median)] == [2, 2]
    assert {str(one.full) for one in report.dimensions} == {"20"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"completed_orders": 4}, ["an A, which needs 5 completed orders in the year (G4): there were 4"]),
        ({"completed_orders": 5}, []),
        ({"days_enrolled": 179}, ["(G5): 179 of at least 180 days"]),
        ({"has_veto": True}, ["by its score alone it would be A"]),
        ({"has_veto": True, "days_enrolled": 1}, ["by its score alone it would be N", "1 of at least 180"]),
    ],
)
def test_a_grade_that_the_total_alone_would_not_make_says_why(changed, said):
    measured = replace(Measured(YEAR, days_enrolled=365, completed_orders=5), **changed)
    book = rulebook.shipped()
    told = [str(one) for one in grounds(rate(measured, book, catalogue.indicators(book)), measured, book)]
    assert len(told) == len(said)
    assert all(part in sentence for part, sentence in zip(said, told, strict=True))


def test_who_is_not_rated_or_of_another_industry_is_no_part_of_the_median(db_session):
    first = personas.agency().organisation
    others = [bodies.agency(f"衢州第{n}评估有限公司") for n in range(6)]
    trades = [("水利",)] * 3 + [("应急",)] * 2 + [()]
    rows = [round_of.entrant(body, "A", trade) for body, trade in zip(others, trades, strict=True)]
    found = round_of.frozen(round_of.entrant(first, "B", ("水利",)), *rows)
    round_of.drawn_up(round_of.checked(found))
    report = rating_report.of_draft(round_queries.draft(YEAR, first.id), law.book())
    assert report.compared_with == 4
    alone = rating_report.of_draft(round_queries.draft(YEAR, others[-1].id), law.book())
    assert alone.compared_with == 0


def test_the_reports_of_many_cost_the_statements_of_one(db_session, count_statements):
    found = determined()
    drafts = round_queries.all_drafts(found)
    others = rating_report.compared(found, {"水利"}, law.book())
    costs_ = []
    for some in (drafts[:1], drafts):
        with count_statements() as statements:
            rating_report.of_drafts(found, some, others, law.book())
        costs_.append(len(statements))
    assert costs_[0] == costs_[1]


@pytest.mark.parametrize(
    ("indicator", "fact", "cost"),
    [
        ("licence_check", AuthorityCheck(ON, Checked.LICENCES, Decimal(6)), False),
        ("licence_check", AuthorityCheck(ON, Checked.LICENCES, Decimal(5)), True),
        ("licence_check", AuthorityCheck(ON, Checked.ARCHIVE, Decimal(5)), False),
        ("qualification_days", QualificationDays(ON, 365, 365), False),
        ("qualification_days", QualificationDays(ON, 364, 365), True),
        ("disclosure", Disclosure(ON, 5, 5), False),
        ("disclosure", Disclosure(ON, 4, 5), True),
        ("penalties", Penalty(ON, Weight.SET_ASIDE), False),
        ("penalties", Penalty(ON, Weight.MINOR), True),
        ("overall_ratings", OwnersAnswers(ON, 5, fee_as_offered=False, told_at_once=False), False),
        ("overall_ratings", OwnersAnswers(ON, 4, fee_as_offered=True, told_at_once=True), True),
        ("fee_as_offered", OwnersAnswers(ON, 1, fee_as_offered=True, told_at_once=False), False),
        ("told_at_once", OwnersAnswers(ON, 5, fee_as_offered=True, told_at_once=False), True),
        ("contracts_filed", ContractFiled(ON, in_time=True), False),
        ("give_ups", GiveUp(ON), True),
        ("give_ups", Enrolment(ON), False),
    ],
)
def test_only_what_cost_points_is_named_as_the_evidence_of_a_lost_point(indicator, fact, cost):
    assert costs(indicator, fact, 6, 5) is cost


def test_of_several_counts_of_disclosure_the_last_one_is_the_evidence(db_session):
    agency = personas.agency().organisation
    make.evidence(agency, Disclosure(date(2026, 2, 1), 0, 5), Disclosure(date(2026, 5, 1), 4, 5))
    report = rating_report.so_far(agency.id, 2026, (), law.book(), date(2026, 5, 26)).report
    (lost,) = [one for one in report.lost if one.key == "disclosure"]
    assert [proof.on for proof in lost.proofs] == [date(2026, 5, 1)]
    assert report.base is not None


def told(grade="A", by_score="A", measure="", lost=(), earlier=()):
    """Return what the letter of a rating says in Chinese, from plain records."""
    dimensions = [
        OfDimension(label, Decimal("20.00"), Decimal("20.00"), None) for label in DIMENSIONS.values()
    ]
    report = Report(grade, by_score, "94.4", "2026-1", dimensions, lost, Decimal(100), None, 0, 5)
    if grade != by_score:
        report = replace(report, grounds=[vetoed(by_score)])
    rating = Rating(
        year=YEAR,
        grade=grade,
        by_score=by_score,
        total="94.4",
        determined_on=round_of.DETERMINED,
        document=round_of.DOCUMENT,
        edition="2026-1",
    )
    result = Result("江山市绿洲监测有限公司", rating, measure, report, earlier)
    return keep(result_letter(result, "江中介评字〔2026〕1号", round_of.DETERMINED, "管理办公室"))


def test_the_letter_of_who_is_not_rated_tells_the_points_all_the_same():
    said = told("N", "N")
    for words in ("不予评级（G5）", "94.4分（满分100分）", "没有失分", "没有更早的评级", "不足5家"):
        assert words in said


def test_the_letter_of_a_veto_tells_the_grade_without_it_and_the_measure_that_follows():
    said = told("D", "B", measure="yellow_card")
    for words in ("因一票否决定为D级（G6）；仅按得分为B级", "黄牌警告", "处理决定书另行送达"):
        assert words in said
    assert "一票否决" not in told("B", "B")
    assert "处理决定书" not in told("B", "B")


def test_a_lost_point_without_a_record_names_its_day_alone():
    proof = Proof(ON, say("Once"), "", None)
    lost = Lost(
        "give_ups", say("Give-ups after selection"), "1.00", "3.00", say("Once"), say("Once"), [proof]
    )
    assert '["2025年6月30日","中选后放弃","一次","—","—"]' in told(lost=[lost])
