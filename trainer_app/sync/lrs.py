"""Any xAPI record store, 1.0.3 or 2.0: what is asked of it, and whether an address is one."""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import msgspec

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.sync.answers import (
    THROUGH,
    VERSION,
    iso_ms,
    read_json,
    reference_ms,
    speaks,
    trouble,
)
from trainer_app.sync.faults import Fault, RoadClosed
from trainer_app.training.statement import EXTENSIONS

if TYPE_CHECKING:
    from trainer_app.sync.road import Line, Reply, Surroundings

GZIP_TOLD = f"{EXTENSIONS}gzip"
"""The extension of a Waypost hub's about answer: whether requests may come gzip'd."""
_HERE = {"localhost", "127.0.0.1", "::1"}
_GZIP_LEVEL = 9
_RESOURCES = ("statements", "about")


@dataclass(frozen=True, slots=True)
class About:
    """``version`` is the one to speak; ``gzip`` is None where it is not told."""

    version: str
    gzip: bool | None


@dataclass(frozen=True, slots=True)
class Works:
    """An address that takes results. ``clock_difference_ms`` is this computer's clock less the
    server's, None where the server does not tell; ``reads`` says whether the key may fetch, too.
    """

    version: str
    clock_difference_ms: int | None
    gzip: bool
    reads: bool


class Page(msgspec.Struct):
    """One page of statements, each as the server wrote it."""

    statements: list[msgspec.Raw]
    more: Annotated[str, msgspec.Meta(max_length=8000)] = ""


class Lrs:
    """A record store at the end of a line, at ``place`` below the line's address."""

    def __init__(self, line: Line, *, version: str = "1.0.3", place: str = "") -> None:
        self.line = line
        self.version = version
        self._place = place

    def about(self) -> tuple[About | None, Reply]:
        """What the server says of itself; None where it has no such page.

        Raises ``RoadClosed``, also for a server of another version.
        """
        reply = self.line.send("GET", f"{self._place}about", headers={VERSION: self.version})
        if reply.status in (401, 403, 404, 405, 501):
            return None, reply
        told = _object(_sound(reply))
        version = speaks(told.get("version"))
        if version is None:
            raise RoadClosed(Fault("version" if "version" in told else "path"))
        extensions = told.get("extensions")
        zipped = extensions.get(GZIP_TOLD) if isinstance(extensions, dict) else None
        self.version = version
        return About(version, zipped if isinstance(zipped, bool) else None), reply

    def post(self, texts: Sequence[bytes], *, zipped: bool) -> Reply:
        """Hand in statements as they were frozen. Raises ``RoadClosed``, ``Stopped``."""
        body = b"[" + b",".join(texts) + b"]"
        headers = {VERSION: self.version, "Content-Type": "application/json"}
        if zipped:
            body = gzip.compress(body, _GZIP_LEVEL, mtime=0)
            headers["Content-Encoding"] = "gzip"
        return self.line.send("POST", self._statements, content=body, headers=headers)

    def put(self, statement_id: str, text: bytes) -> Reply:
        """Hand in one statement under its id; 204 says that it is kept."""
        return self.line.send(
            "PUT",
            self._statements,
            query={"statementId": statement_id},
            content=text,
            headers={VERSION: self.version, "Content-Type": "application/json"},
        )

    def page(self, query: Mapping[str, str] | None = None, *, more: str = "") -> tuple[Page, Reply]:
        """The first page of an answer, or with ``more`` the one that follows.

        Raises ``RoadClosed``, also where ``more`` points to another host than the line's.
        """
        target = self._same_host(more) if more else self._statements
        reply = self.line.send(
            "GET", target, query=query, headers={VERSION: self.version, "Accept-Encoding": "gzip"}
        )
        if reply.status in (401, 403):
            raise RoadClosed(Fault("key" if reply.status == 401 else "rights-read"))
        try:
            return read_json(_sound(reply), Page), reply
        except ValueError as error:
            raise RoadClosed(Fault("path")) from error

    def may_write(self) -> Fault | None:
        """Why this key may not hand in here; None where it may. Nothing is written.

        An empty batch is asked for: a server that knows the key either takes it or says that
        something is missing (400, 422); one that does not, says so first (401, 403).
        """
        reply = self.post([], zipped=False)
        if reply.status in (400, 422):
            return trouble(reply)
        return trouble(reply) or (None if reply.status in (200, 204) else Fault("path"))

    def takes_gzip(self) -> bool:
        """Whether an empty batch is taken gzip'd as it is plain; only a yes is certain."""
        return self.post([], zipped=True).status == self.post([], zipped=False).status in (200, 204)

    @property
    def _statements(self) -> str:
        return f"{self._place}statements"

    def _same_host(self, more: str) -> str:
        url, base = self.line.at(more), self.line.base
        if (url.scheme, url.host, url.port) != (base.scheme, base.host, base.port):
            raise RoadClosed(Fault("path"))
        return str(url)


