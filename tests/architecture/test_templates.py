"""Templates: each compiles, a page fills the frame's blocks, and nothing acts or is dressed inline."""

import re

import pytest
from jinja2 import StrictUndefined, nodes

from tests.architecture import source

INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
ABROAD = re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE)
PAGES = source.ROOT / "templates"


def inside(path):
    return str(path.relative_to(PAGES))


@pytest.mark.parametrize("path", source.templates(), ids=inside)
def test_a_template_compiles_and_uses_no_unknown_filter_or_test(path, bare_app):
    environment = bare_app.jinja_env.overlay(undefined=StrictUndefined)
    text = path.read_text(encoding="utf-8")
    environment.compile(text, inside(path))
    used = {node.name for node in environment.parse(text).find_all(nodes.Filter)}
    assert not used - set(environment.filters)


@pytest.mark.parametrize("path", source.templates(), ids=inside)
def test_a_page_names_itself_and_fills_the_frame(path, bare_app):
    parsed = bare_app.jinja_env.parse(path.read_text(encoding="utf-8"))
    if parsed.find(nodes.Extends) is None:
        return
    blocks = {block.name for block in parsed.find_all(nodes.Block)}
    assert blocks >= {"title", "main"} or "letter" in blocks


@pytest.mark.parametrize("path", source.templates(), ids=inside)
def test_nothing_acts_or_is_dressed_inline_or_comes_from_elsewhere(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if INLINE.search(line) or ABROAD.search(line)]
