"""The form of a draw's record: its fields, its one way of being written, its digest; pure, because draw imports it."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from kernel.sentences import Sentence, say

FORMAT = "vrs-record/2"
DIGEST = "sha256"
MOST = 1_000_000  # hashes in a chain; every program reads a number of this size alike

Fits = Callable[[object], bool]
Form = tuple[Fits, Sentence]


class NoRecord(ValueError):
    """What was given is no record of a draw at all; carries the sentence that says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


class Kind(StrEnum):
    """Where a part of the randomness comes from: a public figure, or a text that somebody contributes."""

    FIGURE = "public-figure"
    CONTRIBUTION = "contribution"


def read(written: bytes) -> Mapping[str, Any]:
    """Read the fields of a record, whatever they hold; raise NoRecord for what is no record at all."""
    try:
        fields = json.loads(written.decode())
    # Also what is no UTF-8, and a number or nesting beyond Python's limits.
    except (ValueError, RecursionError):
        raise NoRecord(say("This is no record of a draw: it is not JSON in UTF-8.")) from None
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        raise NoRecord(say("This is no record of a draw: its format is not %(format)s.", format=FORMAT))
    return fields


def canonical(fields: Mapping[str, Any]) -> bytes:
    """Write fields in the one form that a record has: JSON, UTF-8, keys sorted, two spaces, one last line feed."""
    return f"{json.dumps(fields, ensure_ascii=False, sort_keys=True, indent='  ')}\n".encode()


def digest(fields: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical form without the digest itself; the ledger holds the same."""
    body = {name: value for name, value in fields.items() if name != DIGEST}
    return hashlib.sha256(canonical(body)).hexdigest()


def faults(fields: Mapping[str, Any]) -> Iterator[Sentence]:
    """Yield which fields are missing, unknown, or not of their form."""
    yield from _faults(fields, FIELDS, "")
    yield from _each(fields, "named", NAMED)
    yield from _each(fields, "sources", SOURCE)
    if void := fields["voided"]:
        yield from _faults(void, VOIDED, "voided.")
        yield from _each(void, "revealed", SOURCE, "voided.")
        yield from _each(void, "withheld", WITHHELD, "voided.")


def _each(
    fields: Mapping[str, Any], name: str, forms: Mapping[str, Form], at: str = ""
) -> Iterator[Sentence]:
    for index, one in enumerate(fields[name]):
        yield from _faults(one, forms, f"{at}{name}[{index}].")


def _faults(fields: Mapping[str, Any], forms: Mapping[str, Form], at: str) -> Iterator[Sentence]:
    for name in sorted(forms.keys() - fields.keys()):
        yield say("%(field)s is missing.", field=f"{at}{name}")
    for name in sorted(fields.keys() - forms.keys()):
        yield say("%(field)s is no field of a record.", field=f"{at}{name!a}")  # whatever letters it has
    for name, (fits, wanted) in sorted(forms.items()):
        if not fits(fields[name]):
            yield say("%(field)s must be %(wanted)s.", field=f"{at}{name}", wanted=wanted)


def _matches(pattern: str) -> Fits:
    form = re.compile(pattern)
    return lambda value: isinstance(value, str) and form.fullmatch(value) is not None


def _list_of(fits: Fits) -> Fits:
    return lambda value: isinstance(value, list) and bool(value) and all(map(fits, value))


def _or_none(fits: Fits) -> Fits:
    return lambda value: value is None or fits(value)


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST


def _is_moment(value: object) -> bool:
    try:
        return _has_moments_form(value) and bool(datetime.fromisoformat(str(value)))
    except ValueError:  # a thirtieth of February
        return False


def _are_positions(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_label, value)) and all(map(_is_hash, value.values()))


# No line break, which parts the lines of the randomness; no half of a character, which UTF-8 cannot write.
_BREAKS = "\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"
_CLOCK = "([01][0-9]|2[0-3]):[0-5][0-9]"
_has_moments_form = _matches(f"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{_CLOCK}:[0-5][0-9][+-]{_CLOCK}")
_is_label = _matches("[0-9A-Z]{18}")
_is_hash = _matches("[0-9a-f]{64}")
_is_name = _matches(f"[^={_BREAKS}]+")

_WHOLE: Form = (_is_whole, say("a whole number from 1 to %(most)s", most=MOST))
_FLAG: Form = (lambda value: isinstance(value, bool), say("true or false"))
_MOMENT: Form = (_is_moment, say("a moment with its zone, like 2026-05-26T17:00:00+08:00"))
_MOMENT_OR_NONE: Form = (
    _or_none(_is_moment),
    say("null or a moment with its zone, like 2026-05-26T17:00:00+08:00"),
)
_HASH: Form = (_is_hash, say("64 hexadecimal digits in lower case"))
_HASH_OR_NONE: Form = (_or_none(_is_hash), say("null or 64 hexadecimal digits in lower case"))
_TEXT: Form = (_matches(f"[^{_BREAKS}]+"), say("a text in one line"))
_NAME: Form = (_is_name, say("a text in one line without an equals sign"))
_LINES: Form = (lambda value: isinstance(value, str), say("a text"))
_KIND: Form = (lambda value: value in list(Kind), say("public-figure or contribution"))
_CODES: Form = (
    lambda value: isinstance(value, list) and all(map(_is_hash, value)),
    say("a list of codes, each 64 hexadecimal digits in lower case"),
)
_LABELS: Form = (_list_of(_is_label), say("a list of unified social credit codes"))
_OBJECTS: Form = (_list_of(_is_object), say("a list of objects"))
_ANY_OBJECTS: Form = (
    lambda value: isinstance(value, list) and all(map(_is_object, value)),
    say("a list of objects, which may be empty"),
)
_NAMES: Form = (
    lambda value: isinstance(value, list) and all(map(_is_name, value)),
    say("a list of texts without an equals sign"),
)
_OBJECT_OR_NONE: Form = (
    lambda value: value is None or (_is_object(value) and bool(value)),
    say("null or an object"),
)
_POSITIONS: Form = (_are_positions, say("an object of credit codes with 64 hexadecimal digits each"))

SOURCE: Mapping[str, Form] = {
    "name": _NAME,
    "kind": _KIND,
    "from": _TEXT,
    "at": _MOMENT,
    "value": _TEXT,
    "lodged_at": _MOMENT_OR_NONE,
    "lodged_sha256": _HASH_OR_NONE,
}
NAMED: Mapping[str, Form] = {"kind": _KIND, "name": _NAME}
WITHHELD: Mapping[str, Form] = {"name": _NAME, "from": _TEXT, "lodged_at": _MOMENT, "lodged_sha256": _HASH}
VOIDED: Mapping[str, Form] = {"at": _MOMENT, "revealed": _ANY_OBJECTS, "withheld": _OBJECTS}
FIELDS: Mapping[str, Form] = {
    "format": _TEXT,
    "notice": _TEXT,
    "public_money": _FLAG,
    "published_at": _MOMENT,
    "chain": _WHOLE,
    "commitment": _HASH,
    "closed_at": _MOMENT,
    "named": _OBJECTS,
    "repeat": _NAME,
    "absent": _NAMES,
    "labels": _LABELS,
    "labels_sha256": _HASH,
    "round": _WHOLE,
    "revealed": _CODES,
    "code": _HASH,
    "voided": _OBJECT_OR_NONE,
    "sources": _OBJECTS,
    "randomness": _LINES,
    "drawn_at": _MOMENT,
    "positions": _POSITIONS,
    "order": _LABELS,
    DIGEST: _HASH,
}
