"""How a text leaves the house: by a gateway over HTTP where one is set, else into a folder, one file a text."""

import json
import ssl
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import quote_plus, urlsplit

from flask import current_app

from accounts.carriers import Postponed, Undeliverable

BODY = '{"phone": "{phone}", "text": "{text}"}'
_PATIENCE = 20  # seconds; a job runs each minute
_FINE = range(200, 300)
_NEVER = (400, 404, 410, 413, 422)  # this text will never be taken; any other answer is worth another try
_OWNER_ONLY = 0o600  # a text may hold a code


class Text(NamedTuple):
    """A text to one telephone."""

    number: str
    words: str


class Carrier(Protocol):
    """Whoever takes texts."""

    def send(self, name: str, text: Text) -> None:
        """Take one text; raise Undeliverable where it can never arrive, Postponed where not now."""


class Folder:
    """Write each text into a folder under its name: a second time it is the same file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, name: str, text: Text) -> None:
        """Write the text for its owner's eyes alone."""
        self.path.mkdir(parents=True, exist_ok=True)
        file = self.path / f"{name}.sms"
        file.touch(_OWNER_ONLY)
        file.write_text(f"{text.number}\n{text.words}\n", encoding="utf-8")


class Gateway:
    """Post each text to a gateway: its address, its token, and the body in which {phone} and {text} are put.

    A body that begins with a brace is JSON, any other a form. The name goes along, so that a gateway that keeps it
    takes the same text once.
    """

    def __init__(self, url: str, body: str, token: str) -> None:
        self.url, self.body, self.token = urlsplit(url), body, token

    def send(self, name: str, text: Text) -> None:
        """Hand one text over."""
        way = self._way()
        try:
            way.request("POST", self._path(), self._filled(text), self._heads(name))
            status = way.getresponse().status
        finally:
            way.close()
        if status in _NEVER:
            raise Undeliverable
        if status not in _FINE:
            raise Postponed

    def _way(self) -> HTTPConnection:
        host = self.url.hostname or ""
        if self.url.scheme == "https":
            trust = ssl.create_default_context()
            return HTTPSConnection(host, self.url.port, timeout=_PATIENCE, context=trust)
        return HTTPConnection(host, self.url.port, timeout=_PATIENCE)

    def _path(self) -> str:
        return (self.url.path or "/") + (f"?{self.url.query}" if self.url.query else "")

    @property
    def _is_json(self) -> bool:
        return self.body.startswith("{")

    def _filled(self, text: Text) -> bytes:
        plain = (lambda word: json.dumps(word, ensure_ascii=False)[1:-1]) if self._is_json else quote_plus
        number, words = plain(text.number), plain(text.words)
        return self.body.replace("{phone}", number).replace("{text}", words).encode()

    def _heads(self, name: str) -> dict[str, str]:
        kind = "application/json" if self._is_json else "application/x-www-form-urlencoded"
        heads = {"Content-Type": f"{kind}; charset=utf-8", "Idempotency-Key": name}
        return heads | ({"Authorization": f"Bearer {self.token}"} if self.token else {})


def carrier() -> Carrier:
    """Return the carrier of the settings."""
    config = current_app.config
    if config.get("SMS_URL"):
        return Gateway(config["SMS_URL"], config.get("SMS_BODY") or BODY, config.get("SMS_TOKEN") or "")
    return Folder(Path(config["FILES_DIR"]).parent / "outbox")
