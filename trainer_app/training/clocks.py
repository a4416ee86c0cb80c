"""Clocks that may be wrong: what was observed of them, and what can be said about a moment."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """At one contact: this device's clocks beside a reference, all in milliseconds.

    ``mono_ms`` counts from the start of run ``boot``; ``wall_ms`` and ``reference_ms`` are UTC since
    1970. ``source`` names the reference in one word: ``hub``, ``server``, ``bundle``, ``person``.
    """

    device: UUID
    epoch: int
    boot: int
    mono_ms: int
    wall_ms: int
    reference_ms: int
    source: str
