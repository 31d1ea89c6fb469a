#!/usr/bin/env python3
"""Recompute the due day of an order: python3 recompute.py BUNDLE (a ZIP or its folder; Python 3.8 or newer, nothing else).

Prints the due day, or "none" while the clock has not started, and exits 0; or the first difference and exits 1; exits 2
for what is no bundle. Looked at: the SHA-256 of every file and entry, that each event is the one that its entry speaks
of, and the count of days from commitment.json and law.json by rules C1 and C3 to C7. Days are texts like 2026-03-19.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, zip_longest
from pathlib import Path

NEVER = "9"  # behind every day


def sha256(octets: bytes) -> str:
    """Hash bytes to hex."""
    return hashlib.sha256(octets).hexdigest()


class Law:
    """The figures and the calendar: a notice's days off and days worked, else Monday to Friday."""

    def __init__(self, law: dict) -> None:
        self.figures, self.named = law["figures"], {}
        for notice in sorted(law["calendar"], key=lambda notice: notice["year"]):
            self.named.update({**dict.fromkeys(notice["off"], False), **dict.fromkeys(notice["work"], True)})

    def figure(self, name: str, day: str) -> int:
        """Return the value of a figure on a day."""
        return [row["value"] for row in self.figures[name] if row["from"] <= day][-1]

    def walk(self, day: str, count: int, spans: list | tuple = ()) -> Iterator[list]:
        """Yield every day up to the last of so many working days after a day, and whether it counts (T2, T3, C5)."""
        moment = date.fromisoformat(day)
        while count > 0:
            moment += timedelta(days=1)
            day = moment.isoformat()
            counted = self.named.get(day, moment.weekday() < 5) and not any(a <= day <= b for a, b in spans)
            count -= counted
            yield [day, counted]

    def last(self, figure: str, day: str) -> str:
        """Return the last day of a period that begins on a day."""
        return [[day], *self.walk(day, self.figure(figure, day))][-1][0]


def counts(law: Law, pause: dict, due: str, today: str) -> bool:
    """Tell whether a pause counts, the due day at its asking given (C3, C4)."""
    asked, answered = pause["asked_on"], pause["answered_on"]
    by = law.last("C4.answer_within", asked)
    if asked > min(due, law.last("C4.ask_within", pause["from"])):
        return False
    if answered and answered <= min(today, by):
        return pause["answer"] == "confirmed"
    return today > by and pause["cause"] in law.figure("C3.causes_of_owner", asked)


