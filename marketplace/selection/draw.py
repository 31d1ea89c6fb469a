"""S2, S7: the verifiable draw, its record, and the replay of a record; pure.

The algorithm is Verifiable Random Selection (M. Thomson, draft-thomson-elegy-vrs-00, 2023). It works on bytes; a
record holds hashes, codes and positions as lower-case hex.
"""

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from marketplace.selection.record_form import DIGEST, FORMAT, Kind, canonical, digest, faults, read


@dataclass(frozen=True)
class Sizes:
    """How long the secret of a draw is, and how often it is hashed before it is published."""

    secret_bytes: int
    chain: int


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
class Announced:
    """What was published with a notice: its number, whose money, the length of the chain and its last hash."""

    notice: str
    public_money: bool
    chain: int
    commitment: bytes
    at: datetime


@dataclass(frozen=True)
class Drawn:
    """One draw of a notice: its round from 1, the codes revealed earlier, its own code, the sources, the moment."""

    round: int
    revealed: Sequence[bytes]
    code: bytes
    sources: Sequence[Source]
    at: datetime


@dataclass(frozen=True)
class Replay:
    """What came of computing a record again: the order, or the first difference that was found."""

    order: tuple[str, ...] = ()
    difference: Sentence | None = None

    @property
    def valid(self) -> bool:
        """Tell whether nothing differed."""
        return self.difference is None


def sizes(book: Rulebook, today: date) -> Sizes:
    """Return the sizes of the chain that a notice published today commits to."""
    return Sizes(book.whole("S2.draw_secret_bytes", today), book.whole("S2.draw_chain", today))


def new_chain(secret: bytes, length: int) -> bytes:
    """Return what is published of a secret before a draw: SHA-256 applied to it as often as the chain is long."""
    if not secret or length < 1:
        raise ValueError("A chain needs a secret and at least one hash.")
    return _hashed(secret, length)


def code(secret: bytes, chain: int, round_: int) -> bytes:
    """Return the code of a round from 1: the secret hashed as often as the chain is long, less the round."""
    if not secret or not 1 <= round_ <= chain:
        raise ValueError("A code needs a secret and a round from 1 to the length of the chain.")
    return _hashed(secret, chain - round_)


def labels_digest(labels: Iterable[str]) -> str:
    """Return the SHA-256 of the labels, sorted and joined by line feeds, in hex."""
    return _sha256("\n".join(sorted(labels)))


def randomness(sources: Iterable[Source]) -> str:
    """Return the randomness that the sources make: the lines name=value in their order, joined by line feeds."""
    return _lines((source.name, source.value) for source in sources)


def positions(code: bytes, randomness: str, labels: Iterable[str]) -> dict[str, bytes]:
    """Return where each label comes to stand, the first position first.

    HKDF with SHA-256 (RFC 5869): extracted with the code as salt and the randomness as material, expanded to its
    first block with the label as info.
    """
    key = hmac.digest(code, randomness.encode(), "sha256")
    placed = {label: hmac.digest(key, label.encode() + b"\x01", "sha256") for label in labels}
    return dict(sorted(placed.items(), key=lambda place: place[1]))


@applies("S2", "S7")
def order(code: bytes, randomness: str, labels: Iterable[str]) -> tuple[str, ...]:
    """Return the labels in the order of the draw (S2, S7): the first wins, the next ones are the reserves."""
    return tuple(positions(code, randomness, labels))


def record(announced: Announced, labels: Iterable[str], closed_at: datetime, drawn: Drawn) -> bytes:
    """Write the record of a draw as it is published; raise ValueError where it would not stand its own replay.

    Moments are written in the zone that they come in.
    """
    listed, mixed = sorted(labels), randomness(drawn.sources)
    placed = positions(drawn.code, mixed, listed)
    fields = {
        "format": FORMAT,
        "notice": announced.notice,
        "public_money": announced.public_money,
        "published_at": _written(announced.at),
        "chain": announced.chain,
        "commitment": announced.commitment.hex(),
        "closed_at": _written(closed_at),
        "labels": listed,
        "labels_sha256": labels_digest(listed),
        "round": drawn.round,
        "revealed": [earlier.hex() for earlier in drawn.revealed],
        "code": drawn.code.hex(),
        "sources": [_told(source) for source in drawn.sources],
        "randomness": mixed,
        "drawn_at": _written(drawn.at),
        "positions": {label: position.hex() for label, position in placed.items()},
        "order": list(placed),
    }
    written = canonical(fields | {DIGEST: digest(fields)})
    if difference := replay(written).difference:
        raise ValueError(str(difference))
    return written


@applies("S2", "S7")
def replay(written: bytes) -> Replay:
    """Compute a draw again from its record and name the first difference (S2, S7: a draw is verifiable).

    Raises NoRecord for what is no record at all.
    """
    fields = read(written)
    difference = next(_differences(fields, written), None)
    return Replay(difference=difference) if difference else Replay(tuple(fields["order"]))


