"""Whether a letter is ours: by its number whoever asks, and its whole text for who holds the code printed on it."""

from flask import Response, redirect, request, url_for

from blacklist import letters
from kernel import issued
from kernel.errors import NotFound
from kernel.files import hand_out
from kernel.issued import IssuedLetter
from kernel.letters import written
from kernel.pdf import pdf
from kernel.permissions import public
from kernel.places import shows
from kernel.sentences import Sentence
from kernel.web import page
from marketplace.home.views.blueprint import Answer, blueprint
from marketplace.oversight import rating_files, rating_letter


@blueprint.get(issued.CHECK_AT.rstrip("/"))
@public
def check() -> Answer:
    """Say whether a letter of a number was issued here; one who types the code is led to the letter."""
    typed = request.args.get("number", "").strip()
    by_code = issued.by_code(typed)
    if by_code:
        return redirect(url_for("home.letter", code=by_code.code))
    row = issued.find(typed)
    return page(
        "marketplace/home/check.html",
        typed=typed,
        row=row,
        kind=_kind(row) if row else None,
        rating=rating_files.rating_of(row) if row else None,
        letter=issued.letter_of(row) if row else None,
        withdrawal=issued.withdrawal_of(row) if row else None,
    )


@blueprint.get(f"{issued.CHECK_AT}<string:code>")
@shows("issued_letter", "home.letter", code="code")
@public
def letter(code: str) -> Answer:
    """Show the letter that bears a code, word for word as it was issued, and whether it holds."""
    row = issued.by_code(code)
    if row is None:
        return redirect(url_for("home.check", number=code))
    return page(
        "marketplace/home/letter.html",
        row=row,
        kind=_kind(row),
        rating=rating_files.rating_of(row),
        letter=written(issued.letter_of(row)),
        withdrawal=issued.withdrawal_of(row),
    )


@blueprint.get(f"{issued.CHECK_AT}<string:code>/pdf")
@public
def letter_pdf(code: str) -> Response:
    """Hand the letter that bears a code out as PDF."""
    row = _held(code)
    return hand_out(pdf(issued.letter_of(row)), "application/pdf", f"{row.number}.pdf")


@blueprint.get(f"{issued.CHECK_AT}<string:code>/text")
@public
def letter_text(code: str) -> Response:
    """Hand out the text on file to the byte, so that anyone can take its hash."""
    row = _held(code)
    return hand_out(row.letter.encode(), "application/json", f"{row.number}.json")


def _kind(row: IssuedLetter) -> Sentence:
    return rating_letter.LABEL if row.kind == rating_letter.KIND else letters.label(row.kind)


def _held(code: str) -> IssuedLetter:
    row = issued.by_code(code)
    if row is None:
        raise NotFound
    return row
