"""Paired hubs that are within reach now, wherever in the network they have got their place."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from trainer_app.operations.hand_in import DESK
from trainer_app.operations.roads import hubs_nearby

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.sync.ask import Ask
    from trainer_app.sync.lan import FoundHub


def paired_nearby(ask: Ask, seconds: float, *, stop: Event | None = None) -> frozenset[str]:
    """The endpoints of paired hubs that announce themselves within so many seconds.

    One that has moved to another address in the network is found there from now on; what proves
    that it is the same is its certificate, when it is spoken to. For the network's thread. Raises
    ``RoadClosed`` without a network.
    """
    found = hubs_nearby(seconds, lambda _hub: None, stop=stop)
    return ask(lambda store: _meet(store, found))


def _meet(store: Store, found: list[FoundHub]) -> frozenset[str]:
    from trainer_app.sync.lan import hub_address

    counted = Counter(hub.fingerprint for hub in found)
    addresses = {hub.fingerprint: hub_address(hub.address) for hub in found}
    present = set()
    for row in store.endpoints.all():
        fingerprint = str(row.settings.get("pin", ""))[:16]
        if fingerprint not in addresses or row.settings.get(DESK):
            continue
        present.add(row.endpoint_id)
        address = addresses[fingerprint]
        if counted[fingerprint] == 1 and row.settings.get("address") != address:
            store.endpoints.put(replace(row, settings=row.settings | {"address": address}))
    return frozenset(present)
