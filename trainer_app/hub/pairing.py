"""Pairing over HTTP: a device that proves it knows the code is given a credential of its own."""

from __future__ import annotations

import secrets
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.responses import JSONResponse, Response

from trainer_app.hub import device_records, pairing_records
from trainer_app.hub.http import Call, Door, Refused
from trainer_app.hub.pairing_records import Code, Try
from trainer_app.hub.records import Records
from trainer_app.sync.pairing import Grant, HubSide, PairingRefused, confirm, new_code

if TYPE_CHECKING:
    from sqlalchemy import Connection

DEVICE_SCOPES = frozenset({"write", "read-mine"})
_LARGEST = 4096
_LONGEST_NAME = 80

_Asked = TypeVar("_Asked", bound=msgspec.Struct)
Coded = Annotated[str, Meta(max_length=200)]


class _Start(msgspec.Struct, frozen=True):
    message: Coded
    device: UUID
    name: Annotated[str, Meta(max_length=500)]


class _Finish(msgspec.Struct, frozen=True):
    pairing: Coded
    mac: Coded


@dataclass(frozen=True, slots=True)
class Pairings:
    """The two addresses of pairing. ``fingerprint`` is that of the certificate devices see."""

    records: Records
    name: str
    fingerprint: bytes

    def start_doors(self) -> Mapping[str, Door]:
        """For ``http.route``; open, because who pairs has no credential yet."""
        return {"POST": Door(self._start, None, _LARGEST)}

    def finish_doors(self) -> Mapping[str, Door]:
        """For ``http.route``."""
        return {"POST": Door(self._finish, None, _LARGEST)}

    def _start(self, call: Call) -> Response:
        """Costs one of the tries, so that nobody guesses on many lines at once."""
        asked = _read(call, _Start)
        with self.records.database.writing() as connection:
            code = pairing_records.take_try(connection, pairing_records.now())
        if code is None:
            raise _refused()
        try:
            message, key = HubSide(code.code, self.fingerprint).answer(_bytes(asked.message))
        except PairingRefused as error:
            raise _refused() from error
        half_way = secrets.token_hex(16)
        with self.records.database.writing() as connection:
            if pairing_records.open_now(connection, pairing_records.now()) != code:
                raise _refused()  # closed, or another one opened, in the meantime
            one = Try(key, asked.device, _tidy(asked.name))
            pairing_records.begin(connection, half_way, one)
        return JSONResponse({"pairing": half_way, "message": _told(message)})

    def _finish(self, call: Call) -> Response:
        asked = _read(call, _Finish)
        proof = _bytes(asked.mac)
        with self.records.database.writing() as connection:
            one = pairing_records.end(connection, asked.pairing.replace("\0", ""))
            code = pairing_records.open_now(connection, pairing_records.now())
            answer = None
            if one is not None and code is not None:
                answer = self._paired(connection, one, code, proof)
        if answer is None:
            raise _refused()
        return answer

    def _paired(
        self, connection: Connection, one: Try, code: Code, proof: bytes
    ) -> Response | None:
        grant = Grant(
            key=f"device-{secrets.token_hex(8)}",
            secret=secrets.token_urlsafe(32),
            hub=self.name,
            desk_recipient=code.desk_recipient,
            desk_key=code.desk_key,
        )
        try:
            mac, sealed = confirm(one.shared_key, self.fingerprint, proof, grant)
        except PairingRefused:
            return None
        add_device(self.records, connection, grant.key, grant.secret, one)
        pairing_records.close_code(connection)
        return JSONResponse({"mac": _told(mac), "sealed": _told(sealed)})


def add_device(records: Records, connection: Connection, key: str, secret: str, one: Try) -> None:
    """A credential for a device; its older ones end with the first use of this one."""
    records.add_credential(
        key, scopes=DEVICE_SCOPES, title=one.name, secret=secret, within=connection
    )
    now = time.time_ns() // 1_000_000
    device_records.bind(connection, key, one.device, one.name, now, paired=True)


def open_pairing(records: Records, *, desk_recipient: str = "", desk_key: str = "") -> str:
    """A new code, the only one from now on."""
    code = new_code()
    with records.database.writing() as connection:
        opened = Code(code, desk_recipient, desk_key)
        pairing_records.open_code(connection, opened, pairing_records.now())
    return code


def _read(call: Call, kind: type[_Asked]) -> _Asked:
    try:
        return msgspec.json.decode(call.body, type=kind)
    except (msgspec.DecodeError, ValueError) as error:
        raise Refused(400, "this is no message of pairing") from error


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise Refused(400, "this is no message of pairing") from error


def _told(data: bytes) -> str:
    return b64encode(data).decode()


def _tidy(name: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in name).strip()[:_LONGEST_NAME]


def _refused() -> Refused:
    """The same for a wrong code, one too many, one too late and none at all."""
    return Refused(403, "the code does not fit")
