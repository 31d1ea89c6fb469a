"""P8, P9: after a lockout an agency applies, the operator checks, the managing office decides; until then it is out."""

import io
from datetime import date, datetime, time, timedelta

import pytest

from accounts.queries import inbox
from blacklist import queries as blacklist
from kernel import clock as the_clock
from kernel import law, ledger
from kernel.db import transaction
from kernel.errors import Refused, WrongState
from marketplace.admission import holdings, queries, reentries, returning
from tests import personas
from tests.factories import admission as holding
from tests.factories import blacklist as decisions
from tests.factories import returning as make
from tests.factories import selection as choice

PDF = b"%PDF-1.4\n% invented\n"
FORM = {"rectification": make.WORDS, "letter": "on"}
IN_ORDER = {"decision": "in-order", "remark": "证书与填报一致。"}
RETURNED = {"decision": "return", "remark": "第二页不清晰。"}
ADMIT = {"decision": "admit", "reasons": make.REASONS, "document": make.DOCUMENT}
REFUSE = {"decision": "refuse", "reasons": "整改未到位。", "document": make.DOCUMENT}
MOMENT = timedelta(minutes=1)


def told(person):
    return " ".join(str(message.sentence) for message in inbox(person.organisation_id).rows)


def standing(head):
    return blacklist.standing(head.organisation_id, the_clock.today(), law.book())


BOUNDARIES = {  # decision → last locked day, by two years (T4, P8)
    date(2024, 5, 20): date(2026, 5, 20),
    date(2024, 2, 29): date(2026, 2, 28),
    date(2024, 2, 28): date(2026, 2, 28),
    date(2026, 2, 28): date(2028, 2, 28),
    date(2022, 12, 31): date(2024, 12, 31),
}


@pytest.mark.parametrize(("decided_on", "last"), BOUNDARIES.items(), ids=str)
def test_one_minute_before_the_end_it_is_refused_with_the_day_and_at_midnight_it_is_taken(
    visit, clock, decided_on, last
):
    clock.set(decided_on)
    head = make.locked_out(decided_on=decided_on)
    midnight = datetime.combine(last + timedelta(days=1), time.min, the_clock.BEIJING)
    clock.set(midnight - MOMENT)
    with pytest.raises(Refused) as refused:
        make.applied(head)
    assert (refused.value.rule, refused.value.try_from) == ("P9", last + timedelta(days=1))
    page = visit.as_(head)("/admission/reentry")
    assert f"{midnight.year}年{midnight.month}月{midnight.day}日" in page.heading
    assert not page.forms
    clock.set(midnight)
    assert make.applied(head).state == returning.SUBMITTED
    assert standing(head).is_out


def test_the_page_says_what_it_is_for_who_may_and_who_may_not(visit):
    visit("/admission/reentry", status=303)
    for user in (personas.owner(), personas.operator(), personas.managing_office()):
        visit.as_(user)("/admission/reentry", status=403)
    agency = personas.agency()
    assert "未被限制进入" in visit.as_(agency)("/admission/reentry").heading
    with pytest.raises(Refused) as refused:
        make.applied(agency)
    assert refused.value.rule == "P9"


def test_a_reader_of_the_agency_reads_and_cannot_apply(visit):
    make.locked_out()
    page = visit.as_(personas.agency_reader())("/admission/reentry")
    assert "负责人" in page.text
    assert not page.forms
    answer = visit.client.post("/admission/reentry/apply", data={})
    assert answer.status_code in (400, 403)


def test_an_agency_applies_with_its_papers_and_signs_the_letter_anew(visit):
    head = make.locked_out()
    assert "/admission/reentry" in visit.as_(head)("/admission").links
    page = visit.submit("/admission/reentry", {"rectification": ""}, form="/apply", status=422)
    assert page.errors
    assert not returning.reentries_of(head.organisation_id)
    paper = (io.BytesIO(PDF), "整改报告.pdf")
    page = visit.submit("/admission/reentry", FORM | {"papers": paper}, form="/apply")
    assert "待形式审查" in page.heading
    row = returning.open_reentry_of(head.organisation_id)
    assert row.letter_signed_by == head.id
    file = returning.papers_of(row.id)[0]
    page = visit.as_(personas.operator())(f"/admission/reentries/{row.id}/files/{file.id}")
    assert page.answer.data == PDF


