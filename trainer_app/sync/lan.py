"""Hubs in the local network: found by their announcements, known for certain by pairing.

An announcement is only a suggestion: anybody can make one. What counts is that hub and device prove
to each other, over the certificate they see, that they know the same six digits.
"""

from __future__ import annotations

import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.sync.answers import read_json, trouble
from trainer_app.sync.faults import Fault, RoadClosed
from trainer_app.sync.pairing import FINISH_PATH, START_PATH, DeviceSide, Grant, PairingRefused
from trainer_app.sync.pinned import pinned_context

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, Zeroconf

    from trainer_app.sync.road import Line, Surroundings

T = TypeVar("T", bound=msgspec.Struct)

SERVICE = "_waypost._tcp.local."
PORT = 8443
"""Where a hub is looked for when an address names no port."""
_RESOLVE_MS = 2000
_LOOK_UP_S = 0.1
_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class FoundHub:
    """A hub as it announces itself. ``fingerprint`` is the start of its pin, 16 hex digits."""

    name: str
    address: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class NewlyPaired:
    """A hub that proved itself. ``pin`` is the SHA-256 of its certificate."""

    address: str
    pin: bytes
    grant: Grant


def browse(
    seconds: float,
    found: Callable[[FoundHub], None],
    *,
    stop: Event | None = None,
    interfaces: list[str] | None = None,
) -> list[FoundHub]:
    """The hubs that announce themselves within so many seconds; each is told to ``found`` at once,
    on this thread. Raises ``RoadClosed`` where this computer has no network to look at.
    """
    from zeroconf import ServiceBrowser, ServiceListener, Zeroconf

    stop = stop or Event()
    hubs: dict[str, FoundHub] = {}
    names: list[str] = []

    class Listener(ServiceListener):
        def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
            names.append(name)

        update_service = add_service

        def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
            """A hub that goes says so where its results are handed in."""

    try:
        zeroconf = Zeroconf(interfaces=interfaces) if interfaces else Zeroconf()
    except OSError as error:
        raise RoadClosed(Fault("network")) from error
    try:
        browser = ServiceBrowser(zeroconf, SERVICE, Listener())
        until = time.monotonic() + seconds
        while time.monotonic() < until and not stop.wait(_LOOK_UP_S):
            while names and time.monotonic() < until and not stop.is_set():
                name = names.pop(0)
                hub = _found(zeroconf.get_service_info(SERVICE, name, _RESOLVE_MS))
                if hub and hubs.get(name) != hub:
                    hubs[name] = hub
                    found(hub)
        browser.cancel()
    finally:
        zeroconf.close()
    return list(hubs.values())


def pair(
    address: str,
    code: str,
    *,
    device: UUID,
    name: str,
    stop: Event | None = None,
    around: Surroundings | None = None,
) -> NewlyPaired:
    """Prove to a hub that somebody read its six digits to us, and have it prove the same.

    ``name`` is what the hub shows for this computer. Raises ``PairingRefused``, ``RoadClosed``,
    ``Stopped``, and ``TrainerError`` for what is no address.
    """
    from trainer_app.sync.road import Line

    base = hub_address(address)
    context = pinned_context(None)
    with Line(base, auth=None, context=context, around=around, stop=stop) as line:
        line.send("HEAD", "")  # shows the certificate that the proofs are about
        assert context.pin is not None
        side = DeviceSide(code, context.pin)
        asked = {"message": _text(side.message), "device": str(device), "name": name}
        started = _ask(line, START_PATH, asked, _Started)
        proof = side.proof(_bytes(started.message))
        finished = _ask(
            line, FINISH_PATH, {"pairing": started.pairing, "mac": _text(proof)}, _Finished
        )
        grant = side.opened(_bytes(finished.mac), _bytes(finished.sealed))
        return NewlyPaired(base, context.pin, grant)


def hub_address(typed: str) -> str:
    """An address in the local network as we keep it. Raises ``TrainerError``."""
    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = parts.hostname, parts.port or PORT
    except ValueError:
        raise _no_address() from None
    if not host or parts.scheme != "https" or parts.username or parts.path.strip("/"):
        raise _no_address()
    return f"https://{f'[{host}]' if ':' in host else host}:{port}/"


def _no_address() -> TrainerError:
    return TrainerError(_("This is no address of a hub. It looks like 192.168.1.20:8443."))


class _Started(msgspec.Struct):
    pairing: str
    message: str


class _Finished(msgspec.Struct):
    mac: str
    sealed: str


def _ask(line: Line, path: str, asked: dict[str, str], kind: type[T]) -> T:
    reply = line.send(
        "POST",
        path,
        content=msgspec.json.encode(asked),
        headers={"Content-Type": "application/json"},
    )
    if reply.status in (401, 403, 410):
        raise PairingRefused(
            _("The code does not fit. Ask for a new one where the hub is, then try again.")
        )
    if fault := trouble(reply):
        raise RoadClosed(fault)
    try:
        return read_json(reply.body, kind)
    except ValueError as error:
        raise RoadClosed(Fault("path")) from error


def _text(data: bytes) -> str:
    return b64encode(data).decode()


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise RoadClosed(Fault("path")) from error


def _found(info: ServiceInfo | None) -> FoundHub | None:
    if info is None or not info.port:
        return None
    properties = {
        key.decode(errors="replace"): (value or b"").decode(errors="replace")
        for key, value in info.properties.items()
    }
    addresses = info.parsed_addresses()
    if not addresses or properties.get("v") != "1":
        return None
    host = next((one for one in addresses if ":" not in one), addresses[0])
    name = properties.get("name") or info.name.removesuffix(f".{SERVICE}")
    shown = "".join(sign for sign in name if sign.isprintable())[:_NAME_LENGTH]
    where = f"[{host}]" if ":" in host else host
    return FoundHub(shown, f"{where}:{info.port}", properties.get("fp", "")[:16])
