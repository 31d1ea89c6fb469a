"""What a record may be turned into by who wants another outcome, and what is said of it first."""

from tests.marketplace.selection.draws import (
    FIGURE,
    GIFT,
    GONE,
    LABELS,
    LATER,
    LOTTERY,
    OTHER,
)  # fmt: skip
from tests.marketplace.selection.line_forgeries import ABOUT_LINES

# What was done, how, and what is said first, by the platform and by the page that imports nothing of ours.
FORGERIES = ABOUT_LINES | {
    "a field missing": ({"notice": GONE}, "notice is missing.", "A field is missing"),
    "a field unknown": ({"记": 1}, r"'\u8bb0' is no field of a record.", "A field is missing or unknown."),
    "a field of a source missing": (
        {"at": FIGURE, "from_": GONE},
        "sources[0].from is missing.",
        "sources is not of its form",
    ),
    "a source that is none": (
        {"sources": ["4 0 7"]},
        "sources must be a list of objects.",
        "sources is not of its form",
    ),
    "no sources": (
        {"sources": []},
        "sources must be a list of objects.",
        "A list is empty, or the round is none.",
    ),
    "no labels": (
        {"labels": []},
        "labels must be a list of unified",
        "A list is empty, or the round is none.",
    ),
    "labels that are no list": (
        {"labels": "AB"},
        "labels must be a list of unified",
        "labels is not of its form.",
    ),
    "a label of another form": (
        {"labels": ["江"]},
        "labels must be a list of unified",
        "labels is not of its form.",
    ),
    "an order of numbers": ({"order": [1]}, "order must be a list of unified", "order is not of its form."),
    "a position of another form": (
        {"at": ("positions",), LABELS[0]: "F" * 64},
        "positions must be an object",
        "positions is not of its form.",
    ),
    "positions that are a list": (
        {"positions": []},
        "positions must be an object",
        "positions is not of its form.",
    ),
    "a place for what is no code": (
        {"positions": lambda r: r["positions"] | {"x": OTHER}},
        "positions must be an object",
        "positions is not of its form.",
    ),
    "a chain that is true": (
        {"chain": True},
        "chain must be a whole number from 1 to 1000000.",
        "chain is not of its form.",
    ),
    "a chain without end": ({"chain": 10**20}, "chain must be a whole number", "not those of the round"),
    "a round of nought": (
        {"round": 0},
        "round must be a whole number from 1 to 1000000.",
        "A list is empty, or the round is none.",
    ),
    "a round in words": (
        {"round": "1"},
        "round must be a whole number from 1 to 1000000.",
        "round is not of its form.",
    ),
    "money that is a number": (
        {"public_money": 1},
        "public_money must be true or false.",
        "public_money is not of its form.",
    ),
    "a hash in capitals": (
        {"commitment": lambda r: r["commitment"].upper()},
        "commitment must be 64 hexadecimal digits in lower case.",
        "commitment is not of its form.",
    ),
    "a code that is too short": ({"code": "00"}, "code must be 64 hexadecimal", "code is not of its form."),
    "a code revealed that is none": (
        {"revealed": [1]},
        "revealed must be a list of codes",
        "revealed is not of its form.",
    ),
    "a notice of two lines": (
        {"notice": "1\n2"},
        "notice must be a text in one line.",
        "notice is not of its form.",
    ),
    "randomness that is a list": (
        {"randomness": []},
        "randomness must be a text.",
        "randomness is not of its form.",
    ),
    "a line break in a value": (
        {"at": FIGURE, "value": "4\n业主=1"},
        "sources[0].value must be a text in one line.",
        "sources is not of its form.",
    ),
    "an equals sign in a name": (
        {"at": FIGURE, "name": "a=b"},
        "sources[0].name must be a text in one line without an equals sign.",
        "sources is not of its form.",
    ),
    "a source of no kind": (
        {"at": GIFT, "kind": "a friend"},
        "sources[1].kind must be public-fig",
        "sources is not of its form.",
    ),
    "a moment without a zone": (
        {"closed_at": "2026-05-25T17:00:00"},
        "closed_at must be a moment with its zone",
        "closed_at is not of its form.",
    ),
    "a day that is none": (
        {"drawn_at": "2026-02-30T17:00:00+08:00"},
        "drawn_at must be a moment",
        "day is out of",
    ),
    "a moment of lodging in words": (
        {"at": GIFT, "lodged_at": "yesterday"},
        "sources[1].lodged_at must be null or a moment",
        "sources is not of its form.",
    ),
    "a hash lodged that is none": (
        {"at": GIFT, "lodged_sha256": "x"},
        "sources[1].lodged_sha256 must be null or 64",
        "sources is not of its form.",
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
        "With public money a source is a public figure.",
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
        "业主 is not the contribution that was lodged.",
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
