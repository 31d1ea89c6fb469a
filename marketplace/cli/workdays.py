"""`flask workdays`: the end of a period of working days, their number between two days, a notice's import."""

import re
from pathlib import Path

import click
from flask import has_app_context
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kernel import clock, law, rulebook
from kernel.db import transaction
from kernel.errors import Refused, WrongState
from kernel.notices import Notice, NoticeUnreadable, read_notice
from kernel.rulebook import Rulebook
from kernel.workdays import Calendar, Span, Spans, shipped
from marketplace.cli.faces import BadInput, configured, day, face, show
from marketplace.delivery.operations.calendars import import_year

workdays = AppGroup("workdays", help="Working days (T2 to T5), and the State Council's yearly notices.")
as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document.")
WHOLE = re.compile(r"[0-9]{1,9}")
# A count below zero must reach us to be refused by our own sentence: click takes -3 for an option.
TAKE_ALL = {"ignore_unknown_options": True}


@workdays.command("due", with_appcontext=False, context_settings=TAKE_ALL)
@click.argument("start")
@click.argument("count", metavar="N")
@click.option("--pause", "pauses", multiple=True, metavar="A..B", help="Days not counted, both included.")
@as_json
@face
def due(start: str, count: str, pauses: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001  click's form
    """Print the last of N working days after START."""
    first = day(start, "START")
    number = promise(count)
    skipping = Spans(tuple(span(text) for text in pauses))
    try:
        reckoned = calendar().add(first, number, skipping)
    except ValueError:
        raise BadInput("The period does not end by 9999-12-31, the last day there is.") from None
    show({"due": reckoned.day, "provisional": reckoned.provisional}, as_json=as_json)


@workdays.command("between", with_appcontext=False, context_settings=TAKE_ALL)
@click.argument("first", metavar="A")
@click.argument("last", metavar="B")
@as_json
@face
def between(first: str, last: str, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Count the working days after A up to and including B."""
    reached = ordered(first, last, "A", "B")
    counted = calendar().between(reached.first, reached.last)
    show({"working_days": counted.days, "provisional": counted.provisional}, as_json=as_json)


@workdays.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--reason", default="", metavar="TEXT", help="Why a calendar that is in use is corrected.")
@as_json
@face
def import_file(file: Path, reason: str, as_json: bool) -> None:  # noqa: FBT001  click's form
    """Lay the yearly notice in FILE over the calendar, as a new edition of its year; count running orders anew."""
    notice = read(file)
    configured()
    try:
        with transaction():
            edition = import_year(notice, reason, actor_id=None, today=clock.today(), book=law.book())
    except Refused as refused:
        raise BadInput(f"{refused.sentence} Use --reason.") from None
    except WrongState:
        raise BadInput(f"Another notice of {notice.year} was imported just now. Try again.") from None
    except SQLAlchemyError as problem:
        raise BadInput(f"The database cannot take the notice: {cause(problem)}.") from None
    if edition is None:
        said = f"The calendar of {notice.year} says this already; nothing was changed."
    else:
        said = f"The calendar of {notice.year} was imported as edition {edition.edition}."
    changed = {"year": notice.year, "edition": edition and edition.edition, "changed": edition is not None}
    show(changed if as_json else {"calendar": said}, as_json=as_json)


def read(file: Path) -> Notice:
    """Read a notice from a file; raise BadInput where it is none."""
    try:
        return read_notice(file.read_bytes())
    except OSError as problem:
        raise BadInput(f"{file} cannot be read: {problem.strerror}.") from None
    except NoticeUnreadable as problem:
        raise BadInput(f"{file}: {problem}") from None


def promise(text: str) -> int:
    """Read a number of working days that may be promised today; raise BadInput with the rulebook's bounds."""
    figures, today = book(), clock.today()
    least, most = figures.whole("C1.least_promise", today), figures.whole("C1.most_promise", today)
    if not WHOLE.fullmatch(text) or not least <= int(text) <= most:
        raise BadInput(f"N must be a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def span(text: str) -> Span:
    """Read a pause in the form A..B."""
    first, dots, last = text.partition("..")
    if not dots:
        raise BadInput(f"--pause must be two dates like 2026-03-05..2026-03-09, not {text!r}.")
    return ordered(first, last, "A of --pause", "B of --pause")


def ordered(first: str, last: str, *names: str) -> Span:
    """Read two days of which the first may not lie after the last."""
    read_first, read_last = day(first, names[0]), day(last, names[1])
    if read_first > read_last:
        raise BadInput(f"{names[0]} ({first}) lies after {names[1]} ({last}).")
    return Span(read_first, read_last)


def calendar() -> Calendar:
    """Return the calendar that the app uses, or the shipped one where there is no app."""
    try:
        return law.calendar() if has_app_context() else shipped()
    except SQLAlchemyError as problem:
        raise BadInput(f"The imported calendars cannot be read: {cause(problem)}.") from None


def book() -> Rulebook:
    """Return the rulebook that the app uses, or the shipped one where there is no app."""
    try:
        return law.book() if has_app_context() else rulebook.shipped()
    except SQLAlchemyError as problem:
        raise BadInput(f"The adopted editions cannot be read: {cause(problem)}.") from None


def cause(problem: SQLAlchemyError) -> object:
    """Return what the driver said, without the statement that SQLAlchemy adds."""
    return problem.orig if isinstance(problem, DBAPIError) else problem
