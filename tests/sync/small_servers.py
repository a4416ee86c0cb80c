"""Small servers on loopback: a record store that can be told to misbehave, and anything else."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

VERSION = "X-Experience-API-Version"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """``date`` False leaves the Date header out; a text replaces it."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    date: str | bool = True


Handler = Callable[[Request], Answer]


def as_json(value: object, status: int = 200, **headers: str) -> Answer:
    told = {"Content-Type": "application/json", VERSION: "1.0.3"} | {
        name.replace("_", "-"): text for name, text in headers.items()
    }
    return Answer(status, json.dumps(value).encode(), told)


class Server:
    """Answers each request with ``handler``; keeps what was asked in ``requests``."""

    def __init__(self, handler: Handler, context: ssl.SSLContext | None = None) -> None:
        outer = self
        self.requests: list[Request] = []

        class Handling(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 10
            wbufsize = -1  # an answer leaves in one piece
            disable_nagle_algorithm = True

            def _any(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                length = int(self.headers.get("Content-Length") or 0)
                asked = Request(
                    self.command, parts.path, query, dict(self.headers), self.rfile.read(length)
                )
                outer.requests.append(asked)
                self._say(handler(asked))

            do_GET = do_POST = do_PUT = do_HEAD = do_CONNECT = _any  # noqa: N815  the names of the base

            def _say(self, answer: Answer) -> None:
                self.send_response_only(answer.status)
                if answer.date is True:
                    self.send_header("Date", self.date_time_string())
                elif answer.date:
                    self.send_header("Date", str(answer.date))
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in answer.headers:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer.body)

            def log_message(self, *_words: object) -> None:
                """Tests speak for themselves."""

        class Listening(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *_what: object) -> None:
                """A client that hangs up is what is tested."""

            def get_request(self) -> tuple[Any, Any]:
                client, address = super().get_request()
                if context is None:
                    return client, address
                client.settimeout(10)
                return (
                    context.wrap_socket(client, server_side=True, do_handshake_on_connect=False),
                    address,
                )

        self._server = Listening(("127.0.0.1", 0), Handling)
        self.port: int = self._server.server_address[1]
        self.place = ("127.0.0.1", self.port)
        self.address = f"{'https' if context else 'http'}://localhost:{self.port}/xapi/"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), name="small server", daemon=True
        )

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def socket_server(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port where each connection is handed to ``talk``, which may do as it likes."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def listen() -> None:
        while True:
            client, _ = listener.accept()
            with client:
                if stop.is_set():
                    return
                client.settimeout(10)
                try:
                    talk(client)
                except OSError:
                    continue

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    port: int = listener.getsockname()[1]
    try:
        yield port
    finally:
        stop.set()
        socket.create_connection(("127.0.0.1", port), 1).close()
        thread.join(12)
        listener.close()


@dataclass
class RecordStore:
    """A record store in memory; call it as a handler.

    ``poison`` are ids it refuses with 400; ``batch_most`` is the most statements it takes;
    ``before`` may answer instead of it. ``gzips`` False refuses gzip with this status.
    """

    key: str = "key-1"
    secret: str = "secret-1"
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    poison: set[str] = field(default_factory=set)
    batch_most: int | None = None
    gzips: bool | int = True
    may_read: bool = True
    about: dict[str, Any] | None = field(default_factory=lambda: {"version": ["1.0.3", "2.0.0"]})
    before: Callable[[Request], Answer | None] = lambda _request: None
    page_most: int = 500
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __call__(self, request: Request) -> Answer:
        answer = self.before(request)
        if answer is not None:
            return answer
        if request.path == "/xapi/about":
            return as_json(self.about) if self.about is not None else Answer(404)
        if request.path not in ("/xapi/statements", "/xapi/more"):
            return Answer(404)
        if request.headers.get("Authorization") != _basic(self.key, self.secret):
            return as_json({"error": "who are you?"}, 401)
        match request.method:
            case "POST":
                return self._post(request)
            case "PUT":
                return self._put(request)
        return self._get(request) if self.may_read else as_json({"error": "not yours"}, 403)

    def _post(self, request: Request) -> Answer:
        body = request.body
        if request.headers.get("Content-Encoding") == "gzip":
            if self.gzips is not True:
                return as_json({"error": "what is this?"}, self.gzips or 400)
            body = gzip.decompress(body)
        batch = json.loads(body)
        if self.batch_most is not None and len(batch) > self.batch_most:
            return Answer(413, b"too many")
        return self._keep(batch, _cut(body, batch)) or as_json([one["id"] for one in batch])

    def _put(self, request: Request) -> Answer:
        one = json.loads(request.body)
        return self._keep([one], [request.body]) or Answer(204)

    def _keep(self, batch: list[dict[str, Any]], texts: list[bytes]) -> Answer | None:
        for one in batch:
            if one["id"] in self.poison:
                return as_json({"error": f"statement {one['id']} is not valid"}, 400)
            if one["id"] in self.kept and self.kept[one["id"]] != one:
                return as_json({"error": "conflict"}, 409)
        for one, text in zip(batch, texts, strict=True):
            self.kept.setdefault(one["id"], one)
            self.texts.setdefault(one["id"], text)
        return None

    def _get(self, request: Request) -> Answer:
        query = request.query
        rows = list(self.kept.values())
        if "since" in query:
            rows = [row for row in rows if row["stored"] > query["since"]]
        start = int(query.get("from", 0))
        limit = min(int(query.get("limit", 0)) or self.page_most, self.page_most)
        page, rest = rows[start : start + limit], rows[start + limit :]
        more = f"/xapi/more?from={start + limit}&limit={limit}" if rest else ""
        if rest and "since" in query:
            more += f"&since={query['since']}"
        return as_json({"statements": page, "more": more})

    def hold(self, text: bytes, stored: datetime) -> None:
        """Have a statement as another computer handed it in."""
        one = json.loads(text)
        told = stored.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        authority = {"account": {"homePage": "https://example.org", "name": "site"}}
        self.kept[one["id"]] = one | {"stored": told, "authority": authority}


def _cut(body: bytes, batch: list[dict[str, Any]]) -> list[bytes]:
    """The text of each statement of a body, byte by byte as it came."""
    texts, decoder, text, at = [], json.JSONDecoder(), body.decode(), 1
    for _ in batch:
        _one, end = decoder.raw_decode(text, at)
        texts.append(text[at:end].encode())
        at = end + 1
    return texts


def _basic(key: str, secret: str) -> str:
    import base64

    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


# ---------------------------------------------------------------- certificates


@dataclass(frozen=True)
class Issued:
    """A certificate with its key, as a server loads it."""

    context: ssl.SSLContext
    der: bytes


class Authority:
    """Issues certificates for localhost; ``file`` holds its own, ``trusted`` trusts it."""

    def __init__(self, folder: Path, name: str = "authority") -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        now = datetime.now(UTC)
        own = (
            x509.CertificateBuilder()
            .subject_name(self._name)
            .issuer_name(self._name)
            .public_key(self._key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=3650))
            .not_valid_after(now + timedelta(days=3650))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(
                x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), critical=False
            )
            .sign(self._key, hashes.SHA256())
        )
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(own.public_bytes(Encoding.PEM))

    def trusted(self) -> ssl.SSLContext:
        """What a client trusts that trusts this authority."""
        return ssl.create_default_context(cafile=self.file)

    def issue(
        self,
        *,
        begins: timedelta = timedelta(days=-1),
        ends: timedelta = timedelta(days=30),
        host: str = "localhost",
    ) -> Issued:
        """A certificate that is valid from ``begins`` to ``ends``, counted from now."""
        now = datetime.now(UTC)
        key = ec.generate_private_key(ec.SECP256R1())
        names: list[x509.GeneralName] = [x509.DNSName(host)]
        if host == "localhost":
            names.append(x509.IPAddress(ip_address("127.0.0.1")))
        certificate = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)]))
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + begins)
            .not_valid_after(now + ends)
            .add_extension(x509.SubjectAlternativeName(names), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
            .sign(self._key, hashes.SHA256())
        )
        file = self._folder / f"{certificate.serial_number:x}.pem"
        file.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + certificate.public_bytes(Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return Issued(context, certificate.public_bytes(Encoding.DER))
