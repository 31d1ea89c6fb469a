"""S5: an offer sealed to the public key of its notice: X25519, HKDF-SHA-256, AES-256-GCM; and codes to print."""

import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

KEY = 32
_NONCE = 12
_CHECK = 2
_GROUP = 4
_PADDING = 8
_LABEL = b"sealed-offer/1"


class Unreadable(ValueError):
    """A code or an envelope that cannot be read."""


def new_key() -> bytes:
    """Return a new private key, raw."""
    return X25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())


def public_of(private: bytes) -> bytes:
    """Return the public key of a private one, raw."""
    key = X25519PrivateKey.from_private_bytes(private).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def seal(public: bytes, content: bytes, about: str) -> bytes:
    """Seal content to a public key; `about` binds it to its place: ephemeral key, nonce, ciphertext."""
    ephemeral = X25519PrivateKey.generate()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
    head, nonce = ephemeral.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw), os.urandom(_NONCE)
    key = _derived(shared, head, public)
    return head + nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def open_sealed(private: bytes, sealed: bytes, about: str) -> bytes:
    """Open what was sealed to the public key of a private one; raise Unreadable for anything else."""
    head, nonce, rest = sealed[:KEY], sealed[KEY : KEY + _NONCE], sealed[KEY + _NONCE :]
    try:
        shared = X25519PrivateKey.from_private_bytes(private).exchange(
            X25519PublicKey.from_public_bytes(head)
        )
        return AESGCM(_derived(shared, head, public_of(private))).decrypt(nonce, rest, about.encode())
    except (InvalidTag, ValueError):
        raise Unreadable from None


def written(tag: int, content: bytes) -> str:
    """Write a key or a share as a code to print: groups of four letters, with a check."""
    body = bytes([tag]) + content
    raw = body + hashlib.sha256(body).digest()[:_CHECK]
    text = base64.b32encode(raw).decode().rstrip("=")
    return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))


def read(code: str) -> tuple[int, bytes]:
    """Read a code back, whatever spaces and dashes stand in it; raise Unreadable for a slip of the pen."""
    text = "".join(code.split()).replace("-", "").upper().replace("0", "O").replace("1", "I")
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % _PADDING))
    except ValueError:
        raise Unreadable from None
    body, check = raw[:-_CHECK], raw[-_CHECK:]
    if len(body) != KEY + 1 or hashlib.sha256(body).digest()[:_CHECK] != check:
        raise Unreadable
    return body[0], body[1:]


def _derived(shared: bytes, ephemeral: bytes, public: bytes) -> bytes:
    return HKDF(SHA256(), KEY, salt=None, info=_LABEL + ephemeral + public).derive(shared)
