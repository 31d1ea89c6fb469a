"""Editions of the rulebook for tests: drafted, sent out, commented, proposed, adopted; every default valid."""

from datetime import date, timedelta

from accounts.models import User
from kernel import clock, law
from kernel.db import db, transaction
from marketplace.oversight.editions import operations, queries
from marketplace.oversight.editions.models import EditionDraft
from marketplace.oversight.editions.operations import Desk
from marketplace.oversight.editions.vocabulary import Answer, Stance
from tests import personas

EFFECT = date(2027, 1, 1)
DOCUMENT = "江中介办〔2026〕12号"
HEAD = 'edition = "{name}"\ntitle = "关于调整信用评级规则的决定"\ntakes_effect = {effect}\n'
CHANGE = '\n[[change]]\nid = "{id}"\nfrom = {since}\nvalue = {value}\nbasis = "{basis}"\n'


def text(name="2027-1", effect=EFFECT, since=None, basis=f"default: {DOCUMENT}", **changes):
    """Return the text of an edition: G2_c=72 is the figure G2.c with the value 72, in TOML."""
    rows = changes or {"G2_c": 72}
    parts = (
        CHANGE.format(id=key.replace("_", ".", 1), since=since or effect, value=value, basis=basis)
        for key, value in rows.items()
    )
    return HEAD.format(name=name, effect=effect) + "".join(parts)


def desk(actor: User | None = None) -> Desk:
    return Desk(actor or personas.managing_office(), clock.today(), law.calendar(), law.book())


def draft(written=None, actor=None) -> EditionDraft:
    actor = actor or personas.managing_office()
    with transaction():
        return operations.draft(written or text(), desk(actor))


def sent(written=None, days=30) -> EditionDraft:
    personas.authority()
    row = draft(written)
    with transaction():
        operations.send(row, clock.today() + timedelta(days=days), desk())
    return row


def commented(row, stance=Stance.SUGGESTS, said="建议保留原分档线。", actor=None):
    actor = actor or personas.authority()
    with transaction():
        return operations.comment(row, stance, said, desk(actor))


def answered(found, given=Answer.PARTLY, reasons="部分采纳。"):
    with transaction():
        operations.answer(found, given, reasons, desk())


def proposed(a_clock, row=None) -> EditionDraft:
    row = row or sent()
    if not queries.comments_on_text(row):
        answered(commented(row, Stance.AGREES, ""))
    a_clock.set(row.comments_until + timedelta(days=1))
    with transaction():
        operations.propose(row, DOCUMENT, clock.today(), desk())
    return row


def adopted(a_clock, written=None) -> EditionDraft:
    return confirmed(proposed(a_clock, sent(written)))


def confirmed(row) -> EditionDraft:
    second = personas.second_of_the_office()
    with transaction():
        operations.confirm(row, desk(second))
    db.session.refresh(row)
    return row
