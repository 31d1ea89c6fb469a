"""A choice as it is kept: written to JSON and read back, its sentences whole; pure."""

import json
from collections.abc import Iterable
from typing import Any

from kernel import sentences
from kernel.sentences import Sentence
from marketplace.selection.choosing import Choice


def write(choice: Choice) -> str:
    """Write a choice as JSON."""
    fields = {
        "places": choice.places,
        "merits": {label: [sentences.write(one) for one in said] for label, said in choice.merits.items()},
        "summary": [sentences.write(one) for one in choice.summary],
        "draws": choice.draws,
        "gone": [[label, sentences.write(why)] for label, why in choice.gone],
    }
    return json.dumps(fields, ensure_ascii=False, sort_keys=True)


def read(text: str) -> Choice:
    """Read a choice back."""
    fields: dict[str, Any] = json.loads(text)
    return Choice(
        places=tuple(tuple(place) for place in fields["places"]),
        merits={label: _said(said) for label, said in fields["merits"].items()},
        summary=_said(fields["summary"]),
        draws=tuple(tuple(drawn) for drawn in fields["draws"]),
        gone=tuple((label, sentences.read(why)) for label, why in fields["gone"]),
    )


def write_reasons(reasons: dict[str, Sentence]) -> str:
    """Write why agencies were left out, by label."""
    return json.dumps({label: sentences.write(why) for label, why in reasons.items()}, ensure_ascii=False)


def read_reasons(text: str) -> dict[str, Sentence]:
    """Read why agencies were left out, by label."""
    return {label: sentences.read(why) for label, why in json.loads(text).items()}


def _said(texts: Iterable[str]) -> tuple[Sentence, ...]:
    return tuple(sentences.read(one) for one in texts)
