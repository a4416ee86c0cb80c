"""One line to one other end: HTTP over httpx with short time-outs, and patience between tries.

A line is given up when nothing moves for a while, or when it is slower than a thousand bytes a
second; never because a large body takes long on a slow line.
"""

from __future__ import annotations

import random
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from trainer_app.sync.faults import Fault, RoadClosed, Stopped, date_trouble, explain
from trainer_app.sync.server_look import explain_refused_dates

MOST_ANSWER_BYTES = 32 * 1024 * 1024
"""Of one answer, unpacked."""
_HEADS = 1024 * 1024
"""So much more may come of it, packed or not: heads, what stands between its parts."""
_ON_THE_WAY = 64 * 1024
"""Bytes the system may hold back unsent; so writing keeps pace with the line."""
_PIECE = 16 * 1024
_PACKINGS = {"gzip", "x-gzip", "deflate"}
_LOOK_UP_S = 0.2
"""How often a wait looks whether it is to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait: seconds, bytes a second, and how often to try.

    ``longest_wait_s`` is also the most that a busy server may make us wait within one contact.
    """

    connect_s: float = 5.0
    read_s: float = 10.0
    bytes_per_s: float = 1000.0
    tries: int = 4
    first_wait_s: float = 1.0
    longest_wait_s: float = 20.0
    chance: random.Random = field(default_factory=random.Random)

    def pause_s(self, failures: int) -> float:
        """How long to wait after so many failures in a row: doubled each time, with jitter."""
        longest = min(self.longest_wait_s, self.first_wait_s * 2.0 ** (failures - 1))
        return longest * self.chance.uniform(0.5, 1.0)


def wall_ms() -> int:
    """This computer's clock, UTC milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The world as a line finds it. ``trusted`` replaces what the system trusts (servers only);
    ``now_ms`` is this computer's clock, which only helps to say why a certificate is refused.
    """

    patience: Patience = field(default_factory=Patience)
    trusted: ssl.SSLContext | None = None
    now_ms: Callable[[], int] = wall_ms


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. ``came_at`` is the steady clock, in seconds, when its head was there."""

    status: int
    headers: httpx.Headers
    body: bytes
    url: httpx.URL
    came_at: float


class Line:
    """A kept connection to one address, for one thread. Every failure is a ``RoadClosed``.

    ``base`` ends in ``/``. ``proxied`` lines go by the system's gateway where one is set.
    Making one opens no connection yet.
    """

    def __init__(
        self,
        base: str,
        *,
        auth: tuple[str, str] | None,
        context: ssl.SSLContext,
        around: Surroundings | None = None,
        stop: Event | None = None,
        proxied: bool = False,
    ) -> None:
        around = around or Surroundings()
        self.patience, self.now_ms = around.patience, around.now_ms
        self.stop = stop or Event()
        try:
            self.base = httpx.URL(base)
        except httpx.InvalidURL as error:
            raise RoadClosed(Fault("path")) from error
        self._pace = _Pace(self.patience, self.stop)
        gateway = _gateway(self.base) if proxied else None
        self._client = httpx.Client(
            transport=_Transport(self._pace, context, gateway),
            auth=httpx.BasicAuth(*auth) if auth else None,
            follow_redirects=False,
            trust_env=False,
        )
        self._client.headers.clear()  # each byte counts where a line is slow

    def close(self) -> None:
        """Ends the connection."""
        self._client.close()

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def send(
        self,
        method: str,
        target: str,
        *,
        query: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Ask, and read the whole answer, whatever its status.

        Raises ``RoadClosed``, and ``Stopped`` when it is to stop.
        """
        url = self.at(target)
        if query:
            url = url.copy_merge_params(query)
        request = self._client.build_request(method, url, content=content, headers=headers)
        try:
            self._pace.begin()
            answer = self._client.send(request, stream=True)
            came_at = time.monotonic()
            with closing(answer):
                return Reply(answer.status_code, answer.headers, _whole(answer), url, came_at)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            raise RoadClosed(self._explained(error)) from error
        except (httpcore.ProxyError, httpcore.UnsupportedProtocol, httpx.HTTPError) as error:
            raise RoadClosed(explain(error)) from error
        except (ValueError, OSError, zlib.error) as error:
            # an address no connection can be made to, or a body that was damaged
            raise RoadClosed(explain(error)) from error

    def at(self, target: str) -> httpx.URL:
        """An address, seen from the line's own. Raises ``RoadClosed`` for none."""
        try:
            return self.base.join(target)
        except httpx.InvalidURL as error:
            raise RoadClosed(Fault("path")) from error

    def pause(self, seconds: float) -> None:
        """Wait. Raises ``Stopped`` when it is to stop."""
        if self.stop.wait(seconds):
            raise Stopped

    def _explained(self, error: Exception) -> Fault:
        if side := date_trouble(error):
            host, port = self.base.host, self.base.port or 443
            return explain_refused_dates(
                side, host, port, now_ms=self.now_ms, seconds=self.patience.connect_s
            )
        return explain(error)


