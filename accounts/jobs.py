"""The jobs of accounts: letters leave the house, and what is of no more use is forgotten.

T6: no outcome depends on them: what was told stands in the inbox, and a stay that is over is refused.
"""

import logging
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

from flask import current_app
from sqlalchemy import ColumnElement, delete, select

from accounts import outbox, queries
from accounts.attempts import Tally
from accounts.carriers import Carrier, Postponed, Undeliverable, carrier, letter
from accounts.models import Mail, Message, PasswordReset
from accounts.sessions import LONGEST, UserSession
from kernel import clock
from kernel.db import Base, db, transaction
from kernel.jobs import each, job
from kernel.languages import CHINESE, words
from kernel.reading import tell as said
from kernel.sentences import Sentence, say

log = logging.getLogger(__name__)
BATCH = 200  # letters a run; the next one is a minute later
TRIED_FOR = timedelta(days=7)  # then the inbox alone has it: a letter that nobody takes holds up no other
KEPT = timedelta(days=90)  # stays that are over, for whoever asks who was here
TOWN = say("Intermediary supermarket")
READ_IT = say("Read it, with everything that belongs to it: %(link)s")
NO_REPLY = say("This letter was sent by the platform; nobody reads answers to it.")


@job("deliver-messages", cron="* * * * *")
def deliver_messages(_day: date) -> int:
    """Send what was told since the last run by e-mail, each letter once."""
    done = 0
    messages, mails = _unsent(Message), _unsent(Mail)
    if messages or mails:
        with carrier() as way:
            done = sum(_deliver(Message, row_id, way) for row_id in messages)
            done += sum(_deliver(Mail, row_id, way) for row_id in mails)
    return done


@job("forget-old-stays", cron="40 3 * * *")
def forget_old_stays(day: date) -> int:
    """Delete what no one needs any more: ended stays, spent links to passwords, counts of attempts."""
    now = datetime.combine(day, time.max, clock.BEIJING)
    spent = (
        (UserSession, UserSession.created_at < now - LONGEST - KEPT),
        (PasswordReset, PasswordReset.created_at < now - KEPT),
        (Tally, Tally.window_ends_at < now - KEPT),
    )
    with transaction():
        return sum(_delete(table, over) for table, over in spent)


def _delete(table: type[Base], over: ColumnElement[bool]) -> int:
    return int(getattr(db.session.execute(delete(table).where(over)), "rowcount", 0))


def _unsent(table: type[Message] | type[Mail]) -> Sequence[int]:
    waiting = (table.sent_at.is_(None), table.created_at > clock.now() - TRIED_FOR)
    return db.session.scalars(select(table.id).where(*waiting).order_by(table.id).limit(BATCH)).all()


def _deliver(table: type[Message] | type[Mail], row_id: int, way: Carrier) -> bool:
    made = _claimed(table, row_id)
    if made is None:
        return False
    name = f"{table.__tablename__}-{row_id}"
    try:
        way.send(name, made)
    except Undeliverable:
        log.warning("%s cannot be delivered", name)
    except Postponed:
        return _give_back(table, row_id)
    except Exception:
        _give_back(table, row_id)
        raise
    if table is Mail:
        with transaction():
            outbox.empty(row_id)
    return True


def _claimed(table: type[Message] | type[Mail], row_id: int) -> EmailMessage | None:
    made: list[EmailMessage] = []
    done = each([row_id], lambda one: outbox.claim(table, one) and _write(table, one, made))
    return made[0] if done else None


def _write(table: type[Message] | type[Mail], row_id: int, made: list[EmailMessage]) -> bool:
    letter_of = _of_message(row_id) if table is Message else _of_mail(row_id)
    made += [letter_of] if letter_of else []
    return letter_of is not None


def _give_back(table: type[Message] | type[Mail], row_id: int) -> bool:
    with transaction():
        outbox.give_back(table, row_id)
    return False


def _of_message(message_id: int) -> EmailMessage | None:
    row = db.session.get_one(Message, message_id)
    to = [user.email for user in queries.people_of(row.organisation_id) if user.is_active]
    if not to:
        return None
    text = _chinese(row.sentence)
    lines = [text]
    if row.link:
        lines.append(_chinese(say(READ_IT.text, link=f"{current_app.config['SITE_URL']}{row.link}")))
    return letter(to, f"{_chinese(TOWN)}：{text}", "\n\n".join([*lines, _chinese(NO_REPLY)]))


def _of_mail(mail_id: int) -> EmailMessage:
    row = db.session.get_one(Mail, mail_id)
    subject, body = outbox.opened(row)
    return letter([row.address], _chinese(subject), "\n\n".join([_chinese(body), _chinese(NO_REPLY)]))


def _chinese(sentence: Sentence) -> str:
    return said(sentence, CHINESE, words(CHINESE).gettext)
