"""Texts that go into the randomness of a draw: named, lodged, revealed; and a draw that is void without one."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest

from accounts.queries import inbox
from kernel import clock as clock_module
from kernel import jobs, ledger, workdays
from kernel import rulebook as house
from kernel.clock import BEIJING
from kernel.db import transaction
from kernel.errors import Refused, WrongState
from marketplace.selection import contributions, draw, draws_made, givers, queries
from marketplace.selection.draw_tables import DrawRecord, VoidDraw
from marketplace.selection.lines import sha256
from tests import personas
from tests.factories import notices as make
from tests.factories import projects
from tests.factories.selection import count

PROGRAM = house.FOLDER.parent / "tools" / "verify_draw.py"
OPENED = datetime(2026, 5, 27, 18, tzinfo=BEIJING)
FIGURE = datetime(2026, 5, 27, 21, 15, tzinfo=BEIJING)
VOID = datetime(2026, 5, 29, tzinfo=BEIJING)  # the 1st working day after the opening, the 28th, has ended
OWNERS, WITNESS = "须江之水清", "江郎山石立"
BOTH = "figure owner witness"


def a_draw(clock, lines="figure owner", many=3, **values):
    personas.other_authority()  # of B02, so that there may be a witness
    row, people = make.notice(personas.owner(), lines=lines, **values), make.bidders(many)
    make.registered(row, *people)
    return row, people


def record(row, round_=1):
    return json.loads(draws_made.record_of(row.number, round_).record)


@pytest.mark.parametrize(
    ("public", "joined", "named"),
    [(True, True, 4), (True, False, 2), (False, True, 7), (False, False, 3)],
)
def test_public_money_always_names_a_figure_and_only_who_has_joined_has_a_witness(public, joined, named):
    found = givers.may_name(public_money=public, has_authority=joined)
    assert len(found) == named
    assert all(givers.Line.FIGURE in lines for lines in found) == public
    assert any(givers.Line.WITNESS in lines for lines in found) == joined
    for lines in found:
        assert givers.read(givers.write(lines)) == lines
        assert str(givers.said(lines))


def test_a_draw_is_void_when_the_first_working_day_has_ended():
    friday = date(2026, 5, 29)
    last = givers.reveal_by(friday, workdays.shipped(), house.shipped())
    assert last == date(2026, 6, 1)
    assert givers.void_from(last) == datetime(2026, 6, 2, tzinfo=BEIJING)


def test_a_notice_cannot_name_texts_alone_where_public_money_pays(db_session):
    owner = personas.owner()
    need = projects.need(owner, projects.project(owner, public_money=True))
    with pytest.raises(Refused) as refused:
        make.draft(owner, need=need, lines="owner")
    assert (refused.value.rule, refused.value.field) == ("S2", "lines")


def test_the_owner_lodges_and_reveals_on_the_page_and_the_text_is_drawn_with(visit, clock):
    owner = personas.owner()
    row, people = a_draw(clock)
    mine = make.contribution(row, "owner")
    place = f"/notices/contributions/{mine.id}"
    visit.as_(owner)
    assert "add a text" in inbox(owner.organisation_id).rows[0].text
    visit.submit(place, {"digest": "abc"}, status=422)
    page = visit.submit(place, {"digest": sha256(OWNERS).upper()})
    assert "已提交SHA-256" in page.heading
    make.closed(row, clock)
    visit.as_(owner)
    visit.submit(place, {"text": "别的文字"}, status=422)
    page = visit.submit(place, {"text": OWNERS})
    assert "已公开" in page.heading
    assert OWNERS in visit(f"/notices/{row.number}/draw").text
    award = make.drawn(row, clock, personas.operator())
    fields = record(row)
    assert fields["randomness"] == f"福彩3D 2026-05-27=308\n项目业主={OWNERS}"
    assert fields["order"][0] == award.agency.uscc
    acts = [entry.act for entry in ledger.entries(mine)]
    assert acts[-2:] == ["selection.contribution.lodged", "selection.contribution.revealed"]
    assert len(people) == len(fields["order"])


def test_nobody_else_lodges_or_reveals(visit, clock):
    row, _people = a_draw(clock, BOTH)
    place = f"/notices/contributions/{make.contribution(row, 'owner').id}"
    for user in (personas.second_owner(), personas.other_authority(), personas.agency(), personas.operator()):
        visit.as_(user)(place, status=403)
    visit.as_(personas.other_authority())(f"/notices/contributions/{make.contribution(row, 'witness').id}")


def test_a_text_is_replaced_until_the_closing_and_none_is_taken_after_it(db_session, clock):
    row, _people = a_draw(clock)
    make.lodged(row, "owner", "第一稿")
    make.lodged(row, "owner", OWNERS)
    with pytest.raises(WrongState):
        make.revealed(row, "owner", OWNERS)  # not before the labels
    make.closed(row, clock)
    with pytest.raises(WrongState):
        make.lodged(row, "owner", "更好的")
    make.revealed(row, "owner", OWNERS)
    with pytest.raises(WrongState):
        make.revealed(row, "owner", OWNERS)
    assert make.contribution(row, "owner").lodged_sha256 == sha256(OWNERS)


@pytest.mark.parametrize("text", ["两\n行", "x" * 201, "\x7f"])
def test_a_text_is_one_line(db_session, clock, text):
    row, _people = a_draw(clock)
    make.lodged(row, "owner", text)
    make.closed(row, clock)
    with pytest.raises(Refused) as refused:
        make.revealed(row, "owner", text)
    assert refused.value.field == "text"


def test_whoever_lodges_nothing_is_left_out_and_the_draw_goes_on(db_session, clock):
    row, _people = a_draw(clock, BOTH)
    make.lodged(row, "owner", OWNERS)
    make.closed(row, clock)
    with pytest.raises(WrongState):
        make.revealed(row, "witness", WITNESS)
    make.revealed(row, "owner", OWNERS)
    make.drawn(row, clock, personas.operator())
    assert record(row)["absent"] == ["主管部门见证人"]
    assert record(row)["randomness"].endswith(f"\n项目业主={OWNERS}")


def test_the_draw_waits_for_who_may_still_reveal(db_session, clock):
    row, _people = a_draw(clock, BOTH)
    make.lodged(row, "owner", OWNERS)
    make.lodged(row, "witness", WITNESS)
    make.closed(row, clock)
    make.revealed(row, "witness", WITNESS)
    with pytest.raises(WrongState, match="may reveal its text until"):
        make.drawn(row, clock, personas.operator())
    make.revealed(row, "owner", OWNERS)
    make.drawn(row, clock, personas.operator())
    lines = record(row)["randomness"].splitlines()
    assert [line.partition("=")[0] for line in lines] == ["福彩3D 2026-05-27", "项目业主", "主管部门见证人"]


def test_private_money_may_be_drawn_by_texts_alone(visit, clock):
    row, _people = a_draw(clock, "owner")
    make.lodged(row, "owner", OWNERS)
    make.closed(row, clock)
    make.revealed(row, "owner", OWNERS)
    clock.set(OPENED)
    visit.as_(personas.operator())
    page = visit(f"/notices/{row.number}/draw")
    visit.submit(page, {"checked": "y"}, form="/figure")
    assert record(row)["randomness"] == f"项目业主={OWNERS}"
    assert queries.award_of(row.id)


def test_texts_alone_that_nobody_lodged_leave_it_to_the_figure(db_session, clock):
    row, _people = a_draw(clock, "owner")
    make.closed(row, clock)
    make.drawn(row, clock, personas.operator())
    assert record(row)["randomness"] == "福彩3D 2026-05-27=308"


def withheld(clock, lines=BOTH):
    """Lodge both texts, reveal the owner's alone."""
    row, people = a_draw(clock, lines)
    make.lodged(row, "owner", OWNERS)
    make.lodged(row, "witness", WITNESS)
    make.closed(row, clock)
    make.revealed(row, "owner", OWNERS)
    return row, people


