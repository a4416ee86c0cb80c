"""The desk of a hub that this computer opened itself: its key, its codes, who has come.

A window opens the hub as a process beside it (``waypost hub run --from-desktop``) and speaks with
it over loopback. Everything but ``hub_key`` and ``read_opened`` is for the network's thread.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote
from uuid import UUID

import msgspec

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed, directory
from trainer_app.operations.hand_in import DESK
from trainer_app.sync.contact import remember
from trainer_app.training.times import at

if TYPE_CHECKING:
    from trainer_app.operations.syncing import Synced
    from trainer_app.store import Store
    from trainer_app.sync.ask import Ask, Tell
    from trainer_app.sync.road import Line, Reply

T = TypeVar("T")
_KEY = "hub-key"
_PREFIX = "waypost/desk/"
_SAYS = "waypost: "
"""What stands before a sentence for people on standard error."""
_JSON = {"Content-Type": "application/json"}
_HEARD = 204
_GONE = 404
"""The hub knows no such computer, so it cannot come any more."""


class HubNotOpened(TrainerError):
    """The hub did not open, or said nothing that can be understood; ``detail`` is its last line."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class OwnHub:
    """A hub that takes connections. ``addresses`` are where others find it, with the port."""

    name: str
    port: int
    addresses: tuple[str, ...]
    pin: str
    key: str
    secret: str = field(repr=False)

    @property
    def endpoint_id(self) -> str:
        """The endpoint it is known by here."""
        return f"hub:{self.pin[:16]}"


@dataclass(frozen=True, slots=True)
class PairingCode:
    """Six digits for one computer, good for so many seconds."""

    digits: str
    seconds: int


@dataclass(frozen=True, slots=True)
class DeviceHere:
    """A computer that paired: how it is called, how many results it brought, when it came last."""

    key: str
    name: str
    count: int
    came_at: datetime | None


@dataclass(frozen=True, slots=True)
class AtDesk:
    """Who has come, and what was fetched of what they brought."""

    devices: tuple[DeviceHere, ...]
    received: int = 0
    changed: Changed = Changed.NOTHING


class _Opened(msgspec.Struct):
    name: str
    port: int
    addresses: list[str]
    pin: str
    key: str
    secret: str


class _Code(msgspec.Struct):
    code: str
    seconds: int


class _Device(msgspec.Struct):
    key: str
    device: UUID
    name: str
    known_seq: int
    met_ms: int | None
    recipient: str = ""
    signing_key: str = ""
    site: str | None = None


class _Devices(msgspec.Struct):
    devices: list[_Device]


def hub_key(store: Store) -> bytes:
    """The key of the hub's database on this computer, made when it is first asked for."""
    kept = store.setting(_KEY)
    if kept is None:
        kept = secrets.token_hex(32)
        store.set_setting(_KEY, kept)
    return bytes.fromhex(kept)


def read_opened(line: bytes) -> OwnHub:
    """What the process says once it takes connections. Raises ``HubNotOpened``."""
    try:
        told = msgspec.json.decode(line, type=_Opened)
    except msgspec.DecodeError as error:
        raise HubNotOpened(_("This laptop could not be opened. Try again."), str(error)) from error
    addresses = tuple(
        f"[{one}]:{told.port}" if ":" in one else f"{one}:{told.port}" for one in told.addresses
    )
    return OwnHub(told.name, told.port, addresses, told.pin, told.key, told.secret)


def hub_trouble(said: str) -> HubNotOpened:
    """Why the process ended, from what it wrote last: its own sentence where it is one."""
    last = said.strip().rpartition("\n")[2]
    if last.startswith(_SAYS):
        return HubNotOpened(last.removeprefix(_SAYS))
    return HubNotOpened(_("This laptop could not be opened. Try again."), last)


def sit_down(ask: Ask, hub: OwnHub) -> None:
    """Keep the way to the own hub, as it is this time. It never counts as handing in."""

    def keep(store: Store) -> None:
        from trainer_app.store import EndpointRow

        settings: dict[str, Any] = {
            "address": f"https://127.0.0.1:{hub.port}/",
            "pin": hub.pin,
            "key": hub.key,
            "secret": hub.secret,
            "collects": True,
            DESK: True,
        }
        known = {row.endpoint_id: row for row in store.endpoints.all()}.get(hub.endpoint_id)
        settings = (known.settings if known else {}) | settings
        if known is None or (known.title, known.settings) != (hub.name, settings):
            store.endpoints.put(EndpointRow(hub.endpoint_id, "hub", hub.name, settings))

    ask(keep)


def new_code(ask: Ask, hub: OwnHub, *, stop: Event | None = None) -> PairingCode:
    """Six digits for the next computer; those before open nothing any more.

    Raises ``RoadClosed``, ``Stopped``.
    """
    told = msgspec.json.encode(ask(_desk_keys))
    with _line(hub, stop) as line:
        found = _read(line.send("POST", _PREFIX + "pairing", content=told, headers=_JSON), _Code)
    return PairingCode(found.code, found.seconds)


