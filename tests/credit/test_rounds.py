"""The round as a whole (G7): opened, frozen, told, closed, published, determined for all on one day."""

from datetime import date

import pytest
from sqlalchemy import select

from accounts.models import Message
from blacklist import queries as blacklist
from credit import checking, queries, round_queries, rounds, weighing
from credit.evidence import ContractFiled, OrderCompleted
from credit.models import EvidenceRecord, Rating
from credit.vocabulary import Second, State
from kernel import law, ledger
from kernel.db import db
from kernel.errors import Refused, WrongState
from tests import personas
from tests.factories import accounts as bodies
from tests.factories import blacklist as decisions
from tests.factories import credit as make
from tests.factories import editions
from tests.factories import rounds as round_of

YEAR = round_of.YEAR


def told(agency):
    chosen = select(Message).where(Message.organisation_id == agency.id).order_by(Message.id.desc())
    return str(db.session.scalars(chosen).first().sentence)


def one(grade="A", authorities=("水利",), agency=None):
    agency = agency or personas.agency().organisation
    return agency, round_of.frozen(round_of.entrant(agency, grade, authorities))


def test_a_round_opens_after_its_year_once_by_the_figures_in_force(db_session):
    found = round_of.opened()
    assert (found.state, found.edition) == (State.OPENED, law.book().edition)
    assert '"G2.a": 90' in found.figures
    with pytest.raises(WrongState):
        round_of.opened()
    with pytest.raises(Refused) as refused:
        round_of.opened(2026, today=date(2026, 12, 31))
    assert refused.value.try_from == date(2027, 1, 1)


def test_a_round_keeps_the_edition_of_the_year_it_rates_whatever_is_adopted_after(db_session, clock):
    editions.adopted(clock)  # 72 instead of 70 for a C, from 1 January 2027
    of_2026 = round_of.opened(2026, today=date(2027, 1, 5))
    of_2027 = round_of.opened(2027, today=date(2028, 1, 5))
    assert (of_2026.edition, of_2027.edition) == (law.shipped_book().edition, "2027-1")
    assert ['"G2.c": 70' in of_2026.figures, '"G2.c": 72' in of_2027.figures] == [True, True]
    editions.adopted(clock, editions.text("2029-1", date(2029, 1, 1), G2_c=75))
    assert '"G2.c": 72' in of_2027.figures
    assert law.book().value("G2.c", date(2027, 12, 31)) == 72


def test_the_evidence_is_not_frozen_before_15_january(db_session):
    with pytest.raises(Refused) as refused:
        round_of.frozen(today=date(2026, 1, 14))
    assert refused.value.try_from == date(2026, 1, 15)


def test_what_was_computed_of_the_year_is_put_on_file_by_the_freeze(db_session):
    agency, found = one()
    rows = [row for row in queries.credit_file(agency.id, YEAR) if row.kind == OrderCompleted.__name__]
    assert len(rows) == 6
    assert {row.entry.act for row in rows} == {"credit.draft.entered"}
    assert found.last_evidence >= max(row.id for row in rows)
    assert [share.checks for share in round_queries.shares(found)] == [2]


def test_what_comes_after_the_freeze_counts_only_by_a_reasoned_act(db_session):
    agency, found = one()
    make.evidence(agency, ContractFiled(date(YEAR, 5, 5), in_time=False))
    make.evidence(agency, ContractFiled(date(YEAR + 1, 1, 5), in_time=False))
    weighed = weighing.weighed(found, [agency.id])[agency.id]
    late = [row for row in weighed if row.is_late]
    assert [(row.record.kind, row.counts) for row in late] == [("ContractFiled", False)]


def test_a_late_record_about_an_order_does_not_push_the_frozen_one_out(db_session):
    agency, found = one()
    late = OrderCompleted(date(YEAR, 7, 1), has_complete_archive=False, kept_without_extension=False)
    make.evidence(agency, late, about=f"order:{YEAR}-0")
    counting = weighing.counting(found, [agency.id])[agency.id]
    assert sum(row.kind == "OrderCompleted" for row in counting) == 6


def test_the_drafts_wait_for_the_authorities_until_their_time_is_over(db_session):
    _, found = one()
    with pytest.raises(Refused) as refused:
        round_of.drawn_up(found, today=date(2026, 2, 13))
    assert refused.value.try_from == date(2026, 2, 16)
    round_of.drawn_up(found, today=date(2026, 2, 16))
    assert found.state == State.OBJECTIONS


