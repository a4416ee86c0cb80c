"""Handing in and fetching, over every road or one; and all that can be done about roads.

What speaks with the network takes an ``Ask`` and runs on the network's thread; the rest takes the
store. Nothing here opens a connection when it is imported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import Event
from typing import TYPE_CHECKING, Any

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.hand_in import (
    ClockNote,
    HandInStatus,
    RoadStatus,
    hand_in_status,
    is_road,
    note_about,
)
from trainer_app.operations.roads import (
    Paired,
    RoadKept,
    forget_endpoint,
    hubs_nearby,
    known_endpoint,
    pair_with,
    refusals,
    set_server,
    test_address,
    try_again,
)
from trainer_app.sync.ask import Ask, SyncProgress, Tell, tell_nobody
from trainer_app.sync.contact import HUB, STICK, open_line, remember
from trainer_app.sync.faults import Fault, RoadClosed, Stopped

if TYPE_CHECKING:
    from trainer_app.store import EndpointRow, Store
    from trainer_app.sync.lan import FoundHub as FoundHub
    from trainer_app.sync.lrs import Works as Works
    from trainer_app.sync.pull import Pulled
    from trainer_app.sync.push import Pushed
    from trainer_app.sync.road import Line, Surroundings

__all__ = [
    "HUB",
    "Ask",
    "ClockNote",
    "Fault",
    "HandInStatus",
    "Paired",
    "RoadClosed",
    "RoadKept",
    "RoadResult",
    "RoadStatus",
    "Stopped",
    "SyncProgress",
    "Synced",
    "forget_endpoint",
    "hand_in_status",
    "hubs_nearby",
    "note_about",
    "pair_with",
    "refusals",
    "set_server",
    "sync_all",
    "sync_one",
    "test_address",
    "try_again",
]


@dataclass(frozen=True, slots=True)
class RoadResult:
    """What became of one road in one contact. ``fault`` says why it is closed, None if it is open.

    ``left`` results still wait for it; ``people`` is how many records of people changed here.
    """

    endpoint_id: str
    title: str
    sent: int = 0
    refused: int = 0
    left: int = 0
    received: int = 0
    aside: int = 0
    people: int = 0
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Synced:
    """Every road that was tried, in order. ``stopped``: somebody wanted it to end early."""

    roads: tuple[RoadResult, ...] = ()
    stopped: bool = False
    changed: Changed = Changed.SYNC | Changed.ATTEMPTS | Changed.PEOPLE


def sync_all(
    ask: Ask,
    *,
    tell: Tell = tell_nobody,
    stop: Event | None = None,
    around: Surroundings | None = None,
) -> Synced:
    """Hand in by every hub and server, and fetch where this computer collects.

    A hub of its own is left to whoever opened it (``operations.desk``). A closed road never keeps
    the others from being tried. Runs on the network's thread.
    """
    known = ask(lambda store: store.endpoints.all())
    roads = [row for row in known if row.kind != STICK and is_road(row)]
    return _sync(ask, roads, tell, stop, around)


def sync_one(
    ask: Ask,
    endpoint_id: str,
    *,
    tell: Tell = tell_nobody,
    stop: Event | None = None,
    around: Surroundings | None = None,
) -> Synced:
    """The same by one road. Raises ``TrainerError`` for one that is not known, or goes by stick."""
    known = ask(lambda store: known_endpoint(store, endpoint_id))
    if known.kind == STICK:
        raise TrainerError(_("This road goes by stick. See: waypost bundle"))
    return _sync(ask, [known], tell, stop, around)


def _sync(
    ask: Ask,
    endpoints: Sequence[EndpointRow],
    tell: Tell,
    stop: Event | None,
    around: Surroundings | None,
) -> Synced:
    results: list[RoadResult] = []
    for endpoint in endpoints:
        try:
            line = open_line(endpoint, stop=stop, around=around)
        except (RoadClosed, ValueError, KeyError, TrainerError) as error:
            results.append(_closed(ask, endpoint, error))
            continue
        with line:
            try:
                results.append(_contact(ask, endpoint, line, tell))
            except Stopped:
                return Synced(tuple(results), stopped=True)
    return Synced(tuple(results))


def _contact(ask: Ask, endpoint: EndpointRow, line: Line, tell: Tell) -> RoadResult:
    """One contact: hand in first, then fetch, over the same line."""
    from trainer_app.sync.pull import pull
    from trainer_app.sync.push import push

    people = _People(ask, endpoint.settings.get("devices", ())) if endpoint.kind == HUB else None
    pushed = push(ask, endpoint, tell=tell, line=line, people=people)
    pulled: Pulled | None = None
    if endpoint.settings.get("collects") and pushed.fault is None:
        sites = endpoint.settings.get("sites", ())
        fresh = ask(lambda store: store.endpoints.one(endpoint.endpoint_id))
        pulled = pull(ask, fresh, sites=sites, tell=tell, line=line)
    noted = _noted(ask, endpoint, pushed, pulled)
    if endpoint.kind == HUB and noted.fault is None:
        _fetch_update(line)
    return replace(noted, people=people.taken) if people else noted


def _fetch_update(line: Line) -> None:
    """What this computer's program might become. Results are handed in already: nothing that goes
    wrong here is anybody's trouble."""
    from trainer_app.operations.updates import fetch_update

    with suppress(RoadClosed, Stopped, OSError):
        fetch_update(line)


