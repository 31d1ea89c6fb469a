"""M1, K1, G9: complaints and inspections are reminded of near their last day, each time once, naming nobody."""

from datetime import date

from blacklist.steps import Desk
from kernel import law
from kernel.db import transaction
from marketplace.oversight.complaints import operations
from tests import personas
from tests.factories import complaints as make
from tests.marketplace.home.test_reminders import reminders, run, texts
from tests.marketplace.oversight.test_inspections import agencies, planned


def on_days(clock, *days):
    for day in days:
        clock.set(date.fromisoformat(day))
        run(clock)


def test_a_complaint_reminds_its_office_and_the_one_complained_of_who_are_named_to_nobody(db_session, clock):
    office, agency = personas.managing_office(), personas.agency()
    row = make.complaint(agency.organisation)  # 26 May: taken up by 2 June, answered by 24 June
    on_days(clock, "2026-05-27", "2026-05-28", "2026-05-29", "2026-06-01")
    assert reminders(office) == [f"oversight.complaint 2026-06-02 {step}" for step in (3, 1)]
    assert not any(agency.organisation.name in told for told in texts(office))
    clock.set(date(2026, 6, 2))
    with transaction():
        desk = Desk(office, clock.today, law.calendar(), law.book())
        operations.take_up(row, "有投诉反映收取合同以外的费用。", desk)
    on_days(clock, "2026-06-03", "2026-06-04", "2026-06-08", "2026-06-09")
    assert reminders(agency) == [f"oversight.complaint 2026-06-09 {step}" for step in (3, 1, 0)]
    on_days(clock, "2026-06-24", "2026-06-25")
    assert reminders(office)[2:] == ["oversight.complaint 2026-06-24 0"]


def test_what_goes_to_the_supervisor_reminds_nobody_else(db_session, clock):
    supervisor, agency = personas.supervisor(), personas.agency()
    make.complaint(agency.organisation, topic=operations.Topic.RED_CAP)
    on_days(clock, "2026-06-01", "2026-06-02")
    assert reminders(supervisor) == [f"oversight.complaint 2026-06-02 {step}" for step in (1, 0)]
    assert reminders(agency) == reminders(personas.managing_office()) == []


def test_an_authority_is_reminded_of_inspections_without_a_result_at_the_end_of_the_year(visit, clock):
    agencies("C", "D")
    planned(visit, clock)
    on_days(clock, "2026-12-01", "2026-12-30", "2026-12-31")
    assert reminders(personas.authority()) == [
        f"oversight.inspection_plan 2026-12-31 {step}" for step in (1, 0)
    ]
    assert "2 inspections of the year have no result yet." in texts(personas.authority())[-1]
