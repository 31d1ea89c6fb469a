"""S8, S9: where an award stands: its publicity, objections, confirmation, and what silence makes of it; pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kernel.rulebook import Rulebook, applies
from kernel.workdays import Calendar, Reckoned
from marketplace.selection.rules import publicity_until


class Stage(StrEnum):
    """What an award waits for, or what has become of it."""

    PUBLICITY = "publicity"
    OBJECTED = "objected"
    TO_CONFIRM = "to-confirm"
    TO_CONTRACT = "to-contract"
    CONTRACTED = "contracted"
    AGENCY_SILENT = "agency-silent"
    OWNER_SILENT = "owner-silent"
    ENDED = "ended"


@dataclass(frozen=True)
class Awarded:
    """What has happened to an award. By a direct choice nobody confirms it but by the contract."""

    published_on: date
    public_money: bool
    is_open_choice: bool
    open_objections: int = 0
    answered_on: date | None = None
    owner_confirmed_on: date | None = None
    agency_confirmed_on: date | None = None
    contracted_on: date | None = None
    ended_on: date | None = None
    told_on: date | None = None

    @property
    def confirmed_on(self) -> date | None:
        """Return the day on which both sides had confirmed, or None."""
        if self.owner_confirmed_on is None or self.agency_confirmed_on is None:
            return None
        return max(self.owner_confirmed_on, self.agency_confirmed_on)


@dataclass(frozen=True)
class Standing:
    """Where an award stands, and the last day for what it waits for, where one is set."""

    stage: Stage
    by: date | None = None


@applies("S8")
def settled_on(award: Awarded, calendar: Calendar, book: Rulebook) -> date:
    """Return the day after which the days of S9 run: the publicity ended, or the last objection was answered.

    A result that the dates brought was told only when it was recorded: nobody's silence counts before (T6, S9).
    """
    ends = publicity_until(award.published_on, calendar, book, public_money=award.public_money).day
    return max(day for day in (ends, award.answered_on, award.told_on) if day)


@applies("S9")
def confirm_by(award: Awarded, calendar: Calendar, book: Rulebook) -> date:
    """Return the last day for confirming an award (S9: 2 working days after it was settled)."""
    settled = settled_on(award, calendar, book)
    return calendar.add(settled, book.whole("S9.confirm_within", settled)).day


@applies("S9")
def file_by(settled: date, calendar: Calendar, book: Rulebook) -> Reckoned:
    """Return the last day for filing the contract of an award.

    S9: the award is confirmed within 2 working days after the publicity ended, the contract filed within 10
    working days after the confirmation. By direct choice nothing else confirms the award than the contract
    itself, so both times run one after the other.
    """
    confirm_by = calendar.add(settled, book.whole("S9.confirm_within", settled))
    by = calendar.add(confirm_by.day, book.whole("S9.file_within", confirm_by.day))
    return Reckoned(by.day, by.provisional or confirm_by.provisional)


def contract_by(award: Awarded, calendar: Calendar, book: Rulebook) -> date:
    """Return the last day for filing the contract of an award (S9: 10 working days after its confirmation)."""
    confirmed = award.confirmed_on
    if confirmed is None:
        return file_by(settled_on(award, calendar, book), calendar, book).day
    return calendar.add(confirmed, book.whole("S9.file_within", confirmed)).day


@applies("S8", "S9")
def stand(award: Awarded, today: date, calendar: Calendar, book: Rulebook) -> Standing:
    """Return where an award stands on a day (S8, S9, T6).

    An objection stops it until the answer. Then both sides confirm: silence of the agency is a give-up, silence of
    the owner releases the agency without harm; both follow from the dates.
    """
    over = Stage.ENDED if award.ended_on else Stage.CONTRACTED if award.contracted_on else None
    if over or award.open_objections:
        return Standing(over or Stage.OBJECTED)
    ends = publicity_until(award.published_on, calendar, book, public_money=award.public_money).day
    if today <= ends:
        return Standing(Stage.PUBLICITY, ends)
    if not award.is_open_choice or award.confirmed_on:
        return Standing(Stage.TO_CONTRACT, contract_by(award, calendar, book))
    by = confirm_by(award, calendar, book)
    if today <= by:
        return Standing(Stage.TO_CONFIRM, by)
    return Standing(Stage.AGENCY_SILENT if award.agency_confirmed_on is None else Stage.OWNER_SILENT, by)


@applies("S8")
def answer_by(made_on: date, calendar: Calendar, book: Rulebook) -> date:
    """Return the day by which the item's authority answers an objection (S8: 3 working days)."""
    return calendar.add(made_on, book.whole("S8.answer_within", made_on)).day


@applies("M3")
def is_striking(give_ups: int, today: date, book: Rulebook) -> bool:
    """Tell whether so many give-ups within a year are put before the authority on their own (M3: 3)."""
    return give_ups >= book.whole("M3.give_ups", today)
