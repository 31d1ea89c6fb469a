"""Sealed offers: sealed on receipt, unreadable before the opening, opened by two of three shares, compared."""

import base64
import hashlib
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, text

from kernel import ledger
from kernel.clock import BEIJING
from kernel.db import db, transaction
from kernel.errors import NotYours, Refused, WrongState
from marketplace.selection import (
    envelopes,
    explaining,
    keys,
    notices,
    offers,
    opening,
    publishing,
    queries,
)
from marketplace.selection.models import Notice
from marketplace.selection.tables import OpenedOffer, SealedOffer
from tests import personas
from tests.factories import notices as make
from tests.factories.selection import count, ready
from tests.marketplace.selection.test_wizard import drafted

OPENS = datetime(2026, 5, 27, 18, tzinfo=BEIJING)
OFFER = {"workdays": "12", "price_fen": "27123.45", "untied": "y", "can_do": "y"}


def a_competition(*prices, method="lowest_price", **values):
    row, people = make.notice(personas.owner(), method, **values), make.bidders(len(prices))
    for one, price in zip(people, prices, strict=True):
        make.registered(row, one, price_fen=price)
    return row, people


def test_an_agency_offers_sealed_and_checks_its_receipt(visit):
    (agency,) = ready(personas.agency())
    row = make.notice(personas.owner(), "lowest_price")
    visit.as_(agency)
    page = visit.submit(f"/notices/{row.number}/register", OFFER)
    assert page.path == f"/notices/{row.number}/receipt"
    shown = [code.text.replace(" ", "") for code in page.root.every("span", class_="code")]
    line = next(one for one in shown if one.startswith('{"agency"'))
    digest = hashlib.sha256(line.encode()).hexdigest()
    assert digest in shown
    entry = notices.entry_of(row.id, agency.organisation_id)
    assert digest in list(ledger.entries(entry))[-1].details
    assert (entry.price_fen, entry.workdays) == (None, None)
    assert "27123" not in visit(f"/notices/{row.number}/register").html
    visit.as_(personas.agency())
    assert "salt" not in visit(f"/notices/{row.number}/receipt").text
    visit.as_(personas.second_agency())(f"/notices/{row.number}/receipt", status=404)


def test_the_owner_is_handed_the_code_once_and_opens_with_it(visit, clock):
    owner = personas.owner()
    _, page = drafted(visit, owner, "lowest_price")
    page = visit.submit(page, form="/publish")
    code = page.root.first("b", class_="code").text
    assert code.count("-") == 13
    held = page.path
    assert code in visit(held).text
    visit.submit(visit(held))
    assert code not in visit(held).text
    row = db.session.scalars(select(Notice).order_by(Notice.id.desc())).first()
    assert held == f"/notices/codes/{notices.terms_of(row.id).id}"
    visit.as_(personas.second_owner())(held, status=403)
    for one, price in zip(make.bidders(3), (2_900_000, 2_800_000, 2_850_000), strict=True):
        make.registered(row, one, price_fen=price)
    make.closed(row, clock)
    visit.as_(owner)
    assert not visit(f"/notices/{row.number}/open").forms
    clock.set(OPENS)
    visit.submit(f"/notices/{row.number}/open", {"code": "AAAA-BBBB"}, status=422)
    page = visit.submit(f"/notices/{row.number}/open", {"code": code})
    award = queries.award_of(row.id)
    assert (page.path, award.price_fen) == (f"/results/{award.id}", 2_800_000)
    assert "2.80 万元" in page.text
    assert "SHA-256" in page.text
    assert "已开启" in visit(f"/notices/{row.number}/open").heading


def test_the_platform_releases_its_share_at_the_opening_time_and_not_a_second_before(db_session, clock):
    row, _people = a_competition(1, 2, 3)
    make.closed(row, clock)
    clock.set(OPENS - timedelta(seconds=1))
    by = make.desk(personas.owner())
    with pytest.raises(Refused) as refused, transaction():
        opening.open_offers(row, [make.CODES[row.number]], desk=by)
    assert refused.value.rule == "S5"
    terms = notices.terms_of(row.id)
    with pytest.raises(NotYours):
        keys.private_of(terms, [make.CODES[row.number]], OPENS, desk=by)


def test_the_authority_opens_with_its_own_key_where_the_owner_has_lost_the_code(visit, clock):
    officer = personas.other_authority()  # of B02
    visit.as_(officer)
    page = visit.submit("/opening-key")
    code = page.root.first("b", class_="code").text
    assert code not in visit("/opening-key").text
    row, _people = a_competition(2_900_000, 2_800_000, 2_850_000)
    make.closed(row, clock)
    clock.set(OPENS)
    visit.as_(personas.authority())(f"/notices/{row.number}/open", status=403)
    visit.as_(officer)
    visit.submit(f"/notices/{row.number}/open", {"code": code})
    assert queries.award_of(row.id).price_fen == 2_800_000
    visit.as_(personas.owner())("/opening-key", status=403)


