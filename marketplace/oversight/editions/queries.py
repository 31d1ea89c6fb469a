"""Reads of editions: those that were adopted, those on their way, and the comments."""

from collections.abc import Sequence

from sqlalchemy import func, select

from kernel.db import db
from kernel.editions import RulebookEdition
from marketplace.oversight.editions.models import EditionComment, EditionDraft, EditionText
from marketplace.oversight.editions.rules import Standing
from marketplace.oversight.editions.vocabulary import State


def draft(draft_id: int) -> EditionDraft | None:
    """Return an edition on its way, or adopted, or None."""
    return db.session.get(EditionDraft, draft_id)


def drafts() -> Sequence[EditionDraft]:
    """Return every edition that was drafted, the latest first."""
    return db.session.scalars(select(EditionDraft).order_by(EditionDraft.id.desc())).all()


def in_hand() -> Sequence[EditionDraft]:
    """Return the editions that wait for a step, the oldest first."""
    open_ones = (State.DRAFT, State.COMMENTS, State.PROPOSED)
    chosen = select(EditionDraft).where(EditionDraft.state.in_(open_ones)).order_by(EditionDraft.id)
    return db.session.scalars(chosen).all()


def text_of(draft: EditionDraft) -> EditionText:
    """Return the text of a draft that stands: the last that was laid."""
    chosen = select(EditionText).where(EditionText.draft_id == draft.id, EditionText.number == draft.texts)
    return db.session.scalars(chosen).one()


def adopted(name: str) -> RulebookEdition | None:
    """Return an adopted edition by its name, or None."""
    return db.session.scalars(select(RulebookEdition).where(RulebookEdition.name == name)).first()


def comments_on(draft_id: int) -> Sequence[EditionComment]:
    """Return the comments on every text of a draft, the oldest first."""
    chosen = select(EditionComment).where(EditionComment.draft_id == draft_id)
    return db.session.scalars(chosen.order_by(EditionComment.id)).all()


def comment(comment_id: int) -> EditionComment | None:
    """Return a comment, or None."""
    return db.session.get(EditionComment, comment_id)


def unanswered(draft_id: int) -> int:
    """Count the comments on a draft that wait for their answer."""
    chosen = select(func.count()).select_from(EditionComment)
    waits = (EditionComment.draft_id == draft_id, EditionComment.answer == "")
    return db.session.scalar(chosen.where(*waits)) or 0


def comments_on_text(draft: EditionDraft) -> int:
    """Count the comments on the text that stands."""
    chosen = select(func.count()).select_from(EditionComment)
    mine = (EditionComment.draft_id == draft.id, EditionComment.number == draft.texts)
    return db.session.scalar(chosen.where(*mine)) or 0


def has_commented(draft: EditionDraft, authority_key: str) -> bool:
    """Tell whether an authority has commented on the text that stands."""
    mine = (
        EditionComment.draft_id == draft.id,
        EditionComment.number == draft.texts,
        EditionComment.authority_key == authority_key,
    )
    return bool(db.session.scalar(select(EditionComment.id).where(*mine).limit(1)))


def standing(draft: EditionDraft) -> Standing:
    """Return where an edition stands, as far as a step looks at it."""
    hands = {text_of(draft).laid_by, draft.proposed_by}
    return Standing(
        State(draft.state),
        draft.takes_effect,
        draft.comments_until,
        comments_on_text(draft),
        unanswered(draft.id),
        frozenset(person for person in hands if person is not None),
    )
