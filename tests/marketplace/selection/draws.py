"""A draw to be recorded, and what a record may be turned into by who wants another outcome."""

import copy
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from hashlib import sha256

from marketplace.selection import draw
from marketplace.selection.draw import Announced, Drawn, Source
from marketplace.selection.record_form import Kind, canonical, digest

BEIJING = timezone(timedelta(hours=8))
SECRET = bytes(range(32))
CHAIN = 8
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
)
LOTTERY = Source("福彩3D第2026137期", Kind.FIGURE, "中国福利彩票发行管理中心公布的开奖号码", KNOWN, "4 0 7")
TEXT = "春江潮水连海平"
OWNERS = Source(
    "业主", Kind.CONTRIBUTION, "项目业主", DRAWN, TEXT, PUBLISHED, sha256(TEXT.encode()).hexdigest()
)


def drawn(round_=1, sources=(LOTTERY, OWNERS)):
    """Return the draw of a round, the codes before it revealed."""
    codes = [draw.code(SECRET, CHAIN, number) for number in range(1, round_ + 1)]
    return Drawn(round_, codes[:-1], codes[-1], sources, DRAWN)


def written(round_=1, sources=(LOTTERY, OWNERS), *, labels=LABELS, **announced):
    """Return a record's bytes."""
    return draw.record(replace(NOTICE, **announced), labels, CLOSED, drawn(round_, sources))


def sealed(fields):
    """Write fields with the digest that they have: what a forger would do."""
    return canonical(fields | {"sha256": digest(fields)})


