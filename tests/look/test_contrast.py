"""Ink on paper: 4.5 to 1 at least everywhere, 7 to 1 in large type, counted from the sheet's own tokens."""

import re

import pytest

from tests.look.gallery import ROOT

SHEET = (ROOT / "static" / "src" / "site.scss").read_text(encoding="utf-8")
TOKEN = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});")
PAIRS = [
    *(
        (ink, ground)
        for ink in ("ink", "ink-2")
        for ground in ("paper", "mist", "act-tint", "amber-tint", "red-tint")
    ),
    *(("act", ground) for ground in ("paper", "act-tint", "mist")),
    *(("act-deep", ground) for ground in ("paper", "act-tint")),
    *(("paper", ground) for ground in ("act", "act-deep", "red", "ink")),
    *(("red", ground) for ground in ("paper", "red-tint", "amber-tint")),
    *(("amber", ground) for ground in ("paper", "amber-tint")),
]


def tokens():
    """Return the two sets of the sheet: the usual one, and the one of large type laid over it."""
    usual = dict(TOKEN.findall(SHEET.partition(":root {")[2].partition("\n}")[0]))
    large = dict(TOKEN.findall(SHEET.partition(".elder {")[2].partition("\n}")[0]))
    return usual, usual | large


def luminance(colour):
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(d * 2 for d in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_the_standards_own():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_ink_can_be_read_on_its_ground(ink, ground):
    usual, large = tokens()
    assert contrast(usual[ink], usual[ground]) >= 4.5
    assert contrast(large[ink], large[ground]) >= 7
