"""The pages of editions (G10): drafted, commented by the authorities, adopted by two, compared by anyone."""

import io
from datetime import date, timedelta

import pytest

from accounts.queries import inbox
from kernel import law
from kernel.amending import faults, read_edition
from marketplace.home.edition_sheet import template
from marketplace.oversight.editions import queries
from marketplace.oversight.editions.vocabulary import State
from tests import personas
from tests.factories import editions as make

LIST, NEW, COMPARISON = "/rules/editions", "/rules/editions/new", "/rules/comparison"
ONE_DAY = timedelta(days=1)


def file(text):
    return {"file": (io.BytesIO(text if isinstance(text, bytes) else text.encode()), "版本.toml")}


def at(row, step=""):
    return f"/rules/editions/{row.id}/{step}" if step else f"/rules/editions/{row.id}"


def told(user):
    return [str(m.sentence) for m in inbox(user.organisation_id).rows]


def test_an_edition_is_drafted_sent_out_and_commented(visit, clock):
    water, nature = personas.authority(), personas.other_authority()
    page = visit.as_(personas.managing_office()).submit(NEW, file(make.text(G2_c=72, G9_share_b=15)))
    assert "起草中" in page.heading
    assert "改动2处" in page.text
    row = queries.drafts()[0]
    page = visit.submit(at(row, "send"))
    assert "征求主管部门意见" in page.heading
    assert row.comments_until == date(2026, 6, 9)  # ten working days
    assert "2027-1" in told(nature)[0]
    assert "规则版本2027-1" in visit.as_(water)("/workbench").text
    page = visit.submit(f"/rules/editions/{row.id}/comment", {"stance": "suggests"}, status=422)
    assert "写明应当怎样修改" in page.errors
    visit.submit(
        f"/rules/editions/{row.id}/comment", {"stance": "suggests", "text": "B级检查比例建议保持10%。"}
    )
    visit.submit(f"/rules/editions/{row.id}/comment", {"stance": "agrees"})
    assert "规则版本2027-1" not in visit("/workbench").text


def test_an_edition_is_adopted_by_two_once_its_comments_are_answered(visit, clock):
    row = make.sent(make.text(G2_c=72, G9_share_b=15), days=14)
    make.commented(row, said="B级检查比例建议保持10%。")
    early = {"document": "x", "document_on": "2026-05-26"}
    visit.as_(personas.managing_office())
    assert "6月10日" in visit.submit(at(row, "propose"), early, status=422).text
    clock.set(date(2026, 6, 10))
    visit.as_(personas.managing_office())
    assert "1条意见" in visit(at(row)).text
    (found,) = queries.comments_on(row.id)
    visit.submit(
        f"/rules/editions/comments/{found.id}/answer", {"answer": "not-taken", "reasons": "已有规定。"}
    )
    page = visit.submit(at(row, "propose"), {"document": make.DOCUMENT, "document_on": "2026-06-10"})
    assert "第二人复核" in page.heading
    assert "另一名工作人员复核" in visit(at(row)).text
    page = visit.as_(personas.second_of_the_office()).submit(at(row, "confirm"))
    assert page.heading == "规则版本2027-1自2027年1月1日起施行"
    assert make.DOCUMENT in told(personas.authority())[0]


def test_an_adopted_edition_is_read_by_everyone_with_its_comments_and_takes_effect_by_its_day(visit, clock):
    row = make.sent(make.text(G2_c=72, G9_share_b=15))
    make.answered(make.commented(row), reasons="已有规定。")
    make.proposed(clock, row)
    make.confirmed(row)
    page = visit.as_nobody()(at(row))
    assert "建议保留原分档线。" in page.text
    assert "已有规定。" in page.text
    assert visit(LIST).heading == "现行规则版本为2026-1"
    assert "自2027年1月1日起：72" in visit("/rules").text
    clock.set(date(2027, 1, 1))
    assert visit(LIST).heading == "现行规则版本为2027-1"
    assert visit(at(row)).heading == "规则版本2027-1已于2027年1月1日施行"
    assert law.book().value("G9.share_b", date(2027, 1, 1)) == 15


