"""What waits in the making of editions (G10): comments for an authority, the next step for the managing office."""

from collections.abc import Iterator
from datetime import date

from accounts.kinds import Kind
from accounts.models import User
from kernel.sentences import Sentence, say
from marketplace.home.tasks import Task
from marketplace.oversight.editions import queries, rules
from marketplace.oversight.editions.models import EditionDraft
from marketplace.oversight.editions.vocabulary import Act, State


def waiting(person: User, today: date) -> Iterator[Task]:
    """Yield what waits for a person in the editions that are on their way."""
    body = person.organisation
    for row in queries.in_hand():
        if body.kind == Kind.AUTHORITY and row.state == State.COMMENTS:
            if not queries.has_commented(row, body.authority_key or ""):
                yield from to_comment(row, today)
        elif body.kind == Kind.MANAGING_OFFICE:
            yield _next_step(row, person, today)


def to_comment(row: EditionDraft, today: date) -> Iterator[Task]:
    """Yield the comment that an authority may still give on a draft edition."""
    until = row.comments_until
    if until is not None and today <= until:
        said = say("A draft edition of the rulebook is laid before your authority for comment.")
        silence = say("After that day the edition goes on without your comment.")
        yield _task(row, said, say("Read the draft and comment"), by=until, silence=silence)


def _next_step(row: EditionDraft, person: User, today: date) -> Task:
    standing = queries.standing(row)
    if row.state == State.DRAFT:
        return _task(row, say("The draft is not sent to the authorities yet."), say("Look at the draft"))
    if row.state == State.COMMENTS:
        refused = rules.refusal(Act.PROPOSE, standing, today, person.id)
        said = refused.sentence if refused else say("The comments are answered: it can be adopted.")
        can_wait = refused is not None and refused.try_from is not None and not standing.unanswered
        act = say("Answer the comments") if standing.unanswered else say("Look at the draft")
        return _task(row, said, act, can_wait=can_wait)
    is_own = rules.refusal(Act.CONFIRM, standing, today, person.id) is not None
    return _task(row, say("It waits for the second person."), say("Look at the draft"), can_wait=is_own)


def _task(
    row: EditionDraft,
    said: Sentence,
    act: Sentence,
    *,
    by: date | None = None,
    silence: Sentence | None = None,
    can_wait: bool = False,
) -> Task:
    return Task(
        title=say("Edition %(name)s of the rulebook", name=row.name),
        text=said,
        endpoint="home.edition",
        act=act,
        by=by,
        silence=silence,
        about=row.title,
        address={"draft_id": row.id},
        can_wait=can_wait,
    )
