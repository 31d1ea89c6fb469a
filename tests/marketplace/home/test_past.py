"""What an agency's page tells of its years, to the public and to those who read the archive."""

from datetime import date

import pytest

from tests import personas
from tests.factories import admission, blacklist, credit
from tests.factories import market as make

NAME = "江山市仙霞环境技术有限公司"
DOCUMENT = "江审管〔2026〕7号"


def years(page):
    """Return the section of the years: its picture, and the rows of its table."""
    section = next(s for s in page.root.every("section") if s.first("h2").text == "历年评级与措施")
    return section.first("svg"), [row.text for row in section.every("tr")][1:]


def test_an_agency_with_nothing_has_no_picture_and_says_so(visit):
    picture, rows = years(visit(f"/agencies/{make.agency(NAME).id}"))
    assert picture is None
    assert rows == []


def test_ratings_card_and_lockout_lie_on_one_line_and_stand_in_words_below(visit):
    row = make.agency(NAME)
    credit.rating(row, 2023, "C", total="74.0")
    credit.rating(row, 2024, "D", total="61.2")
    credit.rating(row, 2025, "D")
    picture, rows = years(visit(f"/agencies/{row.id}"))
    assert picture.get("role") == "img"
    assert "2024年至2027年：信用评级、黄牌、不得再次进入" in picture.first("desc").text
    assert len(rows) == 5
    assert "61.2分" in " ".join(rows)
    assert any("清退" in told and "2027年3月12日" in told and "2027年3月13日" in told for told in rows)
    assert any("黄牌警告" in told and "仍在有效期内" in told for told in rows)


def test_the_years_in_english(visit):
    row = make.agency(NAME)
    blacklist.veto(row, finding=blacklist.violation())
    assert "The agency used false documents." in visit.english()(f"/agencies/{row.id}").text


def test_an_upheld_case_is_told_with_what_was_found_and_its_document(visit):
    row = make.agency(NAME)
    blacklist.veto(row, date(2026, 5, 19), blacklist.violation(), document=DOCUMENT)
    _, rows = years(visit(f"/agencies/{row.id}"))
    assert [DOCUMENT in told for told in rows] == [True, True]
    assert any("虚假" in told for told in rows)


def test_a_case_that_is_not_decided_is_never_told(visit):
    row = make.agency(NAME)
    blacklist.case(row)
    assert years(visit(f"/agencies/{row.id}")) == (None, [])


def test_an_agency_that_stays_out_after_its_time_is_told_without_its_decision(visit):
    """The mark lasts until re-entry is decided; the decision is public for two years (P9, P12)."""
    row = make.agency(NAME)
    blacklist.veto(row, date(2024, 5, 20), blacklist.overdue(date(2024, 5, 4)), document=DOCUMENT)
    page = visit(f"/agencies/{row.id}")
    _, rows = years(page)
    assert "黑名单" in page.text
    assert len(rows) == 1
    assert DOCUMENT not in page.text
    _, archive = years(visit.as_(personas.managing_office())(f"/agencies/{row.id}"))
    assert len(archive) == 2
    assert all(DOCUMENT in told for told in archive)


@pytest.fixture
def back():
    """The first agency, which was blacklisted, is back since, and had a card that ended."""
    user = personas.agency()
    row = admission.agency_with("B02", organisation=user)
    blacklist.veto(row, date(2022, 3, 1), blacklist.overdue(date(2022, 2, 1)), document=DOCUMENT)
    blacklist.readmission(row, date(2024, 3, 4))
    credit.rating(row, 2024, "D")
    credit.rating(row, 2025, "C")
    return user


def test_the_public_and_other_agencies_read_only_what_the_register_still_has(visit, back):
    address = f"/agencies/{back.organisation_id}"
    for page in (
        visit(address),
        visit.as_(personas.second_agency())(address),
        visit.as_(personas.owner())(address),
    ):
        _, rows = years(page)
        assert len(rows) == 2
        assert all("信用评级" in told for told in rows)
        assert DOCUMENT not in page.text
        assert "完整档案" not in page.text


def test_officials_and_the_agency_itself_read_the_whole_archive(visit, back):
    for user in (back, personas.authority(), personas.supervisor(), personas.operator()):
        page = visit.as_(user)(f"/agencies/{back.organisation_id}")
        _, rows = years(page)
        assert len(rows) == 5
        assert any("黄牌警告" in told and "2026年3月11日" in told for told in rows)
        assert any("2024年3月4日" in told and "准予再次进入" in told for told in rows)
        assert "完整档案" in page.text


def test_what_was_set_aside_is_gone_at_once(visit):
    row = make.agency(NAME)
    decision = blacklist.veto(row, date(2026, 5, 19), document=DOCUMENT)
    blacklist.setting_aside(row, decision, date(2026, 5, 26))
    assert years(visit(f"/agencies/{row.id}")) == (None, [])


def test_a_decision_that_is_in_the_register_leads_to_its_entry(visit):
    row = make.agency(NAME)
    decision = blacklist.veto(row, date(2026, 5, 19), document=DOCUMENT)
    page = visit(f"/agencies/{row.id}")
    assert page.links.count(f"/register/{decision.id}") == 2
    assert DOCUMENT in visit(f"/register/{decision.id}").text
