"""The catalogue of methods finds the eight, each with its test and its name in both languages."""

from pathlib import Path

import pytest

from marketplace.selection import catalogue, methods
from marketplace.selection.choosing import Stage
from translations import catalogues

HERE = Path(__file__).parent
EIGHT = {
    "direct_choice", "random_draw", "lowest_price", "highest_discount",
    "closest_to_mean", "weighted_assessment", "shortlist_then_draw", "shortlist_then_price",
}  # fmt: skip


def test_the_eight_methods_of_s2_are_found_each_in_a_file_of_its_name_with_a_test():
    keys = {method.key for method in catalogue.methods()}
    files = {path.stem for path in Path(methods.__file__).parent.glob("*.py")} - {"__init__"}
    tests = {path.stem.removeprefix("test_") for path in (HERE / "methods").glob("test_*.py")}
    assert keys == EIGHT == files
    assert keys <= tests


@pytest.mark.parametrize("method", catalogue.methods(), ids=lambda method: method.key)
def test_a_method_asks_each_thing_once_and_a_promise_of_everyone(method):
    names = [one.name for one in method.inputs]
    assert len(names) == len(set(names))
    assert "workdays" in {one.name for one in method.asked(Stage.OFFER)}
    assert "S2" in method.rules
    said = catalogues.translated()
    assert all(said[text.text] for text in (method.label, *(one.label for one in method.inputs)))


def test_a_method_is_found_by_its_key_and_no_other_is():
    assert catalogue.method("lowest_price").key == "lowest_price"
    with pytest.raises(LookupError, match="no method of selection 'rotation'"):
        catalogue.method("rotation")
