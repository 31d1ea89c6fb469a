"""The files that letters and texts become while no server is named, in the order in which they were written."""

import re


def in_order(box, pattern="*"):
    """Return the files of a folder by name, 9 before 10: on PostgreSQL a test may well cross from one to the other."""
    return sorted(box.glob(pattern), key=_natural)


def _natural(path):
    words = re.split(r"(\d+)", path.name)
    return [int(word) if word.isdigit() else word for word in words]
