"""A line on loopback that does what bad lines do, at a byte we choose.

Each connection gets the trouble that ``plan`` names for its number (0, 1, …), or none:

* ``Harm(way, at, how)`` at byte ``at`` of the way ``up`` (to the server) or ``down``: ``fin`` and
  ``rst`` cut both ways, ``truncate`` ends this way only, ``flip`` turns one bit, ``silence`` lets
  nothing more through, ``delay`` holds everything back for ``seconds``;
* ``Answers(status, …)``: the first request is read and answered here, then the line is closed;
* ``Twice()``: the first request reaches the server twice, once without anybody seeing the answer.

What goes through is counted. Without ``door`` the line carries TLS as it comes, and harms hit the
cipher text. With ``door`` (a context that is the server's own) and ``beyond`` (one that trusts the
server) it looks inside, so that harms hit HTTP.
"""

from __future__ import annotations

import contextlib
import random
import select
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Way = Literal["up", "down"]
How = Literal["fin", "rst", "truncate", "flip", "silence", "delay"]
HOWS: tuple[How, ...] = ("fin", "rst", "truncate", "flip")
"""What can happen at a byte without taking time."""
_RESET = struct.pack("ii", 1, 0)
_LOOK_UP_S = 0.05
_GIVE_UP_S = 10.0


@dataclass(frozen=True)
class Harm:
    """Something that happens at byte ``at`` of one way. ``bit`` is the one to flip."""

    way: Way
    at: int
    how: How
    seconds: float = 0.0
    bit: int = 0


