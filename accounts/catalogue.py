"""The authorities that the catalogue of service items names: an account is opened for one of them."""

import csv
from functools import cache

from kernel.rulebook import FOLDER


@cache
def authorities() -> dict[str, str]:
    """Return the authorities of the catalogue: key → English name, in the order of the catalogue."""
    with (FOLDER / "catalogue.csv").open(encoding="utf-8-sig", newline="") as rows:
        return {row["authority"]: row["authority_en"] for row in csv.DictReader(rows)}