def extended(law: Law, promise: int, asked: list, today: str) -> int:
    """Return the working days of the extensions that count, each with the due day at its asking (C7)."""
    days = many = 0
    for e, due in sorted(asked, key=lambda pair: (pair[0]["agreed_on"] or NEVER, pair[0]["asked_on"])):
        on, agreed, most = e["asked_on"], e["agreed_on"] or NEVER, law.figure("C7.most", e["asked_on"])
        room = -(-promise // law.figure("C7.share_divisor", on)) - days
        in_time = on <= due and agreed <= min(today, due, law.last("C7.agree_within", on))
        if in_time and many < most and e["days"] <= room:
            days, many = days + e["days"], many + 1
    return days


def examined(law: Law, deliveries: list, today: str) -> Iterator[tuple]:
    """Yield the first and last days of what deliveries keep from being counted (C6)."""
    for d in (d for d in deliveries if d["on"] <= today):
        by, rejected, contested = law.last("C6.accept_within", d["on"]), d["rejected_on"], d["contested_on"]
        if (rejected or NEVER) > min(today, by):
            if today > by or (d["accepted_on"] or NEVER) <= today:
                return  # accepted: what follows does not matter
            continue
        in_time = contested and contested <= min(today, law.last("C6.contest_within", rejected))
        answered = in_time and (d["contest_answered_on"] or NEVER) <= today
        if answered and d["contest_answer"] == "unfounded":
            return
        if not d["repeat_defect"]:
            yield d["on"], rejected
        if in_time:
            yield contested, d["contest_answered_on"] if answered else today


def days(law: Law, c: dict, asked: list, today: str) -> list:
    """Return every day after the start up to the due day, and whether it counts (C1, C5)."""
    start = max(c["effective_on"] or NEVER, c["complete_on"] or NEVER)
    if start > today:
        return []
    pauses = [(p["from"], p["to"] or today) for p, due in asked if "from" in p and counts(law, p, due, today)]
    more = extended(law, c["promise"], [pair for pair in asked if "days" in pair[0]], today)
    return list(law.walk(start, c["promise"] + more, [*pauses, *examined(law, c["deliveries"], today)]))


def reckon(law: Law, c: dict, today: str) -> list:
    """Judge every request by the due day on the day of its asking, beside the others of that day (C4, C7)."""
    asked = []
    for day in sorted({r["asked_on"] for r in c["pauses"] + c["extensions"] if r["asked_on"] <= today}):
        due = [[NEVER], *days(law, c, asked, day)][-1][0]
        same = [(r, due) for r in c["pauses"] + c["extensions"] if r["asked_on"] == day]
        others = [(r, asked + [one for one in same if one[0] is not r]) for r, _ in same]
        asked = asked + [(r, [[NEVER], *days(law, c, beside, day)][-1][0]) for r, beside in others]
    return days(law, c, asked, today)


def hashes(files: dict, ledger: list) -> Iterator[str]:
    """Yield each file and each entry that is not the one whose SHA-256 stands beside it."""
    for line in files["SHA256SUMS"].decode().splitlines():
        if sha256(files.get(line[66:], b"")) != line[:64]:
            yield line[66:] + " has another SHA-256."
    for row in ledger:
        if sha256(row["text"].encode()) != row["sha256"]:
            yield "Entry " + json.loads(row["text"])["uid"] + " has another SHA-256."


def proofs(number: str, events: list, ledger: list) -> Iterator[str]:
    """Yield each event that is not the one that its entry speaks of."""
    entries = {entry["uid"]: entry for entry in (json.loads(row["text"]) for row in ledger)}
    if [e["entry"] for e in events] != [uid for uid in entries if "said_sha256" in entries[uid]["details"]]:
        yield "The events are not those of the entries."
    for e in events:
        said = {"number": number, "side": e["side"], "on": e["on"], "answers": e["answers"]}
        said.update(
            said_sha256=sha256(e["said"].encode()), files_sha256=[one["sha256"] for one in e["files"]]
        )
        entry = entries[e["entry"]]
        if [said, "delivery." + e["kind"], e["actor"]] != [entry["details"], entry["act"], entry["actor"]]:
            yield "Event " + str(e["id"]) + " is not the one that its entry speaks of."


def count(law: dict, commitment: dict, clock: dict) -> Iterator[str]:
    """Yield what is counted otherwise."""
    found = reckon(Law(law), commitment, clock["on"])
    for mine, told in zip_longest(found, ([day["date"], day["counted"]] for day in clock["days"])):
        if mine != told:
            yield "The days are counted otherwise: not " + str(told) + ", but " + str(mine) + "."
    if clock["due"] != (found[-1][0] if found else None):
        yield "The due day is another: not " + str(clock["due"]) + ", but " + str(found[-1:]) + "."


def read(path: Path) -> dict:
    """Read the files of a bundle."""
    if path.is_dir():
        return {one.name: one.read_bytes() for one in path.iterdir() if one.is_file()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def main(path: str) -> int:
    """Check one bundle; return the exit code."""
    try:
        files = read(Path(path))
        bundle = {name[:-5]: json.loads(files[name].decode()) for name in files if name.endswith(".json")}
        if bundle["order"]["format"] != "order-bundle/1":
            raise ValueError("its format is another")
    except (OSError, ValueError, LookupError, TypeError, RecursionError, zipfile.BadZipFile) as problem:
        sys.stderr.write("This is no bundle of an order: " + ascii(str(problem)) + "\n")
        return 2
    try:
        checks = (
            hashes(files, bundle["ledger"]),
            proofs(bundle["order"]["number"], bundle["events"], bundle["ledger"]),
        )
        found = count(bundle["law"], bundle["commitment"], bundle["clock"])
        difference = next(chain(*checks, found), "")
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as problem:
        difference = "It is not of its form: " + repr(problem)
    sys.stdout.write((difference or bundle["clock"]["due"] or "none") + "\n")
    return 1 if difference else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.stderr.write(__doc__)
        sys.exit(2)
    sys.exit(main(sys.argv[1]))
