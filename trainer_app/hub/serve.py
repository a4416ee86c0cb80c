"""Running the hub: its folder, its socket, TLS 1.3, its workers, and when it closes by itself."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import msgspec
import uvicorn
from h11 import LocalProtocolError
from starlette.applications import Starlette

from trainer_app.errors import TrainerError
from trainer_app.hub import desk, device_tables, pairing_records, updates
from trainer_app.hub.announce import Announcement, own_addresses
from trainer_app.hub.app import Settings, make_app
from trainer_app.hub.certificate import Certificate, open_certificate
from trainer_app.hub.folder import NAME, HubFolder
from trainer_app.hub.limits import Limits
from trainer_app.hub.records import Records
from trainer_app.i18n import _

DATABASE_VARIABLE = "WAYPOST_HUB_DATABASE"
_WORKER_VARIABLE = "WAYPOST_HUB_WORKER"
_MOST_CONNECTIONS = 1000
_KEEP_ALIVE_SECONDS = 20
_GRACE_SECONDS = 10
_LAST_PORT = 65535
_ANY_HOST = ("0.0.0.0", "::")


class HubTrouble(TrainerError):
    """The hub cannot be opened as it was asked to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a hub is to run. ``database`` is an address of PostgreSQL, None for the folder's file.

    ``key`` (32 bytes) is given where the window keeps it; then the desk gets a credential, and the
    hub closes when ``parent_gone`` returns.
    """

    data_folder: Path
    name: str
    host: str = "0.0.0.0"
    port: int = 8443
    database: str | None = None
    key: bytes | None = None
    workers: int = 1
    idle_minutes: float | None = None
    behind_proxy: bool = False
    announce: bool = True
    parent_gone: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A hub that takes connections. ``desk_secret`` opens the desk's addresses, with its key."""

    name: str
    port: int
    addresses: tuple[str, ...]
    certificate: Certificate | None
    desk_secret: str | None


def run_hub(options: Options, tell: Callable[[Opened], None]) -> None:
    """Serves until it is asked to stop, or nobody came for ``idle_minutes``.

    ``tell`` is called once, when connections are taken. Raises ``TrainerError``.
    """
    _check(options)
    with ExitStack() as stack:
        folder = HubFolder(options.data_folder)
        folder.lock()
        stack.callback(folder.unlock)
        key = None if options.database else options.key or folder.key()
        records = Records.open(options.database or folder.database, key=key)
        stack.callback(records.close)
        certificate = None if options.behind_proxy else open_certificate(folder.path, key=key)
        listening = stack.enter_context(_listen(options.host, options.port))
        serve = _prepared(options, records, certificate)
        with records.database.writing() as connection:
            pairing_records.close_code(connection)
        opened = Opened(
            name=options.name,
            port=listening.getsockname()[1],
            addresses=_shown_addresses(options.host),
            certificate=certificate,
            desk_secret=desk.new_desk(records) if options.key else None,
        )
        if options.announce and certificate and not _is_loopback(options.host):
            stack.enter_context(_announced(opened, certificate))
        tell(opened)
        serve(listening)


def _check(options: Options) -> None:
    if options.behind_proxy and not _is_loopback(options.host):
        raise HubTrouble(_("Without TLS the hub only answers this computer: --host 127.0.0.1."))
    if not 0 <= options.port <= _LAST_PORT:
        raise HubTrouble(_("A port is a number up to {last}.").format(last=_LAST_PORT))
    if options.workers > 1 and not options.database:
        raise HubTrouble(_("Several workers need a PostgreSQL database."))
    if options.workers > 1 and (options.key or options.idle_minutes):
        raise HubTrouble(_("A hub of the window has one worker."))


def _prepared(
    options: Options, records: Records, certificate: Certificate | None
) -> Callable[[socket.socket], None]:
    """Serves connections to a socket, here or in several processes."""
    if options.workers == 1:
        server = _server(options, records, certificate)
        return lambda listening: server.run(sockets=[listening])
    device_tables.make_tables(records.database)
    return lambda listening: _run_workers(options, certificate, listening)


# ---------------------------------------------------------------- one process


class _Server(uvicorn.Server):
    """Closes when nobody came for a while; a signal ends it without ending our tidying up."""

    def __init__(self, config: uvicorn.Config, idle: Idle | None) -> None:
        super().__init__(config)
        self._idle = idle

    async def on_tick(self, counter: int) -> bool:
        if self._idle is not None and self._idle.over():
            self.stop()
        return await super().on_tick(counter)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        with super().capture_signals():
            yield
            self._captured_signals.clear()

    def stop(self) -> None:
        """Ends what is under way and closes; returns at once."""
        self.should_exit = True


