"""Random orders by a seed, in the fixed form of `clock explain`: pauses, extensions, silences, rejections; quick."""

import hashlib
from datetime import timedelta

from tests.rulebook.clock_stories import BEGINNINGS, REACH


class Dice:
    """Throws what a seed says."""

    def __init__(self, seed):
        self.seed, self.throws = seed, 0

    def below(self, most):
        self.throws += 1
        thrown = hashlib.sha256(f"{self.seed} {self.throws}".encode()).digest()
        return int.from_bytes(thrown[:8]) % most

    def randint(self, least, most):
        return least + self.below(most - least + 1)

    def choice(self, among):
        return among[self.below(len(among))]


def asked_order(seed):
    """Return an order and a day as of which it is asked; the same for the same seed."""
    dice = Dice(seed)
    beginning = dice.choice(BEGINNINGS)
    start = later(dice, beginning, 5)
    story = {
        "promise": dice.randint(1, 15),
        "effective_on": start,
        "complete_on": dice.choice([start, start, start, later(dice, beginning, 8), None]),
        "ended_on": seldom(dice, later(dice, beginning, REACH)),
        "pauses": [pause(dice, beginning) for _ in range(dice.randint(0, 4))],
        "extensions": [extension(dice, beginning) for _ in range(dice.randint(0, 3))],
        "deliveries": sorted((delivery(dice, beginning) for _ in range(dice.choice([0, 1, 2]))), key=on),
    }
    return texts(story), later(dice, start, REACH)


def pause(dice, beginning):
    first = later(dice, beginning, REACH)
    asked = later(dice, first - timedelta(days=3), 9)
    answer = dice.choice(["confirmed", "confirmed", "refused", None])
    return {
        "from": first,
        "to": dice.choice([later(dice, first, 9), None]),
        "cause": dice.randint(1, 6),
        "asked_on": asked,
        "answer": answer,
        "answered_on": answer and later(dice, asked, 5),
    }


def extension(dice, beginning):
    asked = later(dice, beginning, REACH)
    fate = dice.choice(["agreed_on", "agreed_on", "refused_on", "silent"])
    made = {"days": dice.randint(1, 6), "asked_on": asked}
    return made if fate == "silent" else made | {fate: later(dice, asked, 4)}


def delivery(dice, beginning):
    made = {"on": later(dice, beginning, REACH), "repeat_defect": dice.below(5) == 0}
    fate = dice.choice(["silent", "accepted", "rejected", "rejected", "contested", "contested"])
    if fate == "silent":
        return made
    decided = later(dice, made["on"], 8)
    if fate == "accepted":
        return made | {"accepted_on": decided}
    made["rejected_on"] = decided
    if fate == "contested":
        made["contested_on"] = later(dice, decided, 4)
        if dice.below(10) < 7:
            made["contest_answered_on"] = later(dice, made["contested_on"], 8)
            made["contest_answer"] = dice.choice(["founded", "unfounded"])
    return made


def later(dice, day, most):
    return day + timedelta(days=dice.randint(0, most))


def seldom(dice, day):
    return day if dice.below(10) == 0 else None


def on(made):
    return made["on"]


def texts(value):
    """Write every day as ISO text."""
    if isinstance(value, dict):
        return {key: texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [texts(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
