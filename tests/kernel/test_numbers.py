"""Running numbers: without a gap, never twice, whoever asks at once."""

import threading

import pytest

from kernel import numbers
from kernel.db import db, transaction
from kernel.numbers import next_number


def take(kind="JS", year=2026):
    with transaction():
        return next_number(kind, year)


def take_and_break():
    with transaction():
        next_number("JS", 2026)
        raise ZeroDivisionError


def test_numbers_run_by_kind_and_year(db_session):
    taken = [take(), take(), take("XQ"), take("JS", 2027), take()]
    assert taken == ["JS-2026-0001", "JS-2026-0002", "XQ-2026-0001", "JS-2027-0001", "JS-2026-0003"]


def test_a_number_that_was_taken_back_is_given_out_again(db_session):
    with pytest.raises(ZeroDivisionError):
        take_and_break()
    assert take() == "JS-2026-0001"
    with pytest.raises(ZeroDivisionError):
        take_and_break()
    assert take() == "JS-2026-0002"


def test_two_numbers_of_one_act_are_two(db_session):
    with transaction():
        assert [next_number("JS", 2026), next_number("JS", 2026)] == ["JS-2026-0001", "JS-2026-0002"]


def test_after_9999_the_numbers_go_on(db_session):
    with transaction():
        db.session.add(numbers.Counter(kind="JS", year=2026, last=9998))
    assert [take(), take()] == ["JS-2026-9999", "JS-2026-10000"]


def test_whoever_begins_a_year_that_another_has_begun_goes_on_in_it(db_session):
    take()
    db.session.expunge_all()
    with transaction():
        assert numbers._begun("JS", 2026).last == 1


def test_a_counter_that_cannot_be_begun_is_no_silent_zero(db_session, monkeypatch):
    monkeypatch.setattr(numbers, "_held", lambda _kind, _year: None)
    with pytest.raises(LookupError, match="no counter for JS 2026"):
        take()


def test_who_asks_at_once_gets_another_number_and_none_is_left_out(own_app):
    taken, at_once = [], threading.Barrier(6)

    def come(place):
        with own_app.app_context():
            at_once.wait()
            for turn in range(10):
                try:
                    with transaction():
                        number = next_number("JS", 2026)
                        if (place + turn) % 5 == 0:
                            raise ZeroDivisionError  # and gives its number back
                    taken.append(number)
                except ZeroDivisionError:
                    pass
            db.session.remove()

    threads = [threading.Thread(target=come, args=(place,)) for place in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [f"JS-2026-{n:04d}" for n in range(1, 49)]


def test_two_who_begin_a_year_at_once_share_it(own_app):
    for year in range(2030, 2040):
        taken, at_once = [], threading.Barrier(2)

        def come(year=year, taken=taken, at_once=at_once):
            with own_app.app_context():
                at_once.wait()
                taken.append(take("JS", year))
                db.session.remove()

        both = [threading.Thread(target=come) for _ in range(2)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert sorted(taken) == [f"JS-{year}-0001", f"JS-{year}-0002"]
