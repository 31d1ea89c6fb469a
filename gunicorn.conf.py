"""What gunicorn asks for when it starts: it does not start half-configured, and its log keeps no secret address."""

import re
import sys
from typing import Any

from gunicorn.glogging import Logger

from marketplace.config import Unconfigured, from_environment

BAD_SETTINGS = 2
# What opens a page for whoever knows it (accounts/tokens.py): a calendar, a new password, an invitation.
TOKEN = re.compile(r"(?<=/)[\w-]{43}(?![\w-])")


class WithoutSecrets(Logger):
    """Log who came where, and no address that opens something by being known."""

    def atoms(self, *given: Any) -> dict[str, Any]:  # noqa: ANN401  gunicorn's own, which has no types
        """Return what a line of the log is made of, with every such part of an address left out."""
        found = super().atoms(*given)
        return {name: TOKEN.sub("…", said) if isinstance(said, str) else said for name, said in found.items()}


logger_class = WithoutSecrets


def on_starting(_server: Any) -> None:  # noqa: ANN401  gunicorn's own, which has no types
    """Refuse to start where a setting is missing or wrong, naming all at once."""
    try:
        from_environment().validate()
    except Unconfigured as missing:
        sys.stderr.write(f"{missing}\n")
        raise SystemExit(BAD_SETTINGS) from None
