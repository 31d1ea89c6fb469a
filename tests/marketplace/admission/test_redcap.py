"""S6: the open register of associations and institutions, and what the managing office does in it."""

import pytest
from sqlalchemy import func, select

from kernel import law, ledger
from kernel.db import db
from kernel.errors import Refused
from marketplace.admission import gate
from marketplace.admission.redcap import operations
from marketplace.admission.redcap import queries as register
from marketplace.admission.redcap.models import Institution
from marketplace.admission.redcap.rules import Standing
from tests import personas
from tests.factories import accounts, admission, redcap

FILLED = {
    "name": "江山市水利学会",
    "uscc": "",
    "kind": "association",
    "authority_key": "水利",
    "relation": "manager",
    "state": "not-decoupled",
    "decoupled_on": "",
    "document": "",
    "excepted_by": "",
    "note": "",
}
PROVED = {"state": "decoupled", "decoupled_on": "2026-05-20", "document": "江民〔2026〕12号"}


def only():
    return db.session.scalars(select(Institution)).one()


def count():
    return db.session.scalar(select(func.count()).select_from(Institution))


def the_bar(agency, today, authority="水利"):
    refused = admission.avoidance(agency.organisation_id, personas.owner().organisation_id, authority, today)
    return refused.sentence.args.get("institution", "") if refused else None


def test_an_agency_is_barred_from_the_day_it_is_linked_until_the_decoupling_is_entered(visit, clock):
    agency = personas.agency()
    visit.as_(personas.managing_office())
    page = visit.submit("/red-cap/new", FILLED)
    assert "江山市水利学会" in page.heading
    assert the_bar(agency, clock.today) is None
    link = f"/red-cap/{only().id}/link"
    for _ in range(2):  # the second time it is linked already
        page = visit.submit(link, {"uscc": f" {agency.organisation.uscc.lower()} "})
    assert agency.organisation.name in page.text
    assert "回避该主管部门审批事项" in page.text
    assert the_bar(agency, clock.today) == "江山市水利学会"
    assert the_bar(agency, clock.today, "林草") is None
    visit.submit(f"/red-cap/{only().id}/change", FILLED | PROVED)
    assert the_bar(agency, clock.today) is None
    assert [e.act.rpartition(".")[2] for e in ledger.entries(only())] == [
        "entered",
        "agency-linked",
        "changed",
    ]
    inbox = visit.as_(agency)("/inbox").text
    assert "不得承接其主管部门审批事项" in inbox
    assert "承接业务不受限制" in inbox


def test_a_decoupling_wants_its_day_and_its_document_and_no_day_ahead(visit):
    visit.as_(personas.managing_office())
    lacking = ({"document": ""}, {"decoupled_on": ""}, {"decoupled_on": "2026-05-27"})
    for wrong in lacking:
        assert visit.submit("/red-cap/new", FILLED | PROVED | wrong, status=422).errors
    assert visit.submit("/red-cap/new", FILLED | {"uscc": "51330881MJ8765432A"}, status=422).errors
    assert count() == 0


def test_what_stands_in_the_register_is_not_entered_a_second_time(visit):
    code = accounts.credit_code()
    redcap.institution(uscc=code)
    other = redcap.institution("江山市林业协会", "林草")
    visit.as_(personas.managing_office())
    assert "已有该协会" in visit.submit("/red-cap/new", FILLED, status=422).errors
    again = FILLED | {"name": "另一个名字", "uscc": code}
    assert "已有该协会" in visit.submit("/red-cap/new", again, status=422).errors
    assert "已有该协会" in visit.submit(f"/red-cap/{other.id}/change", again, status=422).errors
    assert count() == 2


def test_saving_what_is_the_same_writes_nothing(visit):
    row = redcap.institution()
    visit.as_(personas.managing_office())
    page = visit(f"/red-cap/{row.id}/change")
    assert "没有" in visit.submit(page).text
    assert len(list(ledger.entries(row))) == 1


def test_a_change_is_shown_with_what_stood_there_before(visit):
    row = redcap.institution()
    visit.as_(personas.managing_office())
    changed = FILLED | PROVED | {"authority_key": "林草"}
    visit.submit(f"/red-cap/{row.id}/change", changed)
    page = visit.as_nobody()(f"/red-cap/{row.id}")
    assert "未脱钩 → 已脱钩" in page.text
    assert "— → 2026年5月20日" in page.text
    assert "水利 → 林草" in page.text
    assert "Water Resources → Forestry" in visit.english()(f"/red-cap/{row.id}").text