def at_desk(
    ask: Ask, hub: OwnHub, *, tell: Tell | None = None, stop: Event | None = None
) -> AtDesk:
    """See who has come, take in what they brought, give them their site's names, and tell them
    how far their results have got. Raises ``RoadClosed``, ``Stopped``."""
    from trainer_app.operations.syncing import sync_one

    devices = _devices(hub, stop)
    ask(lambda store: _remember(store, hub, devices))
    synced: Synced = sync_one(ask, hub.endpoint_id, tell=tell or (lambda _told: None), stop=stop)
    _tell_onward(ask, hub, stop)
    here = tuple(
        DeviceHere(one.key, one.name, one.known_seq, at(one.met_ms) if one.met_ms else None)
        for one in devices
    )
    received = sum(road.received for road in synced.roads)
    changed = Changed.SYNC | Changed.ATTEMPTS if received else Changed.NOTHING
    if any(road.people for road in synced.roads):
        changed |= Changed.PEOPLE
    return AtDesk(here, received, changed)


def end_device(hub: OwnHub, key: str, *, stop: Event | None = None) -> None:
    """From now on this computer cannot come any more. Raises ``RoadClosed``, ``Stopped``."""
    with _line(hub, stop) as line:
        reply = line.send("DELETE", f"{_PREFIX}devices/{quote(key, safe='')}")
    if reply.status != _GONE:
        _require(reply)


def _desk_keys(store: Store) -> dict[str, str]:
    """Whom those who pair seal names to, and whose signatures they believe."""
    from trainer_app.sync.people import device_recipient
    from trainer_app.training.certificate import public_key

    return {
        "recipient": device_recipient(store),
        "key": public_key(store.signing_seed()).hex(),
    }


def _devices(hub: OwnHub, stop: Event | None) -> list[_Device]:
    with _line(hub, stop) as line:
        return _read(line.send("GET", _PREFIX + "devices"), _Devices).devices


def _remember(store: Store, hub: OwnHub, devices: Sequence[_Device]) -> None:
    """Who paired is known; names of a site are sealed to the computers of that site."""
    for one in devices:
        if one.signing_key:
            directory.pin_device(store, one.device, one.signing_key)
    row = store.endpoints.one(hub.endpoint_id)
    known = [{"recipient": one.recipient, "site": one.site} for one in devices if one.recipient]
    if row.settings.get("devices") != known:
        # whoever is new gets all from the beginning; what they left before they were known, too
        settings = row.settings | {"devices": known, "people_sent": 0, "people_after": 0}
        store.endpoints.put(replace(row, settings=settings))


def _tell_onward(ask: Ask, hub: OwnHub, stop: Event | None) -> None:
    """What is all at the server, its devices may know; of anything less nothing is said.

    It is told once: to count it takes its time where there are many computers.
    """
    reached = ask(lambda store: _reached(store, hub))
    marks = ask(_marks) if reached else []
    if not marks:
        return
    content = msgspec.json.encode({"endpoint": "server", "marks": marks})
    with _line(hub, stop) as line:
        reply = line.send("PUT", _PREFIX + "onward", content=content, headers=_JSON)
    if reply.status == _HEARD:
        remember(ask, hub.endpoint_id, told_onward=reached)


def _reached(store: Store, hub: OwnHub) -> int | None:
    """How far the server's mark is, where the hub was not told of it yet."""
    from trainer_app.operations.roads import SERVER_ID

    rows = {row.endpoint_id: row for row in store.endpoints.all()}
    server, own = rows.get(SERVER_ID), rows[hub.endpoint_id]
    if server is None or own.settings.get("told_onward") == server.mark:
        return None
    return server.mark


def _marks(store: Store) -> list[dict[str, Any]]:
    from trainer_app.operations.roads import SERVER_ID

    server = {row.endpoint_id: row for row in store.endpoints.all()}.get(SERVER_ID)
    if server is None or server.last_contact_ms is None:
        return []
    if store.outbox.to_hand_in(SERVER_ID).count or SERVER_ID in store.outbox.refused():
        return []
    return [
        {"device": str(device), "epoch": epoch, "seq": seq, "at_ms": server.last_contact_ms}
        for (device, epoch), held in store.chains.heads().items()
        if (seq := _without_gap(store, device, epoch, held.seq))
    ]


def _without_gap(store: Store, device: UUID, epoch: int, newest: int) -> int:
    gaps = store.chains.gaps(device, epoch)
    return gaps[0][0] - 1 if gaps else newest


def _line(hub: OwnHub, stop: Event | None) -> Line:
    from trainer_app.sync.hub_client import open_hub_line

    address = f"https://127.0.0.1:{hub.port}/"
    return open_hub_line(address, hub.key, hub.secret, bytes.fromhex(hub.pin), stop=stop)


def _read(reply: Reply, kind: type[T]) -> T:
    from trainer_app.sync.faults import Fault, RoadClosed

    _require(reply)
    try:
        return msgspec.json.decode(reply.body, type=kind)
    except (msgspec.DecodeError, ValueError) as error:
        raise RoadClosed(Fault("hub-version")) from error


def _require(reply: Reply) -> None:
    """Raises ``RoadClosed`` where the hub did not do what it was asked."""
    from trainer_app.sync.answers import trouble
    from trainer_app.sync.faults import RoadClosed

    if fault := trouble(reply):
        raise RoadClosed(fault)
