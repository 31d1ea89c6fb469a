"""Yearly rounds for tests, brought to a state by the operations themselves."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from credit import checking, drafting, objections, round_queries, rounds
from credit.evidence import (
    Checked,
    Disclosure,
    Enrolment,
    Entrant,
    GiveUp,
    OrderCompleted,
    OwnersAnswers,
    Penalty,
    QualificationDays,
    UpheldComplaint,
    Weight,
)
from credit.vocabulary import Answer, Second
from kernel import law
from kernel.db import transaction
from tests import personas

YEAR = 2025
FROZEN, DRAWN_UP, CLOSED, PUBLISHED = (
    date(2026, 1, 15),
    date(2026, 2, 16),
    date(2026, 3, 9),
    date(2026, 3, 10),
)
DETERMINED = date(2026, 3, 20)
DOCUMENT = "江审管评〔2026〕1号"


def desk(today, user=None):
    """Let somebody act on a day: the head of the managing office unless told otherwise."""
    return drafting.Desk((user or personas.managing_office()).id, today, law.calendar(), law.book())


@contextmanager
def acting(today, user=None):
    """Act in one transaction: the person is made before it begins."""
    found = desk(today, user)
    with transaction():
        yield found


def facts(grade="A", year=YEAR):
    """Return the facts of a year that make a grade, each with what it is about."""
    on = date(year, 6, 30)
    done = OrderCompleted(on, has_complete_archive=True, kept_without_extension=True)
    orders = [(done, f"order:{year}-{n}") for n in range(6)]
    stars = {"A": 5, "B": 4, "C": 3, "D": 1, "N": 5}[grade]
    found = [
        (Enrolment(date(year - 1, 1, 1)), "admission"),
        (QualificationDays(date(year, 12, 31), 365, 365), ""),
        (Disclosure(date(year, 12, 31), {"A": 5, "B": 4, "C": 1, "D": 0, "N": 5}[grade], 5), ""),
    ]
    if grade == "N":
        return tuple(found)
    answers = [(OwnersAnswers(on, stars, grade != "D", grade in "AB"), f"order:{year}-{n}") for n in range(6)]
    bad = {
        "A": [],
        "B": [Penalty(on, Weight.MINOR), UpheldComplaint(on)],
        "C": [Penalty(on, Weight.SERIOUS), UpheldComplaint(on)],
        "D": [Penalty(on, Weight.SERIOUS), *[GiveUp(on)] * 3, *[UpheldComplaint(on)] * 2],
    }[grade]
    return (*found, *orders, *answers, *((one, "") for one in bad))


def entrant(agency, grade="A", authorities=("水利",), year=YEAR):
    """Return an agency as the freeze takes it in, with facts that make a grade."""
    return Entrant(agency.id, tuple(authorities), authorities[0] if authorities else "", facts(grade, year))


def _in_year(day, found):
    return day.replace(year=found.year + 1)


def opened(year=YEAR, today=None):
    """Open a round on 4 January of the next year."""
    with acting(today or date(year + 1, 1, 4)) as at:
        return rounds.open_round(year, at)


def frozen(*entrants, year=YEAR, today=FROZEN):
    """Open a round and freeze its evidence."""
    found = round_queries.round_of(year) or opened(year)
    with acting(_in_year(today, found)) as at:
        rounds.freeze(found, entrants, at)
    return found


def checked(found, points=(Decimal(6), Decimal(8)), today=date(2026, 2, 2)):
    """Let every authority answer its checks."""
    full = dict(zip((Checked.LICENCES, Checked.ARCHIVE), points, strict=True))
    with acting(_in_year(today, found), personas.authority()) as at:
        for draft in round_queries.all_drafts(found):
            for row in round_queries.checks_of(draft.id):
                finding = checking.Finding(full[Checked(row.of)], "现场核查，与档案一致。")
                checking.answer_check(row, draft, finding, at)
    return found


def drawn_up(found, today=DRAWN_UP):
    """Tell the drafts."""
    with acting(_in_year(today, found)) as at:
        rounds.draw_up(found, at)
    return found


def objected(draft, text="合同已按时备案。", today=date(2026, 2, 25), user=None, **more):
    """Let the agency's head object to its draft."""
    with acting(today, user or personas.agency()) as at:
        return objections.make_objection(draft, objections.Said(text, **more), at)


def answered(row, found=Answer.REFUSED, reasons="经核查，证据属实。", today=date(2026, 2, 27), user=None):
    """Answer an objection."""
    with acting(today, user) as at:
        return objections.answer(row, found, reasons, at)


def closed(found, today=CLOSED):
    """Close the objections."""
    with acting(_in_year(today, found)) as at:
        rounds.close_objections(found, at)
    return found


def confirmed(found, today=CLOSED):
    """Let the second person confirm every draft that waits for it."""
    with acting(_in_year(today, found), personas.second_of_the_office()) as at:
        for draft in round_queries.all_drafts(found):
            if draft.second == Second.ASKED:
                checking.confirm(draft, at)
    return found


def published(found, today=PUBLISHED):
    """Publish the ratings."""
    with acting(_in_year(today, found)) as at:
        rounds.publish(found, at)
    return found


def determined(found, today=DETERMINED, document=DOCUMENT):
    """Determine the ratings."""
    with acting(_in_year(today, found)) as at:
        return rounds.determine(found, document, at)


def whole(*entrants, year=YEAR):
    """Run a round from its opening to its determination without an objection."""
    found = frozen(*entrants, year=year)
    for step in (checked, drawn_up, closed, confirmed, published):
        step(found)
    return determined(found)
