"""The key of the data file under a secret of 32 bytes, bound to one profile."""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

_NONCE_BYTES = 12


def seal(secret: bytes, key: bytes, profile: str) -> dict[str, str]:
    """What a slot keeps of it, as text. The profile is sealed in: no other one's slot opens it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(secret).encrypt(nonce, key, profile.encode())
    return {"nonce": b64encode(nonce).decode(), "sealed": b64encode(sealed).decode()}


def unseal(secret: bytes, slot: Mapping[str, Any], profile: str) -> bytes | None:
    """The key; None for another secret or profile, and for a slot that is damaged."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        nonce, sealed = b64decode(slot["nonce"]), b64decode(slot["sealed"])
        return AESGCM(secret).decrypt(nonce, sealed, profile.encode())
    except (InvalidTag, KeyError, TypeError, ValueError):
        return None
