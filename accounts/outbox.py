"""The outbox: what is told to organisations, and e-mails, written with the act and sent by a job."""

import json

from sqlalchemy import update

from accounts.models import Mail, Message
from accounts.upserts import insert
from kernel import clock
from kernel.db import db
from kernel.sealing import sealer
from kernel.sentences import Sentence, read, write


def tell(organisation_id: int, sentence: Sentence, *, link: str = "", once: str | None = None) -> bool:
    """Tell an organisation something; what has been told under the same `once` is not told again.

    Tells whether it was new.
    """
    row = insert(Message).values(
        organisation_id=organisation_id, text=write(sentence), link=link, once=once, created_at=clock.now()
    )
    done = db.session.execute(row.on_conflict_do_nothing())
    return bool(getattr(done, "rowcount", 0))


def post(address: str, subject: Sentence, body: Sentence) -> None:
    """Write a letter to an address; it stays sealed until it is sent."""
    sealed = sealer().seal(json.dumps([write(subject), write(body)]))
    db.session.add(Mail(address=address, sealed=sealed, created_at=clock.now()))


def opened(mail: Mail) -> tuple[Sentence, Sentence]:
    """Return subject and body of a letter that is still to be sent."""
    subject, body = json.loads(sealer().open(mail.sealed))
    return read(subject), read(body)


def claim(table: type[Message] | type[Mail], row_id: int) -> bool:
    """Mark a row as sent, before it is; tell whether it was ours to send: of two senders one gets it."""
    unsent = (table.id == row_id, table.sent_at.is_(None))
    found = db.session.execute(update(table).where(*unsent).values(sent_at=clock.now()))
    return bool(getattr(found, "rowcount", 0))


def give_back(table: type[Message] | type[Mail], row_id: int) -> None:
    """Mark a row as not sent after all, so that a later run tries again."""
    db.session.execute(update(table).where(table.id == row_id).values(sent_at=None))


def empty(mail_id: int) -> None:
    """Forget what a letter said, once it is sent."""
    db.session.execute(update(Mail).where(Mail.id == mail_id).values(sealed=""))