def tidy_address(typed: str) -> str:
    """An address as we keep it, ending in ``/``. Raises ``TrainerError`` for one we never use."""
    text = typed.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        known = parts.hostname and parts.port != 0
    except ValueError:
        raise _no_address() from None
    if not known or parts.username or parts.password or parts.query or parts.fragment:
        raise _no_address()
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise TrainerError(
            _("Results only go over a protected line. The address begins with https://.")
        )
    path = parts.path.rstrip("/")
    last = path.rpartition("/")[2]
    if last in _RESOURCES:
        path = path.removesuffix(last).rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}/"


def _no_address() -> TrainerError:
    return TrainerError(
        _("This is no address of a server. It looks like https://results.example.org/xapi.")
    )


def open_server_line(
    address: str,
    key: str,
    secret: str,
    *,
    stop: Event | None = None,
    around: Surroundings | None = None,
) -> Line:
    """A line to a server, trusted by what this computer's system trusts."""
    import truststore

    from trainer_app.sync.road import Line

    trusted = around.trusted if around else None
    return Line(
        address,
        auth=(key, secret),
        context=trusted or truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        around=around,
        stop=stop,
        proxied=True,
    )


def try_address(
    address: str,
    key: str,
    secret: str,
    *,
    stop: Event | None = None,
    around: Surroundings | None = None,
) -> Fault | Works:
    """Whether results can be handed in there with this key, or why not. Nothing is written.

    Raises ``TrainerError`` for what is no address, ``Stopped``.
    """
    base = tidy_address(address)
    with open_server_line(base, key, secret, stop=stop, around=around) as line:
        try:
            return _tested(Lrs(line), line)
        except RoadClosed as closed:
            return closed.fault


def _tested(lrs: Lrs, line: Line) -> Fault | Works:
    about, reply = lrs.about()
    reads = False
    try:
        lrs.page({"limit": "1"})
        reads = True
    except RoadClosed as closed:
        if closed.fault.reason != "rights-read":  # a key that may only write is a good key
            return closed.fault
    if fault := lrs.may_write():
        return fault
    zipped = about.gzip if about else None
    server_ms = reference_ms(reply)
    return Works(
        version=lrs.version,
        clock_difference_ms=None if server_ms is None else line.now_ms() - server_ms,
        gzip=lrs.takes_gzip() if zipped is None else zipped,
        reads=reads,
    )


def named(reply: Reply, ids: Sequence[str]) -> int:
    """How many statements of a batch, from its first on, the answer names as kept.

    0 for an answer that is no list of ids, or that names one that was not handed in.
    """
    if reply.status != 200:
        return 0
    try:
        kept = {one.lower() for one in read_json(reply.body, list[str])}
    except ValueError:
        return 0
    if not kept <= set(ids):
        return 0
    return next((place for place, one in enumerate(ids) if one not in kept), len(ids))


def servers_now_ms(reply: Reply) -> int | None:
    """Until when the answer is complete by the server's clock."""
    through = iso_ms(reply.headers.get(THROUGH))
    return reference_ms(reply) if through is None else through


def _sound(reply: Reply) -> bytes:
    if fault := trouble(reply):
        raise RoadClosed(fault)
    if reply.status != 200:
        raise RoadClosed(Fault("path"))
    return reply.body


def _object(body: bytes) -> dict[str, object]:
    try:
        return read_json(body, dict[str, object])
    except ValueError as error:
        raise RoadClosed(Fault("path")) from error