def test_the_operator_checks_and_the_managing_office_readmits(visit):
    row, head = make.applied(), personas.agency()
    assert "绿洲" not in visit.as_nobody()("/agencies").text
    visit.as_(personas.operator())
    path = f"/admission/reentries/{row.id}"
    assert path in visit("/admission/reentries").links
    page = visit(path)
    assert make.WORDS in page.text
    visit.submit(page, {"decision": "in-order", "remark": ""}, form="/check", status=422)
    visit.submit(path, IN_ORDER, form="/check")
    assert "the managing office decides" in told(head)
    visit.as_(personas.managing_office())
    assert path in visit("/admission/reentries?for=decision").links
    assert standing(head).is_out
    page = visit.submit(path, ADMIT, form="/decide")
    assert "已获准再次进入" in page.heading
    assert (standing(head).name, standing(head).since) == ("good", the_clock.today())
    assert "绿洲" in visit.as_nobody()("/agencies").text
    assert make.DOCUMENT in visit.as_(head)("/admission/reentry").text
    acts = [entry.act.rpartition(".")[2] for entry in ledger.entries(row)]
    assert acts == ["applied", "checked", "admitted"]


def test_until_it_is_decided_the_agency_stays_out_of_every_gate(db_session, clock):
    head = make.locked_out()
    make.checked(make.applied(head))
    clock.set(date(2028, 1, 1))
    with pytest.raises(Refused) as refused:
        choice.notice(personas.owner(), head)
    assert refused.value.rule == "P9"


def test_publicity_follows_a_re_entry_as_it_follows_an_admission(db_session, clock):
    row = make.admitted()
    found = queries.in_publicity([row.agency_id], law.calendar(), law.book(), clock.today)
    assert found == {row.agency_id: date(2026, 6, 2)}


def test_a_returned_application_keeps_its_words_and_is_made_again(visit):
    row = make.applied()
    visit.as_(personas.operator())
    visit.submit(f"/admission/reentries/{row.id}", RETURNED, form="/check")
    page = visit.as_(personas.agency())("/admission/reentry")
    assert "第二页不清晰" in page.text
    assert make.WORDS in page.html
    page = visit.submit(page, {"letter": "on"}, form="/apply")
    assert len(returning.reentries_of(row.agency_id)) == 2


def test_a_refused_re_entry_gives_reasons_and_remedies_and_may_be_applied_for_again(visit):
    row = make.checked()
    visit.as_(personas.managing_office())
    page = visit.submit(f"/admission/reentries/{row.id}", REFUSE, form="/decide")
    assert "未获准" in page.heading
    head = personas.agency()
    assert standing(head).is_out
    assert "reconsideration within 60 days" in told(head)
    assert make.applied(head).id != row.id


def test_only_one_application_is_open_and_an_answer_is_given_once(db_session):
    row = make.applied()
    with pytest.raises(WrongState):
        make.applied(personas.agency())
    with pytest.raises(WrongState):
        make.admitted(row)
    make.checked(row)
    with pytest.raises(WrongState):
        make.checked(row)
    make.admitted(row)
    with pytest.raises(WrongState):
        make.admitted(row)


def test_who_checked_the_form_does_not_decide(db_session, clock):
    row = make.checked()
    with pytest.raises(Refused) as refused, transaction():
        reentries.refuse(
            row, "不", "1号", actor_id=personas.operator().id, today=clock.today, book=law.book()
        )
    assert refused.value.rule == "P9"


@pytest.mark.parametrize("who", ["agency", "owner", "authority", "operator", "supervisor"])
def test_nobody_but_the_managing_office_decides_and_nobody_but_the_operator_checks(visit, who):
    row = make.applied()
    visit.as_(getattr(personas, who)())
    page = visit(f"/admission/reentries/{row.id}", status=403 if who == "owner" else 200)
    assert bool(page.forms) == (who == "operator")
    make.checked(row)
    page = visit(f"/admission/reentries/{row.id}", status=403 if who == "owner" else 200)
    assert not page.forms
    for end in ("check", "decide"):
        assert visit.client.post(f"/admission/reentries/{row.id}/{end}", data={}).status_code in (400, 403)
    assert row.state == returning.CHECKED


