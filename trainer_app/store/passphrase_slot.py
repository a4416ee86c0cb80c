"""Slot d: a passphrase that somebody knows, made slow to guess by Argon2id.

How slow is written into the slot, so that it can rise: a slot that is weaker than what this release
makes is sealed anew when it was opened.
"""

from __future__ import annotations

import secrets
from base64 import b64decode, b64encode
from typing import Any, NamedTuple

from trainer_app.errors import StoreUnusable
from trainer_app.i18n import _
from trainer_app.store import sealing
from trainer_app.training.passphrase import normalised

KIND = "passphrase"
_HASH = "argon2id"
_SALT_BYTES = 16
_SECRET_BYTES = 32


class Strength(NamedTuple):
    """What one guess costs: memory in KiB, passes over it, and lanes side by side."""

    memory_kib: int
    passes: int
    lanes: int


STRENGTH = Strength(memory_kib=64 * 1024, passes=3, lanes=1)
_LEAST = Strength(memory_kib=8, passes=1, lanes=1)
_MOST = Strength(memory_kib=1024 * 1024, passes=32, lanes=16)
"""A slot that asks for more was not made by us, and would hold a small computer up for ever."""


def seal(key: bytes, phrase: str, profile: str) -> dict[str, Any]:
    """The slot that this passphrase opens. Takes a few tenths of a second, and 64 MiB.

    Raises ``StoreUnusable`` where there is not that much memory.
    """
    salt = secrets.token_bytes(_SALT_BYTES)
    sealed = sealing.seal(_secret(phrase, salt, STRENGTH), key, profile)
    told = {"kind": KIND, "hash": _HASH, **STRENGTH._asdict()}
    return {**told, "salt": b64encode(salt).decode(), **sealed}


def unseal(slot: dict[str, Any], phrase: str, profile: str) -> bytes | None:
    """What the slot holds; None where this passphrase does not open it, or the slot is damaged.

    Every guess costs as much as sealing did. Raises ``StoreUnusable`` for too little memory.
    """
    strength = _strength(slot)
    if strength is None:
        return None
    try:
        salt = b64decode(slot["salt"])
    except (KeyError, TypeError, ValueError):
        return None
    if len(salt) < _SALT_BYTES:
        return None
    return sealing.unseal(_secret(phrase, salt, strength), slot, profile)


def is_weaker(slot: dict[str, Any]) -> bool:
    """Whether guessing costs less here than this release would make it cost."""
    strength = _strength(slot)
    return strength is not None and _cost(strength) < _cost(STRENGTH)


def _cost(strength: Strength) -> int:
    return strength.memory_kib * strength.passes


def _strength(slot: dict[str, Any]) -> Strength | None:
    """What the slot says; None where it says nothing that can be true."""
    memory, passes, lanes = (slot.get(name) for name in ("memory_kib", "passes", "lanes"))
    if slot.get("hash") != _HASH:
        return None
    if not (type(memory) is int and type(passes) is int and type(lanes) is int):
        return None
    bounds = zip((memory, passes, lanes), _LEAST, _MOST, strict=True)
    if not all(least <= one <= most for one, least, most in bounds):
        return None
    return Strength(memory, passes, lanes)


def _secret(phrase: str, salt: bytes, strength: Strength) -> bytes:
    from argon2.exceptions import HashingError
    from argon2.low_level import ARGON2_VERSION, Type, hash_secret_raw

    try:
        return hash_secret_raw(
            normalised(phrase).encode(),
            salt,
            time_cost=strength.passes,
            memory_cost=strength.memory_kib,
            parallelism=strength.lanes,
            hash_len=_SECRET_BYTES,
            type=Type.ID,
            version=ARGON2_VERSION,
        )
    except HashingError as error:
        raise StoreUnusable(
            _("There is too little free memory. Close other programs, then try again.")
        ) from error
