"""G3: what counts towards a rating, the vocabulary others speak to us in, and the sums of one year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from kernel.rulebook import applies

# Every record is dated by the local day of its fact (`on`), never by the day on which it was entered.


class Checked(StrEnum):
    """What an authority's check looked at."""

    LICENCES = "licences"
    ARCHIVE = "archive"


class Weight(StrEnum):
    """How heavy an administrative penalty or a court dishonesty record is; one set aside weighs nothing."""

    MINOR = "minor"
    SERIOUS = "serious"
    SET_ASIDE = (
        "set-aside"  # it supersedes the record that was entered wrongly, which itself is never changed
    )


@dataclass(frozen=True)
class Enrolment:
    """A stay on the platform, from a day to another, both included; `until` is nothing while it lasts."""

    on: date
    until: date | None = None


@dataclass(frozen=True)
class QualificationDays:
    """Of how many days each listed qualification was valid on how many; spells of one year add up."""

    on: date
    valid: int
    total: int


@dataclass(frozen=True)
class ContractFiled:
    """A contract whose filing fell due: whether the agency did its part within the days of S9."""

    on: date
    in_time: bool


@dataclass(frozen=True)
class AuthorityCheck:
    """Points that an authority gave when it checked licences and staff, or the archive."""

    on: date
    of: Checked
    points: Decimal


@dataclass(frozen=True)
class Inspection:
    """Points that an authority gave in a random inspection (双随机)."""

    on: date
    points: Decimal


@dataclass(frozen=True)
class Penalty:
    """An administrative penalty, or a court dishonesty record, from public credit records."""

    on: date
    weight: Weight


@dataclass(frozen=True)
class Disclosure:
    """How many listed services show price, time limit, process and materials; the year's last count holds."""

    on: date
    complete: int
    listed: int


@dataclass(frozen=True)
class OrderCompleted:
    """An accepted order: is its archive complete, was its promise kept without an extension of own cause."""

    on: date
    has_complete_archive: bool
    kept_without_extension: bool


@dataclass(frozen=True)
class OwnersAnswers:
    """What the owner of a completed order answered: the overall stars, the fee, everything told at once."""

    on: date
    stars: int
    fee_as_offered: bool
    told_at_once: bool


@dataclass(frozen=True)
class UpheldComplaint:
    """A complaint about the agency that was upheld."""

    on: date


@dataclass(frozen=True)
class GiveUp:
    """A give-up after selection."""

    on: date


Evidence = (
    Enrolment
    | QualificationDays
    | ContractFiled
    | AuthorityCheck
    | Inspection
    | Penalty
    | Disclosure
    | OrderCompleted
    | OwnersAnswers
    | UpheldComplaint
    | GiveUp
)
E = TypeVar("E")


@dataclass(frozen=True)
class Entrant:
    """An agency that a round rates: who checks it, by whose scheme it is rated, and what was computed of its year.

    Each fact comes with what it is about, such as an order.
    """

    agency_id: int
    authorities: tuple[str, ...]
    industry: str
    facts: tuple[tuple[Evidence, str], ...] = ()


@dataclass(frozen=True)
class Portion:
    """So many of so many. Raises ValueError where the part is negative or more than the whole."""

    good: Fraction | int = 0
    of: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.good <= self.of:
            raise ValueError(f"{self.good} of {self.of} is no portion")


@dataclass(frozen=True)
class Measured:
    """The sums of one calendar year of one agency: all that a rating is computed from."""

    year: int
    days_enrolled: int = 0
    completed_orders: int = 0
    qualification_days: Portion = Portion()
    contracts_filed: Portion = Portion()
    licence_checks: tuple[Fraction, ...] = ()
    inspections: tuple[Fraction, ...] = ()
    minor_penalties: int = 0
    serious_penalties: int = 0
    disclosure: Portion = Portion()
    fee_as_offered: Portion = Portion()
    told_at_once: Portion = Portion()
    archives: Portion = Portion()
    archive_checks: tuple[Fraction, ...] = ()
    overall_ratings: tuple[int, ...] = ()
    commitments: Portion = Portion()
    complaints_upheld: int = 0
    give_ups: int = 0
    has_veto: bool = False

    @property
    def last_day(self) -> date:
        """Return 31 December of the year: the rating is computed by the figures in force on it."""
        return date.max.replace(year=self.year)


@applies("G3")
def tally(year: int, records: Iterable[Evidence], *, has_veto: bool = False) -> Measured:
    """Sum up the evidence of one calendar year.

    G3: a fact counts in the year of its local date, so records of other years are passed over. A completed
    order counts towards archives and commitments alike. The order of the records makes no difference.
    """
    known = tuple(records)
    own = tuple(record for record in known if record.on.year == year)
    orders, answers, days = _of(OrderCompleted, own), _of(OwnersAnswers, own), _of(QualificationDays, own)
    penalties, checks = _of(Penalty, own), _of(AuthorityCheck, own)
    return Measured(
        year,
        days_enrolled=_days_enrolled(year, _of(Enrolment, known)),
        completed_orders=len(orders),
        qualification_days=Portion(sum(d.valid for d in days), sum(d.total for d in days)),
        contracts_filed=_portion(c.in_time for c in _of(ContractFiled, own)),
        licence_checks=_points(c for c in checks if c.of is Checked.LICENCES),
        inspections=_points(_of(Inspection, own)),
        minor_penalties=sum(p.weight is Weight.MINOR for p in penalties),
        serious_penalties=sum(p.weight is Weight.SERIOUS for p in penalties),
        disclosure=_last(_of(Disclosure, own)),
        fee_as_offered=_portion(a.fee_as_offered for a in answers),
        told_at_once=_portion(a.told_at_once for a in answers),
        archives=_portion(o.has_complete_archive for o in orders),
        archive_checks=_points(c for c in checks if c.of is Checked.ARCHIVE),
        overall_ratings=tuple(sorted(a.stars for a in answers)),
        commitments=_portion(o.kept_without_extension for o in orders),
        complaints_upheld=len(_of(UpheldComplaint, own)),
        give_ups=len(_of(GiveUp, own)),
        has_veto=has_veto,
    )


def _of(kind: type[E], records: Iterable[Evidence]) -> tuple[E, ...]:
    return tuple(record for record in records if isinstance(record, kind))


def _portion(answers: Iterable[bool]) -> Portion:
    counted = tuple(answers)
    return Portion(sum(counted), len(counted))


def _points(checks: Iterable[AuthorityCheck | Inspection]) -> tuple[Fraction, ...]:
    return tuple(sorted(Fraction(check.points) for check in checks))


def _last(counts: Iterable[Disclosure]) -> Portion:
    """Take the year's last count: a share of services is a state, so earlier ones are out of date."""
    newest = max(counts, key=lambda count: (count.on, count.complete, count.listed), default=None)
    return Portion(newest.complete, newest.listed) if newest else Portion()


def _days_enrolled(year: int, stays: Iterable[Enrolment]) -> int:
    """Count the year's days on the platform; a day that two stays share is one day."""
    first, last = date.min.replace(year=year), date.max.replace(year=year)
    days = set[int]()
    for stay in stays:
        until = min(stay.until or last, last)
        days.update(range(max(stay.on, first).toordinal(), until.toordinal() + 1))
    return len(days)
