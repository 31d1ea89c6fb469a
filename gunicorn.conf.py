"""What gunicorn asks for when it starts: it does not start half-configured."""

import sys
from typing import Any

from marketplace.config import Unconfigured, from_environment

BAD_SETTINGS = 2


def on_starting(_server: Any) -> None:  # noqa: ANN401  gunicorn's own, which has no types
    """Refuse to start where a setting is missing or wrong, naming all at once."""
    try:
        from_environment().validate()
    except Unconfigured as missing:
        sys.stderr.write(f"{missing}\n")
        raise SystemExit(BAD_SETTINGS) from None
