"""C1: from when a contract takes effect."""

from datetime import date

from kernel.rulebook import applies


@applies("C1")
def effective_on(confirmed_on: date, named: date | None) -> date:
    """Return the contract's effective day: the second side confirmed it then, or a later day that it names (C1)."""
    return max(confirmed_on, named) if named else confirmed_on
