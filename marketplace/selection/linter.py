"""S1: does the text of a notice hold a demand that may not be made; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kernel.rulebook import applies
from marketplace.selection.terms import HERE, Category, Term, Terms, fold

_CHINESE = "zh"


@dataclass(frozen=True)
class Hit:
    """A forbidden term in a text: as it is written there, from where to where, of which kind, on what basis."""

    term: str
    span: tuple[int, int]
    category: Category
    basis: str

    def said(self, language: str) -> str:
        """Tell the owner what is wrong and what to do, in the reader's language (`zh` or `en`)."""
        return self.category.zh if language == _CHINESE else self.category.en


@applies("S1")
def lint(text: str, day: date, terms: Terms, qualification: str | None = None) -> tuple[Hit, ...]:
    """Return the demands in a text that may not be made on a day, in the order of the text.

    S1: no authority may name an agency, and no closed list, fee for taking part, quota or local-office demand may
    be set; a term of the dated list is a hit unless it stands in a context in which it is allowed, such as a
    negation or the title of a law. `qualification` is all that the catalogue says of the item's qualification,
    empty where it asks for none; without it no qualification is judged too high. Where two terms overlap, the one
    that stands first in the list is told.
    """
    folded, places = fold(text)
    taken: dict[tuple[int, int], Term] = {}
    for term in terms.terms:
        if term.holds_on(day) and not _is_of_item(term, qualification):
            for start, end in _found(term, folded, terms):
                if all(end <= other[0] or other[1] <= start for other in taken):
                    taken[start, end] = term
    return tuple(_hit(text, places, span, taken[span]) for span in sorted(taken))


def _found(term: Term, folded: str, terms: Terms) -> Iterator[tuple[int, int]]:
    """Yield where a term stands without a context that allows it."""
    for match in term.pattern.finditer(folded):
        round_it = f"{folded[: match.start()]}{HERE}{folded[match.end() :]}"
        insisted = any(context.search(round_it) for context in terms.insisting)
        contexts = (*terms.allowed, *term.allowed)
        if insisted or not any(context.search(round_it) for context in contexts):
            yield match.span()


def _is_of_item(term: Term, qualification: str | None) -> bool:
    """Tell whether the item's own qualification allows a term."""
    if not term.unless_item:
        return False
    if qualification is None:
        return True
    return any(qualification if word == "*" else word in qualification for word in term.unless_item)


def _hit(text: str, places: list[int], span: tuple[int, int], term: Term) -> Hit:
    start, end = places[span[0]], places[span[1] - 1] + 1
    return Hit(text[start:end], (start, end), term.category, term.basis)