def test_a_draft_is_told_with_its_days_to_object(db_session):
    agency, found = one()
    round_of.drawn_up(round_of.checked(found))
    draft = round_queries.draft(YEAR, agency.id)
    assert (draft.grade, draft.second, draft.objections_until) == ("A", Second.ASKED, date(2026, 3, 6))
    assert "Draft rating of 2025: A" in told(agency)


@pytest.mark.parametrize(("grade", "second"), [("B", ""), ("C", ""), ("D", "asked"), ("N", "")])
def test_every_other_grade_is_drafted_and_a_d_has_its_second_check(db_session, grade, second):
    agency, found = one(grade, authorities=())
    round_of.drawn_up(found)
    draft = round_queries.draft(YEAR, agency.id)
    assert (draft.grade, draft.second) == (grade, second)


def test_a_draft_d_says_which_card_would_follow(db_session):
    agency, found = one("D")
    round_of.drawn_up(found)
    draft = round_queries.draft(YEAR, agency.id)
    assert (draft.measure, draft.locked_until) == ("yellow_card", None)
    assert "yellow card" in told(agency)


def test_a_second_d_says_which_removal_would_follow_and_its_last_locked_day(db_session):
    agency = personas.agency().organisation
    make.rating(agency, 2024, "D")
    _, found = one("D")
    round_of.drawn_up(found)
    draft = round_queries.draft(YEAR, agency.id)
    assert (draft.measure, draft.locked_until) == ("removal", date(2027, 3, 31))
    assert "removal" in told(agency)


def test_no_step_is_skipped(db_session):
    _, found = one()
    for step in (round_of.closed, round_of.published, round_of.determined):
        with pytest.raises(WrongState):
            step(found)


def test_the_objections_are_not_closed_while_an_agency_may_object(db_session):
    _, found = one()
    round_of.drawn_up(found)
    with pytest.raises(Refused) as refused:
        round_of.closed(found, today=date(2026, 3, 6))
    assert refused.value.try_from == date(2026, 3, 7)


def test_nothing_is_published_before_the_second_person_has_checked_and_nothing_determined_in_its_days(
    db_session,
):
    _, found = one()
    round_of.closed(round_of.drawn_up(found))
    with pytest.raises(Refused, match="second check"):
        round_of.published(found)
    round_of.published(round_of.confirmed(found))
    with pytest.raises(Refused) as refused:
        round_of.determined(found, today=date(2026, 3, 19))
    assert refused.value.try_from == date(2026, 3, 20)
    with pytest.raises(Refused, match="document"):
        round_of.determined(found, document=" ")


def test_a_determination_gives_the_grade_of_all_on_one_day(db_session):
    first, second = personas.agency().organisation, personas.second_agency().organisation
    done = round_of.whole(round_of.entrant(first, "A"), round_of.entrant(second, "B"))
    assert (done.ratings, list(done.removed)) == (2, [])
    rows = db.session.scalars(select(Rating)).all()
    assert {(row.grade, row.determined_on, row.document) for row in rows} == {
        ("A", round_of.DETERMINED, round_of.DOCUMENT),
        ("B", round_of.DETERMINED, round_of.DOCUMENT),
    }
    assert queries.grade_in_force(first.id, round_of.DETERMINED).letter == "A"
    assert "determined: A" in told(first)


def test_a_d_after_a_d_removes_for_a_year_from_the_determination(db_session):
    agency = personas.agency().organisation
    make.rating(agency, 2024, "D")
    done = round_of.whole(round_of.entrant(agency, "D"))
    assert [body.id for body in done.removed] == [agency.id]
    standing = blacklist.standing(agency.id, round_of.DETERMINED, law.book())
    assert (standing.name, standing.locked_until) == ("removed", date(2027, 3, 20))
    assert round_queries.draft(YEAR, agency.id).locked_until == date(2027, 3, 20)


