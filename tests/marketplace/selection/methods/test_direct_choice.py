"""The method direct_choice: the owner's free choice."""

import pytest

from kernel.errors import Refused
from marketplace.selection.choosing import Stage
from marketplace.selection.methods.direct_choice import METHOD
from tests.marketplace.selection.methods.conftest import offered


def test_the_owner_takes_any_offer_and_there_are_no_reserves(choose, said):
    choice = choose(METHOD, offered("a", 100), offered("b", 300), chosen="b")
    assert (choice.winner, choice.reserves, choice.needs_draw) == ("b", (), False)
    assert said(choice, "b") == ["Price: 3.00 yuan.", "Promise: 10 working days.", "Selected."]
    assert said(choice, "a") == ["Price: 1.00 yuan.", "Promise: 10 working days.", "Not selected."]


def test_who_was_asked_for_no_price_is_chosen_by_its_promise(choose, said):
    choice = choose(METHOD, offered("a"), offered("b", discount="7.5"), chosen="a")
    assert said(choice, "a") == ["Promise: 10 working days.", "Selected."]
    assert said(choice, "b") == ["Discount: 7.5%.", "Promise: 10 working days.", "Not selected."]


def test_when_the_agency_gives_up_nobody_follows(choose):
    choice = choose(METHOD, offered("a", 100), offered("b", 300), chosen="b").after({"b"})
    assert (choice.winner, choice.places) == (None, ())


@pytest.mark.parametrize("chosen", ["c", "", None])
def test_who_has_not_offered_cannot_be_chosen(choose, chosen):
    with pytest.raises(Refused, match="Choose one of the agencies"):
        choose(METHOD, offered("a", 100), chosen=chosen)


def test_it_is_no_competition_and_asks_the_owner_when_choosing():
    assert not METHOD.needs_quorum
    assert not METHOD.seals
    assert [one.name for one in METHOD.asked(Stage.CHOICE)] == ["chosen", "reason"]
    assert METHOD.asked(Stage.NOTICE) == ()
