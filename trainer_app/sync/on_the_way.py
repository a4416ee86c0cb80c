"""What a hub was given and has not handed on yet, chain by chain, as settings keep it.

It counts whatever was given: also what a copy of this file, or somebody else, made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from trainer_app.sync.contact import ON_THE_WAY, ONWARD_MS
from trainer_app.sync.messages import MOST_CHAINS, Chain, Onward
from trainer_app.training.statement import Stamp


def asked(known: Mapping[str, Any]) -> list[Chain]:
    """The chains to ask the hub for."""
    chains = [name.split("/") for name in known.get(ON_THE_WAY) or {}]
    return [Chain(UUID(device), int(epoch)) for device, epoch in chains[:MOST_CHAINS]]


def learnt(
    known: Mapping[str, Any], taken: Iterable[Stamp], onward: Iterable[Onward]
) -> dict[str, Any]:
    """What changes in the settings with an exchange that gave the hub what was ``taken``."""
    waits, passed_ms = dict(known.get(ON_THE_WAY) or {}), known.get(ONWARD_MS)
    for stamp in taken:
        name = f"{stamp.device}/{stamp.epoch}"
        waits[name] = max(stamp.seq, waits.get(name, 0))
    for mark in onward:
        name = f"{mark.device}/{mark.epoch}"
        if name in waits and mark.seq >= waits[name]:
            del waits[name]
            passed_ms = max(mark.at_ms, passed_ms or 0)
    now = {ON_THE_WAY: waits or None, ONWARD_MS: passed_ms}
    return {name: value for name, value in now.items() if value != known.get(name)}