def test_another_agency_reads_neither_the_application_nor_its_papers(visit):
    row = make.applied()
    visit.as_(personas.second_agency())
    visit(f"/admission/reentries/{row.id}", status=403)
    visit(f"/admission/reentries/{row.id}/files/1", status=404)
    visit("/admission/reentries", status=403)


def test_a_lockout_that_came_meanwhile_refuses_the_decision_with_its_day(visit, clock):
    row = make.checked()
    decisions.veto(row.agency, decided_on=clock.today, finding=decisions.overdue(clock.today))
    visit.as_(personas.managing_office())
    page = visit.submit(f"/admission/reentries/{row.id}", ADMIT, form="/decide", status=422)
    assert "2028年5月27日" in page.text
    assert row.state == returning.CHECKED


def test_an_application_from_before_a_later_lockout_readmits_nobody_after_it(visit, clock):
    row = make.checked()
    decisions.veto(row.agency, decided_on=clock.today, finding=decisions.overdue(clock.today))
    clock.set(date(2028, 6, 1))
    visit.as_(personas.managing_office())
    page = visit.submit(f"/admission/reentries/{row.id}", ADMIT, form="/decide", status=422)
    assert "P9" in page.text
    assert row.state == returning.CHECKED
    visit.submit(f"/admission/reentries/{row.id}", REFUSE, form="/decide")
    assert row.state == returning.REFUSED


def test_a_service_whose_qualification_has_lapsed_stays_closed_after_re_entry(visit, clock):
    head = make.locked_out("A04", qualification=clock.today - timedelta(days=1))
    page = visit.as_(head)("/admission/reentry")
    assert "资质" in page.text
    row = make.admitted(make.checked(make.applied(head)))
    refused = holding.may_serve(row.agency_id, "A04", clock.today)
    assert refused.rule == "A3"


def test_qualifications_can_be_brought_up_to_date_before_applying_and_not_while_locked(db_session, clock):
    head = make.locked_out()
    values = {
        "kind": "工程设计资质",
        "grade": "",
        "number": "N-9",
        "valid_from": date(2026, 1, 1),
        "valid_until": None,
    }

    def add():
        with transaction():
            return holdings.add_qualification(
                head.organisation, values, None, actor_id=head.id, today=the_clock.today(), book=law.book()
            )

    clock.set(date(2026, 5, 20))
    with pytest.raises(Refused) as refused:
        add()
    assert refused.value.try_from == date(2026, 5, 21)
    clock.set(date(2026, 5, 21))
    assert add().number == "N-9"


def test_the_lists_are_empty_at_first_and_cost_the_same_with_more_rows(visit, count_statements):
    visit.as_(personas.operator())
    assert "没有待形式审查" in visit("/admission/reentries").heading
    assert "没有待决定" in visit("/admission/reentries?for=decision").heading
    make.applied()
    seen = []
    for many in (1, 4):
        for _ in range(many):
            agency = holding.agency_with("B02")
            decisions.veto(agency, decided_on=date(2024, 5, 20), finding=decisions.overdue(date(2024, 5, 19)))
            with transaction():
                reentries.apply_for(
                    agency,
                    make.WORDS,
                    (),
                    actor_id=personas.agency().id,
                    today=the_clock.today(),
                    book=law.book(),
                )
        with count_statements() as statements:
            visit("/admission/reentries")
        seen.append(len(statements))
    assert seen[0] == seen[1]


def test_an_agency_is_not_idle_on_the_day_on_which_it_came_back(visit):
    row = make.admitted(make.checked(make.applied(make.locked_out(accepted_on=date(2023, 1, 1)))))
    assert "闲置" not in visit.as_nobody()(f"/agencies/{row.agency_id}").text
