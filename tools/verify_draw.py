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
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

FIELDS = """chain closed_at code commitment drawn_at format labels labels_sha256 notice order positions
    public_money published_at randomness revealed round sha256 sources"""
SOURCE = "at from kind lodged_at lodged_sha256 name value"
HASH, LABEL = "[0-9a-f]{64}", "[0-9A-Z]{18}"
LINE = "[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+"
CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
MOMENT = "[0-9]{4}-[0-9]{2}-[0-9]{2}T" + CLOCK + ":[0-5][0-9][+-]" + CLOCK


def sha256(octets: bytes) -> str:
    """Hash bytes to hex."""
    return hashlib.sha256(octets).hexdigest()


def written(record: dict) -> bytes:
    """Write a record in its one form: keys sorted, two spaces, UTF-8, one last line feed."""
    return (json.dumps(record, ensure_ascii=False, sort_keys=True, indent=2) + "\n").encode()


def fit(form: str, texts: Iterable) -> bool:
    """Tell whether all are texts of a form."""
    return all(isinstance(text, str) and re.fullmatch(form, text) for text in texts)


def form(r: dict) -> Iterator[tuple]:
    """Yield whether the fields are of their form, each time with what is to be said otherwise."""
    yield sorted(r) == FIELDS.split(), "A field is missing or unknown."
    yield type(r["chain"]) is type(r["round"]) is int and r["round"] > 0, "Chain or round is no number."
    yield type(r["public_money"]) is bool, "Public money must be true or false."
    lists = r["labels"], r["order"], r["revealed"], r["sources"]
    yield all(type(one) is list for one in lists) and type(r["positions"]) is dict, "A list is none."
    yield r["labels"] and r["sources"], "There are no labels, or no sources."
    yield fit(LABEL, [*r["labels"], *r["order"], *r["positions"]]), "A label is no credit code."
    hashes = [r["commitment"], r["labels_sha256"], r["code"], r["sha256"], *r["revealed"]]
    yield fit(HASH, [*hashes, *r["positions"].values()]), "A hash is not 64 digits in lower case."
    texts, moments = [r["notice"]], [r["published_at"], r["closed_at"], r["drawn_at"]]
    for s in r["sources"]:
        yield type(s) is dict and sorted(s) == SOURCE.split(), "A field of a source is missing or unknown."
        texts += s["name"], s["from"], s["value"]
        moments += s["at"], s["lodged_at"] or s["at"]
    yield fit(LINE, texts) and not any("=" in s["name"] for s in r["sources"]), "A text is not of its form."
    yield fit(MOMENT, moments), "A moment is not of its form."


def draw(r: dict) -> Iterator[tuple]:
    """Yield whether the draw is what the record says, each time with what is to be said otherwise."""
    codes, labels, sources = [r["commitment"], *r["revealed"], r["code"]], r["labels"], r["sources"]
    yield len(codes) == r["round"] + 1 <= r["chain"] <= 1000000, "The codes are not those of the round."
    for at in range(1, len(codes)):
        yield sha256(bytes.fromhex(codes[at])) == codes[at - 1], "A code does not hash to the one before it."
    yield labels == sorted(set(labels)), "The labels are not sorted, or one of them stands twice."
    yield sha256("\n".join(labels).encode()) == r["labels_sha256"], "The SHA-256 of the labels is another."
    yield len({s["name"] for s in sources}) == len(sources), "Two sources have one name."
    figures = [s["name"] for s in sources if s["kind"] == "public-figure"]
    yield figures or not r["public_money"], "With public money one of the sources is a public figure."
    moment = datetime.fromisoformat
    published, closed, drawn = moment(r["published_at"]), moment(r["closed_at"]), moment(r["drawn_at"])
    yield published < closed, "The notice was published after its closing."
    for s in sources:
        name, lodged_at, lodged = s["name"], s["lodged_at"], s["lodged_sha256"]
        yield closed < moment(s["at"]) <= drawn, name + " was not known between the closing and the draw."
        if name in figures:
            yield lodged_at is lodged is None, name + " is a public figure, which nobody lodges."
        else:
            yield s["kind"] == "contribution", name + " is of no kind."
            yield sha256(s["value"].encode()) == lodged, name + " is not the contribution that was lodged."
            yield lodged_at and moment(lodged_at) <= closed, name + " was lodged after the closing."
    randomness = "\n".join(s["name"] + "=" + s["value"] for s in sources)
    yield randomness == r["randomness"], "The randomness is not the lines that the sources make."
    key = hmac.new(
        bytes.fromhex(r["code"]), randomness.encode(), "sha256"
    ).digest()  # HKDF-Extract, HKDF-Expand
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
        if r["format"] != "vrs-record/1":
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