class _Pace:
    """What one request may take. ``begin`` before each."""

    def __init__(self, patience: Patience, stop: Event) -> None:
        self._patience = patience
        self._stop = stop
        self.begin()

    def begin(self) -> None:
        self._sent = self._received = 0
        self._moved_at = time.monotonic()
        self._answered_at: float | None = None

    def check(self) -> None:
        if self._stop.is_set():
            raise Stopped

    @property
    def connect_s(self) -> float:
        return self._patience.connect_s

    def write_s(self, length: int) -> float:
        return self._patience.read_s + length / self._patience.bytes_per_s

    def left_s(self) -> float:
        """How long the answer may still take to come, or to go on."""
        patience, now = self._patience, time.monotonic()
        if self._answered_at is None:
            wait = patience.read_s + min(self._sent, _ON_THE_WAY) / patience.bytes_per_s
            return self._moved_at + wait - now
        whole = patience.read_s + self._received / patience.bytes_per_s
        return min(self._moved_at + patience.read_s, self._answered_at + whole) - now

    def wrote(self, length: int) -> None:
        self._sent += length
        self._moved_at = time.monotonic()

    def read(self, length: int) -> None:
        self._received += length
        if self._received > MOST_ANSWER_BYTES + _HEADS:
            raise RoadClosed(Fault("answer"))
        self._moved_at = time.monotonic()
        if self._answered_at is None:
            self._answered_at = self._moved_at


class _Stream(httpcore.NetworkStream):
    """A connection that keeps the pace, and looks up between two reads whether it is to stop."""

    def __init__(self, inner: httpcore.NetworkStream, pace: _Pace) -> None:
        self._inner = inner
        self._pace = pace

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        while True:
            self._pace.check()
            left = self._pace.left_s()
            if left <= 0:
                raise httpcore.ReadTimeout("nothing comes")
            try:
                data = self._inner.read(max_bytes, min(left, _LOOK_UP_S))
            except httpcore.ReadTimeout:
                continue
            self._pace.read(len(data))
            return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _PIECE):
            self._pace.check()
            piece = buffer[start : start + _PIECE]
            self._inner.write(piece, self._pace.write_s(len(piece)))
            self._pace.wrote(len(piece))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        self._pace.check()
        inner = self._inner.start_tls(ssl_context, server_hostname, self._pace.connect_s)
        return _Stream(inner, self._pace)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, pace: _Pace) -> None:
        self._inner = httpcore.SyncBackend()
        self._pace = pace

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        self._pace.check()
        stream = self._inner.connect_tcp(host, port, self._pace.connect_s, local_address)
        stream.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_SNDBUF, _ON_THE_WAY // 2
        )
        return _Stream(stream, self._pace)


class _Transport(httpx.BaseTransport):
    """httpx over one connection that keeps our pace."""

    def __init__(self, pace: _Pace, context: ssl.SSLContext, gateway: str | None) -> None:
        settings: dict[str, Any] = {
            "ssl_context": context,
            "max_connections": 1,
            "network_backend": _Backend(pace),
        }
        if gateway is None:
            self._pool = httpcore.ConnectionPool(**settings)
            return
        parts = urlsplit(gateway)
        if parts.username:
            words = (parts.username, parts.password or "")
            settings["proxy_auth"] = tuple(map(unquote_to_bytes, words))
        address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        self._pool = httpcore.HTTPProxy(address, **settings)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(
                scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
            ),
            headers=request.headers.raw,
            content=request.stream,
        )
        answer = self._pool.handle_request(asked)
        assert isinstance(answer.stream, Iterable)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer.stream))

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = parts

    def __iter__(self) -> Iterator[bytes]:
        yield from self._parts

    def close(self) -> None:
        if hasattr(self._parts, "close"):
            self._parts.close()


def _whole(answer: httpx.Response) -> bytes:
    """The body, unpacked no further than to the most that is read."""
    packings = answer.headers.get_list("Content-Encoding", split_commas=True)
    packings = [one for one in packings if one.lower() in _PACKINGS]
    if len(packings) > 1:
        raise RoadClosed(Fault("answer"))
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32) if packings else None
    body = bytearray()
    for part in answer.iter_raw():
        body += unpacker.decompress(part, MOST_ANSWER_BYTES + 1 - len(body)) if unpacker else part
        if len(body) > MOST_ANSWER_BYTES:
            raise RoadClosed(Fault("answer"))
    return bytes(body)


def _gateway(base: httpx.URL) -> str | None:
    """The system's proxy for this address; one of a kind we do not speak counts as none."""
    found = getproxies()
    address = found.get(base.scheme) or found.get("all")
    if not address or proxy_bypass(base.host):
        return None
    address = address if "://" in address else f"http://{address}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        usable = parts.scheme in ("http", "https") and host and host.isascii() and parts.port != 0
    except ValueError:
        return None
    return address if usable else None