def test_anyone_compares_any_two_editions(visit, clock):
    assert "只有随平台提供的一个版本" in visit(COMPARISON).text
    make.adopted(clock)
    make.adopted(clock, make.text("2027-2", date(2027, 9, 1), G7_publicity=9))
    page = visit(COMPARISON)
    assert "从版本2026-1到版本2027-2，改动2处" in page.heading
    page = visit.submit(COMPARISON, {"earlier": "2027-2", "later": "2027-1"})  # in either order
    assert "从版本2027-1到版本2027-2，改动1处" in page.heading
    for word in ("G7.publicity", "7", "9", "2027年9月1日", make.DOCUMENT):
        assert word in page.text
    assert "完全相同" in visit(f"{COMPARISON}?earlier=2027-1&later=2027-1").text
    visit(f"{COMPARISON}?earlier=2031-1", status=404)
    assert "1 figure changed" in visit.english()(f"{COMPARISON}?earlier=2027-1").heading


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (make.text(P4_lockout=1), "规则 P4"),
        (make.text(G2_c=85), "规则 G2"),
        (make.text(G2_c=72, since=date(2026, 12, 1)), "2026年12月1日"),
        (make.text(effect=date(2026, 5, 26), G7_publicity=9), "须晚于今天"),
        (make.text("2026-1"), "已有名称"),
        (make.text(G2_x=1, G2_y=2), "G2.y"),
        ("edition =", "TOML"),
        (b"\xff\xfe", "UTF-8"),
        ("#" * 70_000, "64 KB"),
    ],
)
def test_what_cannot_be_an_edition_is_refused_beside_the_file(visit, clock, text, word):
    page = visit.as_(personas.managing_office()).submit(NEW, file(text), status=422)
    assert word in page.errors
    assert not queries.drafts()


def test_the_template_is_an_edition_in_which_every_figure_can_be_taken_up(visit, clock):
    answer = visit.as_(personas.managing_office())("/rules/editions/template.toml").answer
    assert answer.get_data(as_text=True) == template(law.book(), clock.today)
    lines = template(law.book(), clock.today).splitlines()
    taken = "\n".join(
        line.removeprefix("# ") if line.startswith(("# [[", "# id", "# from", "# value", "# basis")) else line
        for line in lines
    )
    found = read_edition(taken)
    assert {change.figure for change in found.changes} == set(law.book().figures)
    assert {str(fault.sentence).partition(" is ")[2] for fault in faults(found, law.book())} <= {""} | {
        f"{', '.join(map(str, c.value)) if isinstance(c.value, tuple) else c.value} already."
        for c in found.changes
    }


def test_who_may_read_and_do_what(visit, clock):
    row = make.draft()
    for user in (personas.authority(), personas.agency(), personas.operator(), personas.supervisor()):
        visit.as_(user)
        visit(at(row), status=403)
        visit(NEW, status=403)
        visit(at(row, "send"), status=403)
        assert "2027-1" not in visit(LIST).text
    visit.as_nobody()(at(row), status=303)
    row = make.sent(make.text("2027-2"))
    found = make.commented(row)
    for user in (personas.agency(), personas.owner()):
        page = visit.as_(user)(at(row))
        assert "改动内容" in page.text
        assert "建议保留原分档线" not in page.text  # until it is adopted
        visit(f"/rules/editions/{row.id}/comment", status=403)
        visit(f"/rules/editions/comments/{found.id}/answer", status=403)
    for user in (personas.other_authority(), personas.supervisor()):
        assert "建议保留原分档线" in visit.as_(user)(at(row)).text
    visit.as_(personas.managing_office())(f"/rules/editions/{row.id}/comment", status=403)
    for path in (f"{LIST}/99", f"{LIST}/99/send", f"{LIST}/99/comment", f"{LIST}/comments/99/answer"):
        visit(path, status=404)
    assert visit(f"/rules/editions/{row.id}/edition.toml").answer.get_data(as_text=True) == make.text(
        "2027-2"
    )


def test_a_changed_text_goes_to_the_authorities_again(visit, clock):
    row = make.sent()
    make.answered(make.commented(row))
    visit.as_(personas.managing_office())
    assert "没有改动" in visit.submit(at(row, "lay"), file(make.text()), status=422).errors
    page = visit.submit(at(row, "lay"), file(make.text(G2_c=71)))
    assert "起草中" in page.heading
    visit(at(row, "propose"))
    assert visit.submit(at(row, "propose"), {"document": "x", "document_on": "2026-05-26"}, status=409)
    page = visit.submit(at(row, "send"), {"until": "2026-06-30"})
    assert "针对第1稿" in visit.as_(personas.authority())(at(row)).text
    assert "对现有文本尚未反馈意见的主管部门有1个" in page.text


