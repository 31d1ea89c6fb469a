"""S2: a choice written as text and read back whole, so that a draw or a give-up may come weeks later; pure."""

import json
from typing import Any

from kernel.sentences import Sentence
from kernel.sentences import read as read_sentence
from kernel.sentences import write as write_sentence
from marketplace.selection.choosing import Choice


def write(choice: Choice) -> str:
    """Write a choice as JSON."""
    return json.dumps(
        {
            "places": choice.places,
            "merits": {label: _written(said) for label, said in choice.merits.items()},
            "summary": _written(choice.summary),
            "draws": choice.draws,
            "gone": [[label, _written((why,))[0]] for label, why in choice.gone],
        },
        ensure_ascii=False,
        sort_keys=True,
    )


def read(text: str) -> Choice:
    """Read a choice back."""
    written: dict[str, Any] = json.loads(text)
    return Choice(
        places=_rows(written["places"]),
        merits={label: _read(said) for label, said in written["merits"].items()},
        summary=_read(written["summary"]),
        draws=_rows(written["draws"]),
        gone=tuple((label, _read([why])[0]) for label, why in written["gone"]),
    )


def _written(said: tuple[Sentence, ...]) -> list[Any]:
    return [json.loads(write_sentence(sentence)) for sentence in said]


def _read(said: list[Any]) -> tuple[Sentence, ...]:
    return tuple(read_sentence(json.dumps(sentence)) for sentence in said)


def _rows(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)