def test_a_text_withheld_voids_the_draw_whether_a_job_has_run_or_not(visit, clock, tmp_path):
    row, _people = withheld(clock)
    clock.set(VOID - timedelta(seconds=1))
    assert make.coming(row, clock).void_at is None
    clock.set(VOID)
    assert make.coming(row, clock).void_at == VOID
    with pytest.raises(Refused, match="accepted until"):
        make.revealed(row, "witness", WITNESS)
    assert "抽取作废" in visit(f"/notices/{row.number}/draw").text
    make.drawn(row, clock, personas.operator())  # at the next figure, of the evening of the 29th
    fields, found = record(row, 2), contributions.void_of(row.id)
    assert fields["randomness"] == "福彩3D 2026-05-29=308"
    assert fields["revealed"] == [found.code]
    assert [one["name"] for one in fields["voided"]["withheld"]] == ["主管部门见证人"]
    assert [one["value"] for one in fields["voided"]["revealed"]] == [OWNERS]
    against = list(ledger.entries(make.contribution(row, "witness")))[-1]
    assert against.act == "selection.contribution.withheld"
    path = tmp_path / "record.json"
    path.write_text(draws_made.record_of(row.number, 2).record, encoding="utf-8")
    assert subprocess.run([sys.executable, PROGRAM, path], capture_output=True, check=False).returncode == 0
    assert draw.replay(path.read_bytes()).valid


