"""P1–P4: the measures in use, found in their folder; a repeated key stops the start."""

from functools import cache

from blacklist import measures as folder
from blacklist.rules import Measure
from kernel import plugins


@cache
def measures() -> tuple[Measure, ...]:
    """Return the measures, one for each file of the folder."""
    return plugins.load(folder, "MEASURE", Measure)
