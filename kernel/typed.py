"""What people type, read as text, whole numbers, days and amounts: pure."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

_DATES = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})"),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})"),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?"),
)
_WHOLE = re.compile(r"\d{1,12}")
_YUAN = re.compile(r"(\d{1,12}(?:\.\d+)?)(万)?元?")
_FEN = 100  # 分 in a yuan
_WAN = 10_000  # yuan in a 万元


def plain(text: str) -> str:
    """Return typed text with full-width forms made plain and spaces taken away: １２ 元 is 12元."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def printable(text: str | None) -> str | None:
    """Take control characters out, which no database wants; line breaks stay."""
    if text is None:
        return None
    kept = (c for c in text.replace("\r\n", "\n") if c in "\n\t" or unicodedata.category(c) != "Cc")
    return "".join(kept).strip()


def whole(text: str) -> int | None:
    """Read a whole number; anything else is None."""
    return int(text) if _WHOLE.fullmatch(text) else None


def day(text: str) -> date | None:
    """Read a day in any of the ways it is written here; one that does not exist is None."""
    for form in _DATES:
        if found := form.fullmatch(text):
            try:
                return date(*map(int, found.groups()))
            except ValueError:
                return None
    return None


def fen(text: str) -> int | None:
    """Read an amount of yuan, also in 万元, as a whole number of 分; what is not exact is None."""
    found = _YUAN.fullmatch(text.replace(",", "").replace("¥", ""))  # NFKC has made ￥ a ¥
    if not found:
        return None
    amount = Decimal(found[1]) * _FEN * (_WAN if found[2] else 1)
    return int(amount) if amount == int(amount) else None


def yuan(amount: int) -> str:
    """Write an amount of 分 as one would type it."""
    return f"{Decimal(amount) / _FEN:.2f}"
