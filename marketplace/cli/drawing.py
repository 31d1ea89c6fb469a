"""`flask draw`: compute the verifiable draw by hand, and replay the record of one; neither needs a database."""

import re
from pathlib import Path

import click
from flask.cli import AppGroup

from marketplace.cli.faces import CHECKED_FALSE, BadInput, face, show
from marketplace.selection import draw as rule
from marketplace.selection.record_form import MOST, NoRecord

draw = AppGroup("draw", help="The verifiable draw (S2, S7).")
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")
HEX = re.compile(r"(?:[0-9a-fA-F]{2})+")
WHOLE = re.compile(r"[0-9]{1,7}")


@draw.command("vrs", with_appcontext=False)
@click.option("--secret-hex", required=True, metavar="HEX", help="The secret, of any length.")
@click.option("--chain", "length", required=True, metavar="N", help="How often the secret is hashed.")
@click.option("--round", "round_", required=True, metavar="K", help="The round, from 1 to N.")
@click.option("--randomness", required=True, metavar="TEXT", help="The randomness, as it stands.")
@click.argument("labels", nargs=-1, metavar="LABEL...")
@as_json
@face
def vrs(
    secret_hex: str,
    length: str,
    round_: str,
    randomness: str,
    labels: tuple[str, ...],
    as_json: bool,  # noqa: FBT001  click's form
) -> None:
    """Draw among the labels by the bare algorithm. A label that begins with a dash comes after --."""
    if not HEX.fullmatch(secret_hex):
        raise BadInput(
            f"--secret-hex must be one byte or more, each of two hexadecimal digits, not {secret_hex!r}."
        )
    chain = whole(length, "--chain", MOST)
    secret, number = bytes.fromhex(secret_hex), whole(round_, "--round", chain)
    code = rule.code(secret, chain, number)
    placed = rule.positions(code, text(randomness, "--randomness"), distinct(labels))
    shown = {label: position.hex() for label, position in placed.items()}
    known = {"commitment": rule.new_chain(secret, chain).hex(), "code": code.hex()}
    if as_json:
        show(known | {"positions": shown, "order": list(shown)}, as_json=True)
    else:
        show(known | {position: label for label, position in shown.items()}, as_json=False)


@draw.command("replay", with_appcontext=False)
@click.argument("path", metavar="RECORD", type=click.Path(path_type=Path))
@as_json
@face
def replay(path: Path, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Compute the draw of a RECORD again: print its order, or the first difference."""
    try:
        found = rule.replay(path.read_bytes())
    except OSError as problem:
        raise BadInput(f"{path} cannot be read: {problem.strerror}.") from None
    except NoRecord as problem:
        raise BadInput(f"{path}: {problem}") from None
    if found.difference:
        show({"valid": False, "difference": str(found.difference)}, as_json=as_json)
        raise SystemExit(CHECKED_FALSE)
    if as_json:
        show({"valid": True, "order": list(found.order)}, as_json=True)
    else:
        show(list(found.order), as_json=False)


def whole(given: str, name: str, most: int) -> int:
    """Read a whole number from 1; raise BadInput with its bounds."""
    if not WHOLE.fullmatch(given) or not 1 <= int(given) <= most:
        raise BadInput(f"{name} must be a whole number from 1 to {most}, not {given!r}.")
    return int(given)


def text(given: str, name: str) -> str:
    """Return a text that can be written as UTF-8; raise BadInput where the shell gave other bytes."""
    try:
        given.encode()
    except UnicodeEncodeError:
        raise BadInput(f"{name} must be UTF-8 text, not {given!a}.") from None
    return given


def distinct(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return the labels; raise BadInput where there are none, or one of them stands twice."""
    if not labels:
        raise BadInput("Give at least one label.")
    for at, label in enumerate(labels):
        if text(label, "A label") in labels[:at]:
            raise BadInput(f"The label {label!r} stands twice.")
    return labels
