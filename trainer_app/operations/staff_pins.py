"""PINs of staff: hashed as strongly as the machine can bear, and tried only so often.

A try is on the disk before it is looked at, so that no kill, restart or copy of the folder gives
one back. Nothing here looks at the wall clock.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.training.pins import DIGITS, Tries, Weakness, weakness

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from trainer_app.store import StaffKey, Store

_LIGHT = (2, 19 * 1024)
"""Passes, and memory in KiB: for old computers."""
_STRONG = (3, 64 * 1024)
_QUICK_S = 0.1
"""Where the light hash takes less, the strong one takes half a second at most."""
_ROOM = 512 * 1024 * 1024
"""Bytes of memory that must be free for the strong one."""


class PinRefused(TrainerError):
    """This PIN is too easy to guess, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinStanding:
    """How it stands with somebody's tries: so many until a pause of ``next_pause_seconds``.

    While ``pause_seconds`` is not 0, nothing that is typed is looked at.
    """

    tries_left: int
    pause_seconds: int
    next_pause_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PinMissed(PinStanding):
    """It was not this PIN; or, not ``was_checked``, it was typed during a pause."""

    was_checked: bool = True


def pin_standing(store: Store, *, staff_id: str) -> PinStanding:
    """How it stands now; what was waited so far is then on the disk. Ask every few seconds while
    there is a pause. Raises ``NotSaved``."""
    store.staff_keys.save_waiting()
    tries = store.staff_keys.tries(staff_id)
    left, pause, following = _facts(tries)
    return PinStanding(tries_left=left, pause_seconds=pause, next_pause_seconds=following)


def try_pin(store: Store, *, staff_id: str, pin: str, known: bool = True) -> StaffKey | PinMissed:
    """The key that this PIN opens, its tries forgotten and its hash as strong as fits here.

    Somebody who is not ``known`` misses in the same time, in the same words, with the same pauses.
    Raises ``NotSaved``; then nothing was looked at.
    """
    counted = store.staff_keys.count_try(staff_id)
    if counted is None:
        return _missed(store.staff_keys.tries(staff_id), was_checked=False)
    key = next((one for one in store.staff_keys.all() if known and one.staff_id == staff_id), None)
    if key is None:
        _waste_as_much(store)
        return _missed(counted)
    taken = _seconds_to_match(key, pin)
    if taken is None:
        return _missed(counted)
    opened = replace(key, tries=0, pause_ms=0, pin_hash=_stronger(key, pin, taken))
    store.staff_keys.put(opened)
    return opened


def require_good(pin: str) -> None:
    """Raises ``PinRefused`` with what to do for a PIN that is too easy to guess."""
    found = weakness(pin)
    if found is not None:
        raise PinRefused(_why(found))


def one_time_pin() -> str:
    """Six random digits that nobody would guess first."""
    while True:
        pin = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
        if weakness(pin) is None:
            return pin


def pin_hash(staff_id: str, pin: str) -> str:
    """A hash as strong as this computer makes it in good time."""
    started = time.perf_counter()
    light = _hasher(_LIGHT).hash(_secret(staff_id, pin))
    if not _bears_strong(time.perf_counter() - started):
        return light
    return _hasher(_STRONG).hash(_secret(staff_id, pin))


def is_same(key: StaffKey, pin: str) -> bool:
    """Whether this is the PIN of the key; for a PIN that was let in already."""
    return _seconds_to_match(key, pin) is not None


# ---------------------------------------------------------------- hashes


def _seconds_to_match(key: StaffKey, pin: str) -> float | None:
    """How long it took to find that it is the PIN; None if it is not."""
    from argon2.exceptions import InvalidHashError, VerificationError

    started = time.perf_counter()
    try:
        _hasher(_LIGHT).verify(key.pin_hash, _secret(key.staff_id, pin))
    except (VerificationError, InvalidHashError):
        return None
    return time.perf_counter() - started


def _stronger(key: StaffKey, pin: str, taken: float) -> str:
    """The hash to keep: made anew where a light one was quick and a strong one fits."""
    is_light = not _hasher(_LIGHT).check_needs_rehash(key.pin_hash)
    if not (is_light and _bears_strong(taken)):
        return key.pin_hash
    return _hasher(_STRONG).hash(_secret(key.staff_id, pin))


def _waste_as_much(store: Store) -> None:
    """Take as long as looking at the PIN of somebody known."""
    from argon2 import PasswordHasher, extract_parameters
    from argon2.exceptions import InvalidHashError

    hasher = _hasher(_LIGHT)
    for key in store.staff_keys.all()[:1]:
        try:
            hasher = PasswordHasher.from_parameters(extract_parameters(key.pin_hash))
        except InvalidHashError:
            continue
    hasher.hash(secrets.token_hex(DIGITS))


def _hasher(strength: tuple[int, int]) -> PasswordHasher:
    from argon2 import PasswordHasher

    passes, memory = strength
    return PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=1)


def _bears_strong(light_seconds: float) -> bool:
    return light_seconds <= _QUICK_S and (free_memory() or 0) >= _ROOM


def _secret(staff_id: str, pin: str) -> str:
    return f"{staff_id}/{pin}"


if sys.platform == "win32":
    import ctypes

    class _MemoryStatus(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "free", "a", "b", "c", "d", "e")),
        )

    def free_memory() -> int | None:
        """Bytes of memory that are free; None where nobody can say."""
        status = _MemoryStatus()
        status.length = ctypes.sizeof(status)
        told = ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
        return int(status.free) if told else None
else:

    def free_memory() -> int | None:
        """Bytes of memory that are free; None where nobody can say."""
        try:
            return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_AVPHYS_PAGES")
        except (ValueError, OSError):
            return None


# ---------------------------------------------------------------- words


def _why(found: Weakness) -> str:
    return {
        "length": _("Type six digits."),
        "repeats": _("These digits repeat. Choose a number that is harder to guess."),
        "runs": _("These digits follow each other. Choose a number that is harder to guess."),
        "year": _("A year is easy to guess. Choose another number."),
        "common": _("Many people choose this number. Choose another one."),
    }[found]


def _missed(tries: Tries, *, was_checked: bool = True) -> PinMissed:
    left, pause, following = _facts(tries)
    return PinMissed(
        tries_left=left,
        pause_seconds=pause,
        next_pause_seconds=following,
        was_checked=was_checked,
    )


def _facts(tries: Tries) -> tuple[int, int, int]:
    """Tries left, and the seconds of the pause there is and of the next one."""
    left = 0 if tries.pause_ms else tries.left
    return left, -(-tries.pause_ms // 1000), tries.next_pause_ms // 1000
