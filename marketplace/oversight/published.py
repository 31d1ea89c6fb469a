"""The shelf of published ratings: which years there are, and one year's ratings, determined or on public display."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from credit import queries, round_queries
from credit.models import Draft, Rating, Round
from credit.vocabulary import State
from kernel.paging import Page

PUBLIC = (State.PUBLICITY, State.DETERMINED)


@dataclass(frozen=True)
class Shelf:
    """One year of published ratings, narrowed to a grade where one is chosen."""

    year: int
    years: Sequence[int]
    grade: str
    counts: Mapping[str, int]
    on_display: Round | None
    has_reports: bool

    def page(self, after: str | None) -> Page[Draft] | Page[Rating]:
        """Return a page of the year: the drafts while they are on display, then the ratings."""
        if self.on_display is None:
            return queries.published(self.year, self.grade, after)
        only = [Draft.grade == self.grade] if self.grade else []
        return round_queries.drafts(self.on_display, *only, after=after)


def shelf(year: int | None, grade: str) -> Shelf:
    """Return the year that is asked for, else the latest one."""
    on_display = next((one for one in round_queries.rounds() if one.state == State.PUBLICITY), None)
    rated = queries.rated_years()
    years = sorted({*rated, *([on_display.year] if on_display else [])}, reverse=True)
    chosen = year if year is not None else max(years, default=0)
    shown = on_display if on_display and on_display.year == chosen else None
    found = shown or round_queries.round_of(chosen)
    return Shelf(
        chosen,
        years,
        grade if grade in queries.ORDER else "",
        round_queries.by_grade(shown) if shown else rated.get(chosen, {}),
        shown,
        found is not None and found.state in PUBLIC,
    )
