"""The form of a project code, and the stages."""

import pytest

from marketplace.projects.rules import is_project_code, stages


def test_a_code_as_it_is_issued_is_one():
    assert is_project_code("2603-330881-04-01-512760")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2613-330881-04-01-512760",
        "2600-330881-04-01-512760",
        "2603-33088-04-01-512760",
        "2603330881040151276 0",
        "2603-330881-04-01-512760 ",
        "２603-330881-04-01-512760",
        "2603-330881-04-01-51276a",
    ],
)
def test_anything_else_is_none(text):
    assert not is_project_code(text)


def test_the_way_of_a_project_has_the_twelve_links_of_the_source_each_with_a_name_of_its_own():
    found = stages()
    assert len(found) == 12
    assert (found[0].zh, found[-1].zh) == ("规划和方案设计", "开工建设")
    assert len({stage.key for stage in found}) == len({stage.zh for stage in found}) == 12