def test_the_time_for_comments_is_neither_too_short_nor_beyond_the_effect(visit, clock):
    row = make.draft()
    visit.as_(personas.managing_office())
    assert "6月9日" in visit.submit(at(row, "send"), {"until": "2026-06-08"}, status=422).errors
    assert "届时意见期限尚未届满" in visit.submit(at(row, "send"), {"until": "2027-01-01"}, status=422).errors


def test_after_the_last_day_an_authority_comments_no_more(visit, clock):
    row = make.sent()
    clock.set(row.comments_until)
    assert f"/rules/editions/{row.id}/comment" in visit.as_(personas.authority())(at(row)).links
    clock.set(row.comments_until + ONE_DAY)
    assert f"/rules/editions/{row.id}/comment" not in visit.as_(personas.authority())(at(row)).links
    assert "已于" in visit.submit(f"/rules/editions/{row.id}/comment", {"stance": "agrees"}, status=422).text


def test_a_comment_is_answered_once(visit, clock):
    row = make.sent()
    found = make.commented(row)
    make.answered(found)
    visit.as_(personas.managing_office())
    visit.submit(
        f"/rules/editions/comments/{found.id}/answer", {"answer": "taken", "reasons": "是"}, status=409
    )


@pytest.mark.parametrize(
    ("document", "day", "word"),
    [("", "2026-06-26", "填写"), ("x", "2026-12-01", "晚于今天"), ("x", "2026-01-01", "早于")],
)
def test_an_edition_is_proposed_with_a_document_of_its_day(visit, clock, document, day, word):
    row = make.sent()
    make.answered(make.commented(row))
    clock.set(row.comments_until + ONE_DAY)
    visit.as_(personas.managing_office())
    assert (
        word
        in visit.submit(at(row, "propose"), {"document": document, "document_on": day}, status=422).errors
    )


def test_the_second_person_sends_back_with_a_reason_and_who_proposed_may_not_adopt(visit, clock):
    row = make.proposed(clock)
    visit.as_(personas.managing_office()).submit(at(row, "confirm"), status=422)
    assert row.state == State.PROPOSED
    visit.as_(personas.second_of_the_office())
    page = visit.submit(at(row, "send-back"), {"reason": "文号有误。"})
    assert "文号有误。" in page.text
    assert (row.state, row.document) == (State.COMMENTS, "")
    visit.submit(at(row, "confirm"), status=409)


def test_an_edition_that_has_become_late_is_not_adopted(visit, clock):
    row = make.proposed(clock)
    clock.set(make.EFFECT)
    visit.as_(personas.second_of_the_office())
    assert "推后施行日期" in visit.submit(at(row, "confirm"), status=422).text


def test_an_edition_that_another_one_has_overtaken_is_not_adopted(visit, clock):
    row = make.proposed(clock)
    make.adopted(clock, make.text("2027-2"))
    visit.as_(personas.second_of_the_office())
    assert "本来就是72" in visit.submit(at(row, "confirm"), status=422).text
    assert "均已生效" in visit(at(row)).text


def test_a_withdrawn_edition_stays_to_be_read_and_frees_its_name(visit, clock):
    row, other = make.sent(), make.draft(make.text("2027-2"))
    visit.as_(personas.managing_office())
    for one in (row, other):
        page = visit.submit(at(one, "withdraw"), {"reason": "另行起草。"})
        assert "另行起草。" in page.text
    assert "撤回" in told(personas.authority())[0] or "withdrawn" in told(personas.authority())[0]
    assert make.draft().name == row.name
    visit.as_nobody()(at(row), status=303)


def test_the_workbench_of_the_office_names_the_next_step(visit, clock):
    row = make.draft()
    assert "草案尚未送" in visit.as_(personas.managing_office())("/workbench").text
    row = make.sent(make.text("2027-2"))
    assert "意见期限至" in visit("/workbench").text
    found = make.commented(row)
    clock.set(row.comments_until + ONE_DAY)
    assert "1条意见尚未答复" in visit.as_(personas.managing_office())("/workbench").text
    make.answered(found)
    assert "可以提请发布" in visit("/workbench").text
    make.proposed(clock, row)
    assert "待第二人复核" in visit.as_(personas.second_of_the_office())("/workbench").text
