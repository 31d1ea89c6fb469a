"""On PostgreSQL nothing goes unseen that SQLite has seen."""

from tests.again import spared

PAGES, NO_PAGE = True, False


def test_a_page_test_is_spared_where_others_that_are_run_have_all_that_it_has():
    noted = {"a": (PAGES, [1, 2, 3]), "b": (PAGES, [2, 3]), "c": (PAGES, [3, 4])}
    assert spared(noted) == ["b"]


def test_of_two_that_have_the_same_one_is_run():
    assert spared({"a": (PAGES, [1, 2]), "b": (PAGES, [1, 2])}) == ["b"]


def test_what_opens_no_page_is_always_run_and_speaks_for_the_pages():
    noted = {"a": (PAGES, [1]), "b": (NO_PAGE, [1]), "c": (NO_PAGE, [1]), "d": (NO_PAGE, [])}
    assert spared(noted) == ["a"]


def test_whatever_is_spared_everything_is_seen():
    noted = {str(n): (n % 3 > 0, [n % 5, n % 7, n // 4]) for n in range(60)}
    left_out = set(spared(noted))
    seen = {number for test, (_, numbers) in noted.items() if test not in left_out for number in numbers}
    assert left_out
    assert seen == {number for _, numbers in noted.values() for number in numbers}
