"""G10: a preset is another place's rules laid over ours: live where it softens nothing, else for a what-if alone."""

from datetime import date

import pytest

from credit import presets
from credit.schemes import schemes
from kernel import rulebook, workdays
from marketplace.app import create_app
from marketplace.config import Unconfigured, from_environment

BOOK, CALENDAR = rulebook.shipped(), workdays.shipped()
DAY = date(2026, 3, 2)
HEAD = 'edition = "x"\n'
CHANGE = '[[change]]\nid = "{id}"\nvalue = {value}\nbasis = "default"\n'


@pytest.fixture
def write(tmp_path):
    def written(*parts, head=HEAD):
        path = tmp_path / "preset.toml"
        path.write_text(head + "".join(parts), encoding="utf-8")
        return path

    return written


def change(figure, value):
    return CHANGE.format(id=figure, value=value)


def test_putian_puts_a_self_check_first_and_a_second_check_of_every_a_and_d():
    found = presets.live("putian", BOOK, CALENDAR)
    assert found.whole("G7.self_check_within", DAY) == 10
    assert found.value("G7.second_of", DAY) == ("A", "D")
    assert found.edition_on(DAY) == "2026-1-putian"


def test_hukou_can_be_tried_and_is_refused_as_the_rulebook_in_use_with_the_rule():
    found = presets.tried(rulebook.presets()["hukou"], BOOK)
    assert found.whole("C9.overrun_beyond", DAY) == 10
    with pytest.raises(
        presets.PresetRefused, match=r"hukou is for a what-if alone. C9: .* 0 .* softened to 10"
    ):
        presets.live("hukou", BOOK, CALENDAR)


def test_a_preset_that_there_is_not_is_refused_with_those_there_are():
    with pytest.raises(
        presets.PresetRefused, match="no preset atlantis: there are environment, hukou, putian"
    ):
        presets.live("atlantis", BOOK, CALENDAR)


@pytest.mark.parametrize(
    ("preset", "edition"),
    [("", BOOK.edition), ("putian", "2026-1-putian"), ("environment", "2026-1-environment")],
)
def test_a_town_is_started_with_a_preset_by_a_setting(preset, edition):
    app = create_app(from_environment({"PRESET": preset}))
    assert app.extensions["kernel.rulebook"].edition == edition


@pytest.mark.parametrize("preset", ["hukou", "atlantis"])
def test_a_town_is_not_started_with_a_preset_that_softens_the_source_or_that_there_is_not(preset):
    with pytest.raises(Unconfigured, match="PRESET"):
        create_app(from_environment({"PRESET": preset}))


def test_a_preset_may_move_points_within_a_dimension_and_leave_an_indicator_out(write):
    found = presets.tried(write(change("G2.points.archives", 20), change("G2.points.archive_check", 0)), BOOK)
    assert found.value("G2.points.archive_check", DAY) == 0


def test_a_preset_may_bring_thresholds(write):
    assert presets.tried(write(change("G2.c", 60)), BOOK).value("G2.c", DAY) == 60


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (change("G2.points.archives", 20), "cannot be used: .*archives make 28 points"),
        (change("G2.x", 1), "is no figure file"),
        (change("G2.c", 60) * 2, "names a figure twice"),
        (change("G2.c", "true"), "cannot be used: G2.c has the form of 70"),
        ("[[change]]\nid = 3\n", "is no figure file"),
        ("[[", "is no TOML"),
    ],
)
def test_a_file_that_cannot_be_laid_over_ours_says_why(write, text, word):
    with pytest.raises(presets.PresetRefused, match=word):
        presets.tried(write(text), BOOK)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(presets.PresetRefused, match="cannot be read"):
        presets.tried(tmp_path / "none.toml", BOOK)


def test_a_scheme_of_a_file_takes_the_place_of_one_that_is_there(write):
    first = presets.tried(rulebook.presets()["environment"], BOOK)
    scheme = (
        '[[scheme]]\nindustry = "生态环境"\nzh = "另"\nen = "Other"\nbasis = "default"\n'
        '[[scheme.dimension]]\nkey = "archives"\nfrom = 2000-01-01\npoints = { archives = 20 }\n'
    )
    second = presets.tried(write(scheme), first)
    assert [one.en for one in schemes(second).values()] == ["Other"]


@pytest.mark.parametrize(("figure", "value"), [("G2.c", 95), ("G9.share_d", 10)])
def test_a_preset_that_does_not_fit_together_is_not_used_live(write, monkeypatch, figure, value):
    path = write(change(figure, value))
    monkeypatch.setattr(presets, "presets", lambda: {"odd": path})
    with pytest.raises(presets.PresetRefused, match=r"odd is for a what-if alone\. G"):
        presets.live("odd", BOOK, CALENDAR)
