"""Find what lacks Chinese: `python translations/catalogues.py missing|add|prune [area]`."""

import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations" / "zh" / "LC_MESSAGES"
PACKAGES = ("kernel", "accounts", "blacklist", "credit")
STAGES = ("admission", "projects", "selection", "delivery", "surveys", "evaluation", "oversight")
AREAS = (*PACKAGES, *STAGES, "home", "layout")
KEYWORDS = {
    "_": None,
    "_l": None,
    "say": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
LOUD = {"silent": "false"}  # a template that cannot be read is an error
MESSAGE_ID = str | tuple[str, ...]


def sources(area: str) -> Iterator[Path]:
    """Yield the files whose words belong to an area; what has no area of its own belongs to home."""
    if area in PACKAGES:
        yield from _files(ROOT / area, ROOT / "templates" / area)
    elif area in STAGES:
        yield from _files(ROOT / "marketplace" / area, ROOT / "templates" / "marketplace" / area)
    elif area == "layout":
        yield ROOT / "templates" / "layout.html"
        yield from _files(ROOT / "templates" / "macros", ROOT / "templates" / "errors")
    else:
        for path in _files(ROOT / "marketplace", ROOT / "templates" / "marketplace"):
            if not set(STAGES) & set(path.relative_to(ROOT).parts):
                yield path


def _files(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".html", ".xml"))


@cache
def found(area: str) -> Catalog:
    """Return every word that the area's files say, read once a process."""
    words = Catalog()
    for path in sources(area):
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        with path.open("rb") as source:
            for line, text, _comments, context in extract(method, source, KEYWORDS, options=LOUD):
                if text:
                    words.add(text, locations=[(str(path.relative_to(ROOT)), line)], context=context)
    return words


def catalogue(area: str) -> Catalog:
    """Read the Chinese of an area."""
    path = FOLDER / f"{area}.po"
    if not path.exists():
        return Catalog(locale="zh")
    with path.open("rb") as source:
        return read_po(source, locale="zh")


@cache
def translated() -> dict[MESSAGE_ID, MESSAGE_ID]:
    """Return all the Chinese there is, wherever it stands."""
    return {m.id: m.string for area in AREAS for m in catalogue(area) if m.id and is_said(m.string)}


def is_said(string: MESSAGE_ID) -> bool:
    """Tell whether a translation says something."""
    return all(string) if isinstance(string, tuple) else bool(string)


def lacking(area: str) -> list[MESSAGE_ID]:
    """Return what the area says and no catalogue has in Chinese."""
    known = translated()
    return [message.id for message in found(area) if message.id and message.id not in known]


def write(area: str, words: Catalog) -> None:
    """Write an area's catalogue in a form that two people can merge: sorted, without places and dates."""
    with (FOLDER / f"{area}.po").open("wb") as target:
        write_po(target, words, width=110, omit_header=True, no_location=True, sort_output=True)
    text = (FOLDER / f"{area}.po").read_text(encoding="utf-8")
    (FOLDER / f"{area}.po").write_text(HEAD + text, encoding="utf-8")


HEAD = """msgid ""
msgstr ""
"Language: zh\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


@click.group()
def main() -> None:
    """Keep the Chinese of the pages complete."""


@main.command()
@click.argument("areas", nargs=-1)
def missing(areas: Iterable[str]) -> None:
    """Print what lacks Chinese; exit 1 where something does."""
    gaps = [(area, text) for area in areas or AREAS for text in lacking(area)]
    for area, text in gaps:
        click.echo(f"{area}: {text}")
    sys.exit(1 if gaps else 0)


@main.command()
@click.argument("areas", nargs=-1)
def add(areas: Iterable[str]) -> None:
    """Write what lacks Chinese into the area's catalogue, to be filled in."""
    for area in areas or AREAS:
        words = catalogue(area)
        for text in lacking(area):
            words.add(text)
        write(area, words)


@main.command()
@click.argument("areas", nargs=-1)
def prune(areas: Iterable[str]) -> None:
    """Take out of the area's catalogue what the area no longer says."""
    for area in areas or AREAS:
        words, said = catalogue(area), {m.id for m in found(area)}
        for gone in [m.id for m in words if m.id and m.id not in said]:
            words.delete(gone)
        write(area, words)


if __name__ == "__main__":
    main()