def forged(of_round=1, at=(), **changes):
    """Return a record in which fields were changed, sealed anew; `at` is the way to the object that holds them."""
    fields = json.loads(written(of_round))
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
OTHER = "0" * 64
LATER = "2026-05-26T09:30:13+08:00"
# What was done, how, and what is said first, by the platform and by the page that imports nothing of ours.
FORGERIES = {
    "a field missing": ({"notice": GONE}, "notice is missing.", "A field is missing"),
    "a field unknown": ({"记": 1}, r"'\u8bb0' is no field of a record.", "A field is missing or unknown."),
    "a field of a source missing": (
        {"at": FIGURE, "from_": GONE},
        "sources[0].from is missing.",
        "of a source",
    ),
    "a source that is none": ({"sources": ["4 0 7"]}, "sources must be a list of objects.", "of a source"),
    "no sources": ({"sources": []}, "sources must be a list of objects.", "no sources"),
    "no labels": ({"labels": []}, "labels must be a list of unified", "no labels"),
    "labels that are no list": ({"labels": "AB"}, "labels must be a list of unified", "A list is none"),
    "a label of another form": ({"labels": ["江"]}, "labels must be a list of unified", "no credit code"),
    "an order of numbers": ({"order": [1]}, "order must be a list of unified", "no credit code"),
    "a position of another form": (
        {"at": ("positions",), LABELS[0]: "F" * 64},
        "positions must be an object",
        "64 digits",
    ),
    "positions that are a list": ({"positions": []}, "positions must be an object", "A list is none"),
    "a place for what is no code": (
        {"positions": lambda r: r["positions"] | {"x": OTHER}},
        "positions must be an object",
        "no credit code",
    ),
    "a chain that is true": ({"chain": True}, "chain must be a whole number from 1 to 1000000.", "no number"),
    "a chain without end": ({"chain": 10**20}, "chain must be a whole number", "not those of the round"),
    "a round of nought": ({"round": 0}, "round must be a whole number from 1 to 1000000.", "no number"),
    "a round in words": ({"round": "1"}, "round must be a whole number from 1 to 1000000.", "no number"),
    "money that is a number": ({"public_money": 1}, "public_money must be true or false.", "true or false"),
    "a hash in capitals": (
        {"commitment": lambda r: r["commitment"].upper()},
        "commitment must be 64 hexadecimal digits in lower case.",
        "64 digits in lower case",
    ),
    "a code that is too short": ({"code": "00"}, "code must be 64 hexadecimal", "64 digits"),
    "a code revealed that is none": ({"revealed": [1]}, "revealed must be a list of codes", "64 digits"),
    "a notice of two lines": (
        {"notice": "1\n2"},
        "notice must be a text in one line.",
        "A text is not of its form",
    ),
    "randomness that is a list": (
        {"randomness": []},
        "randomness must be a text.",
        "randomness is not the lines",
    ),
    "a line break in a value": (
        {"at": FIGURE, "value": "4\n业主=1"},
        "sources[0].value must be a text in one line.",
        "A text is not of its form",
    ),
    "an equals sign in a name": (
        {"at": FIGURE, "name": "a=b"},
        "sources[0].name must be a text in one line without an equals sign.",
        "A text is not of its form",
    ),
    "a source of no kind": (
        {"at": GIFT, "kind": "a friend"},
        "sources[1].kind must be public-fig",
        "is of no kind",
    ),
    "a moment without a zone": (
        {"closed_at": "2026-05-25T17:00:00"},
        "closed_at must be a moment with its zone",
        "A moment is not of its form",
    ),
    "a day that is none": (
        {"drawn_at": "2026-02-30T17:00:00+08:00"},
        "drawn_at must be a moment",
        "day is out of",
    ),
    "a moment of lodging in words": (
        {"at": GIFT, "lodged_at": "yesterday"},
        "sources[1].lodged_at must be null or a moment",
        "A moment is not of its form",
    ),
    "a hash lodged that is none": (
        {"at": GIFT, "lodged_sha256": "x"},
        "sources[1].lodged_sha256 must be null or 64",
        "is not the contribution that was lodged",
    ),
    "another commitment": (
        {"commitment": OTHER},
        "The code of round 1 does not hash to what was published before it.",
        "does not hash to the one before it",
    ),
    "another code": ({"code": OTHER}, "The code of round 1 does not hash", "does not hash"),
    "a round that was not reached": (
        {"round": 2},
        "In round 2, 1 codes have been revealed",
        "not those of the round",
    ),
    "the secret drawn with": ({"chain": 1}, "Round 1 would reveal the secret", "not those of the round"),
    "labels unsorted": ({"labels": list(LABELS)}, "The labels are not sorted", "The labels are not sorted"),
    "a label twice": (
        {"labels": lambda r: [r["labels"][0], *r["labels"]]},
        "one of them stands twice",
        "one of them stands twice",
    ),
    "a label left out": (
        {"labels": lambda r: r["labels"][1:]},
        "The SHA-256 of the labels is ",
        "The SHA-256 of the labels is another.",
    ),
    "two sources of one name": (
        {"at": GIFT, "name": LOTTERY.name},
        "Two sources have one name.",
        "Two sources",
    ),
    "public money without a public figure": (
        {"sources": lambda r: r["sources"][1:]},
        "With public money one of the sources is a public figure.",
        "With public money one of the sources is a public figure.",
    ),
    "a public figure that was lodged": (
        {"at": FIGURE, "lodged_at": "2026-05-20T09:00:00+08:00"},
        f"{LOTTERY.name} is a public figure, which nobody lodges.",
        f"{LOTTERY.name} is a public figure, which nobody lodges.",
    ),
    "a contribution that was never lodged": (
        {"at": GIFT, "lodged_sha256": None, "lodged_at": None},
        "业主 is not the contribution that was lodged.",
        "业主 is not the contribution that was lodged.",
    ),
    "a contribution whose lodging has no moment": (
        {"at": GIFT, "lodged_at": None},
        "业主 is not the contribution that was lodged.",
        "业主 was lodged after the closing.",
    ),
    "a contribution changed": (
        {"at": GIFT, "value": "海上明月共潮生"},
        "业主 is not the contribution that was lodged.",
        "业主 is not the contribution that was lodged.",
    ),
    "a contribution lodged too late": (
        {"at": GIFT, "lodged_at": "2026-05-25T17:00:01+08:00"},
        "业主 was lodged after the closing.",
        "业主 was lodged after the closing.",
    ),
    "a figure known before the closing": (
        {"at": FIGURE, "at_": "2026-05-25T17:00:00+08:00"},
        "was not known between the closing and the draw.",
        "was not known between the closing and the draw.",
    ),
    "a figure of after the draw": (
        {"at": FIGURE, "at_": LATER},
        "was not known between",
        "was not known between",
    ),
    "a closing before the notice": (
        {"published_at": "2026-05-25T09:00:00+00:00"},
        "The notice was published after its closing.",
        "The notice was published after its closing.",
    ),
    "another figure": (
        {"at": FIGURE, "value": "4 0 8"},
        "The randomness is not the lines",
        "The randomness is not",
    ),
    "another position": (
        {"at": ("positions",), LABELS[0]: OTHER},
        f"The position of {LABELS[0]} is ",
        "The positions are others.",
    ),
    "a position left out": (
        {"at": ("positions",), LABELS[1]: GONE},
        "The position of",
        "The positions are others.",
    ),
    "a position too many": (
        {"positions": lambda r: r["positions"] | {"9" * 18: OTHER}},
        "A position is given to what is no label.",
        "The positions are others.",
    ),
    "another winner": ({"order": lambda r: r["order"][::-1]}, "The order is ", "The order is another."),
    "a reserve left out": ({"order": lambda r: r["order"][:-1]}, "The order is ", "The order is another."),
}
