"""The plumbing of every address of the hub: who asks, how much may be sent, how errors are told.

A handler gets a ``Call`` and gives a Starlette response; it runs on a worker thread and may raise
``Refused``, ``Invalid``, ``Conflict`` or ``RecordsUnavailable``, each of which becomes an answer.
"""

import gzip
import logging
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from urllib.parse import parse_qsl

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from trainer_app.hub.credentials import Credential, claimed
from trainer_app.hub.engine import RecordsUnavailable
from trainer_app.hub.keeping import Conflict
from trainer_app.hub.records import Records
from trainer_app.training.xapi import Invalid, Version

LARGEST_BODY = 5 * 2**20
"""Bytes, as sent and unpacked."""
VERSION_HEADER = "X-Experience-API-Version"
_SMALL = 64 * 2**10
"""Bytes."""
_AT_ONCE = 4
_GZIP_FROM = 1000
_GZIP_LEVEL = 4
_IN_FORMS = frozenset({
    "authorization", "x-experience-api-version", "content-type", "if-match", "if-none-match",
    "accept-language", "content-length",
})  # fmt: skip
_log = logging.getLogger(__name__)


class Refused(Exception):
    """An answer that says no: its status, a reason for whoever wrote the client, its headers."""

    def __init__(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Call:
    """A request as handlers see it. Names of ``headers`` are in lower case.

    ``version`` is what the caller speaks, where the address is one of xAPI. ``credential`` is None
    at an open door.
    """

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""
    version: Version = "1.0.3"
    credential: Credential | None = None

    def by(self) -> Credential:
        """Who asks, at a door that is not open."""
        assert self.credential is not None
        return self.credential

    def only(self, *names: str) -> None:
        """Raises ``Refused`` where the query holds other parameters than these."""
        for name in self.query:
            if name not in names:
                raise Refused(400, f"the parameter {name[:40]!r} does not belong here")


Handler = Callable[[Call], Response]


@dataclass(frozen=True, slots=True)
class Door:
    """A handler, and the scopes of which a credential needs one; None leaves the door open."""

    handler: Handler
    scopes: tuple[str, ...] | None
    largest: int = LARGEST_BODY


def route(
    path: str, records: Records, doors: Mapping[str, Door], *, xapi: Version | None = None
) -> Route:
    """An address with a door for each method; who may GET may HEAD.

    With ``xapi`` it wants the version header, takes the alternate syntax of xAPI 1.0.3, and speaks
    that version to those who name none.
    """
    entrance = _Entrance(records, doors, xapi)
    return Route(path, entrance.answer, methods=["GET", "HEAD", "PUT", "POST", "DELETE"])


@dataclass(frozen=True, slots=True)
class _Entrance:
    records: Records
    doors: Mapping[str, Door]
    xapi: Version | None
    at_once: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_AT_ONCE))
    large_at_once: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))
    """Two large bodies side by side would be done no sooner, and take twice the memory."""

    async def answer(self, request: Request) -> Response:
        """Whatever comes, an answer."""
        headers = {name: request.headers[name] for name in request.headers}  # the first of two
        response = await _told(self._serve(request, headers))
        if response.status_code >= 400 and not _is_small(headers):
            response.headers["Connection"] = "close"  # what was not read stays unread
        if self.xapi and VERSION_HEADER not in response.headers:
            told = headers.get(VERSION_HEADER.lower(), self.xapi)
            response.headers[VERSION_HEADER] = _spoken(told)
        return response

    async def _serve(self, request: Request, headers: dict[str, str]) -> Response:
        call = Call(request.method, request.url.path, _single(request), headers)
        if self.xapi and _is_form(call):
            return await self._serve_form(request, call)
        largest = self._door(call).largest
        if _length(headers) > largest:
            raise _too_large(largest)
        if _is_small(headers):
            call = replace(call, body=await _body(request, largest))
            return await run_sync(self._enter, call, limiter=self.at_once)
        call = await run_sync(self._admit, call, limiter=self.at_once)
        call = replace(call, body=await _body(request, largest))
        return await run_sync(self._handle, call, limiter=self.large_at_once)

    async def _serve_form(self, request: Request, call: Call) -> Response:
        """Who sends a large one says who it is in a header, before it is read."""
        limiter = self.at_once
        if not _is_small(call.headers):
            await run_sync(authenticate, self.records, call.headers, limiter=limiter)
            limiter = self.large_at_once
        call = _unfold(call, await _body(request, LARGEST_BODY))
        return await run_sync(self._enter, call, limiter=limiter)

    def _enter(self, call: Call) -> Response:
        return self._handle(self._admit(call))

    def _door(self, call: Call) -> Door:
        door = self.doors.get("GET" if call.method == "HEAD" else call.method)
        if door is None:
            raise Refused(405, "not this method", {"Allow": ", ".join(self.doors)})
        return door

    def _admit(self, call: Call) -> Call:
        """The call of somebody who may make it."""
        door = self._door(call)
        if door.scopes is None:
            return call
        if self.xapi:
            call = replace(call, version=_version(call.headers))
        credential = authenticate(self.records, call.headers)
        if not credential.may(*door.scopes):
            raise Refused(403, "this credential may not do that")
        return replace(call, credential=credential)

    def _handle(self, call: Call) -> Response:
        door = self._door(call)
        call = replace(call, body=_unpacked(call, door.largest))
        return _packed(call, door.handler(call))


