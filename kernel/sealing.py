"""Secrets at rest: what is sealed can be opened with the key alone, and be found again without opening it."""

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app

_NONCE = 12
_KEY = 32
_NAME = "kernel.sealing"


class Sealer:
    """Seal short texts under one key (AES-256-GCM), and give them a keyed fingerprint (HMAC-SHA-256)."""

    def __init__(self, key: bytes) -> None:
        if len(key) != _KEY:
            raise ValueError("the sealing key must have 32 bytes")
        self._key = key

    def seal(self, text: str) -> str:
        """Return the text sealed, as base64."""
        nonce = os.urandom(_NONCE)
        return base64.b64encode(nonce + AESGCM(self._key).encrypt(nonce, text.encode(), None)).decode()

    def open(self, sealed: str) -> str:
        """Return the text that was sealed; raise InvalidTag where it was altered, cut, or sealed under another key."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            return AESGCM(self._key).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()
        except (binascii.Error, ValueError):
            raise InvalidTag from None

    def fingerprint(self, text: str) -> str:
        """Return the same fingerprint for the same text, telling nothing of it without the key."""
        return hmac.new(
            hashlib.sha256(b"fingerprint" + self._key).digest(), text.encode(), hashlib.sha256
        ).hexdigest()


def install(app: Flask, key: bytes) -> None:
    """Give the app its sealer; without a key it has none, and nothing is ever sealed under a known one."""
    if key:
        app.extensions[_NAME] = Sealer(key)


def sealer() -> Sealer:
    """Return the sealer of this app; raise LookupError where it was given no key."""
    if _NAME not in current_app.extensions:
        raise LookupError("nothing can be sealed: IDENTITY_KEY is not set")
    found: Sealer = current_app.extensions[_NAME]
    return found
