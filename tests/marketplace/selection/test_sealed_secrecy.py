"""An offer stays closed before its opening to whoever has the server: database, files, key folder and settings."""

import base64
import binascii
import hashlib
import re
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text

from kernel.db import db, transaction
from kernel.sealing import sealer
from marketplace.selection import envelopes, keys, notices, shares
from marketplace.selection.tables import SealedOffer
from tests import personas
from tests.factories import notices as make

PRICES = (2_712_345, 2_798_765, 2_854_321)
RUNS = (
    (re.compile(rb"[0-9a-f]{64}"), binascii.unhexlify),
    (re.compile(rb"[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{60,}={0,2}"), base64.b64decode),
    (re.compile(rb"(?:[A-Z2-7]{4}-){13}[A-Z2-7]{4}"), lambda code: envelopes.read(code.decode())[1]),
)


@pytest.fixture
def competition(own_app, clock):
    """A sealed competition before its opening, whose authority has a key too."""
    officer = personas.other_authority()
    with transaction():
        code = keys.make_opening_key(officer.organisation_id, desk=make.desk(officer))
    row, people = make.notice(personas.owner(), "lowest_price"), make.bidders(len(PRICES))
    for one, price in zip(people, PRICES, strict=True):
        make.registered(row, one, price_fen=price)
    db.session.commit()
    return own_app, row, code


def on_the_server(app):
    """Return everything that the operator has, by where it lies: rows, database file, files, keys, settings."""
    found = {
        table.name: repr(db.session.execute(text(f"SELECT * FROM {table.name}")).all()).encode()  # noqa: S608
        for table in db.metadata.sorted_tables
    }
    folders = [Path(app.config[name]) for name in ("FILES_DIR", "KEYS_DIR")]
    if db.engine.dialect.name == "sqlite":
        folders.append(Path(db.engine.url.database).parent)
    for folder in folders:
        found |= {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    settings = app.extensions["settings"]
    found["settings"] = repr(settings).encode()
    return found | {"SECRET_KEY": app.config["SECRET_KEY"].encode(), "IDENTITY_KEY": sealer()._key}


def scraps(everything):
    """Return every piece of 32 bytes that can be read out of it: as it lies, as hex, base64 or code, or unsealed."""
    pieces = set()
    for content in everything.values():
        if len(content) == envelopes.KEY:
            pieces.add(content)
        pieces.add(hashlib.sha256(content).digest())
        for form, read in RUNS:
            for run in form.findall(content):
                pieces |= set(_read(read, run))
    return pieces


def _read(read, run):
    try:
        found = read(run)
    except (binascii.Error, envelopes.Unreadable):
        return
    if len(found) == envelopes.KEY:
        yield found
    try:
        opened = sealer().open(run.decode())
    except InvalidTag:
        return
    yield from (binascii.unhexlify(one) for one in re.findall(r"[0-9a-f]{64}", opened))


def tried(pieces, platform):
    """Return every key that can be made: each piece alone, and each joined as a share with the platform's own."""
    made = set(pieces)
    for piece in pieces - {platform}:
        for x in (keys.OWNER, keys.AUTHORITY):
            made.add(shares.join({x: piece, keys.PLATFORM: platform}))
    return made


def opened(made, row):
    """Return what any of the keys opens among the sealed offers, whatever agency each is of."""
    public = bytes.fromhex(keys.key_of(notices.terms_of(row.id).id).public_key)
    fitting = [key for key in made if envelopes.public_of(key) == public]
    entered = notices.entries_of([row.id])[row.id]
    codes = {one.id: one.agency.uscc for one in entered}
    found = []
    for offer in db.session.scalars(select(SealedOffer)):
        about = f"{row.number}:{codes[offer.registration_id]}"
        found += [envelopes.open_sealed(key, base64.b64decode(offer.sealed), about) for key in fitting]
    return found


def test_nothing_on_the_server_tells_an_offer_or_opens_it(competition):
    app, row, _code = competition
    everything = on_the_server(app)
    for price in PRICES:
        for written in (str(price), f"{price / 100:.2f}", f"{price / 100:,.2f}"):
            assert not [place for place, content in everything.items() if written.encode() in content]
    platform = _platform(row)
    pieces = scraps(everything)
    assert platform in pieces  # the platform's share is found, and does not open by itself
    assert opened(tried(pieces, platform), row) == []


def test_the_same_attempt_succeeds_with_a_second_share(competition):
    app, row, code = competition
    pieces, platform = scraps(on_the_server(app)), _platform(row)
    owners = envelopes.read(make.CODES[row.number])[1]
    assert len(opened(tried(pieces | {owners}, platform), row)) == len(PRICES)
    key = keys.key_of(notices.terms_of(row.id).id)
    sealed = base64.b64decode(key.authority_share)
    authoritys = envelopes.open_sealed(envelopes.read(code)[1], sealed, f"share:{key.terms_id}")
    assert len(opened(tried(pieces | {authoritys}, platform), row)) == len(PRICES)


def _platform(row):
    key = keys.key_of(notices.terms_of(row.id).id)
    return keys._folder().joinpath(key.platform_file).read_bytes()
