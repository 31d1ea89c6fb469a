"""Every cause, state, fate, light, turn and ground has a sentence of its own."""

import pytest

from marketplace.delivery.rules.deliveries import Fate
from marketplace.delivery.rules.grounds import Ground
from marketplace.delivery.rules.history import Cause
from marketplace.delivery.rules.lights import Light
from marketplace.delivery.rules.materials import Turn
from marketplace.delivery.rules.states import State


@pytest.mark.parametrize(
    "sentences",
    [
        [cause.sentence for cause in Cause],
        [cause.why_uncounted for cause in Cause],
        [ground.sentence for ground in Ground],
        [state.label for state in State],
        [fate.label for fate in Fate],
        [light.label for light in Light],
        [turn.label for turn in Turn],
    ],
)
def test_no_two_members_say_the_same(sentences):
    texts = [str(sentence) for sentence in sentences]
    assert all(texts)
    assert len(set(texts)) == len(texts)


def test_the_causes_have_their_numbers():
    assert [int(cause) for cause in Cause] == [1, 2, 3, 4, 5, 6]


def test_an_overdue_is_excused_on_four_grounds_only():
    assert [ground.value for ground in Ground] == [
        "pause-proved-late",
        "force-majeure",
        "platform-or-calendar",
        "owner-or-authority",
    ]


def test_the_lights_stand_in_the_order_of_the_rule():
    assert [light.value for light in Light] == [
        "ended",
        "accepted",
        "delivered",
        "not-started",
        "paused",
        "awaiting-answer",
        "overdue",
        "due-today",
        "due-soon",
        "on-course",
    ]
