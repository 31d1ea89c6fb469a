"""The outbox: what is told to organisations, and letters to one address, written with the act and sent by a job."""

import json
from datetime import date

from sqlalchemy import update

from accounts.kinds import Channel, Topic
from accounts.models import Mail, Message
from accounts.upserts import insert
from kernel import clock
from kernel.db import db
from kernel.sealing import sealer
from kernel.sentences import Sentence, read, write


def tell(
    organisation_id: int,
    sentence: Sentence,
    *,
    link: str = "",
    once: str | None = None,
    topic: Topic = Topic.SERVICE,
    holds_until: date | None = None,
) -> bool:
    """Tell an organisation something; what has been told under the same `once` is not told again.

    What nobody calls anything else is legal service, which no one can switch off (P5b). `holds_until` is the last day
    on which it is worth sending by e-mail or SMS. Tells whether it was new.
    """
    row = insert(Message).values(
        organisation_id=organisation_id,
        text=write(sentence),
        link=link,
        once=once,
        topic=topic.value,
        holds_until=holds_until,
        created_at=clock.now(),
    )
    told = db.session.scalars(row.on_conflict_do_nothing().returning(Message.id))
    return told.first() is not None


def post(address: str, subject: Sentence, body: Sentence) -> None:
    """Write a letter to an address; it stays sealed until it is sent."""
    _post(Channel.EMAIL, address, write(subject), write(body))


def post_text(number: str, text: Sentence) -> None:
    """Write a text to a telephone; text and number stay sealed until it is sent."""
    _post(Channel.SMS, "", number, write(text))


def opened(mail: Mail) -> tuple[Sentence, Sentence]:
    """Return subject and body of a letter that is still to be sent."""
    subject, body = json.loads(sealer().open(mail.sealed))
    return read(subject), read(body)


def opened_text(mail: Mail) -> tuple[str, Sentence]:
    """Return number and words of a text that is still to be sent."""
    number, text = json.loads(sealer().open(mail.sealed))
    return str(number), read(text)


def empty(mail_id: int) -> None:
    """Forget what a letter said, once it is sent."""
    db.session.execute(update(Mail).where(Mail.id == mail_id).values(sealed=""))


def _post(way: Channel, address: str, *said: str) -> None:
    sealed = sealer().seal(json.dumps(said))
    db.session.add(Mail(channel=way.value, address=address, sealed=sealed, created_at=clock.now()))
