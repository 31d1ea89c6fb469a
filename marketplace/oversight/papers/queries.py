"""Reads of what was decided on paper and waits for the second officer."""

from collections.abc import Sequence

from sqlalchemy import select

from kernel.db import db
from marketplace.oversight.papers.models import PaperDecision


def paper_decision(paper_id: int) -> PaperDecision | None:
    """Return what was entered, or None."""
    return db.session.get(PaperDecision, paper_id)


def waiting_about(agency_id: int) -> Sequence[PaperDecision]:
    """Return what waits for the second officer about an agency, the oldest first."""
    chosen = select(PaperDecision).where(
        PaperDecision.agency_id == agency_id, PaperDecision.ended_at.is_(None)
    )
    return db.session.scalars(chosen.order_by(PaperDecision.id)).all()