@dataclass(frozen=True)
class Answers:
    """An answer the server never gave."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Twice:
    """A request that is delivered twice."""


Trouble = Harm | Answers | Twice
Plan = Callable[[int], Trouble | None]


def always(trouble: Trouble | None) -> Plan:
    """The same for every connection."""
    return lambda _number: trouble


def first(*troubles: Trouble | None) -> Plan:
    """For the first connections, in order; then none."""
    return lambda number: troubles[number] if number < len(troubles) else None


def by_chance(seed: int, *, share: float = 0.5, farthest: int = 20_000) -> Plan:
    """A seeded mix of every trouble for a ``share`` of the connections; the same by number."""

    def plan(number: int) -> Trouble | None:
        chance = random.Random(f"{seed}/{number}")
        if chance.random() >= share:
            return None
        kind = chance.choice(("harm", "harm", "harm", "busy", "twice", "delay"))
        way: Way = chance.choice(("up", "down"))
        at = int(chance.random() ** 2 * farthest)
        if kind == "busy":
            status = chance.choice((500, 429, 502, 503))
            return Answers(status, {"Retry-After": "0"} if status in (429, 503) else {})
        if kind == "twice":
            return Twice()
        if kind == "delay":
            return Harm(way, at, "delay", seconds=chance.random() * 0.2)
        return Harm(way, at, chance.choice(HOWS), bit=chance.randrange(8))

    return plan


class FaultyLine:
    """A context manager; connect to ``address`` instead of to the server.

    ``up`` and ``down`` count the bytes that went through, ``connections`` the connections and
    ``harmed`` those whose trouble really came.
    """

    def __init__(
        self,
        server: tuple[str, int],
        plan: Plan | None = None,
        *,
        door: ssl.SSLContext | None = None,
        beyond: ssl.SSLContext | None = None,
    ) -> None:
        self.server = server
        self.plan = plan or always(None)
        self.up = self.down = self.connections = self.harmed = 0
        self._door, self._beyond = door, beyond
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.address = ("127.0.0.1", self.port)

    def __enter__(self) -> FaultyLine:
        self._start(self._listen)
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        with contextlib.suppress(OSError):  # wakes the listener up
            socket.create_connection(self.address, 1).close()
        for thread in list(self._threads):
            thread.join(_GIVE_UP_S)
        self._listener.close()

    def reset(self) -> None:
        """Begin to count anew; connections keep their numbers."""
        self.up = self.down = 0

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, name="faulty line", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _listen(self) -> None:
        while True:
            client, _ = self._listener.accept()
            if self._stop.is_set():
                client.close()
                return
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            self.connections += 1  # before anybody is answered: who is may ask at once
            self._start(self._carry, client, self.connections - 1)

    def _carry(self, raw: socket.socket, number: int) -> None:
        with contextlib.ExitStack() as stack:
            stack.callback(raw.close)
            with contextlib.suppress(OSError):
                raw.settimeout(_GIVE_UP_S)
                trouble = self.plan(number)
                client = raw
                if self._door is not None:
                    client = self._door.wrap_socket(raw, server_side=True)
                    stack.callback(client.close)
                if isinstance(trouble, Answers):
                    self.harmed += 1
                    _read_request(client)
                    client.sendall(_as_http(trouble))
                    return
                begun = b""
                if isinstance(trouble, Twice):
                    begun = _read_request(client)
                    if begun:
                        self.harmed += 1
                        self._deliver_unseen(begun)
                server = stack.enter_context(contextlib.closing(self._beyond_socket()))
                if begun:
                    server.sendall(begun)
                    self.up += len(begun)
                self._pump(client, server, trouble if isinstance(trouble, Harm) else None)

    def _beyond_socket(self) -> socket.socket:
        raw = socket.create_connection(self.server, _GIVE_UP_S)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._beyond.wrap_socket(raw) if self._beyond is not None else raw

    def _deliver_unseen(self, request: bytes) -> None:
        with contextlib.suppress(OSError), contextlib.closing(self._beyond_socket()) as server:
            server.sendall(request)
            server.recv(1)  # it has begun to answer, so it has done it

    def _pump(self, client: socket.socket, server: socket.socket, harm: Harm | None) -> None:
        passed = {"up": 0, "down": 0}
        ways: dict[socket.socket, tuple[Way, socket.socket]] = {
            client: ("up", server),
            server: ("down", client),
        }
        while ways and not self._stop.is_set():
            for source in _ready(list(ways)):
                way, sink = ways[source]
                data = source.recv(65536)
                if not data:
                    del ways[source]
                    if isinstance(source, ssl.SSLSocket):
                        return
                    with contextlib.suppress(OSError):
                        sink.shutdown(socket.SHUT_WR)
                    continue
                start = passed[way]
                passed[way] += len(data)
                if harm and harm.way == way and start <= harm.at < passed[way]:
                    if not self._harm(harm, data, harm.at - start, source, sink):
                        return
                else:
                    self._pass(way, data, sink)

    def _pass(self, way: Way, data: bytes, sink: socket.socket) -> None:
        if way == "up":
            self.up += len(data)
        else:
            self.down += len(data)
        sink.sendall(data)

    def _harm(
        self, harm: Harm, data: bytes, at: int, source: socket.socket, sink: socket.socket
    ) -> bool:
        """Whether the line goes on."""
        self.harmed += 1
        if harm.how == "flip":
            self._pass(harm.way, _flipped(data, at, harm.bit), sink)
            return True
        self._pass(harm.way, data[:at], sink)
        match harm.how:
            case "delay":
                self._stop.wait(harm.seconds)
                self._pass(harm.way, data[at:], sink)
                return True
            case "silence":
                self._stop.wait()
            case "rst":
                for end in (source, sink):
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            case "truncate":
                with contextlib.suppress(OSError):
                    sink.shutdown(socket.SHUT_WR)
                _drain(source, self._stop)
        return False


def _ready(sockets: list[socket.socket]) -> list[socket.socket]:
    waiting: list[socket.socket] = [
        one for one in sockets if isinstance(one, ssl.SSLSocket) and one.pending()
    ]
    return waiting or select.select(sockets, [], [], _LOOK_UP_S)[0]


def _drain(source: socket.socket, stop: threading.Event) -> None:
    """Take what still comes, so that the sender is not cut, too; until it is quiet for a while."""
    quiet = 0
    while quiet < 4 and not stop.is_set():
        if not _ready([source]):
            quiet += 1
        elif not source.recv(65536):
            return


def _flipped(data: bytes, at: int, bit: int) -> bytes:
    return data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]


def _read_request(client: socket.socket) -> bytes:
    """One whole request with a Content-Length; whatever there is when the client hangs up."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = client.recv(65536)
        if not more:
            return data
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        more = client.recv(65536)
        if not more:
            break
        body += more
        data += more
    return data


def _as_http(answer: Answers) -> bytes:
    headers = {"Content-Length": str(len(answer.body)), "Connection": "close", **answer.headers}
    lines = [f"HTTP/1.1 {answer.status} So", *(f"{k}: {v}" for k, v in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + answer.body