def _noted(ask: Ask, endpoint: EndpointRow, pushed: Pushed, pulled: Pulled | None) -> RoadResult:
    fault = pushed.fault or (pulled.fault if pulled else None)
    contact_ms = pushed.contact_ms or (pulled.contact_ms if pulled else None)
    kept = fault.kept() if fault else None
    ask(lambda store: store.endpoints.note_contact(endpoint.endpoint_id, contact_ms, kept))
    return RoadResult(
        endpoint_id=endpoint.endpoint_id,
        title=endpoint.title,
        sent=pushed.sent,
        refused=pushed.refused,
        left=pushed.left,
        received=pulled.new if pulled else 0,
        aside=pulled.aside if pulled else 0,
        fault=fault,
    )


def _closed(ask: Ask, endpoint: EndpointRow, error: Exception) -> RoadResult:
    """A road whose settings lead nowhere."""
    fault = error.fault if isinstance(error, RoadClosed) else Fault("path")

    def note(store: Store) -> int:
        store.endpoints.note_contact(endpoint.endpoint_id, None, fault.kept())
        return store.outbox.to_hand_in(endpoint.endpoint_id).count

    return RoadResult(endpoint.endpoint_id, endpoint.title, left=ask(note), fault=fault)


class _People:
    """The feed of names, as an exchange with a hub wants it. ``taken`` counts what changed here."""

    def __init__(self, ask: Ask, devices: Sequence[Mapping[str, str | None]]) -> None:
        """``devices`` are those a desk knows, each with its ``recipient`` and ``site``."""
        self._ask = ask
        self._devices = devices
        self._sealed: dict[str, Any] = {}
        self.taken = 0

    @property
    def recipient(self) -> str:
        from trainer_app.sync.people import device_recipient

        return self._ask(device_recipient)

    def waiting(self, endpoint_id: str) -> Sequence[bytes]:
        from trainer_app.operations.directory import SiteDevice, people_to_send, recipients

        near = [SiteDevice(one["recipient"] or "", one["site"]) for one in self._devices]

        def seal(store: Store) -> tuple[Sequence[bytes], dict[str, Any]]:
            known = store.endpoints.one(endpoint_id).settings
            circle = list(recipients(store))
            same = known.get("people_for", circle) == circle  # whoever is new there gets all
            after = int(known.get("people_sent", 0)) if same else 0
            found = people_to_send(store, after=after, devices=near, without=endpoint_id)
            return found.blobs, {"people_sent": found.through, "people_for": circle}

        blobs, self._sealed = self._ask(seal)
        return blobs

    def delivered(self, endpoint_id: str) -> None:
        remember(self._ask, endpoint_id, **self._sealed)

    def arrived(self, endpoint_id: str, blobs: Sequence[bytes]) -> None:
        from trainer_app.operations.directory import take_people

        self.taken += self._ask(lambda store: take_people(store, blobs, origin=endpoint_id)).count