class Idle:
    """How long nobody but the desk was here."""

    def __init__(self, minutes: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = minutes * 60
        self._clock = clock
        self._at = clock()

    def seen(self, key: str) -> None:
        """Somebody came."""
        if key != desk.KEY:
            self._at = self._clock()

    def over(self) -> bool:
        """Whether it was long enough."""
        return self._clock() - self._at > self._seconds


def _server(options: Options, records: Records, certificate: Certificate | None) -> _Server:
    idle = Idle(options.idle_minutes) if options.idle_minutes else None
    stops: list[Callable[[], None]] = []

    def stop() -> None:
        for one in stops:
            one()

    settings = _settings(options, certificate, idle, stop if options.key else None)
    server = _Server(_config(make_app(records, settings), options, certificate), idle)
    stops.append(server.stop)
    if options.parent_gone is not None:
        threading.Thread(target=_follow, args=(options.parent_gone, stop), daemon=True).start()
    return server


def _follow(parent_gone: Callable[[], object], stop: Callable[[], None]) -> None:
    parent_gone()
    stop()


def _settings(
    options: Options,
    certificate: Certificate | None,
    idle: Idle | None,
    stop: Callable[[], None] | None,
) -> Settings:
    fingerprint = certificate.fingerprint if certificate else None
    settings = Settings(
        name=options.name,
        fingerprint=fingerprint,
        stop=stop,
        limits=Limits(workers=options.workers),
        updates=options.data_folder / NAME / updates.FOLDER,
    )
    return replace(settings, seen=idle.seen) if idle is not None else settings


class _NoHttp(logging.Filter):
    """What was no HTTP is told in a line: the server had refused it, and our answer came too late.

    Else anybody in the network could fill the log with whole stacks.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, LocalProtocolError):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.msg, record.args = "what came is no HTTP: %s", (str(error),)
            record.exc_info = record.exc_text = None
        return True


_NO_HTTP = _NoHttp()


def _config(
    app: Starlette | str, options: Options, certificate: Certificate | None
) -> uvicorn.Config:
    logging.getLogger("uvicorn.error").addFilter(_NO_HTTP)
    return uvicorn.Config(
        app,
        factory=isinstance(app, str),
        workers=options.workers,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=options.behind_proxy,
        forwarded_allow_ips="127.0.0.1",
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        ssl_context_factory=partial(_context, certificate) if certificate else None,
    )


def _context(certificate: Certificate, *_uvicorn: object) -> ssl.SSLContext:
    return certificate.context()


# ---------------------------------------------------------------- several processes


class _Worker(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker process is told in its environment."""

    name: str
    fingerprint: bytes | None
    workers: int
    updates: str


def _run_workers(
    options: Options, certificate: Certificate | None, listening: socket.socket
) -> None:
    from uvicorn.supervisors import Multiprocess

    told = _Worker(
        name=options.name,
        fingerprint=certificate.fingerprint if certificate else None,
        workers=options.workers,
        updates=str(options.data_folder / NAME / updates.FOLDER),
    )
    os.environ[_WORKER_VARIABLE] = msgspec.json.encode(told).decode()
    os.environ[DATABASE_VARIABLE] = options.database or ""
    config = _config(f"{__name__}:worker_app", options, certificate)
    Multiprocess(config, sockets=[listening]).run()


def worker_app() -> Starlette:
    """The application of a worker process; its address of the database is in the environment."""
    told = msgspec.json.decode(os.environ[_WORKER_VARIABLE], type=_Worker)
    records = Records.open(os.environ[DATABASE_VARIABLE])
    settings = Settings(
        name=told.name,
        fingerprint=told.fingerprint,
        limits=Limits(workers=told.workers),
        updates=Path(told.updates),
    )
    return make_app(records, settings)


# ---------------------------------------------------------------- the network


@contextmanager
def _listen(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise HubTrouble(
            _("Nothing can be opened at {host}, port {port}: it is in use or not allowed.").format(
                host=host, port=port
            )
        ) from error
    with listening:
        # asyncio leaves this out for sockets it did not make; without it, an answer's second part
        # waits a round trip for the first to be acknowledged
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield listening


@contextmanager
def _announced(opened: Opened, certificate: Certificate) -> Iterator[None]:
    """Announces beside the work; an announcement takes a second to be made."""
    made: list[Announcement] = []

    def announce() -> None:
        made.append(Announcement(opened.name, opened.port, certificate.fingerprint))

    thread = threading.Thread(target=announce, daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()
        for one in made:
            one.close()


def _shown_addresses(host: str) -> tuple[str, ...]:
    return tuple(own_addresses()) if host in _ANY_HOST else (host,)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def until_end_of_input() -> None:
    """Returns when whoever started this process has closed its standard input, or is gone.

    Reads below Python's own buffer: its lock would be held while the process wants to end.
    """
    while os.read(sys.stdin.fileno(), 1024):
        pass
