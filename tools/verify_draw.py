#!/usr/bin/env python3
"""Verify the record of a draw: python3 verify_draw.py RECORD (Python 3.8 or newer, nothing else).

Prints the order and exits 0, or the first difference and exits 1; exits 2 for what is no record. Compare besides what
was published at its time with the notice and in the ledger: the commitment, the SHA-256 of the labels, the SHA-256
lodged with a contribution, and the SHA-256 of the record. The draw: draft-thomson-elegy-vrs-00, with RFC 5869.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

FIGURE, GIFT = "public-figure", "contribution"
CHANGED, LATE = " is not the contribution that was lodged.", " was lodged after the closing."
HASH, LABEL, KIND = "[0-9a-f]{64}", "[0-9A-Z]{18}", "public-figure|contribution"
BREAKS = "\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+"
LINE, NAME = "[^" + BREAKS, "[^=" + BREAKS
CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
MOMENT = "[0-9]{4}-[0-9]{2}-[0-9]{2}T" + CLOCK + ":[0-5][0-9][+-]" + CLOCK
WITHHELD = {"from": LINE, "lodged_at": MOMENT, "lodged_sha256": HASH, "name": NAME}
SOURCE = {
    "at": MOMENT, "from": LINE, "kind": KIND, "lodged_at": (None, MOMENT), "lodged_sha256": (None, HASH),
    "name": NAME, "value": LINE,
}  # fmt: skip
RECORD = {
    "absent": [NAME], "chain": int, "closed_at": MOMENT, "code": HASH, "commitment": HASH, "drawn_at": MOMENT,
    "format": LINE, "labels": [LABEL], "labels_sha256": HASH, "named": [{"kind": KIND, "name": NAME}],
    "notice": LINE, "order": [LABEL], "positions": {LABEL: HASH}, "public_money": bool, "published_at": MOMENT,
    "randomness": str, "repeat": NAME, "revealed": [HASH], "round": int, "sha256": HASH, "sources": [SOURCE],
    "voided": (None, {"at": MOMENT, "revealed": [SOURCE], "withheld": [WITHHELD]}),
}  # fmt: skip


def sha256(octets: bytes) -> str:
    """Hash bytes to hex."""
    return hashlib.sha256(octets).hexdigest()


def written(record: dict) -> bytes:
    """Write a record in its one form: keys sorted, two spaces, UTF-8, one last line feed."""
    return (json.dumps(record, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def fits(value: object, form: object) -> bool:
    """Tell whether a value has a form: a pattern, a type, one of several, a list or an object of forms."""
    if type(form) is str:
        return type(value) is str and re.fullmatch(form, value) is not None
    if type(form) is tuple:
        return any(fits(value, one) for one in form)
    if type(form) is list:
        return type(value) is list and all(fits(one, form[0]) for one in value)
    if type(form) is dict and LABEL in form:
        return type(value) is dict and all(fits(one, LABEL) and fits(value[one], HASH) for one in value)
    if type(form) is dict:
        return (
            type(value) is dict and value.keys() == form.keys() and all(fits(value[n], form[n]) for n in form)
        )
    return value is None if form is None else type(value) is form


def form(r: dict) -> Iterator[tuple]:
    """Yield whether the fields are of their form, each time with what is to be said otherwise."""
    yield sorted(r) == sorted(RECORD), "A field is missing or unknown."
    for name in sorted(RECORD):
        yield fits(r[name], RECORD[name]), name + " is not of its form."
    withheld = r["voided"]["withheld"] if r["voided"] else ["nothing"]
    filled = r["labels"] and r["named"] and r["sources"] and withheld and r["round"] > 0
    yield filled, "A list is empty, or the round is none."


def lodged(s: dict, closed: datetime) -> Iterator[tuple]:
    """Yield whether a contribution is the text that was lodged before the closing."""
    yield s["lodged_at"] and sha256(s["value"].encode()) == s["lodged_sha256"], s["name"] + CHANGED
    yield datetime.fromisoformat(s["lodged_at"]) <= closed, s["name"] + LATE


def is_named(s: dict, line: dict) -> bool:
    """Tell whether a source is a line that was named; a figure adds the day or round of its appearance."""
    same = s["name"].startswith(line["name"]) if s["kind"] == FIGURE else s["name"] == line["name"]
    return same and s["kind"] == line["kind"]


def lines(r: dict) -> Iterator[tuple]:
    """Yield whether the lines are those that were named, in their order, and whether a void draw was void."""
    moment, gifts = datetime.fromisoformat, [n["name"] for n in r["named"] if n["kind"] == GIFT]
    closed, names = moment(r["closed_at"]), [n["name"] for n in r["named"]]
    figures, absent = {*names} - {*gifts}, {*r["absent"]}
    yield len({*names}) == len(names) and figures <= {r["repeat"]}, "The lines named are not one of a kind."
    yield len(absent) == len(r["absent"]) and absent <= {*gifts}, "What was not lodged was not named."
    wanted = [n for n in r["named"] if n["name"] not in absent and r["round"] == 1]
    wanted = wanted or [{"kind": FIGURE, "name": r["repeat"]}]  # a repeated draw takes the figure alone
    same = len(wanted) == len(r["sources"]) and all(map(is_named, r["sources"], wanted))
    yield same, "The lines are not those that the notice named, in their order."
    if r["voided"]:
        at, revealed, withheld = moment(r["voided"]["at"]), r["voided"]["revealed"], r["voided"]["withheld"]
        yield r["round"] > 1, "The first draw repeats none that was void."
        both = sorted(s["name"] for s in revealed + withheld)
        yield both == sorted({*gifts} - absent), "A void draw names each contribution lodged, once."
        for s in revealed:
            yield s["kind"] == GIFT, s["name"] + CHANGED
            yield from lodged(s, closed)
            yield closed < moment(s["at"]) < at, s["name"] + " was not revealed before the voiding."
        yield all(moment(s["lodged_at"]) <= closed for s in withheld), "Something withheld" + LATE
        yield closed < at < min(moment(s["at"]) for s in r["sources"]), "A figure is of before the voiding."


def draw(r: dict) -> Iterator[tuple]:
    """Yield whether the draw is what the record says, each time with what is to be said otherwise."""
    codes, labels, sources = [r["commitment"], *r["revealed"], r["code"]], r["labels"], r["sources"]
    yield len(codes) == r["round"] + 1 <= r["chain"] <= 1000000, "The codes are not those of the round."
    for at in range(1, len(codes)):
        yield sha256(bytes.fromhex(codes[at])) == codes[at - 1], "A code does not hash to the one before it."
    yield labels == sorted(set(labels)), "The labels are not sorted, or one of them stands twice."
    yield sha256("\n".join(labels).encode()) == r["labels_sha256"], "The SHA-256 of the labels is another."
    yield len({s["name"] for s in sources}) == len(sources), "Two sources have one name."
    figures = [s["name"] for s in sources if s["kind"] == FIGURE]
    named = any(line["kind"] == FIGURE for line in r["named"])
    yield not r["public_money"] or (figures and named), "With public money a source is a public figure."
    moment = datetime.fromisoformat
    published, closed, drawn = moment(r["published_at"]), moment(r["closed_at"]), moment(r["drawn_at"])
    yield published < closed, "The notice was published after its closing."
    for s in sources:
        name = s["name"]
        yield closed < moment(s["at"]) <= drawn, name + " was not known between the closing and the draw."
        if name in figures:
            unlodged = s["lodged_at"] is s["lodged_sha256"] is None
            yield unlodged, name + " is a public figure, which nobody lodges."
        else:
            yield from lodged(s, closed)
    yield from lines(r)
    randomness = "\n".join(s["name"] + "=" + s["value"] for s in sources)
    yield randomness == r["randomness"], "The randomness is not the lines that the sources make."
    key = hmac.new(bytes.fromhex(r["code"]), randomness.encode(), "sha256").digest()  # HKDF (RFC 5869)
    positions = {label: hmac.new(key, label.encode() + b"\1", "sha256").hexdigest() for label in labels}
    yield positions == r["positions"], "The positions are others."
    yield sorted(labels, key=positions.__getitem__) == r["order"], "The order is another."


def seal(r: dict, octets: bytes) -> Iterator[tuple]:
    """Yield whether every byte is the one that was written, each time with what is to be said otherwise."""
    yield written(r) == octets, "The record is not in its one form: a space, a line end or the like differs."
    body = {name: value for name, value in r.items() if name != "sha256"}
    yield sha256(written(body)) == r["sha256"], "The SHA-256 of the record is another."


def main(path: str) -> int:
    """Verify one file; return the exit code."""
    try:
        octets = Path(path).read_bytes()
        r = json.loads(octets.decode())
        if r["format"] != "vrs-record/2":
            raise ValueError("its format is another")
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as problem:
        sys.stderr.write("This is no record of a draw: " + ascii(str(problem)) + "\n")
        return 2
    try:
        checks = itertools.chain(form(r), draw(r), seal(r, octets))
        difference = next((sentence for holds, sentence in checks if not holds), "")
    except ValueError as problem:  # a thirtieth of February
        difference = str(problem)
    sys.stdout.buffer.write((difference or "\n".join(r["order"])).encode() + b"\n")
    return 1 if difference else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.stderr.write(__doc__)
        sys.exit(2)
    sys.exit(main(sys.argv[1]))
