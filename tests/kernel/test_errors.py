"""What an exception of an act carries to its page."""

from datetime import date

from kernel.errors import ActError, NotFound, NotYours, Refused, WrongState
from kernel.sentences import say


def test_a_refusal_carries_its_rule_its_sentence_and_from_when_it_may_be_tried_again():
    refused = Refused("P9", say("Load the page again"), date(2027, 5, 1), "agency")
    assert (refused.rule, refused.try_from, refused.field) == ("P9", date(2027, 5, 1), "agency")
    assert str(refused) == "P9: Load the page again"


def test_a_wrong_state_may_have_nothing_to_say():
    assert (WrongState().sentence, str(WrongState())) == (None, "")
    assert str(WrongState(say("Load the page again"))) == "Load the page again"


def test_each_has_a_status_of_its_own():
    assert [e.status for e in (ActError, NotYours, NotFound, WrongState, Refused)] == [
        400,
        403,
        404,
        409,
        422,
    ]