def test_an_agency_that_left_is_free_by_its_document_and_can_be_linked_again(visit, clock):
    agency = personas.agency()
    one = redcap.agency_of(agency.organisation)
    visit.as_(personas.managing_office())
    release = f"/red-cap/agencies/{one.id}/release"
    left = {"left_on": "2026-05-26", "left_by": "股权转让协议（江市监2026-5）"}
    assert visit.submit(release, left | {"left_on": "2026-05-27"}, status=422).errors
    assert visit.submit(release, left | {"left_by": ""}, status=422).errors
    page = visit.submit(release, left)
    assert "已脱离" in page.text
    assert the_bar(agency, clock.today) is None
    visit.submit(release, left, status=409)
    visit.submit(f"/red-cap/{one.institution_id}/link", {"uscc": agency.organisation.uscc})
    assert the_bar(agency, clock.today)
    assert "已脱离江山市水利学会" in visit.as_(agency)("/inbox").text


def test_what_was_entered_in_error_is_struck_off_and_bars_nobody(visit, clock):
    agency = personas.agency()
    one = redcap.agency_of(agency.organisation)
    visit.as_(personas.managing_office())
    address = f"/red-cap/{one.institution_id}"
    visit.submit(f"/red-cap/{one.institution_id}/strike", {"reason": ""}, status=422)
    visit.submit(f"{address}/strike", {"reason": "该学会不是水利局的。"})
    assert the_bar(agency, clock.today) is None
    assert "不是水利局的" in visit(address).text
    assert "尚未录入" in visit("/red-cap").heading
    for path in ("/change", "/link"):
        given = FILLED if path == "/change" else {"uscc": agency.organisation.uscc}
        visit.submit(f"{address}{path}", given, status=409)
    redcap.institution()  # the name is free again


def test_an_agency_of_an_association_may_not_register_and_reads_what_ends_it(visit, clock):
    agency = admission.agency_with("B02", organisation=personas.agency())
    redcap.agency_of(agency, authority_key="生态环境", name="江山市环境科学学会")
    owner = personas.owner().organisation_id
    refused = gate.gate(agency.id, owner, "B02", clock.today, law.book())
    assert refused.rule == "S6"
    assert "江山市环境科学学会" in str(refused.sentence)
    visit.as_(personas.agency())
    page = visit("/admission/affiliations")
    assert "江山市环境科学学会" in page.text
    assert "未脱钩：该机构回避生态环境部门的审批事项" in page.text
    assert "江山市环境科学学会" in visit.as_nobody()(f"/agencies/{agency.id}").text


def test_the_operator_sees_at_the_form_check_what_the_agency_left_out(visit):
    agency = personas.agency()
    row = admission.admission(agency.organisation, "submitted")
    redcap.agency_of(agency.organisation, excepted_by="气象法第二十一条；浙气发〔2016〕3号")
    assert "浙气发〔2016〕3号" in visit.as_(personas.operator())(f"/admission/{row.id}/check").text


def test_a_declared_tie_follows_the_register(visit, clock):
    agency = personas.agency()
    admission.affiliation(
        agency.organisation,
        "association",
        authority_key="水利",
        body_name="江山市水利学会",
        decoupled_on=clock.today,
    )
    assert the_bar(agency, clock.today) is None
    row = redcap.institution()
    assert the_bar(agency, clock.today) is not None
    operations.change(row, FILLED_AS_COLUMNS, actor_id=personas.managing_office().id, today=clock.today)
    assert the_bar(agency, clock.today) is None


@pytest.mark.parametrize(
    "written", ["江山市水利学会（本级）", "江山市 水利学会(本级)", "江山市水利学会(本级)　"]
)
def test_a_body_is_found_in_the_register_however_its_name_is_written(db_session, clock, written):
    agency = personas.agency()
    row = redcap.institution(name="江山市水利学会(本级)")
    admission.affiliation(
        agency.organisation,
        "association",
        authority_key="水利",
        body_name=written,
        decoupled_on=clock.today,
    )
    assert the_bar(agency, clock.today) is not None
    again = FILLED_AS_COLUMNS | {"name": written}
    with pytest.raises(Refused) as refused:
        operations.enter(again, actor_id=personas.managing_office().id, today=clock.today)
    assert (refused.value.field, row.name in str(refused.value.sentence)) == ("name", True)


