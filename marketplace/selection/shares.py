"""S5: a secret parted so that any two of three shares make it again, and one alone tells nothing; pure.

Shamir's scheme over GF(256) with the polynomial of AES: each byte is the value at 0 of a line through the shares.
"""

from collections.abc import Mapping

COUNT = 3
_POLYNOMIAL = 0x11B
_BYTE = 0x100


def split(secret: bytes, slopes: bytes) -> dict[int, bytes]:
    """Part a secret into three shares, numbered from 1; `slopes` are as many random bytes, used once."""
    if not secret or len(slopes) != len(secret):
        raise ValueError("a secret wants as many random bytes as it has")
    return {
        x: bytes(s ^ _times(a, x) for s, a in zip(secret, slopes, strict=True)) for x in range(1, COUNT + 1)
    }


def join(shares: Mapping[int, bytes]) -> bytes:
    """Put a secret together again from two shares; raise ValueError for another number of them."""
    if len(shares) != 2 or not all(1 <= x <= COUNT for x in shares):
        raise ValueError("two shares make the secret")
    (x, first), (y, second) = sorted(shares.items())
    if len(first) != len(second):
        raise ValueError("the shares are of different secrets")
    # The line through (x, a) and (y, b) is at 0: (a·y + b·x) / (x + y); plus and minus are one in this field.
    inverse = _inverse(x ^ y)
    return bytes(_times(_times(a, y) ^ _times(b, x), inverse) for a, b in zip(first, second, strict=True))


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a, b = a << 1, b >> 1
        a ^= _POLYNOMIAL if a & _BYTE else 0
    return product


def _inverse(a: int) -> int:
    return next(b for b in range(1, _BYTE) if _times(a, b) == 1)
