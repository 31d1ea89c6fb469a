"""The two languages of the pages: Chinese unless the visitor chose English; words by area."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, get_locale

FOLDER = Path(__file__).resolve().parent.parent / "translations"
CHINESE, ENGLISH = "zh", "en"
TAGS = {CHINESE: "zh-Hans", ENGLISH: "en"}  # what <html lang> says
LANGUAGE_COOKIE = "language"
SIZE_COOKIE = "size"
LARGE, NORMAL = "large", "normal"


class Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel is untyped
    """Hold the words of every area in one: Flask-Babel's way wants a folder an area and loses plurals."""

    def get_translations(self) -> NullTranslations:
        """Return the words of the reader's language."""
        locale = get_locale()
        return NullTranslations() if locale is None else words(locale.language)


@cache
def words(language: str) -> Translations:
    """Read every catalogue of a language once; there is no compiled copy that could be stale."""
    merged = Translations()
    for path in sorted((FOLDER / language / "LC_MESSAGES").glob("*.po")):
        compiled = BytesIO()
        with path.open("rb") as source:
            write_mo(compiled, read_po(source, locale=language))
        compiled.seek(0)
        area: Any = Translations(compiled)
        merged.merge(area)
        merged.plural = area.plural  # merge() leaves it behind
    return merged


def chosen() -> str:
    """Return the language that the visitor chose, Chinese where none: the browser's wish is not asked."""
    code = request.cookies.get(LANGUAGE_COOKIE, CHINESE) if has_request_context() else CHINESE
    return code if code in TAGS else CHINESE


def reading() -> str:
    """Return the language of the page that is being made: zh or en."""
    locale = get_locale()
    return ENGLISH if locale is None else str(locale.language)


def html_tag() -> str:
    """Return the language tag of the page."""
    return TAGS[reading()]


def large() -> bool:
    """Tell whether the visitor chose the large type (大字版)."""
    return has_request_context() and request.cookies.get(SIZE_COOKIE) == LARGE


def install(app: Flask) -> None:
    """Let the app speak both languages."""
    babel = Babel()
    babel.init_app(app, default_locale=CHINESE, default_timezone="Asia/Shanghai", locale_selector=chosen)
    babel.domain_instance = Catalogues()
    app.jinja_env.globals.update(reading=reading, html_tag=html_tag, large_type=large)
