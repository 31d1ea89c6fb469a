"""An order's commitment and its clock in the fixed forms that `flask clock explain` reads and answers. Pure."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from kernel.rulebook import Rulebook
from kernel.sentences import Sentence
from kernel.workdays import Calendar
from marketplace.delivery.rules.history import Commitment, Delivery, Events, Extension, Pause
from marketplace.delivery.rules.reckoning import Clock

Form = dict[str, Any]
_CLOCK = "C"  # the rules of the clock


def commitment(made: Commitment, events: Events) -> Form:
    """Write what is promised and what happened to it; without an effective day there is no commitment yet."""
    return {
        "promise": made.promise,
        "effective_on": None if made.effective_on == date.max else made.effective_on,
        "complete_on": made.complete_on,
        "ended_on": made.ended_on,
        "pauses": [_pause(pause) for pause in events.pauses],
        "extensions": [_extension(extension) for extension in events.extensions],
        "deliveries": [_delivery(delivery) for delivery in events.deliveries],
    }


def clock(verdict: Clock) -> Form:
    """Write what the clock says; days and sentences are left to whoever prints them."""
    return {
        "due": verdict.due,
        "light": verdict.light,
        "left": verdict.left,
        "late": verdict.late,
        "extended": verdict.extended,
        "provisional": verdict.provisional,
        "days": [{"date": day.date, "counted": day.counted, "why": day.why} for day in verdict.days],
        "ignored": [{"what": one.what, "index": one.index, "rule": one.rule} for one in verdict.ignored],
    }


def law(calendar: Calendar, book: Rulebook, first: int, imported: Mapping[int, int]) -> Form:
    """Write the figures of the clock's rules, and the yearly notices from a year on; edition 0 is the one shipped."""
    figures = {key: figure.values for key, figure in book.figures.items() if figure.rule[0] == _CLOCK}
    return {
        "rulebook": book.edition,
        "adopted": [{"edition": name, "from": since} for since, name in book.later],
        "figures": {
            key: [{"from": one.since, "value": one.value} for one in values]
            for key, values in figures.items()
        },
        "calendar": [
            {"edition": imported.get(notice.year, 0)}
            | asdict(notice)
            | {"off": sorted(notice.off), "work": sorted(notice.work)}
            for year, notice in sorted(calendar.notices.items())
            if year >= first
        ],
    }


def packed(value: object) -> bytes:
    """Write a form as JSON: keys sorted, days as ISO text, sentences in English."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=_plain)
    return (text + "\n").encode()


def _plain(value: object) -> str:
    if isinstance(value, date | Sentence):
        return str(value)
    raise TypeError(f"a bundle cannot hold a {type(value).__name__}")


def _pause(pause: Pause) -> Form:
    return {
        "from": pause.first_on,
        "to": pause.last_on,
        "cause": int(pause.cause),
        "asked_on": pause.asked_on,
        "answer": pause.answer,
        "answered_on": pause.answered_on,
    }


def _extension(extension: Extension) -> Form:
    return {
        "days": extension.days,
        "asked_on": extension.asked_on,
        "agreed_on": extension.agreed_on,
        "refused_on": extension.refused_on,
    }


def _delivery(delivery: Delivery) -> Form:
    return {
        "on": delivery.on,
        "rejected_on": delivery.rejected_on,
        "repeat_defect": delivery.repeat_defect,
        "accepted_on": delivery.accepted_on,
        "contested_on": delivery.contested_on,
        "contest_answered_on": delivery.contest_answered_on,
        "contest_answer": delivery.contest_answer,
    }
