"""Every word that a page can say is there in Chinese, once, with the same arguments."""

import re
from collections import defaultdict

import pytest
from wtforms.i18n import messages_path

from translations import catalogues

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
WRITTEN = {area: catalogues.catalogue(area) for area in catalogues.AREAS}


def strings(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


def ids(message):
    return message.id if isinstance(message.id, tuple) else (message.id,)


def test_everything_that_is_said_has_its_chinese_and_nothing_else_is_kept():
    """In one test, because every file must be read for it."""
    said = {message.id for area in WRITTEN for message in catalogues.found(area)}
    assert [(area, text) for area in WRITTEN for text in catalogues.lacking(area)] == []
    assert [(area, m.id) for area in WRITTEN for m in WRITTEN[area] if m.id and m.id not in said] == []


@pytest.mark.parametrize("area", catalogues.AREAS)
def test_a_translation_is_finished_and_has_the_same_arguments(area):
    for message in WRITTEN[area]:
        if not message.id:
            continue
        assert not message.fuzzy, f"{message.id!r} is marked as a guess"
        for string in strings(message):
            assert string, f"{message.id!r} is left empty"
            wanted = sorted(PLACEHOLDER.findall(ids(message)[-1]))
            assert sorted(set(PLACEHOLDER.findall(string))) == sorted(set(wanted)), (
                f"{message.id!r}: {string!r}"
            )


def test_the_same_english_is_the_same_chinese_in_every_area():
    said = defaultdict(set)
    for words in WRITTEN.values():
        for message in words:
            if message.id:
                said[message.id].add(message.string)
    assert {english: chinese for english, chinese in said.items() if len(chinese) > 1} == {}


def test_there_are_catalogues_of_the_known_areas_alone():
    assert {path.stem for path in catalogues.FOLDER.glob("*.po")} == set(catalogues.AREAS)


def test_every_source_file_belongs_to_one_area():
    seen = [path for area in catalogues.AREAS for path in catalogues.sources(area)]
    assert len(seen) == len(set(seen))
    everything = [
        path
        for folder in ("kernel", "accounts", "blacklist", "credit", "marketplace", "templates")
        for path in (catalogues.ROOT / folder).rglob("*")
        if path.suffix in (".py", ".html") and "__pycache__" not in path.parts
    ]
    assert sorted(set(everything) - set(seen)) == []


def test_wtforms_speaks_chinese_where_we_do_not():
    assert (catalogues.Path(messages_path()) / "zh" / "LC_MESSAGES" / "wtforms.mo").exists()
