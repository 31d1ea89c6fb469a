"""G10: the verbs of an edition: draft, lay a further text, send out, comment, answer, propose, adopt, withdraw."""

from dataclasses import dataclass
from datetime import date

from accounts import queries as accounts
from accounts.kinds import Kind
from accounts.models import User
from accounts.operations import tell
from kernel import editions, ledger
from kernel.amending import Edition
from kernel.db import db, lock
from kernel.editions import LONGEST_DOCUMENT
from kernel.errors import Refused, WrongState
from kernel.rulebook import Rulebook
from kernel.sentences import Sentence, say
from kernel.workdays import Calendar
from marketplace.oversight.editions import queries, rules
from marketplace.oversight.editions.checked import edition_of
from marketplace.oversight.editions.models import EditionComment, EditionDraft, EditionText
from marketplace.oversight.editions.rules import RULE
from marketplace.oversight.editions.vocabulary import Act, Answer, Stance, State


@dataclass(frozen=True)
class Desk:
    """Who acts, on which day, and by which calendar and rulebook."""

    actor: User
    today: date
    calendar: Calendar
    book: Rulebook


def draft(text: str, desk: Desk) -> EditionDraft:
    """Draft an edition from its text; what softens the source or does not fit together is refused (G10)."""
    edition = edition_of(text, desk.book, desk.calendar)
    row = EditionDraft(
        name=edition.name,
        title=edition.title,
        takes_effect=edition.takes_effect,
        state=State.DRAFT,
        texts=0,
        drafted_on=desk.today,
        drafted_by=desk.actor.id,
    )
    _must_be_new(edition, None, desk)
    db.session.add(row)
    _lay(row, text, edition, "oversight.edition.drafted", desk)
    return row


def lay(row: EditionDraft, text: str, desk: Desk) -> None:
    """Lay a further text of a draft; it is sent out for comment anew, so that what is adopted was commented (G10)."""
    _step(row, Act.LAY, desk)
    edition = edition_of(text, desk.book, desk.calendar)
    if text == queries.text_of(row).text:
        raise Refused(RULE, say("This is the text that stands."), field="file")
    _must_be_new(edition, row, desk)
    row.name, row.title, row.takes_effect = edition.name, edition.title, edition.takes_effect
    row.sent_on = row.comments_until = None
    _lay(row, text, edition, "oversight.edition.text-laid", desk)


def send(row: EditionDraft, until: date, desk: Desk) -> None:
    """Send a draft to every authority for comment until a day (G10)."""
    _step(row, Act.SEND, desk)
    least = rules.comment_until(desk.today, desk.calendar, desk.book).day
    refused = rules.refusal_of_round(until, least, queries.standing(row))
    if refused:
        raise refused
    row.sent_on, row.comments_until = desk.today, until
    _record(row, "sent-out", desk, {"text": row.texts, "until": until})
    said = say(
        "Edition %(name)s of the rulebook is laid before you for comment until %(until)s.",
        name=row.name,
        until=until,
    )
    _tell_authorities(row, said)


def comment(row: EditionDraft, stance: Stance, text: str, desk: Desk) -> EditionComment:
    """Comment on the text of a draft for one's authority; it may do so again until the day (G10)."""
    _step(row, Act.COMMENT, desk)
    if stance is not Stance.AGREES and not text.strip():
        raise Refused(RULE, say("Say what should be otherwise, and why."), field="text")
    found = EditionComment(
        draft_id=row.id,
        number=row.texts,
        authority_key=desk.actor.organisation.authority_key or "",
        stance=stance,
        text=text.strip(),
        made_on=desk.today,
        made_by=desk.actor.id,
    )
    details = {"edition": row.id, "text": row.texts, "authority": found.authority_key, "stance": stance}
    ledger.record(found, "oversight.edition-comment.made", actor_id=desk.actor.id, rule=RULE, details=details)
    return found


def answer(found: EditionComment, given: Answer, reasons: str, desk: Desk) -> None:
    """Answer a comment with reasons; the answer is published with the adopted edition (G10)."""
    _step(found.draft, Act.ANSWER, desk)
    lock(found)
    if found.answer:
        raise WrongState(say("This comment has been answered already."))
    if not reasons.strip():
        raise Refused(RULE, say("Give the reason: the authority and the public read it."), field="reasons")
    found.answer, found.reasons = given, reasons.strip()
    found.answered_on, found.answered_by = desk.today, desk.actor.id
    details = {"edition": found.draft_id, "answer": given}
    ledger.record(
        found, "oversight.edition-comment.answered", actor_id=desk.actor.id, rule=RULE, details=details
    )


