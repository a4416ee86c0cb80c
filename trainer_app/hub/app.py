"""The hub as one application: a record store of xAPI, our own exchange, pairing, and the desk."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from trainer_app.hub import desk, device_tables, updates
from trainer_app.hub.exchange import Exchanges
from trainer_app.hub.http import Door, route
from trainer_app.hub.limits import LimitedApp, Limits, address_of
from trainer_app.hub.pairing import Pairings
from trainer_app.hub.records import Records
from trainer_app.hub.xapi_app import xapi_routes
from trainer_app.sync import messages
from trainer_app.sync.pairing import FINISH_PATH, START_PATH
from trainer_app.training.xapi import Version

_OPEN = frozenset({"/xapi/about", START_PATH, FINISH_PATH})


def _nothing(*_told: object) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What one hub is like.

    Without a ``fingerprint`` (a proxy shows its own certificate) nobody can pair, and without a
    ``stop`` there is no desk. ``seen`` is told the key of each known caller, ``unnamed`` is the
    version of xAPI for those who name none. ``updates`` is the folder of updates to hand out.
    """

    name: str
    fingerprint: bytes | None = None
    stop: Callable[[], None] | None = None
    seen: Callable[[str], None] = _nothing
    limits: Limits = field(default_factory=Limits)
    unnamed: Version = "1.0.3"
    updates: Path | None = None


def make_app(records: Records, settings: Settings) -> Starlette:
    """All routes, behind the limits. Makes the tables of devices."""
    device_tables.make_tables(records.database)
    middleware = [
        Middleware(LimitedApp, limits=settings.limits, open_paths=_OPEN, seen=settings.seen),
        Middleware(_DeskAtHome),
    ]
    return Starlette(routes=routes(records, settings), middleware=middleware)


def routes(records: Records, settings: Settings) -> list[Route]:
    """Every address of the hub."""

    def at(path: str, doors: Mapping[str, Door]) -> Route:
        return route(path, records, doors)

    found = xapi_routes(records, unnamed=settings.unnamed)
    found.append(at(messages.PATH, Exchanges(records).doors()))
    if settings.updates is not None:
        found.append(at(updates.PATH, updates.Updates(settings.updates).doors()))
    if settings.fingerprint is not None:
        pairings = Pairings(records, settings.name, settings.fingerprint)
        found.append(at(START_PATH, pairings.start_doors()))
        found.append(at(FINISH_PATH, pairings.finish_doors()))
    if settings.stop is not None:
        found += desk.Desk(records, settings.stop).routes()
    return found


class _DeskAtHome:
    """Middleware: from other computers, the desk is not there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        at_desk = scope["type"] == "http" and scope["path"].startswith(desk.PREFIX)
        if at_desk and not _is_loopback(address_of(scope)):
            await JSONResponse({"error": "not found"}, 404)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_loopback(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback
