"""Secrets shown once and kept as hashes alone: identifiers of sessions, links of invitations and resets."""

import hashlib
import secrets

_BYTES = 32


def new() -> str:
    """Return a new secret, safe in an address."""
    return secrets.token_urlsafe(_BYTES)


def digest(token: str) -> str:
    """Return the hash under which a secret is kept; it is random, so no slow hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
