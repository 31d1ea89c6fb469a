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
from marketplace.selection import lines
from marketplace.selection.lines import Named as Named  # what a draw is made of, for its callers
from marketplace.selection.lines import Source as Source
from marketplace.selection.lines import Voided, joined, read_moment, sha256, told, told_void
from marketplace.selection.lines import written as written_moment
from marketplace.selection.record_form import DIGEST, FORMAT, canonical, digest, faults, read


@dataclass(frozen=True)
class Sizes:
    """How long the secret of a draw is, and how often it is hashed before it is published."""

    secret_bytes: int
    chain: int


@dataclass(frozen=True)
class Announced:
    """What was published with a notice: its number, whose money, the length of the chain and its last hash.

    `named` are the lines of the randomness in their order, `repeat` the public figure that a repeated draw takes alone.
    """

    notice: str
    public_money: bool
    chain: int
    commitment: bytes
    at: datetime
    named: Sequence[Named]
    repeat: str


@dataclass(frozen=True)
class Drawn:
    """One draw of a notice: its round from 1, the codes revealed earlier, its own code, the sources, the moment.

    `absent` are the contributions named that nobody lodged; `voided` is the first draw where it was void.
    """

    round: int
    revealed: Sequence[bytes]
    code: bytes
    sources: Sequence[Source]
    at: datetime
    absent: Sequence[str] = ()
    voided: Voided | None = None


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
    return sha256("\n".join(sorted(labels)))


def randomness(sources: Iterable[Source]) -> str:
    """Return the randomness that the sources make: the lines name=value in their order, joined by line feeds."""
    return joined((source.name, source.value) for source in sources)


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
        "published_at": written_moment(announced.at),
        "chain": announced.chain,
        "commitment": announced.commitment.hex(),
        "closed_at": written_moment(closed_at),
        "named": [{"kind": line.kind, "name": line.name} for line in announced.named],
        "repeat": announced.repeat,
        "absent": list(drawn.absent),
        "labels": listed,
        "labels_sha256": labels_digest(listed),
        "round": drawn.round,
        "revealed": [earlier.hex() for earlier in drawn.revealed],
        "code": drawn.code.hex(),
        "voided": told_void(drawn.voided),
        "sources": [told(source) for source in drawn.sources],
        "randomness": mixed,
        "drawn_at": written_moment(drawn.at),
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
    yield from lines.differences(fields)
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


def _moments(fields: Mapping[str, Any]) -> Iterator[Sentence]:
    """Tell whether everything came in its order: published, closed, then known, then drawn."""
    closed, drawn = read_moment(fields["closed_at"]), read_moment(fields["drawn_at"])
    if read_moment(fields["published_at"]) >= closed:
        yield say("The notice was published after its closing.")
    for source in fields["sources"]:
        if source["lodged_at"] and read_moment(source["lodged_at"]) > closed:
            yield say("%(name)s was lodged after the closing.", name=source["name"])
        if not closed < read_moment(source["at"]) <= drawn:
            yield say("%(name)s was not known between the closing and the draw.", name=source["name"])


def _outcome(fields: Mapping[str, Any]) -> Iterator[Sentence]:
    mixed = joined((source["name"], source["value"]) for source in fields["sources"])
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


def _hashed(secret: bytes, times: int) -> bytes:
    for _ in range(times):
        secret = hashlib.sha256(secret).digest()
    return secret
