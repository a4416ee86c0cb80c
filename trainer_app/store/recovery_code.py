"""Slot b: a code on paper. It holds 130 random bits, so it needs no slow hash."""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from typing import Any

from trainer_app.store import sealing

KIND = "recovery"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
_GROUP = 4
_SALT_BYTES = 16


def new_code() -> str:
    """A code in groups of four, as it is shown and printed."""
    letters = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
    return "-".join(letters[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def seal(key: bytes, code: str, profile: str) -> dict[str, Any]:
    """The slot that this code opens; nobody typed the code back yet."""
    salt = secrets.token_bytes(_SALT_BYTES)
    sealed = sealing.seal(_secret(code, salt), key, profile)
    return {"kind": KIND, "salt": b64encode(salt).decode(), **sealed, "confirmed": False}


def unseal(slot: dict[str, Any], code: str, profile: str) -> bytes | None:
    """What the slot holds; None where this code does not open it, or the slot is damaged."""
    if len(_typed(code)) != LENGTH:
        return None
    try:
        salt = b64decode(slot["salt"])
    except (KeyError, TypeError, ValueError):
        return None
    return sealing.unseal(_secret(code, salt), slot, profile)


def _typed(code: str) -> str:
    """The code as it was made: O is read as 0, I and L as 1, and dashes as nothing."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return letters.translate(str.maketrans("OIL", "011"))


def _secret(code: str, salt: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    derive = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"waypost recovery slot 1")
    return derive.derive(_typed(code).encode())
