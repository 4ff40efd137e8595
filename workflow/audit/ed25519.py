"""Ed25519 (RFC 8032) over bytes, by the `cryptography` library: the one place that knows it.

Imported where it is used: most commands sign and verify nothing (performance.md 12).
"""

from __future__ import annotations

import secrets
from typing import Final

SIZE: Final = 32
"""Bytes of a public key, and of the seed that a private key is made from."""

SIGNATURE_SIZE: Final = 64


def new_seed() -> bytes:
    """Return a fresh private key as its seed."""
    return secrets.token_bytes(SIZE)


def public_of(seed: bytes) -> bytes:
    """Return the public key that belongs to a seed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """Return the signature of `message`; the same bytes each time."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether the holder of `public` signed `message`; anything malformed is a plain False."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