def _differences(fields: Mapping[str, Any], written: bytes) -> Iterator[Sentence]:
    """Yield what is wrong with a record; a step may rely on the steps before it having found nothing."""
    yield from faults(fields)
    yield from _codes(fields)
    yield from _labels(fields)
    yield from _origins(fields)
    yield from _moments(fields)
    yield from _outcome(fields)
    if canonical(fields) != written:
        yield say(
            "The record is not in its canonical form: a space, a line end, an escape or a field's order differs."
        )
    if (found := digest(fields)) != fields[DIGEST]:
        yield say("The SHA-256 of the record is %(found)s, not %(given)s.", found=found, given=fields[DIGEST])


def _codes(fields: Mapping[str, Any]) -> Iterator[Sentence]:
    """Tell whether each code is proved by hashing it to the one published before it."""
    before, round_ = fields["commitment"], fields["round"]
    if round_ >= fields["chain"]:
        yield say("Round %(round)s would reveal the secret, which is never drawn with.", round=round_)
    if len(fields["revealed"]) != round_ - 1:
        yield say(
            "In round %(round)s, %(codes)s codes have been revealed before.", round=round_, codes=round_ - 1
        )
    for number, shown in enumerate([*fields["revealed"], fields["code"]], 1):
        if hashlib.sha256(bytes.fromhex(shown)).hexdigest() != before:
            yield say(
                "The code of round %(round)s does not hash to what was published before it.", round=number
            )
        before = shown


def _labels(fields: Mapping[str, Any]) -> Iterator[Sentence]:
    labels, found = fields["labels"], labels_digest(fields["labels"])
    if labels != sorted(set(labels)):
        yield say("The labels are not sorted, or one of them stands twice.")
    if found != fields["labels_sha256"]:
        yield say(
            "The SHA-256 of the labels is %(found)s, not %(given)s.",
            found=found,
            given=fields["labels_sha256"],
        )


def _origins(fields: Mapping[str, Any]) -> Iterator[Sentence]:
    """Tell whether the sources may decide together, and whether each contribution is the one that was lodged."""
    sources = fields["sources"]
    if len({source["name"] for source in sources}) != len(sources):
        yield say("Two sources have one name.")
    if fields["public_money"] and Kind.FIGURE not in {source["kind"] for source in sources}:
        yield say("With public money one of the sources is a public figure.")
    for source in sources:
        lodged = source["lodged_at"], source["lodged_sha256"]
        if source["kind"] == Kind.FIGURE and lodged != (None, None):
            yield say("%(name)s is a public figure, which nobody lodges.", name=source["name"])
        if source["kind"] == Kind.CONTRIBUTION and (None in lodged or _sha256(source["value"]) != lodged[1]):
            yield say("%(name)s is not the contribution that was lodged.", name=source["name"])


def _moments(fields: Mapping[str, Any]) -> Iterator[Sentence]:
    """Tell whether everything came in its order: published, closed, then known, then drawn."""
    closed, drawn = _moment(fields["closed_at"]), _moment(fields["drawn_at"])
    if _moment(fields["published_at"]) >= closed:
        yield say("The notice was published after its closing.")
    for source in fields["sources"]:
        if source["lodged_at"] and _moment(source["lodged_at"]) > closed:
            yield say("%(name)s was lodged after the closing.", name=source["name"])
        if not closed < _moment(source["at"]) <= drawn:
            yield say("%(name)s was not known between the closing and the draw.", name=source["name"])


def _outcome(fields: Mapping[str, Any]) -> Iterator[Sentence]:
    mixed = _lines((source["name"], source["value"]) for source in fields["sources"])
    if mixed != fields["randomness"]:
        yield say("The randomness is not the lines that the sources make.")
    placed = positions(bytes.fromhex(fields["code"]), mixed, fields["labels"])
    for label, position in placed.items():
        if fields["positions"].get(label) != position.hex():
            yield say("The position of %(label)s is %(found)s.", label=label, found=position.hex())
    if len(fields["positions"]) != len(placed):
        yield say("A position is given to what is no label.")
    if fields["order"] != list(placed):
        yield say("The order is %(found)s.", found=", ".join(placed))


def _told(source: Source) -> dict[str, object]:
    return {
        "name": source.name,
        "kind": source.kind,
        "from": source.origin,
        "at": _written(source.at),
        "value": source.value,
        "lodged_at": source.lodged_at and _written(source.lodged_at),
        "lodged_sha256": source.lodged_sha256,
    }


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")  # one without a zone has not the form: the replay refuses it


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}={value}" for name, value in pairs)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _hashed(secret: bytes, times: int) -> bytes:
    for _ in range(times):
        secret = hashlib.sha256(secret).digest()
    return secret
