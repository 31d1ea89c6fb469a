"""What a request would do to the due day, where the clock has not started or is not known to have (C2, C4, C7)."""

from datetime import date

import pytest

from kernel.errors import Refused
from marketplace.delivery.events import ExtensionAsked, PauseAsked
from marketplace.delivery.kinds import Reason
from marketplace.delivery.operations import extensions, pauses
from marketplace.delivery.rules.history import Cause
from tests import personas
from tests.factories import delivery as make


def test_the_effect_is_that_of_who_lists_nothing_while_something_may_still_be_listed(db_session, clock):
    """C2, C4: the clock has run since the hand-over, and a request is judged by the due day that follows from it."""
    order = make.order("handed-over", start=clock.today, workdays=1)
    agency = make.desk(personas.agency())
    asked = PauseAsked(Cause.OWNER_STOPPED, date(2026, 5, 27), "业主要求停止", date(2026, 5, 29))
    effect = pauses.effect_of_pause(order, asked, agency)
    assert (effect.before, effect.after, effect.problem) == (date(2026, 5, 27), date(2026, 6, 1), None)
    clock.set(date(2026, 5, 28))  # still in the time for listing, and the due day has passed
    late = make.desk(personas.agency())
    assert "2026-05-27" in str(pauses.effect_of_pause(order, asked, late).problem)
    with pytest.raises(Refused) as refused:
        extensions.effect_of_extension(order, ExtensionAsked(1, Reason.OWN, "人手不足"), late)
    assert refused.value.rule == "C7"


def test_before_anything_is_handed_over_there_is_no_due_day_to_move(visit):
    order = make.order("signed")
    sent = {"days": "3", "whose": "own", "reason": "人手不足"}
    page = visit.as_(personas.agency()).submit(f"/orders/{order.number}/extension", sent)
    assert "尚未起算，还没有应交日" in page.text
