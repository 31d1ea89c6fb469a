"""Letters on paper: PDF for the archive (PDF/A) and for every reader (PDF/UA), the same bytes for the same letter."""

import json
import logging
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn
import typst

from kernel.letters import Letter, written

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "macros" / "letter.typ"
log = logging.getLogger(__name__)


def pdf(letter: Letter) -> bytes:
    """Set a letter as PDF.

    What it says is handed over as data, so nothing in it is read as markup. Where our fonts lack a character, the
    standards refuse the whole letter: it is set again with every font of this machine and without them, and that is
    logged.
    """
    said = asdict(written(letter)) | {"day": [letter.on.year, letter.on.month, letter.on.day]}
    inputs = {"letter": json.dumps(said)}
    try:
        return _set(inputs, strict=True)
    except typst.TypstError as error:
        log.warning("letter %s is set without standards: %s", letter.number, error)
        return _set(inputs, strict=False)


def _set(inputs: dict[str, str], *, strict: bool) -> bytes:
    return typst.compile(
        TEMPLATE,
        format="pdf",
        font_paths=_fonts(system=not strict),
        sys_inputs=inputs,
        pdf_standards=["a-2a", "ua-1"] if strict else [],
    )


@cache
def _fonts(*, system: bool) -> typst.Fonts:
    """Look for fonts once a process: the shipped ones, or every one there is."""
    folder = pylopdf_fonts_zh_cn.serif_path().parent
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=[folder])