def test_owner_and_authority_open_without_the_platform(db_session, clock):
    officer = personas.other_authority()
    with transaction():
        code = keys.make_opening_key(officer.organisation_id, desk=make.desk(officer))
    row, _people = a_competition(2_900_000, 2_800_000, 2_850_000)
    key = keys.key_of(notices.terms_of(row.id).id)
    keys._folder().joinpath(key.platform_file).unlink()
    make.closed(row, clock)
    clock.set(OPENS)
    own, by = make.CODES[row.number], make.desk(personas.owner())
    with pytest.raises(Refused), transaction():
        opening.open_offers(row, [own], desk=by)
    with transaction():
        opening.open_offers(row, [own, code], desk=by)
    assert row.opened_at


def test_another_notices_code_opens_nothing(db_session, clock):
    row, _people = a_competition(1, 2, 3)
    other = make.notice(personas.second_owner(), "lowest_price")
    make.closed(row, clock)
    clock.set(OPENS)
    by = make.desk(personas.owner())
    for codes in ([make.CODES[other.number]], [""], ["x"]):
        with pytest.raises(Refused) as refused, transaction():
            opening.open_offers(row, codes, desk=by)
        assert refused.value.rule == "S5"
    assert count(OpenedOffer) == 0


def test_an_offer_altered_in_the_database_takes_no_part(db_session, clock):
    row, people = a_competition(2_900_000, 2_800_000, 2_850_000, 2_870_000)
    entry = notices.entry_of(row.id, people[1].organisation_id)
    kept = opening.kept_of(entry)
    raw = bytearray(base64.b64decode(kept.sealed))
    raw[-1] ^= 1
    db.session.execute(
        text("UPDATE sealed_offer SET sealed = :s WHERE id = :i"),
        {"s": base64.b64encode(bytes(raw)).decode(), "i": kept.id},
    )
    db.session.commit()
    db.session.expire_all()
    award = make.opened(row, clock, personas.owner())
    assert award.price_fen == 2_850_000
    left = explaining.explain(award).left_out
    assert [part.agency.id for part in left] == [people[1].organisation_id]


def test_another_offer_sealed_in_its_place_is_not_what_the_ledger_has(db_session, clock):
    row, people = a_competition(2_900_000, 2_800_000, 2_850_000, 2_870_000)
    kept = opening.kept_of(notices.entry_of(row.id, people[1].organisation_id))
    public = bytes.fromhex(keys.key_of(notices.terms_of(row.id).id).public_key)
    about = f"{row.number}:{people[1].organisation.uscc}"
    line = offers.line(row.number, people[1].organisation.uscc, offers.Tender(12, 1_000_000), OPENS, "00")
    forged = envelopes.seal(public, line.encode(), about)
    db.session.execute(
        text("UPDATE sealed_offer SET sealed = :s, sealed_sha256 = :h, offer_sha256 = :o WHERE id = :i"),
        {
            "s": base64.b64encode(forged).decode(),
            "h": offers.digest(forged),
            "o": offers.digest(line),
            "i": kept.id,
        },
    )
    db.session.commit()
    db.session.expire_all()
    assert make.opened(row, clock, personas.owner()).price_fen == 2_850_000


def test_the_last_offer_before_the_closing_holds_and_withdrawn_ones_stay_sealed(db_session, clock):
    row, people = a_competition(2_900_000, 2_800_000, 2_850_000, 2_000_000)
    make.registered(row, people[0], price_fen=2_700_000)
    make.withdrawn(row, people[3])
    award = make.opened(row, clock, personas.owner())
    assert award.price_fen == 2_700_000
    assert count(OpenedOffer) == 3


def test_offers_are_opened_once(db_session, clock):
    row, _people = a_competition(2_900_000, 2_800_000, 2_850_000)
    make.opened(row, clock, personas.owner())
    with pytest.raises(WrongState), transaction():
        opening.open_offers(row, [make.CODES[row.number]], desk=make.desk())


@pytest.mark.parametrize(
    "wrong",
    [{"price_fen": "30000.01"}, {"price_fen": ""}, {"workdays": "21"}],
)
def test_an_offer_beyond_the_terms_is_refused_before_it_is_sealed(visit, wrong):
    (agency,) = ready(personas.agency())
    row = make.notice(personas.owner(), "lowest_price")
    visit.as_(agency)
    visit.submit(f"/notices/{row.number}/register", OFFER | wrong, status=422)
    assert count(SealedOffer) == 0


@pytest.mark.parametrize("discount", ["", "100", "-1", "12.345", "abc"])
def test_a_discount_is_a_share_in_per_cent(visit, discount):
    (agency,) = ready(personas.agency())
    row = make.notice(personas.owner(), "highest_discount")
    visit.as_(agency)
    given = OFFER | {"price_fen": None, "discount": discount}
    visit.submit(f"/notices/{row.number}/register", given, status=422)
    visit.submit(f"/notices/{row.number}/register", given | {"discount": "12.5%"})
    assert count(SealedOffer) == 1


def test_a_sealed_notice_is_not_published_without_a_code(db_session):
    row = make.draft(personas.owner(), "lowest_price")
    with pytest.raises(WrongState), transaction():
        publishing.publish(row, desk=make.desk())
