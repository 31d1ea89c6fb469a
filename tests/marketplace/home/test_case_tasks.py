"""Cases on the workbench: a task of those alone who can take the step that the procedure opens today."""

from datetime import date

import pytest

from blacklist.vocabulary import State
from tests import personas
from tests.factories import blacklist
from tests.factories import cases as walk

OFFICERS = (personas.authority, personas.second_officer)
AGENCY, OFFICE = (personas.agency,), (personas.managing_office,)


@pytest.mark.parametrize(
    ("state", "day", "who", "told"),
    [
        (State.OPENED, (5, 26), OFFICERS, ("送达告知书", "未定期限")),
        (State.CHARGED, (5, 26), AGENCY, ("签收并打开告知书", "5月29日（周五）")),
        (State.DEFENCE, (5, 28), AGENCY, ("陈述申辩", "6月3日（周三）")),
        (State.OPINION, (6, 4), OFFICERS, ("提出处理意见", "未定期限")),
        (State.DECISION, (6, 4), OFFICERS[1:], ("确认决定", "未定期限")),
        (State.DECIDED, (6, 5), AGENCY, ("签收并打开决定书", "6月10日（周三）")),
        (State.PUBLISHED, (6, 8), AGENCY, ("申请复核", "6月23日（周二）")),
        (State.REVIEW, (6, 9), OFFICE, ("作出复核决定", "7月1日（周三）")),
    ],
)
def test_a_case_waits_for_who_can_take_its_step_and_for_nobody_else(visit, clock, state, day, who, told):
    case = walk.at(state)
    clock.set(date(2026, *day))
    for one in (*OFFICERS, *AGENCY, *OFFICE, personas.other_authority):
        page = visit.as_(one())("/workbench")
        assert (f"/cases/{case.id}" in page.links) is (one in who), one.__name__
        if one in who:
            task = next(li for li in page.root.every("li") if case.number in li.text)
            assert all(words in task.text for words in told)


def test_a_case_that_was_closed_is_nobodys_task(visit, clock):
    case = walk.at(State.PUBLISHED)
    clock.set(date(2026, 6, 24))
    for one in (*OFFICERS, *AGENCY, *OFFICE):
        assert f"/cases/{case.id}" not in visit.as_(one())("/workbench").links


def test_the_file_of_a_rating_is_the_agencys_task_until_a_review_can_no_longer_be_asked_for(visit, clock):
    agency = personas.agency()
    case_id = blacklist.rating(agency.organisation, 2025).case_id
    for day, seen in ((date(2026, 3, 13), True), (date(2026, 4, 30), False)):
        clock.set(day)
        assert (f"/cases/{case_id}" in visit.as_(agency)("/workbench").links) is seen
        for one in (*OFFICERS, *OFFICE):
            assert f"/cases/{case_id}" not in visit.as_(one())("/workbench").links
