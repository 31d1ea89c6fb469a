"""The rating once more, on one page, from RULES.md alone: it imports nothing of ours and asks no rulebook."""

from fractions import Fraction
from math import floor

OWNERS, PLATFORM = Fraction(4, 5), Fraction(1)


def drawn(x, n, prior):
    return (5 * prior + x) / (5 + n)


def plain(part, whole):
    return Fraction(part, whole) if whole else None


def mean(points, full):
    return sum(Fraction(str(p)) for p in points) / len(points) / full if points else None


def indicators(f):
    """List dimension, indicator, points, share kept (None where nothing is to measure), what is deducted."""
    penalties, stars = f["penalties"], f["overall_ratings"]
    licence = [f["licence_check"]] if f["licence_check"] is not None else []
    archive = [f["archive_check"]] if f["archive_check"] is not None else []
    pair = {name: tuple(value.values()) for name, value in f.items() if isinstance(value, dict)}
    return [
        ("formalities", "qualification_days", 8, plain(*pair["qualification_days"]), 0),
        ("formalities", "contracts_filed", 6, drawn(*pair["contracts_filed"], PLATFORM), 0),
        ("formalities", "licence_check", 6, mean(licence, 6), 0),
        ("compliance", "inspections", 10, mean(f["inspections"], 10), 0),
        ("compliance", "penalties", 10, 1, 5 * penalties["minor"] + 10 * penalties["serious"]),
        ("openness", "disclosure", 10, plain(*pair["disclosure"]), 0),
        ("openness", "fee_as_offered", 5, drawn(*pair["fee_as_offered"], OWNERS), 0),
        ("openness", "told_at_once", 5, drawn(*pair["told_at_once"], OWNERS), 0),
        ("archives", "archives", 12, drawn(*pair["archives"], PLATFORM), 0),
        ("archives", "archive_check", 8, mean(archive, 8), 0),
        ("ethics", "overall_ratings", 8, drawn(sum(Fraction(s, 5) for s in stars), len(stars), OWNERS), 0),
        ("ethics", "commitments", 4, drawn(*pair["commitments"], PLATFORM), 0),
        ("ethics", "complaints", 5, 1, 2 * f["complaints_upheld"]),
        ("ethics", "give_ups", 3, 1, f["give_ups"]),
    ]


def dimensions_and_losses(f):
    dimensions, lost = {}, {}
    for name in ("formalities", "compliance", "openness", "archives", "ethics"):
        own = [row[1:] for row in indicators(f) if row[0] == name and row[3] is not None]
        carry = Fraction(20, sum(points for _, points, _, _ in own))
        earned = {key: max(Fraction(0), points * carry * kept - minus) for key, points, kept, minus in own}
        dimensions[name] = sum(earned.values())
        lost |= {key: points * carry - earned[key] for key, points, _, _ in own}
    return dimensions, {key: points for key, points in lost.items() if points > 0}


def text(number, places):
    """Write a number rounded half up by long division, without a Decimal."""
    units = floor(number * 10**places + Fraction(1, 2))
    return f"{units // 10**places}.{units % 10**places:0{places}}"


def rated(f):
    dimensions, lost = dimensions_and_losses(f)
    tenths = floor(sum(dimensions.values()) * 10 + Fraction(1, 2))
    letter = "A" if tenths >= 900 else "B" if tenths >= 800 else "C" if tenths >= 700 else "D"
    if letter == "A" and f["completed_orders"] < 5:
        letter = "B"
    checked = f["inspections"] or f["licence_check"] is not None or f["archive_check"] is not None
    by_score = "N" if f["days_enrolled"] < 180 or not (f["completed_orders"] or checked) else letter
    return {
        "grade": "D" if f["veto"] else by_score,
        "by_score": by_score,
        "total": text(sum(dimensions.values()), 1),
        "dimensions": {name: text(points, 2) for name, points in dimensions.items()},
        "lost": {key: text(points, 2) for key, points in lost.items()},
    }