def authenticate(records: Records, headers: Mapping[str, str]) -> Credential:
    """Who sends these headers. Raises ``Refused`` with 401."""
    challenge = {"WWW-Authenticate": 'Basic realm="Waypost", charset="UTF-8"'}
    told = claimed(headers.get("authorization", ""))
    if told is not None and (credential := records.authenticate(*told)) is not None:
        return credential
    raise Refused(401, "a key and its secret are needed", challenge)


def _spoken(version: str) -> Version:
    return "2.0.0" if version.startswith("2") else "1.0.3"


async def _told(work: Awaitable[Response]) -> Response:
    try:
        return await work
    except Refused as refused:
        return _error(refused.status, refused.reason, refused.headers)
    except Invalid as invalid:
        return _error(400, str(invalid))
    except RecursionError:
        return _error(400, "nested too deep")
    except Conflict as conflict:
        return _error(409, f"another statement is kept as {conflict.statement_id}")
    except RecordsUnavailable:
        _log.warning("the database does not answer", exc_info=True)
        return _error(503, "the database does not answer", {"Retry-After": "10"})
    except ClientDisconnect:
        return Response(status_code=400)


def _error(status: int, reason: str, headers: Mapping[str, str] | None = None) -> Response:
    told = {"error": reason or HTTPStatus(status).phrase}
    return JSONResponse(told, status, headers=dict(headers or {}))


def _is_form(call: Call) -> bool:
    """The alternate syntax of xAPI 1.0: a POST that names another method in its query."""
    spoken_1 = not call.headers.get(VERSION_HEADER.lower(), "").startswith("2")
    return call.method == "POST" and "method" in call.query and spoken_1


def _single(request: Request) -> dict[str, str]:
    pairs = request.query_params.multi_items()
    query = dict(pairs)
    if len(query) != len(pairs):
        raise Refused(400, "a parameter stands twice")
    return query


def _unfold(call: Call, body: bytes) -> Call:
    """The request that a form holds: method in the query, headers and parameters as its fields."""
    if set(call.query) != {"method"}:
        raise Refused(400, "parameters belong into the form")
    if _media_type(call.headers) != "application/x-www-form-urlencoded":
        raise Refused(400, "a form is needed")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError as error:
        raise Refused(400, "not a form") from error
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise Refused(400, "a field stands twice")
    headers = {name: value for name, value in call.headers.items() if name != "content-type"}
    told = {name.lower(): value for name, value in fields.items() if name.lower() in _IN_FORMS}
    if _differ(told.get("authorization"), call.headers.get("authorization")):
        raise Refused(400, "the form is somebody else's than its header")
    headers |= told
    headers.pop("content-encoding", None)
    query = {name: value for name, value in fields.items() if name.lower() not in _IN_FORMS}
    content = query.pop("content", None)
    if content is not None:
        headers.setdefault("content-type", "application/json")
    return Call(call.query["method"].upper(), call.path, query, headers, (content or "").encode())


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _version(headers: Mapping[str, str]) -> Version:
    told = headers.get(VERSION_HEADER.lower())
    if told is None:
        raise Refused(400, f"the header {VERSION_HEADER} is needed")
    numbers = told.split(".")
    known = numbers[:2] in (["1", "0"], ["2", "0"])
    if not known or len(numbers) > 3 or not all(n.isascii() and n.isdigit() for n in numbers):
        raise Refused(400, "versions 1.0.x and 2.0.x are spoken here")
    return _spoken(told)


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _length(headers: Mapping[str, str]) -> int:
    told = headers.get("content-length", "0")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 20 else 0


def _is_small(headers: Mapping[str, str]) -> bool:
    """Whether the body may be read before it is known who sends it."""
    return _length(headers) <= _SMALL and "transfer-encoding" not in headers


async def _body(request: Request, largest: int) -> bytes:
    """Raises ``Refused`` with 413 as soon as it is too much."""
    if _length(request.headers) > largest:
        raise _too_large(largest)
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > largest:
            raise _too_large(largest)
        parts.append(part)
    return b"".join(parts)


def _too_large(largest: int) -> Refused:
    return Refused(413, f"at most {largest} bytes")


def _unpacked(call: Call, largest: int) -> bytes:
    encoding = call.headers.get("content-encoding", "identity").strip().lower()
    if encoding == "identity" or not call.body:
        return call.body
    if encoding != "gzip":
        raise Refused(415, "gzip or no encoding at all", {"Accept-Encoding": "gzip"})
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        body = unpacker.decompress(call.body, largest + 1)
    except zlib.error as error:
        raise Refused(400, "not gzip") from error
    if len(body) > largest:
        raise _too_large(largest)
    if not unpacker.eof or unpacker.unused_data:
        raise Refused(400, "gzip without a proper end")
    return body


def _packed(call: Call, response: Response) -> Response:
    body = bytes(response.body)
    if len(body) < _GZIP_FROM or not _takes_gzip(call.headers.get("accept-encoding", "")):
        return response
    packed = gzip.compress(body, _GZIP_LEVEL, mtime=0)
    response.body = packed
    response.headers["Content-Length"] = str(len(packed))
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def _takes_gzip(accepted: str) -> bool:
    for told in accepted.lower().split(","):
        name, _, quality = told.partition(";")
        if name.strip() in {"gzip", "*"}:
            return quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False
