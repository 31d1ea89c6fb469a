"""A draw to be recorded, and what a record may be turned into by who wants another outcome."""

import copy
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256

from marketplace.selection import draw
from marketplace.selection.draw import Announced, Drawn, Named, Source
from marketplace.selection.lines import Voided, Withheld
from marketplace.selection.record_form import Kind, canonical, digest

BEIJING = timezone(timedelta(hours=8))
SECRET = bytes(range(32))
CHAIN = 8
OTHER = "0" * 64
LABELS = ("91330881MA2DKAQ42W", "91330881MA28F1YC3T", "91330881609909013L")
PUBLISHED = datetime(2026, 5, 20, 9, 0, tzinfo=BEIJING)
CLOSED = datetime(2026, 5, 25, 17, 0, tzinfo=BEIJING)
KNOWN = datetime(2026, 5, 25, 21, 15, tzinfo=BEIJING)
DRAWN = datetime(2026, 5, 26, 9, 30, 12, 345678, tzinfo=BEIJING)
NOTICE = Announced(
    notice="江公告〔2026〕17号",
    public_money=True,
    chain=CHAIN,
    commitment=draw.new_chain(SECRET, CHAIN),
    at=PUBLISHED,
    named=[
        Named(Kind.FIGURE, "福彩3D"),
        Named(Kind.CONTRIBUTION, "业主"),
        Named(Kind.CONTRIBUTION, "见证人"),
    ],
    repeat="福彩3D",
)
LOTTERY = Source("福彩3D第2026137期", Kind.FIGURE, "中国福利彩票发行管理中心公布的开奖号码", KNOWN, "4 0 7")
TEXT = "春江潮水连海平"
OWNERS = Source(
    "业主", Kind.CONTRIBUTION, "项目业主", DRAWN, TEXT, PUBLISHED, sha256(TEXT.encode()).hexdigest()
)


VOID_AT = datetime(2026, 5, 27, 0, 0, tzinfo=BEIJING)
NEXT = Source("福彩3D第2026138期", Kind.FIGURE, LOTTERY.origin, VOID_AT + timedelta(hours=21), "1 1 5")
WITNESS = Withheld("见证人", "江山市生态环境局", PUBLISHED, OTHER)
VOIDED = Voided(VOID_AT, [OWNERS], [WITNESS])


def drawn(round_=1, sources=None):
    """Return the draw of a round, the codes before it revealed; nobody but the owner has lodged anything."""
    codes = [draw.code(SECRET, CHAIN, number) for number in range(1, round_ + 1)]
    given = sources or ((LOTTERY, OWNERS) if round_ == 1 else (LOTTERY,))
    return Drawn(round_, codes[:-1], codes[-1], given, DRAWN, absent=["见证人"])


def written(round_=1, sources=None, *, labels=LABELS, drawn_as=None, **announced):
    """Return a record's bytes."""
    given = drawn(round_, sources)
    return draw.record(replace(NOTICE, **announced), labels, CLOSED, replace(given, **drawn_as or {}))


def repeated(**changes):
    """Return the record of a second draw, because the witness did not reveal what it had lodged for the first."""
    return written(
        2, [NEXT], drawn_as={"absent": [], "voided": VOIDED, "at": VOID_AT + timedelta(days=1)} | changes
    )


def sealed(fields):
    """Write fields with the digest that they have: what a forger would do."""
    return canonical(fields | {"sha256": digest(fields)})


def forged(of_round=1, at=(), **changes):
    """Return a record in which fields were changed, sealed anew; `at` is the way to the object that holds them.

    A record `of_round` "void" is that of a draw repeated because the first was void.
    """
    fields = json.loads(repeated() if of_round == "void" else written(of_round))
    place = fields
    for step in at:
        place = place[step]
    for name, value in changes.items():
        if value is GONE:
            del place[name.rstrip("_")]
        else:
            place[name.rstrip("_")] = value(copy.deepcopy(place)) if callable(value) else value
    return sealed(fields)


GONE = object()
FIGURE, GIFT = ("sources", 0), ("sources", 1)
VOID, TOLD, KEPT = ("voided",), ("voided", "revealed", 0), ("voided", "withheld", 0)
LATER = "2026-05-26T09:30:13+08:00"