def propose(row: EditionDraft, document: str, document_on: date, desk: Desk) -> None:
    """Propose the adoption by a document with its number and day; a second person checks it (G10)."""
    _step(row, Act.PROPOSE, desk)
    if not document.strip() or len(document.strip()) > LONGEST_DOCUMENT:
        raise Refused(RULE, say("Name the document by which the edition is adopted."), field="document")
    if document_on > desk.today:
        raise Refused(RULE, say("The document cannot be of a day to come."), field="document_on")
    if row.sent_on is not None and document_on < row.sent_on:
        said = say("The document is older than the draft that was commented on.")
        raise Refused(RULE, said, field="document_on")
    row.document, row.document_on = document.strip(), document_on
    row.proposed_on, row.proposed_by, row.remark = desk.today, desk.actor.id, ""
    _record(row, "proposed", desk, {"document": row.document, "document_on": document_on})


def confirm(row: EditionDraft, desk: Desk) -> editions.RulebookEdition:
    """Adopt an edition as the second person: from its days on its figures are in force, everywhere (G10)."""
    _step(row, Act.CONFIRM, desk)
    text = queries.text_of(row).text
    edition_of(text, desk.book, desk.calendar)  # another may have been adopted since it was drafted
    if row.document_on is None:
        raise WrongState  # the table of moves leads through the proposal
    row.ended_on, row.ended_by = desk.today, desk.actor.id
    adopted = editions.adopt(
        text, row.document, row.document_on, of=row, actor_id=desk.actor.id, today=desk.today
    )
    said = say(
        "Edition %(name)s of the rulebook is adopted by %(document)s; it takes effect on %(day)s.",
        name=row.name,
        document=row.document,
        day=row.takes_effect,
    )
    _tell_authorities(row, said)
    return adopted


def send_back(row: EditionDraft, reason: str, desk: Desk) -> None:
    """Send a proposed edition back with reasons, as the second person (G10)."""
    _step(row, Act.SEND_BACK, desk)
    _must_be_said(reason)
    row.remark, row.document, row.document_on = reason.strip(), "", None
    row.proposed_on = row.proposed_by = None
    _record(row, "sent-back", desk, {})


def withdraw(row: EditionDraft, reason: str, desk: Desk) -> None:
    """Withdraw a draft with reasons; it stays to be read, and its name may be used again (G10)."""
    was_sent = row.sent_on is not None
    _step(row, Act.WITHDRAW, desk)
    _must_be_said(reason)
    row.remark, row.ended_on, row.ended_by = reason.strip(), desk.today, desk.actor.id
    _record(row, "withdrawn", desk, {})
    if was_sent:
        _tell_authorities(row, say("Edition %(name)s of the rulebook is withdrawn.", name=row.name))


def _step(row: EditionDraft, act: Act, desk: Desk) -> None:
    """Take a step, or raise why it may not be taken."""
    lock(row)
    following = rules.MOVES.get((State(row.state), act))
    if following is None:
        raise WrongState(say("The edition stands elsewhere now: %(state)s", state=State(row.state).sentence))
    refused = rules.refusal(act, queries.standing(row), desk.today, desk.actor.id)
    if refused:
        raise refused
    row.state = following


def _lay(row: EditionDraft, text: str, edition: Edition, act: str, desk: Desk) -> None:
    row.texts += 1
    db.session.flush()
    laid = EditionText(
        draft_id=row.id, number=row.texts, text=text, laid_on=desk.today, laid_by=desk.actor.id
    )
    details = {
        "edition": edition.name,
        "text": row.texts,
        "takes_effect": edition.takes_effect,
        "figures": sorted({change.figure for change in edition.changes}),
    }
    ledger.record(row, act, actor_id=desk.actor.id, rule=RULE, details=details, proves=[laid])


def _must_be_new(edition: Edition, row: EditionDraft | None, desk: Desk) -> None:
    if edition.takes_effect <= desk.today:
        said = say("The edition would take effect on %(day)s: that must lie ahead.", day=edition.takes_effect)
        raise Refused(RULE, said, field="file")
    taken = [one for one in queries.drafts() if one.name == edition.name and one.state != State.WITHDRAWN]
    if edition.name == desk.book.edition or any(one is not row for one in taken):
        raise Refused(RULE, say("There is an edition %(name)s already.", name=edition.name), field="file")


def _must_be_said(reason: str) -> None:
    if not reason.strip():
        raise Refused(RULE, say("Give the reason."), field="reason")


def _record(row: EditionDraft, past: str, desk: Desk, details: dict[str, object]) -> None:
    ledger.record(
        row,
        f"oversight.edition.{past}",
        actor_id=desk.actor.id,
        rule=RULE,
        details={"edition": row.name, **details},
    )


def _tell_authorities(row: EditionDraft, said: Sentence) -> None:
    for body in accounts.of_kind(Kind.AUTHORITY):
        tell(body.id, said, link=f"/rules/editions/{row.id}")
