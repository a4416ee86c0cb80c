"""Raw bytes over a real socket to the hub's own server: what no client in order would send.

Every line must be answered without an error of the hub's own, or be closed; nobody gets anything
who may not; and the hub answers the next one.
"""

from __future__ import annotations

import logging
import random
import re
import socket
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.hub.asking import as_json, statement
from tests.torture import crew
from tests.torture.callers import Caller, Hall, opened
from tests.torture.ends import End
from trainer_app.hub.http import LARGEST_BODY

WAIT_S = 20.0
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
_VERSION = b"X-Experience-API-Version: 1.0.3\r\n"
_PATHS = (
    "/xapi/statements", "/xapi/about", "/waypost/exchange", "/waypost/pair/start",
    "/waypost/desk/devices", "/waypost/desk/devices/x", "/xapi/activities/state", "/",
)  # fmt: skip
_ODD = (
    "/xapi%2fstatements", "/xapi/%2e%2e/waypost/desk/devices", "/xapi/statements%00",
    "//xapi/about",
    "/waypost/desk/%64evices", "/waypost/./desk/devices", "/waypost/desk/devices%2f..", "/%",
    "/waypost%2Fdesk%2Fdevices", "/xapi/statements?%", "/xapi/\xff", "*", "http://x/xapi/about",
    "/xapi/statements#x", "/" + "a" * 30_000, "/xapi/../../etc/passwd", "\\xapi\\about",
)  # fmt: skip
_TWO = (
    b"GET /xapi/about HTTP/1.1\r\nHost: x\r\n" + _VERSION + b"\r\n"
    b"GET /xapi/statements HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + _VERSION + b"\r\n"
)
"""Two requests of nobody on one line."""


@dataclass(frozen=True)
class Line:
    """What is sent. ``whole``: the hub must answer it; otherwise it may be waiting for more."""

    kind: str
    data: bytes
    whole: bool = True


def torture(count: int, seed: int) -> crew.Found:
    """So many lines, one after the other."""
    chance = random.Random(f"{seed}/wire")
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    with (
        tempfile.TemporaryDirectory(prefix="waypost-wire-", dir=crew.SCRATCH) as scratch,
        opened(Path(scratch)) as hall,
        _errors() as errors,
        _served(Path(scratch), hall) as port,
    ):
        for number in range(count):
            caller = chance.choice(list(hall.callers.values()))
            line = _line(chance, caller)
            told = _told(port, line, hall, caller)
            if told is None and number % 10 == 0:
                told = _goes_on(port)
            if told is None and errors:
                told = f"the server's log: {errors.pop()}"
            verdicts["ok" if told is None else told.partition(":")[0]] += 1
            if told is not None:
                bad.append(f"{told} ({caller.name}, {line.kind}, {line.data[:80]!r})")
    return crew.Found(verdicts, bad[:5])


@contextmanager
def _served(folder: Path, hall: Hall) -> Iterator[int]:
    """The application on a socket; without TLS, so that the bytes are ours."""
    place = folder / "served"
    place.mkdir()
    end = End(place, plain=True)
    try:
        end.serve(hall.app)  # type: ignore[arg-type]
        yield end.port
    finally:
        end.close()


@contextmanager
def _errors() -> Iterator[list[str]]:
    """What the server's log tells of errors meanwhile; of bad requests it tells as warnings."""
    heard: list[str] = []

    class Hearing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.ERROR:
                heard.append(record.getMessage())

    logger = logging.getLogger("uvicorn.error")
    handler, before = Hearing(), (logger.level, logger.propagate)
    logger.addHandler(handler)
    logger.setLevel(logging.ERROR)
    logger.propagate = False
    try:
        yield heard
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]


def _told(port: int, line: Line, hall: Hall, caller: Caller) -> str | None:
    """What is wrong with the answers; None where nothing is."""
    with socket.create_connection(("127.0.0.1", port), WAIT_S) as there:
        heard = _heard(there, line)
    if heard is None:
        return "no answer"
    statuses = [int(found) for found in _STATUS.findall(heard)]
    if line.whole and not statuses:
        return "closed without a word"
    if any(status >= 500 for status in statuses):
        return f"the hub's own error: {statuses}"
    for word in set(hall.words.values()) - caller.words:
        if word.encode() in heard:
            return "another's words came out"
    if not caller.is_known and b'"statements"' in heard:
        return "let in"
    return None


def _heard(there: socket.socket, line: Line) -> bytes | None:
    """Everything that comes back until the line is closed; None where it never is."""
    heard = b""
    try:
        there.sendall(line.data)
        if not line.whole:
            return heard  # and so the line breaks
        while data := there.recv(65_536):
            heard += data
    except TimeoutError:
        return None
    except OSError:  # closed while we were sending: it has said all it wants to
        return heard or b"HTTP/1.1 400 "
    return heard


def _goes_on(port: int) -> str | None:
    ask = b"GET /xapi/about HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), WAIT_S) as there:
        heard = _heard(there, Line("", ask))
    return None if heard and heard.startswith(b"HTTP/1.1 200") else "it does not go on"


# ---------------------------------------------------------------- lines