def test_the_job_publishes_a_void_draw_once_and_tells_all_sides(visit, clock):
    row, people = withheld(clock)
    clock.set(VOID - timedelta(minutes=1))
    jobs.once("void-draws", clock.today)
    assert count(VoidDraw) == 0
    for minutes in (1, 2):
        clock.set(VOID + timedelta(minutes=minutes))
        jobs.once("void-draws", clock.today)
    assert count(VoidDraw) == 1
    witness = make.contribution(row, "witness").organisation_id
    for body in (row.owner_id, witness, people[0].organisation_id):
        assert sum("did not reveal" in m.text for m in inbox(body).rows) == 1
    page = visit(f"/notices/{row.number}/draw")
    assert contributions.void_of(row.id).code[:8] in page.text.replace(" ", "")
    assert "福彩3D 2026-05-29" in page.text
    make.drawn(row, clock, personas.operator())
    assert "第一次抽取作废" in visit(f"/notices/{row.number}/draw").text
    assert count(DrawRecord) == 1


def test_a_void_draw_is_void_only_once_however_often_it_is_asked(db_session, clock):
    row, _people = withheld(clock)
    clock.set(VOID + timedelta(days=1))
    by = make.desk()
    with transaction():
        first = draws_made.contributing.record_void(row, VOID, desk=by)
    with transaction():
        assert draws_made.contributing.record_void(row, VOID, desk=by) is first
    assert make.coming(row, clock).round == 2


def test_a_draw_repeated_after_an_objection_takes_the_figure_alone(db_session, clock):
    row, _people = a_draw(clock)
    make.lodged(row, "owner", OWNERS)
    make.closed(row, clock)
    make.revealed(row, "owner", OWNERS)
    make.drawn(row, clock, personas.operator())
    found = make.coming(row, clock)
    assert (found.round, found.texts, found.void_at) == (2, [], None)


def test_who_is_named_is_asked_on_the_workbench(visit, clock):
    row, _people = a_draw(clock, BOTH)
    for user, line in ((personas.owner(), "owner"), (personas.other_authority(), "witness")):
        place = f"/notices/contributions/{make.contribution(row, line).id}"
        assert place in visit.as_(user)("/workbench").links
    make.lodged(row, "owner", OWNERS)
    assert place not in visit.as_(personas.owner())("/workbench").links
    make.closed(row, clock)
    clock.set(OPENED)
    mine = f"/notices/contributions/{make.contribution(row, 'owner').id}"
    assert mine in visit.as_(personas.owner())("/workbench").links
    clock.set(VOID)
    assert mine not in visit.as_(personas.owner())("/workbench").links


def test_the_notice_says_before_anyone_registers_who_contributes(visit, clock):
    row, _people = a_draw(clock, BOTH, many=1)
    page = visit(f"/notices/{row.number}")
    assert "公开数，加项目业主的文字，再加主管部门见证人的文字" in page.text
    assert "只用公开数" in visit(f"/notices/{make.notice(personas.second_owner()).number}").text


def test_what_can_be_lodged_or_revealed_no_more_never_crowds_out_one_of_today(db_session, clock):
    old, _people = a_draw(clock)
    make.closed(old, clock)
    owner = personas.owner().organisation_id
    clock.set(old.late_closes_at)
    assert contributions.asked_of(owner, clock_module.now()) == []
    new, _others = a_draw(clock)
    (asked,) = contributions.asked_of(owner, clock_module.now())
    assert asked.notice_id == new.id
    make.lodged(new, "owner", OWNERS)
    make.closed(new, clock)
    assert [row.id for row in contributions.asked_of(owner, clock_module.now())] == [asked.id]
    later = clock_module.now() + contributions.LONGEST_TERM + timedelta(days=9)
    assert contributions.asked_of(owner, later) == []
