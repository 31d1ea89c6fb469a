"""G7, P11: the steps of a round from the top: what is computed of the year goes in, and a removal releases the owners."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from credit import procedure, queries, replacing, round_queries, rounds, weighing
from credit.drafting import Desk
from credit.models import Draft, Round
from credit.procedure import Deadlines, Progress
from credit.vocabulary import Act, State
from kernel.errors import Refused
from kernel.rulebook import Rulebook, applies
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.delivery.operations.release import release
from marketplace.oversight import rating_files
from marketplace.oversight.yearbook import entrants, were_here

AGAIN = "draw-up-again"


@dataclass(frozen=True)
class Glance:
    """A round at a glance: what is done, what is still to be done, by when, and what may be done next."""

    round: Round
    progress: Progress
    deadlines: Deadlines
    shares: Sequence[round_queries.Share]
    grades: Mapping[str, int]
    late: int
    following: Act | None
    refused: Refused | None

    @property
    def state(self) -> State:
        """Return where the round stands."""
        return State(self.round.state)

    @property
    def by(self) -> date:
        """Return the day by which the next step is due."""
        days = self.deadlines
        return {
            Act.FREEZE: days.freeze_from,
            Act.DRAW_UP: days.draw_up_by.day,
            Act.CLOSE_OBJECTIONS: days.publish_by.day,
            Act.PUBLISH: days.publish_by.day,
        }.get(self.following or Act.DETERMINE, days.determine_by)


@applies("G7")
def to_open(today: date) -> int | None:
    """Return the year whose round is to be opened, or None: last year, where agencies were here and nobody has rated it."""
    year = today.year - 1
    is_known = round_queries.round_of(year) is not None or queries.rated_in(year)
    return None if is_known or not were_here(year) else year


def glance(found: Round, calendar: Calendar, book: Rulebook, today: date) -> Glance:
    """Return a round at a glance, in a fixed number of statements."""
    days = procedure.deadlines(found.year, calendar, book, found.frozen_on)
    progress = round_queries.progress(found, calendar, book, today)
    following = next(
        (act for (state, act), move in procedure.MOVES.items() if state == found.state and move.to != state),
        None,
    )
    refused = procedure.refusal(following, progress, days, today) if following else None
    shares = round_queries.shares(found)
    late = weighing.late(found) if found.frozen_on and following else 0
    grades = round_queries.by_grade(found)
    return Glance(found, progress, days, shares, grades, late, following, refused)


def freeze(found: Round, desk: Desk) -> Sentence:
    """Freeze the evidence of the year, with what was computed of it."""
    number = rounds.freeze(found, entrants(found.year, desk.calendar, desk.book, desk.today), desk)
    return say(
        "The evidence is frozen: %(number)s agencies are rated, and the authorities check.", number=number
    )


def draw_up(found: Round, desk: Desk) -> Sentence:
    """Tell every agency its draft."""
    return say("%(number)s drafts are told.", number=rounds.draw_up(found, desk))


def draw_up_again(found: Round, desk: Desk) -> Sentence:
    """Compute again what another file may have put out of date."""
    return say("%(number)s drafts have changed and are told again.", number=rounds.draw_up_again(found, desk))


def close(found: Round, desk: Desk) -> Sentence:
    """Close the objections."""
    rounds.close_objections(found, desk)
    return say("The objections are closed; a second person checks the grades that need it.")


def publish(found: Round, desk: Desk) -> Sentence:
    """Publish the ratings before they are determined."""
    return say("The ratings are on public display until %(day)s.", day=rounds.publish(found, desk))


def determine(found: Round, document: str, desk: Desk) -> Sentence:
    """Determine the ratings of all, and release everybody from the agencies that are removed (P11)."""
    done = rounds.determine(found, document, desk)
    for agency in done.removed:
        release(agency, actor_id=desk.actor_id, today=desk.today, book=desk.book)
    rating_files.issue(round_queries.all_drafts(found), desk)
    rating_files.serve(desk.actor_id, desk.today, desk.calendar, desk.book)
    return say(
        "%(number)s ratings are determined; %(removed)s agencies are removed.",
        number=done.ratings,
        removed=len(done.removed),
    )


def determine_again(draft: Draft, document: str, desk: Desk) -> None:
    """Determine a rating that replaces one set aside, and release everybody from an agency that it removes (P11)."""
    if replacing.determine(draft, document, desk):
        release(draft.agency, actor_id=desk.actor_id, today=desk.today, book=desk.book)
    rating_files.issue([draft], desk)
    rating_files.serve(desk.actor_id, desk.today, desk.calendar, desk.book)


STEPS: Mapping[str, Callable[[Round, Desk], Sentence]] = {
    Act.FREEZE: freeze,
    Act.DRAW_UP: draw_up,
    AGAIN: draw_up_again,
    Act.CLOSE_OBJECTIONS: close,
    Act.PUBLISH: publish,
}
