"""What the desk beside the hub may do with it: open a code, see and end devices, close the hub.

By loopback only, with the desk's own credential, which is new at each start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from trainer_app.hub import device_records, feed_records
from trainer_app.hub.device_records import KnownDevice
from trainer_app.hub.http import Call, Door, Refused, route
from trainer_app.hub.pairing import open_pairing
from trainer_app.hub.pairing_records import SECONDS
from trainer_app.hub.records import Records
from trainer_app.sync.messages import Count, Onward, Word

PREFIX = "/waypost/desk"
KEY = "desk"
"""The key of the credential of the desk that opened the hub."""
SCOPES = frozenset({"all", "desk"})
_MOST_MARKS = 100_000


class _Marks(msgspec.Struct, frozen=True):
    """How far results have gone, to one endpoint."""

    endpoint: Word
    marks: Annotated[list[_Mark], Meta(max_length=_MOST_MARKS)]


class _Mark(msgspec.Struct, frozen=True):
    device: UUID
    epoch: Count
    seq: Count
    at_ms: Count


class _Desk(msgspec.Struct, frozen=True):
    """Whom devices seal names to, and whose signatures they believe; empty: as in the exchange."""

    recipient: Word = ""
    key: Word = ""


def new_desk(records: Records) -> str:
    """The secret of the desk's credential; an earlier one opens nothing any more."""
    with records.database.writing() as connection:
        device_records.unbind(connection, KEY)
        return records.add_credential(KEY, scopes=SCOPES, title="", within=connection)


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk's addresses. ``stop`` asks the hub to close; it returns at once."""

    records: Records
    stop: Callable[[], None]

    def routes(self) -> list[Route]:
        """All of them."""

        def at(path: str, method: str, handler: Callable[[Call], Response]) -> Route:
            return route(PREFIX + path, self.records, {method: Door(handler, ("desk",))})

        return [
            at("/pairing", "POST", self._pairing),
            at("/devices", "GET", self._devices),
            at("/devices/{key}", "DELETE", self._end),
            at("/onward", "PUT", self._onward),
            at("/stop", "POST", self._stop),
        ]

    def _pairing(self, call: Call) -> Response:
        told = _read(call.body or b"{}", _Desk)
        own = self._own(call)
        code = open_pairing(
            self.records,
            desk_recipient=told.recipient or (own.recipient if own else ""),
            desk_key=told.key or (own.signing_key.hex() if own else ""),
        )
        return JSONResponse({"code": code, "seconds": SECONDS})

    def _own(self, call: Call) -> KnownDevice | None:
        known = device_records.devices(self.records.database)
        return next((one for one in known if one.credential == call.by().key), None)

    def _devices(self, call: Call) -> Response:
        known = device_records.devices(self.records.database)
        shown = [as_json(one) for one in known if one.credential != call.by().key]
        return JSONResponse({"devices": shown})

    def _end(self, call: Call) -> Response:
        if not end_device(self.records, call.path.rpartition("/")[2]):
            raise Refused(404, "no device has this key")
        return Response(status_code=204)

    def _onward(self, call: Call) -> Response:
        told = _read(call.body, _Marks)
        marks = [
            Onward(told.endpoint, mark.device, mark.epoch, mark.seq, mark.at_ms)
            for mark in told.marks
        ]
        with self.records.database.writing() as connection:
            feed_records.note_onward(connection, marks)
        return Response(status_code=204)

    def _stop(self, call: Call) -> Response:
        self.stop()
        return Response(status_code=202)


def end_device(records: Records, key: str) -> bool:
    """From now on this device's credential opens nothing; whether there was one."""
    known = {one.credential for one in device_records.devices(records.database)}
    if key not in known or not records.revoke(key):
        return False
    with records.database.writing() as connection:
        device_records.unbind(connection, key)
    return True


def as_json(known: KnownDevice) -> dict[str, Any]:
    """A device for programs; ``known_seq`` is how far its results are here without a gap."""
    return {
        "key": known.credential,
        "device": str(known.device),
        "name": known.name,
        "site": known.site,
        "release": known.release,
        "recipient": known.recipient,
        "signing_key": known.signing_key.hex(),
        "epoch": known.epoch,
        "seq": known.seq,
        "known_seq": known.known_seq,
        "paired_ms": known.added,
        "met_ms": known.met,
    }


def _read(body: bytes, kind: type[Any]) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, ValueError) as error:
        raise Refused(400, "this is not understood") from error