def _line(chance: random.Random, caller: Caller) -> Line:
    kind = chance.choice(
        ("length", "chunks", "headers", "path", "first line", "second", "cut", "bytes", "expect")
    )
    heads = b"Host: x\r\nConnection: close\r\n" + _VERSION
    if caller.authorization:
        heads += b"Authorization: " + caller.authorization.encode() + b"\r\n"
    path = chance.choice(_PATHS).encode()
    match kind:
        case "length":
            return _length(chance, path, heads)
        case "chunks":
            return _chunks(chance, path, heads)
        case "headers":
            return Line(kind, b"GET " + path + b" HTTP/1.1\r\n" + heads + _odd_heads(chance))
        case "path":
            odd = chance.choice(_ODD).encode("latin-1")
            return Line(kind, b"GET " + odd + b" HTTP/1.1\r\n" + heads + b"\r\n")
        case "first line":
            return Line(kind, _first(chance, path) + heads + b"\r\n")
        case "second":
            return Line(kind, _TWO)
        case "cut":
            whole = _posted(path, heads, as_json(statement()))
            return Line(kind, whole[: chance.randrange(len(whole))], whole=False)
        case "expect":
            size = chance.choice((LARGEST_BODY + 1, 2**40))
            told = b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % size
            return Line(kind, b"POST " + path + b" HTTP/1.1\r\n" + heads + told)
    return Line(kind, chance.randbytes(chance.randrange(1, 400)) + b"\r\n\r\n", whole=False)


def _posted(path: bytes, heads: bytes, body: bytes, length: object = None) -> bytes:
    told = str(len(body) if length is None else length).encode()
    kind = b"Content-Type: application/json\r\n"
    return b"POST %b HTTP/1.1\r\n%b%bContent-Length: %b\r\n\r\n%b" % (path, heads, kind, told, body)


def _length(chance: random.Random, path: bytes, heads: bytes) -> Line:
    """More or less than there is, twice, or no number at all."""
    body = as_json(statement())
    match chance.randrange(5):
        case 0:
            return Line("length, too long", _posted(path, heads, body, len(body) + 9), whole=False)
        case 1:
            return Line("length, too short", _posted(path, heads, body, len(body) // 2))
        case 2:
            twice = heads + b"Content-Length: 3\r\n"
            return Line("length, twice", _posted(path, twice, body))
        case 3:
            told = chance.choice(("-1", "abc", "1e3", "0x9", "9" * 30, "", "+7", "1, 2"))
            return Line("length, no number", _posted(path, heads, body, told))
    return Line("length, too large", _posted(path, heads, b"x", chance.choice((2**63, 10**9))))


def _chunks(chance: random.Random, path: bytes, heads: bytes) -> Line:
    start = b"POST " + path + b" HTTP/1.1\r\n" + heads + b"Content-Type: application/json\r\n"
    match chance.randrange(5):
        case 0:
            both = (
                start
                + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
            )
            return Line("chunks and a length", both)
        case 1:
            return Line("chunks, no number", start + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}")
        case 2:
            told = b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
            return Line("chunks, packed", start + told)
        case 3:
            many = b"".join(b"1\r\nx\r\n" for _chunk in range(chance.randrange(1, 3_000)))
            return Line("chunks, small", start + b"Transfer-Encoding: chunked\r\n\r\n" + many
                        + b"0\r\n\r\n")  # fmt: skip
    told = b"Transfer-Encoding: chunked\r\n\r\n" + b"F" * 40 + b"\r\n"
    return Line("chunks, endless number", start + told)


def _odd_heads(chance: random.Random) -> bytes:
    """The end of the headers, with something in it that does not belong there."""
    return chance.choice((
        b"X: " + b"a" * 200_000 + b"\r\n\r\n", b"X: y\r\n" * 5_000 + b"\r\n", b"no colon\r\n\r\n",
        b" folded\r\n\r\n", b"X: a\x00b\r\n\r\n", b"X\xff: y\r\n\r\n", b": y\r\n\r\n",
        b"Host: y\r\n\r\n", b"X: a\rb\r\n\r\n",
        b"Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        b"Content-Encoding: gzip\r\n\r\n", b"X : y\r\n\r\n", b"Authorization: Basic \xff\r\n\r\n",
    ))  # fmt: skip


def _first(chance: random.Random, path: bytes) -> bytes:
    return chance.choice((
        b"GET " + path + b" HTTP/9.9\r\n", b"GET " + path + b"\r\n",
        b"GET  " + path + b" HTTP/1.1\r\n",
        b"G\x00T " + path + b" HTTP/1.1\r\n", b"get " + path + b" HTTP/1.1\r\n",
        b"PRI * HTTP/2.0\r\n", b"GET " + path + b" HTTP/1.0\r\n", b"CONNECT x:1 HTTP/1.1\r\n",
        b"TRACE " + path + b" HTTP/1.1\r\n", b"X" * 100_000 + b" / HTTP/1.1\r\n",
        b"GET " + path + b" HTTP/1.1 x\r\n", b"\r\n\r\nGET " + path + b" HTTP/1.1\r\n",
    ))  # fmt: skip