def test_a_veto_upheld_in_the_publicity_makes_the_draft_a_d_that_is_checked_again(db_session):
    agency, found = one("B")
    round_of.published(round_of.confirmed(round_of.closed(round_of.drawn_up(round_of.checked(found)))))
    decisions.veto(agency, date(2026, 3, 12), decisions.overdue(date(YEAR, 11, 3)))
    with pytest.raises(Refused, match="out of date"):
        round_of.determined(found)
    with round_of.acting(date(2026, 3, 13)) as at:
        assert rounds.draw_up_again(found, at) == 1
    draft = round_queries.draft(YEAR, agency.id)
    assert (draft.grade, draft.by_score, draft.second, draft.measure) == ("D", "B", "asked", "")
    assert draft.objections_until == date(2026, 3, 6)
    assert draft.public_from == date(2026, 3, 13)
    round_of.confirmed(found, today=date(2026, 3, 13))
    with pytest.raises(Refused) as refused:
        round_of.determined(found)
    assert refused.value.try_from == date(2026, 3, 25)
    round_of.determined(found, today=date(2026, 3, 25))
    assert blacklist.standing(agency.id, date(2026, 3, 26), law.book()).name == "blacklisted"


def test_a_veto_that_falls_opens_new_days_where_a_measure_would_follow_from_the_score_alone(db_session):
    """G7, P6: a neutral D turns into the second of a row, and a removal would follow that nobody could speak to."""
    agency = personas.agency().organisation
    make.rating(agency, 2024, "D")
    row = decisions.veto(agency, date(2026, 2, 10), decisions.overdue(date(YEAR, 11, 3)))
    _, found = one("D")
    round_of.published(round_of.confirmed(round_of.closed(round_of.drawn_up(round_of.checked(found)))))
    draft = round_queries.draft(YEAR, agency.id)
    assert (draft.grade, draft.measure) == ("D", "")
    decisions.setting_aside(agency, row, date(2026, 3, 16))
    with round_of.acting(date(2026, 3, 17)) as at:
        assert rounds.draw_up_again(found, at) == 1
    assert (draft.grade, draft.by_score, draft.measure) == ("D", "D", "removal")
    assert draft.objections_until == date(2026, 3, 31)


def test_a_veto_that_comes_takes_no_days_from_evidence_that_is_admitted_against_the_agency(db_session):
    """G7: the veto alone opens no days, the points that are lost with it do."""
    agency, found = one("B")
    round_of.drawn_up(round_of.checked(found))
    draft = round_queries.draft(YEAR, agency.id)
    decisions.veto(agency, date(2026, 2, 25), decisions.overdue(date(YEAR, 11, 3)))
    (late,) = make.evidence(agency, ContractFiled(date(YEAR, 6, 30), in_time=False))
    with round_of.acting(date(2026, 2, 26)) as at:
        checking.admit(draft, late, "合同备案记录迟到，经核实。", at)
    assert (draft.grade, draft.by_score) == ("D", "B")
    assert draft.objections_until == date(2026, 3, 11)


def test_a_row_that_changed_since_the_draft_stops_the_determination_until_it_is_drawn_up_again(db_session):
    agency = personas.agency().organisation
    row = make.rating(agency, 2024, "D")
    _, found = one("D")
    round_of.published(round_of.confirmed(round_of.closed(round_of.drawn_up(found))))
    make.rating_set_aside(agency, row, date(2026, 3, 16))
    with pytest.raises(Refused, match="out of date"):
        round_of.determined(found)
    with round_of.acting(date(2026, 3, 17)) as at:
        assert rounds.draw_up_again(found, at) == 1
    assert round_queries.draft(YEAR, agency.id).measure == "yellow_card"


def test_a_late_freeze_takes_no_day_from_the_authorities(db_session):
    """G7: frozen on 20 February, the drafts may be told before the authorities answered from 24 March on."""
    found = round_of.frozen(round_of.entrant(bodies.agency(), "B"), today=date(2026, 2, 20))
    with pytest.raises(Refused) as refused:
        round_of.drawn_up(found, today=date(2026, 2, 21))
    assert refused.value.try_from == date(2026, 3, 24)


def test_each_step_is_in_the_ledger_under_g7(db_session):
    round_of.whole(round_of.entrant(bodies.agency(), "A"))
    found = round_queries.round_of(YEAR)
    acts = [entry.act for entry in ledger.entries(found)]
    past = ("opened", "frozen", "drafts-told", "objections-closed", "published", "determined")
    assert acts == [f"credit.round.{name}" for name in past]


def test_evidence_of_two_years_never_meets(db_session):
    agency = personas.agency().organisation
    make.evidence(agency, ContractFiled(date(YEAR + 1, 1, 5), in_time=True))
    _, found = one()
    kinds = {row.kind for row in weighing.counting(found, [agency.id])[agency.id]}
    assert "ContractFiled" not in kinds
    assert db.session.query(EvidenceRecord).count() > 0
