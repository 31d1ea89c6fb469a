"""What letters and texts say, in Chinese: a message alone, the messages of a day, a letter with a secret."""

from collections.abc import Iterable
from email.message import EmailMessage

from flask import current_app

from accounts import outbox
from accounts.carriers import letter
from accounts.dispatches import Dispatch
from accounts.kinds import Topic
from accounts.models import Mail, Message
from accounts.texting import Text
from kernel.languages import CHINESE, words
from kernel.reading import tell as said
from kernel.sentences import Sentence, say

TOWN = say("Intermediary supermarket")
READ_IT = say("Read it, with everything that belongs to it: %(link)s")
NO_REPLY = say("This letter was sent by the platform; nobody reads answers to it.")
SETTINGS = say("What comes by e-mail or SMS, and whether once a day, you choose here: %(link)s")
TODAY = say("%(count)s messages of the day")
MARK = say("[Intermediary supermarket] %(told)s")


def letter_of(row: Dispatch) -> EmailMessage:
    """Write the letter of one message to one person."""
    told = _chinese(row.message.sentence)
    lines = [told, *_onward(row.message), *_foot([row.message])]
    return letter([row.user.email], f"{_chinese(TOWN)}：{told}", "\n\n".join(lines))


def digest_of(rows: list[Dispatch]) -> EmailMessage:
    """Write one letter of the messages of a day to one person, in the order in which they were told."""
    lines = [
        "\n".join([f"{place}. {_chinese(row.message.sentence)}", *_onward(row.message)])
        for place, row in enumerate(rows, 1)
    ]
    subject = f"{_chinese(TOWN)}：{_chinese(say(TODAY.text, count=len(rows)))}"
    return letter([rows[0].user.email], subject, "\n\n".join([*lines, *_foot(row.message for row in rows)]))


def text_of(row: Dispatch, number: str) -> Text:
    """Write the text of one message to one telephone."""
    return Text(number, _marked(row.message.sentence))


def letter_of_mail(mail: Mail) -> EmailMessage:
    """Write a letter to one address."""
    subject, body = outbox.opened(mail)
    return letter([mail.address], _chinese(subject), "\n\n".join([_chinese(body), _chinese(NO_REPLY)]))


def text_of_mail(mail: Mail) -> Text:
    """Write a text to one telephone."""
    number, told = outbox.opened_text(mail)
    return Text(number, _marked(told))


def _marked(told: Sentence) -> str:
    return _chinese(say(MARK.text, told=told))


def _onward(message: Message) -> list[str]:
    return [_chinese(say(READ_IT.text, link=_address(message.link)))] if message.link else []


def _foot(messages: Iterable[Message]) -> list[str]:
    """Say that nobody reads answers and, where something can be switched off, where."""
    switchable = any(message.topic != Topic.SERVICE for message in messages)
    settings = [_chinese(say(SETTINGS.text, link=_address("/me/messages")))] if switchable else []
    return [*settings, _chinese(NO_REPLY)]


def _address(path: str) -> str:
    return f"{current_app.config['SITE_URL']}{path}"


def _chinese(sentence: Sentence) -> str:
    return said(sentence, CHINESE, words(CHINESE).gettext)
