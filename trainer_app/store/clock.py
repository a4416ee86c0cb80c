"""What the clocks of this computer say. Order never comes from them, only from the log."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from trainer_app.training.times import at

_SLEEPLESS: int | None = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))
"""Linux has the first, macOS the second, which counts sleep there; Windows counts it anyway."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``utc_ms`` since 1970, ``offset_minutes`` east of UTC, ``steady_ms`` of one nobody sets."""

    utc_ms: int
    offset_minutes: int
    steady_ms: int


Clock = Callable[[], Reading]


def read_clock() -> Reading:
    """The computer's clocks now."""
    utc_ms = time.time_ns() // 1_000_000
    return Reading(utc_ms, _offset_minutes(utc_ms), _steady_ns() // 1_000_000)


def _offset_minutes(utc_ms: int) -> int:
    offset = at(utc_ms).astimezone().utcoffset() or timedelta()
    return offset // timedelta(minutes=1)


def _steady_ns() -> int:
    """Goes on while the computer sleeps, so that a nap does not look like a clock set forward."""
    if _SLEEPLESS is None:
        return time.monotonic_ns()
    return time.clock_gettime_ns(_SLEEPLESS)
