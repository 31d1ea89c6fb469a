"""G7: an objection to a draft, its hearing where a removal would follow, and its answer."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from accounts.models import Message
from credit import checking, objections, round_queries
from credit.models import EvidenceRecord
from credit.objections import Hearing
from credit.vocabulary import Answer
from kernel.db import db
from kernel.errors import Refused, WrongState
from tests import personas
from tests.factories import credit as make
from tests.factories import rounds as round_of
from tests.kernel.contents import PDF

YEAR = round_of.YEAR
OBJECTED = date(2026, 2, 25)
HEARD = date(2026, 3, 10)


def a_draft(grade="B", earlier=None):
    agency = personas.agency().organisation
    if earlier:
        make.rating(agency, YEAR - 1, earlier)
    found = round_of.frozen(round_of.entrant(agency, grade, ()))
    round_of.drawn_up(found)
    return round_queries.draft(YEAR, agency.id)


def told(organisation):
    chosen = select(Message).where(Message.organisation_id == organisation.id).order_by(Message.id.desc())
    return str(db.session.scalars(chosen).first().sentence)


def test_an_agency_objects_with_its_papers_and_the_office_is_told(db_session):
    draft = a_draft()
    paper = FileStorage(BytesIO(PDF), "证明.pdf")
    row = round_of.objected(draft, about="penalties", uploads=[paper])
    assert (row.about, row.made_on, row.answer) == ("penalties", OBJECTED, "")
    assert len(round_queries.papers_of([row.id])[row.id]) == 1
    assert "objects" in told(personas.managing_office().organisation)


def test_a_file_that_is_none_is_refused_beside_its_field(db_session):
    draft = a_draft()
    with pytest.raises(Refused) as refused:
        round_of.objected(draft, uploads=[FileStorage(BytesIO(b"MZ"), "证明.pdf")])
    assert refused.value.field == "files"


def test_an_agency_objects_in_its_ten_working_days(db_session):
    draft = a_draft()
    round_of.objected(draft, today=date(2026, 3, 6))
    round_of.answered(round_queries.objections_to(draft.id)[0], today=date(2026, 3, 9))
    with pytest.raises(Refused):
        round_of.objected(draft, today=date(2026, 3, 9))


def test_an_agency_may_object_in_the_publicity_too(db_session):
    draft = a_draft()
    round_of.published(round_of.closed(draft.round))
    round_of.objected(draft, today=date(2026, 3, 19))
    with pytest.raises(Refused, match="wait"):
        round_of.determined(draft.round)


def test_one_objection_waits_at_a_time(db_session):
    draft = a_draft()
    row = round_of.objected(draft)
    with pytest.raises(WrongState):
        round_of.objected(draft)
    round_of.answered(row)
    with pytest.raises(WrongState):
        round_of.answered(row)
    assert "answered" in told(draft.agency)
    round_of.objected(draft, today=date(2026, 3, 2))


def test_nobody_closes_while_an_objection_waits(db_session):
    draft = a_draft()
    row = round_of.objected(draft)
    with pytest.raises(Refused, match="wait"):
        round_of.closed(draft.round)
    round_of.answered(row)
    round_of.closed(draft.round)


def test_an_answer_has_its_reasons_and_what_is_upheld_was_ruled_on_first(db_session):
    draft = a_draft()
    row = round_of.objected(draft)
    with pytest.raises(Refused):
        round_of.answered(row, reasons=" ")
    with pytest.raises(Refused, match="Rule on the evidence"):
        round_of.answered(row, Answer.UPHELD)
    chosen = select(EvidenceRecord).where(EvidenceRecord.kind == "Penalty")
    with round_of.acting(date(2026, 2, 26)) as at:
        checking.set_aside(draft, db.session.scalars(chosen).one(), "处罚决定已被撤销。", at)
    round_of.answered(row, Answer.UPHELD)
    assert row.answer == Answer.UPHELD
    assert draft.grade == "A"


def test_a_hearing_is_held_where_a_removal_would_follow_alone(db_session):
    draft = a_draft("D")
    with pytest.raises(Refused) as refused:
        round_of.objected(draft, wants_hearing=True)
    assert refused.value.field == "wants_hearing"


def announce(row, on=HEARD, leader=None, today=date(2026, 2, 26)):
    hearing = Hearing(on, "政务服务中心 301 室", (leader or personas.second_of_the_office()).id)
    with round_of.acting(today) as at:
        return objections.announce_hearing(row, hearing, at)


def hold(row, today=HEARD, user=None):
    with round_of.acting(today, user or personas.second_of_the_office()) as at:
        return objections.hold_hearing(row, "双方陈述，笔录经核对签名。", at)


def test_a_hearing_is_announced_led_by_another_entered_and_only_then_answered(db_session):
    draft = a_draft("D", earlier="D")
    row = round_of.objected(draft, wants_hearing=True)
    with pytest.raises(Refused, match="heard"):
        round_of.answered(row)
    with pytest.raises(WrongState):
        hold(row)
    with pytest.raises(Refused) as refused:
        announce(row, on=date(2026, 3, 6))
    assert refused.value.field == "day"
    for leader in (personas.managing_office(), personas.authority()):
        with pytest.raises(Refused) as refused:
            announce(row, leader=leader)
        assert refused.value.field == "leader"
    announce(row)
    assert "hearing" in told(draft.agency)
    with pytest.raises(Refused):
        hold(row, user=personas.managing_office())
    with pytest.raises(Refused) as refused:
        hold(row, today=date(2026, 3, 9))
    assert refused.value.try_from == HEARD
    hold(row)
    with pytest.raises(WrongState):
        hold(row)
    with pytest.raises(WrongState):
        announce(row)
    round_of.answered(row, today=date(2026, 3, 11))


def test_a_hearing_that_nobody_asked_for_is_not_announced(db_session):
    row = round_of.objected(a_draft())
    with pytest.raises(WrongState):
        announce(row)
