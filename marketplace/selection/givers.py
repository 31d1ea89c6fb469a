"""S2: who adds a text to the randomness of a draw: which lines a notice may name, and when a draw is void; pure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kernel.clock import BEIJING
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar

ONE_DAY = timedelta(days=1)


class Line(StrEnum):
    """One line of the randomness, in the order in which they stand."""

    FIGURE = "figure"
    OWNER = "owner"
    WITNESS = "witness"

    @property
    def in_record(self) -> str:
        """Return the name under which a contribution stands in the randomness, whatever the reader's language."""
        return _NAMES[self]


_NAMES = {Line.OWNER: "项目业主", Line.WITNESS: "主管部门见证人"}
Lines = tuple[Line, ...]
_F, _O, _W = Line.FIGURE, Line.OWNER, Line.WITNESS
WITH_FIGURE: tuple[Lines, ...] = ((_F,), (_F, _O), (_F, _W), (_F, _O, _W))
WITHOUT_FIGURE: tuple[Lines, ...] = ((_O,), (_W,), (_O, _W))
_SAID: Mapping[Lines, Sentence] = {
    (_F,): say("the public figure alone"),
    (_F, _O): say("the public figure, and a text of the owner's"),
    (_F, _W): say("the public figure, and a text of a witness of the authority"),
    (_F, _O, _W): say("the public figure, a text of the owner's, and a text of a witness of the authority"),
    (_O,): say("a text of the owner's; the public figure only for a repeat"),
    (_W,): say("a text of a witness of the authority; the public figure only for a repeat"),
    (_O, _W): say(
        "a text of the owner's and one of a witness of the authority; the public figure only for a repeat"
    ),
}


def read(text: str) -> Lines:
    """Read the lines that a notice names, in their order."""
    return tuple(Line(word) for word in text.split())


def write(lines: Lines) -> str:
    """Write the lines that a notice names."""
    return " ".join(lines)


def said(lines: Lines) -> Sentence:
    """Say which lines make the randomness, in their order."""
    return _SAID[lines]


@applies("S2")
def may_name(*, public_money: bool, has_authority: bool) -> Sequence[Lines]:
    """Return which lines a notice may name, what decides alone first (S2, the verifiable draw, step 2).

    With public money a public figure is required and contributions add to it; with private money contributions may
    stand in its place. Only an authority that has joined has a witness.
    """
    found = WITH_FIGURE if public_money else (*WITH_FIGURE, *WITHOUT_FIGURE)
    return [lines for lines in found if has_authority or Line.WITNESS not in lines]


@applies("S2")
def reveal_by(opening: date, calendar: Calendar, book: Rulebook) -> date:
    """Return the last day on which a contribution is revealed: the 1st working day after the opening (S2).

    The day is the same whether or not a draw turns out to be needed, so that everybody named knows it beforehand.
    """
    return calendar.add(opening, book.whole("S2.draw_reveal_within", opening)).day


def void_from(last: date) -> datetime:
    """Return the moment from which a draw is void for want of a reveal: when its last day has ended."""
    return datetime.combine(last + ONE_DAY, time(0), BEIJING)
