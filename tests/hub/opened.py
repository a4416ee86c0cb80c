"""A hub that really serves: TLS on loopback, in a thread; and lines between it and its callers."""

import socket
import ssl
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPSConnection
from pathlib import Path
from queue import Queue
from typing import Any

import msgspec

from tests.hub.asking import basic
from tests.hub.conftest import KEY
from trainer_app.hub.serve import Opened, Options, run_hub

WAIT = 20
"""Seconds after which something is wrong."""


@contextmanager
def opened_hub(folder: Path, **options: Any) -> Iterator[Opened]:
    """A hub of a desk with a key of its own; closed at the end. ``key=None`` is one without."""
    told: Queue[Opened | BaseException] = Queue()
    close = threading.Event()
    chosen: dict[str, Any] = {
        "data_folder": folder, "name": "Terminal Norte", "host": "127.0.0.1", "port": 0,
        "key": KEY, "announce": False, "parent_gone": close.wait,
    } | options  # fmt: skip

    def serve() -> None:
        try:
            run_hub(Options(**chosen), told.put)
        except BaseException as error:  # noqa: BLE001  told to the test
            told.put(error)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        opened = told.get(timeout=WAIT)
        if isinstance(opened, BaseException):
            raise opened
        yield opened
    finally:
        close.set()
        thread.join(WAIT)
        assert not thread.is_alive()


def unchecked() -> ssl.SSLContext:
    """Takes any certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class HubCaller:
    """Requests over TLS, each on a line of its own."""

    def __init__(self, port: int, key: str = "", secret: str = "") -> None:
        self.port, self.key, self.secret = port, key, secret

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers in lower case, body."""
        line = HTTPSConnection("127.0.0.1", self.port, context=unchecked(), timeout=WAIT)
        if self.key:
            headers["Authorization"] = basic(self.key, self.secret)
        try:
            line.request(method, path, body, {k.replace("_", "-"): v for k, v in headers.items()})
            answer = line.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, told, answer.read()
        finally:
            line.close()

    def json(self, method: str, path: str, value: object = None) -> tuple[int, Any]:
        """Sends and reads JSON."""
        body = None if value is None else msgspec.json.encode(value)
        status, _headers, answer = self.ask(method, path, body, Content_Type="application/json")
        return status, msgspec.json.decode(answer) if answer else None


def desk_of(opened: Opened) -> HubCaller:
    """The desk that opened the hub."""
    assert opened.desk_secret
    return HubCaller(opened.port, "desk", opened.desk_secret)


def told(data: bytes) -> str:
    """As pairing sends bytes."""
    return b64encode(data).decode()


def heard(text: str) -> bytes:
    """As pairing reads them."""
    return b64decode(text)


class Relay:
    """Stands between: hands bytes on both ways and counts them.

    With ``context`` it ends TLS with a certificate of its own, and speaks TLS to the hub.
    """

    def __init__(self, port: int, context: ssl.SSLContext | None = None) -> None:
        self._to, self._context = port, context
        self.up = self.down = 0
        self.lines: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def __enter__(self) -> "Relay":
        return self

    def __exit__(self, *_error: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(WAIT)
        for one in self._open:
            with_no_error(one)
        for line in self.lines:
            line.join(WAIT)

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._listening.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._to), WAIT)
            try:
                if self._context:
                    near = self._context.wrap_socket(near, server_side=True)
                    far = unchecked().wrap_socket(far)
            except OSError:
                near.close()
                far.close()
                continue
            self._open += [near, far]
            for source, target, way in ((near, far, "up"), (far, near, "down")):
                line = threading.Thread(target=self._hand_on, args=(source, target, way))
                self.lines.append(line)
                line.start()

    def _hand_on(self, source: socket.socket, target: socket.socket, way: str) -> None:
        try:
            while data := source.recv(65536):
                setattr(self, way, getattr(self, way) + len(data))
                target.sendall(data)
        except OSError:
            pass
        finally:
            with_no_error(source)
            with_no_error(target)


def with_no_error(line: socket.socket) -> None:
    """Ends a line, whatever became of it."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
