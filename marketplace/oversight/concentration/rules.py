"""S6: how concentrated the contracts of an authority or item are, and how often an owner takes one agency. Pure."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kernel.rulebook import Rulebook, applies

_HUNDRED = 100


@dataclass(frozen=True)
class Counted:
    """The contracts of one group: how many and how much money, in all, of the first agency and of the first four.

    The first by number and the first by money may be different agencies.
    """

    agencies: int
    contracts: int
    fen: int
    first: int
    four: int
    first_fen: int
    four_fen: int


@dataclass(frozen=True)
class Share:
    """A share by number and by money of contracts, and whether either is marked."""

    by_number: Fraction
    by_money: Fraction
    is_marked: bool


@dataclass(frozen=True)
class Concentration:
    """The shares of the first agency and of the first four, on what base, and whether that base is small."""

    counted: Counted
    first: Share
    four: Share
    is_small: bool

    @property
    def is_marked(self) -> bool:
        """Tell whether either share is marked."""
        return self.first.is_marked or self.four.is_marked


@applies("S6")
def concentration(counted: Counted, day: date, book: Rulebook) -> Concentration:
    """Return how concentrated a group of at least one contract is (S6).

    Marked is a share from 50 per cent on of the first agency, or from 80 on of the first four, by number or by money. On
    a small base nothing is marked; the base is shown and says that it is small.
    """
    is_small = counted.contracts < book.whole("S6.concentration_base", day)
    one, four = book.whole("S6.concentration_one", day), book.whole("S6.concentration_four", day)
    first = _share(counted.first, counted.first_fen, counted, one, may_mark=not is_small)
    of_four = _share(counted.four, counted.four_fen, counted, four, may_mark=not is_small)
    return Concentration(counted, first, of_four, is_small)


@applies("S6")
def is_frequent(together: int, of_owner: int, day: date, book: Rulebook) -> bool:
    """Tell whether an owner takes one agency so often that it is marked: half of its contracts, on a base (S6)."""
    has_base = of_owner >= book.whole("S6.concentration_base", day)
    return has_base and together * _HUNDRED >= book.whole("S6.concentration_one", day) * of_owner


def _share(number: int, fen: int, of: Counted, limit: int, *, may_mark: bool) -> Share:
    by_number, by_money = Fraction(number, of.contracts), Fraction(fen, of.fen)
    return Share(by_number, by_money, may_mark and max(by_number, by_money) * _HUNDRED >= limit)
