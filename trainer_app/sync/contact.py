"""What each contact has in common, whichever road it takes: a line, a look at the clock, a note."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from trainer_app.sync.faults import Fault, RoadClosed
from trainer_app.training.clocks import Observation

if TYPE_CHECKING:
    from threading import Event

    from trainer_app.store import EndpointRow, Store
    from trainer_app.sync.ask import Ask
    from trainer_app.sync.road import Line, Surroundings

SERVER, HUB, STICK = "server", "hub", "stick"
"""The kinds of endpoints."""
ON_THE_WAY, ONWARD_MS = "on_the_way", "onward_ms"
"""Settings of a hub: the newest number it was given of each chain and has not handed on yet, and
when it had handed on the last one."""


def open_line(
    endpoint: EndpointRow, *, stop: Event | None = None, around: Surroundings | None = None
) -> Line:
    """The line to a server or a hub; nothing is sent yet. Raises ``RoadClosed`` without a key."""
    settings = endpoint.settings
    if not settings.get("key") or not settings.get("secret"):
        raise RoadClosed(Fault("no-key"))
    address, key, secret = (str(settings[name]) for name in ("address", "key", "secret"))
    if endpoint.kind == HUB:
        from trainer_app.sync.hub_client import open_hub_line

        return open_hub_line(
            address, key, secret, bytes.fromhex(settings["pin"]), stop=stop, around=around
        )
    from trainer_app.sync.lrs import open_server_line, tidy_address

    return open_server_line(tidy_address(address), key, secret, stop=stop, around=around)


def met(
    ask: Ask, source: str, reference_ms: int | None, came_at: float, *, trusted: bool = True
) -> int | None:
    """Keep what the other end's clock said at the moment ``came_at`` of the steady clock (seconds).

    Gives the time it was there, UTC milliseconds; None where it did not say or is not sure itself.
    """
    if reference_ms is None or not trusted:
        return None

    def observe(store: Store) -> None:
        wall_ms, mono_ms = store.clocks()
        late_ms = round((time.monotonic() - came_at) * 1000)
        store.observations.observe(
            Observation(
                device=store.device,
                epoch=store.epoch,
                boot=store.boot,
                mono_ms=max(0, mono_ms - late_ms),
                wall_ms=wall_ms - late_ms,
                reference_ms=reference_ms,
                source=source,
            )
        )

    ask(observe)
    return reference_ms


def remember(ask: Ask, endpoint_id: str, **learnt: Any) -> None:
    """Add to an endpoint's settings; None takes a setting away."""

    def put(store: Store) -> None:
        endpoint = store.endpoints.one(endpoint_id)
        settings = {k: v for k, v in (endpoint.settings | learnt).items() if v is not None}
        if settings != endpoint.settings:
            store.endpoints.put(replace(endpoint, settings=settings))

    ask(put)
