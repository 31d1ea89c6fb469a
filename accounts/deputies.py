"""Section 6: every officer may have a deputy, by a dated act that is recorded and can be ended early."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.kinds import Kind, Role, Topic
from accounts.models import Organisation, User
from accounts.operations import tell
from kernel import clock, ledger
from kernel.db import Row, UtcMoment, db, lock
from kernel.errors import NotYours, Refused, WrongState
from kernel.ledger import Audited
from kernel.sentences import Sentence, say

RULE = "6"
PAGE = "/organisation/deputies"
BODIES = (
    Kind.AUTHORITY,
    Kind.MANAGING_OFFICE,
)  # who decides about rights; the operator does not, and has no deputy


class Deputation(Audited, Row):
    """A dated act by which one official stands in for another while that one is away."""

    __tablename__ = "deputation"
    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="days"),
        CheckConstraint("user_id <> deputy_id", name="two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_on: Mapped[date | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined", innerjoin=True)
    deputy: Mapped[User] = relationship(foreign_keys=[deputy_id], lazy="joined", innerjoin=True)

    @property
    def organisation_id(self) -> int:
        """Return the organisation for which the deputy acts."""
        return self.user.organisation_id

    def counts(self, day: date) -> bool:
        """Tell whether the deputy stands in on a day; the day on which it was ended is the first without."""
        return self.from_on <= day <= self.until_on and (self.ended_on is None or day < self.ended_on)


def name_deputy(
    person: User, deputy: User, days: tuple[date, date], reason: str, *, actor: User, today: date
) -> Deputation:
    """Record who stands in for an official from one day to another.

    A head names the deputy of anybody in the organisation, an officer the own one. Raises Refused for a deputy of a
    body that decides about nobody's rights, for days that lie behind, and where another deputy is named for one of them.
    """
    first, last = days
    if actor.id != person.id and (actor.role != Role.HEAD or actor.organisation_id != person.organisation_id):
        raise NotYours
    lock(person)
    if first < today or last < first:
        raise Refused(RULE, say("The days begin today or later, and end after they begin."), field="until_on")
    if person.id == deputy.id or not is_fit(deputy):
        raise Refused(
            RULE, say("A deputy is another official of an authority or the managing office."), field="deputy"
        )
    if any(row.from_on <= last and first <= row.until_on for row in deputations_of_person(person.id, today)):
        raise Refused(RULE, say("A deputy is named for one of these days already."), field="from_on")
    row = Deputation(
        user_id=person.id,
        deputy_id=deputy.id,
        from_on=first,
        until_on=last,
        reason=reason,
        recorded_by=actor.id,
        created_at=clock.now(),
    )
    details = {"for": person.id, "deputy": deputy.id, "from": first, "until": last}
    ledger.record(row, "accounts.deputy.named", actor_id=actor.id, rule=RULE, details=details)
    told = say(
        "%(deputy)s stands in for %(person)s from %(first)s to %(last)s.",
        deputy=deputy.name,
        person=person.name,
        first=first,
        last=last,
    )
    _tell_both(row, told)
    return row


def end_early(row: Deputation, *, actor_id: int, today: date) -> Deputation:
    """End a deputation from a day on: what was done under it stays."""
    lock(row)
    if row.ended_on is not None or row.until_on < today:
        raise WrongState(say("This deputation has ended already."))
    row.ended_on = today
    ledger.record(row, "accounts.deputy.ended", actor_id=actor_id, rule=RULE, details={"on": today})
    told = say("%(deputy)s no longer stands in for %(person)s.", deputy=row.deputy.name, person=row.user.name)
    _tell_both(row, told)
    return row


def _tell_both(row: Deputation, told: Sentence) -> None:
    for body_id in {row.user.organisation_id, row.deputy.organisation_id}:
        tell(body_id, told, link=PAGE, topic=Topic.MATTER)


def is_fit(person: User) -> bool:
    """Tell whether a person can be a deputy: acts for an authority or for the managing office."""
    return person.is_active and person.acts and person.organisation.kind in BODIES


def deputation(deputation_id: int) -> Deputation | None:
    """Return a deputation, or None."""
    return db.session.get(Deputation, deputation_id)


def deputations_of(organisation_id: int) -> Sequence[Deputation]:
    """Return the deputations of an organisation's people and those for which its people stand in, the newest first."""
    mine = select(User.id).where(User.organisation_id == organisation_id)
    chosen = select(Deputation).where(or_(Deputation.user_id.in_(mine), Deputation.deputy_id.in_(mine)))
    return db.session.scalars(chosen.order_by(Deputation.id.desc()).limit(100)).all()


def deputations_of_person(user_id: int, today: date) -> Sequence[Deputation]:
    """Return the deputations of a person that count today or later."""
    chosen = select(Deputation).where(
        Deputation.user_id == user_id, Deputation.until_on >= today, Deputation.ended_on.is_(None)
    )
    return db.session.scalars(chosen.order_by(Deputation.from_on)).all()


def stood_for(user_id: int, day: date) -> Sequence[User]:
    """Return the officials for whom a person stands in on a day, in one statement."""
    chosen = select(Deputation).where(
        Deputation.deputy_id == user_id, Deputation.from_on <= day, Deputation.until_on >= day
    )
    rows = db.session.scalars(chosen.order_by(Deputation.id))
    return [row.user for row in rows if row.counts(day) and row.user.is_active and row.deputy.is_active]


def officials() -> Sequence[User]:
    """Return the people who may be a deputy, by their body."""
    chosen = (
        select(User)
        .join(User.organisation)
        .where(
            Organisation.kind.in_(BODIES),
            Organisation.switched_off_at.is_(None),
            User.role != Role.READER,
            User.switched_off_at.is_(None),
        )
    )
    return db.session.scalars(chosen.order_by(Organisation.name, User.id)).all()
