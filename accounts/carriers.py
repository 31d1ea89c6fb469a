"""How e-mail leaves the house: by SMTP where an address is set, else into a folder, one file a letter."""

import smtplib
import ssl
from collections.abc import Iterable
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

from flask import current_app

from kernel import clock

SMTP_PORT, SMTPS_PORT = 25, 465
_PATIENCE = 20  # seconds; a job runs each minute
_PERMANENT = 500  # from here on an SMTP answer says: never
_OWNER_ONLY = 0o600  # a letter may hold a link that opens an account


class Undeliverable(Exception):
    """This letter will never reach its address; the others may."""


class Postponed(Exception):
    """This letter cannot be delivered now; the others may."""


class Carrier(Protocol):
    """Whoever takes letters."""

    def __enter__(self) -> Self:
        """Open the way."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the way."""

    def send(self, name: str, letter: EmailMessage) -> None:
        """Take one letter; raise Undeliverable where it can never arrive, Postponed where not now."""


class Folder:
    """Write each letter into a folder under its name: a second time it is the same file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        self.path.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the folder as it is."""

    def send(self, name: str, letter: EmailMessage) -> None:
        """Write the letter for its owner's eyes alone."""
        file = self.path / f"{name}.eml"
        file.touch(_OWNER_ONLY)
        file.write_bytes(bytes(letter))


class Smtp:
    """Hand letters to a mail server: smtp://user:password@host:587 (TLS where offered), or smtps://."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)

    def __enter__(self) -> Self:
        host, trust = self.url.hostname or "", ssl.create_default_context()
        if self.url.scheme == "smtps":
            port = self.url.port or SMTPS_PORT
            self.server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_PATIENCE, context=trust)
        else:
            self.server = smtplib.SMTP(host, self.url.port or SMTP_PORT, timeout=_PATIENCE)
            self.server.ehlo()
            if self.server.has_extn("starttls"):
                self.server.starttls(context=trust)
        if self.url.username:
            self.server.login(unquote(self.url.username), unquote(self.url.password or ""))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take leave of the server."""
        self.server.close()

    def send(self, name: str, letter: EmailMessage) -> None:  # noqa: ARG002  a folder needs the name
        """Hand one letter over."""
        try:
            self.server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refusal(code for code, _text in refused.recipients.values()) from refused
        except smtplib.SMTPDataError as refused:
            raise _refusal([refused.smtp_code]) from refused


def _refusal(codes: Iterable[int]) -> Exception:
    return Undeliverable() if all(code >= _PERMANENT for code in codes) else Postponed()


def carrier() -> Carrier:
    """Return the carrier of the settings."""
    url = str(current_app.config.get("SMTP_URL") or "")
    return Smtp(url) if url else Folder(Path(current_app.config["FILES_DIR"]).parent / "outbox")


def letter(to: list[str], subject: str, body: str) -> EmailMessage:
    """Make a letter from the platform to some addresses."""
    made = EmailMessage()
    made["Subject"] = " ".join(subject.split())
    made["From"] = str(current_app.config.get("MAIL_FROM") or "supermarket@localhost")
    made["To"] = ", ".join(to)
    made["Date"] = format_datetime(clock.now())
    made.set_content(body)
    return made
