"""S2: the lines that make the randomness of a draw: which were named, which take part, what voided a draw; pure."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.sentences import Sentence, say
from marketplace.selection.record_form import Kind

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Named:
    """One line of the randomness as a notice names it, before anybody registers: its kind and its name."""

    kind: Kind
    name: str


@dataclass(frozen=True)
class Withheld:
    """A contribution that was lodged and not revealed: its name, whose it is, when and as what it was lodged."""

    name: str
    origin: str
    lodged_at: datetime
    lodged_sha256: str


@dataclass(frozen=True)
class Source:
    """One part of the randomness: its name, kind, origin, the moment from which it was known, and its value.

    A contribution was lodged before, by the SHA-256 of its text.
    """

    name: str
    kind: Kind
    origin: str
    at: datetime
    value: str
    lodged_at: datetime | None = None
    lodged_sha256: str | None = None


@dataclass(frozen=True)
class Voided:
    """A first draw that was void from a moment on: what had been revealed by then, and what was withheld."""

    at: datetime
    revealed: Sequence[Source]
    withheld: Sequence[Withheld]


def joined(pairs: Iterable[tuple[str, str]]) -> str:
    """Return the lines name=value in their order, joined by line feeds."""
    return "\n".join(f"{name}={value}" for name, value in pairs)


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def written(moment: datetime) -> str:
    """Write a moment as a record holds it; one without a zone has not the form, and the replay refuses it."""
    return moment.isoformat(timespec="seconds")


def read_moment(text: str) -> datetime:
    """Read a moment of a record."""
    return datetime.fromisoformat(text)


def told(source: Source) -> dict[str, object]:
    """Write a source as a record holds it."""
    return {
        "name": source.name,
        "kind": source.kind,
        "from": source.origin,
        "at": written(source.at),
        "value": source.value,
        "lodged_at": source.lodged_at and written(source.lodged_at),
        "lodged_sha256": source.lodged_sha256,
    }


def told_void(void: Voided | None) -> dict[str, object] | None:
    """Write the draw that was void as a record holds it."""
    if void is None:
        return None
    withheld = [
        {
            "name": one.name,
            "from": one.origin,
            "lodged_at": written(one.lodged_at),
            "lodged_sha256": one.lodged_sha256,
        }
        for one in void.withheld
    ]
    return {
        "at": written(void.at),
        "revealed": [told(source) for source in void.revealed],
        "withheld": withheld,
    }


def differences(fields: Fields) -> Iterator[Sentence]:
    """Yield what is wrong with the lines of a record whose fields are of their form."""
    yield from _origins(fields)
    yield from _named(fields)
    yield from _voiding(fields)


def _origins(fields: Fields) -> Iterator[Sentence]:
    """Tell whether the sources may decide together, and whether each contribution is the one that was lodged."""
    sources = fields["sources"]
    if len({source["name"] for source in sources}) != len(sources):
        yield say("Two sources have one name.")
    if fields["public_money"] and not all(map(_has_figure, (sources, fields["named"]))):
        yield say("With public money one of the sources is a public figure.")
    for source in sources:
        if source["kind"] == Kind.FIGURE and (source["lodged_at"], source["lodged_sha256"]) != (None, None):
            yield say("%(name)s is a public figure, which nobody lodges.", name=source["name"])
        if source["kind"] == Kind.CONTRIBUTION and not _is_as_lodged(source):
            yield _changed(source)


def _named(fields: Fields) -> Iterator[Sentence]:
    """Tell whether the lines are those that the notice named, in that order, without what was not lodged.

    A repeated draw takes the public figure alone, and so does a first one for which nothing was lodged.
    """
    names, absent = [line["name"] for line in fields["named"]], fields["absent"]
    figures = {line["name"] for line in fields["named"] if line["kind"] == Kind.FIGURE}
    if len(set(names)) != len(names) or not figures <= {fields["repeat"]}:
        yield say("The lines that were named are not one of a kind.")
    if len(set(absent)) != len(absent) or not set(absent) <= set(_given(fields)):
        yield say("What is said not to have been lodged was not named.")
    wanted = [line for line in fields["named"] if line["name"] not in absent and fields["round"] == 1]
    wanted = wanted or [{"kind": Kind.FIGURE, "name": fields["repeat"]}]
    if len(wanted) != len(fields["sources"]) or not all(map(_is_named, fields["sources"], wanted)):
        yield say("The lines are not those that the notice named, in their order.")


def _voiding(fields: Fields) -> Iterator[Sentence]:
    """Tell whether a draw said to have been void was: somebody withheld what had been lodged before the closing."""
    void = fields["voided"]
    if void is None:
        return
    if fields["round"] == 1:
        yield say("The first draw repeats none that was void.")
    lodged = [*void["revealed"], *void["withheld"]]
    if sorted(one["name"] for one in lodged) != sorted(set(_given(fields)) - set(fields["absent"])):
        yield say("A void draw names each contribution that was lodged, once.")
    for one in void["revealed"]:
        if one["kind"] != Kind.CONTRIBUTION or not _is_as_lodged(one):
            yield _changed(one)
    yield from _times(void, lodged, fields)


def _times(void: Fields, lodged: Iterable[Fields], fields: Fields) -> Iterator[Sentence]:
    """Tell whether a void draw came in its order: lodged, closed, revealed in part, void, then the next figure."""
    closed, at = read_moment(fields["closed_at"]), read_moment(void["at"])
    for one in lodged:
        if read_moment(one["lodged_at"]) > closed:
            yield say("%(name)s was lodged after the closing.", name=one["name"])
    for one in void["revealed"]:
        if not closed < read_moment(one["at"]) < at:
            yield say("%(name)s was not revealed between the closing and the voiding.", name=one["name"])
    if at <= closed or any(read_moment(source["at"]) <= at for source in fields["sources"]):
        yield say("The figure of a repeated draw was known before the draw was void.")


def _changed(source: Fields) -> Sentence:
    return say("%(name)s is not the contribution that was lodged.", name=source["name"])


def _has_figure(lines: Iterable[Fields]) -> bool:
    return any(line["kind"] == Kind.FIGURE for line in lines)


def _is_as_lodged(source: Fields) -> bool:
    return source["lodged_at"] is not None and sha256(source["value"]) == source["lodged_sha256"]


def _is_named(source: Fields, line: Fields) -> bool:
    """Tell whether a source is the line that was named; a public figure adds the day or round of its appearance."""
    same = source["name"] == line["name"]
    if line["kind"] == Kind.FIGURE:
        same = source["name"].startswith(line["name"])
    return bool(same and source["kind"] == line["kind"])


def _given(fields: Fields) -> list[str]:
    return [line["name"] for line in fields["named"] if line["kind"] == Kind.CONTRIBUTION]