def test_what_is_written_freely_of_an_entry_stands_in_no_ledger(db_session, clock):
    row = redcap.institution()
    said = FILLED_AS_COLUMNS | {"name": row.name, "note": "会长王某兼任"}
    operations.change(row, said, actor_id=personas.managing_office().id, today=clock.today)
    assert row.note == "会长王某兼任"
    assert "王某" not in "".join(entry.details for entry in ledger.entries(row))


FILLED_AS_COLUMNS = FILLED | {
    "uscc": None,
    "decoupled_on": None,
    "excepted_by": "水法第三条；浙水办〔2019〕8号",
}


@pytest.mark.parametrize(
    ("words", "sees"),
    [
        ("", {"水利学会", "林业协会", "环境监测站"}),
        ("?authority=林草", {"林业协会"}),
        ("?authority=没有", {"水利学会", "林业协会", "环境监测站"}),
        ("?state=not-decoupled", {"水利学会"}),
        ("?state=in-progress", {"林业协会"}),
        ("?state=decoupled", {"环境监测站"}),
        ("?state=excepted", set()),
        ("?q=林业", {"林业协会"}),
        ("?q=无此单位", set()),
    ],
)
def test_everyone_narrows_the_register_and_downloads_what_is_seen(visit, clock, words, sees):
    redcap.institution("水利学会")
    redcap.institution("林业协会", "林草", state="in-progress")
    redcap.institution(
        "环境监测站",
        "生态环境",
        kind="institution",
        state="decoupled",
        decoupled_on=clock.today,
        document="1号",
    )
    page, csv = (
        visit.as_nobody()(f"/red-cap{words}"),
        visit.client.get(f"/red-cap.csv{words}").get_data(as_text=True),
    )
    for name in ("水利学会", "林业协会", "环境监测站"):
        assert (name in page.text) == (name in csv) == (name in sees)
    assert "3家协会商会和事业单位中，2家尚未与主管部门脱钩" in page.heading


def test_the_count_of_each_standing_is_that_of_its_list(db_session, clock):
    redcap.institution("甲")
    redcap.institution("乙", state="in-progress")
    redcap.institution("丙", state="decoupled", decoupled_on=clock.today, document="1号")
    redcap.institution("丁", excepted_by="1号")
    redcap.institution("戊", state="decoupled", decoupled_on=clock.today.replace(year=2027), document="2号")
    counts = register.counts(clock.today)
    assert counts == {"not-decoupled": 1, "in-progress": 2, "decoupled": 1, "excepted": 1}
    for standing in Standing:
        found = register.everything(register.Sought(standing=standing), clock.today)
        assert len(found) == counts[standing]


def test_an_empty_register_and_a_decoupled_one_say_so(visit, clock):
    visit.as_nobody()
    assert "尚未录入" in visit("/red-cap").heading
    redcap.institution(state="decoupled", decoupled_on=clock.today, document="1号")
    assert "均已脱钩" in visit("/red-cap").heading
    visit("/red-cap/999", status=404)


def test_only_the_managing_office_keeps_the_register(visit):
    one = redcap.agency_of(personas.agency().organisation)
    at = f"/red-cap/{one.institution_id}"
    for who in (personas.authority(), personas.operator(), personas.agency(), personas.supervisor()):
        visit.as_(who)
        for path in ("/red-cap/new", "/red-cap/sheets", f"{at}/change", f"{at}/link", f"{at}/strike"):
            visit(path, status=403)
        visit(f"/red-cap/agencies/{one.id}/release", status=403)
        assert "变更条目" not in visit(at).text


def test_the_statements_of_the_register_do_not_grow_with_its_rows(visit, count_statements):
    redcap.agency_of(personas.agency().organisation)
    visit.as_nobody()
    visit("/red-cap")
    with count_statements() as few:
        visit("/red-cap")
    for i in range(15):
        redcap.agency_of(personas.agency().organisation, redcap.institution(f"第{i}协会", "林草"))
    with count_statements() as many:
        visit("/red-cap")
    assert len(many) == len(few)
