"""The two ends that results are handed to: a real hub with TLS, and a real record store.

Both are served once for each process, on loopback; what they keep is new for each example.
"""

from __future__ import annotations

import logging
import shutil
import socket
import ssl
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.torture import crew
from trainer_app.hub import serve, tables
from trainer_app.hub.app import Settings, make_app
from trainer_app.hub.certificate import Certificate, open_certificate
from trainer_app.hub.records import Records

KEY = bytes(range(32))
QUIET_S = 20.0
"""How long requests may go on after their caller has gone."""


class _Switch:
    """Hands each request to the application that is there now, and knows when none is under way."""

    def __init__(self) -> None:
        self.app: ASGIApp | None = None
        self._under_way = 0
        self._changed = threading.Condition()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._changed:
            app = self.app
            self._under_way += 1
        try:
            if app is not None:
                await app(scope, receive, send)
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def wait_until_quiet(self) -> None:
        with self._changed:
            quiet = self._changed.wait_for(lambda: not self._under_way, QUIET_S)
        assert quiet, "a request does not end"


class End:
    """A hub. ``plain``: without TLS, as a record store behind a proxy."""

    def __init__(self, folder: Path, *, plain: bool = False) -> None:
        self.certificate: Certificate | None = None
        if not plain:
            self.certificate = open_certificate(folder, key=None)
        self._template = folder / "template.db"
        self._switch = _Switch()
        self.records: Records
        records = Records.open(self._template, key=KEY)
        make_app(records, self._settings())
        records.close()
        options = serve.Options(data_folder=folder, name="Hub", host="127.0.0.1", announce=False)
        config: Any = serve._config(self._switch, options, self.certificate)  # type: ignore[arg-type]
        self._server = serve._Server(config, None)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.port: int = self._listening.getsockname()[1]
        self._thread = threading.Thread(
            target=self._server.run, args=([self._listening],), name="hub", daemon=True
        )
        self._thread.start()

    @property
    def place(self) -> tuple[str, int]:
        return "127.0.0.1", self.port

    @property
    def door(self) -> ssl.SSLContext | None:
        """What a line needs to look inside the connections to here."""
        return self.certificate.context() if self.certificate else None

    @property
    def beyond(self) -> ssl.SSLContext | None:
        """What such a line needs to go on from there."""
        if self.certificate is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context

    def begin(self, database: Path, like: Path | None = None) -> None:
        """From now on keep everything in a new database, or in a copy of a closed one."""
        shutil.copy(like or self._template, database)
        self._open(database)

    def serve(self, app: ASGIApp) -> None:
        """From now on hand requests to another application."""
        self._switch.app = app

    def break_off(self) -> None:
        """End as a power cut ends it, and begin again."""
        self.wait_until_quiet()
        database = self.database
        beside = database.with_name("beside.db")
        for end in ("", "-wal"):
            if database.with_name(database.name + end).exists():
                shutil.copy(database.with_name(database.name + end), f"{beside}{end}")
        self.end()
        for end in ("-wal", "-shm"):
            database.with_name(database.name + end).unlink(missing_ok=True)
        for end in ("", "-wal"):
            if beside.with_name(beside.name + end).exists():
                beside.with_name(beside.name + end).replace(f"{database}{end}")
        self._open(database)

    def end(self) -> None:
        """Let go of the database."""
        self._switch.app = None
        self.wait_until_quiet()
        self.records.close()

    def wait_until_quiet(self) -> None:
        """Have all done that was begun, also for callers that are gone."""
        self._switch.wait_until_quiet()

    def close(self) -> None:
        """Serve no more."""
        self._server.stop()
        self._thread.join()
        self._listening.close()

    def admit(self, key: str, *scopes: str) -> str:
        """The secret of a new credential."""
        return self.records.add_credential(key, scopes=scopes)

    def texts(self) -> dict[UUID, bytes]:
        """Everything that is kept, in the order of keeping."""
        columns = (tables.statement.c.id, tables.statement.c.dictionary, tables.statement.c.text)
        question = select(*columns).order_by(tables.statement.c.stored)
        with self.records.database.reading() as connection:
            found = connection.execute(question).all()
        unpack = self.records.packers.unpack
        return {UUID(bytes=row.id): unpack(row.dictionary, row.text) for row in found}

    def _open(self, database: Path) -> None:
        self.database = database
        self.records = Records.open(database, key=KEY)
        self._switch.app = make_app(self.records, self._settings())

    def _settings(self) -> Settings:
        if self.certificate is None:
            return Settings(name="Server")
        return Settings(
            name="Hub", fingerprint=self.certificate.fingerprint, stop=self._server_stop
        )

    def _server_stop(self) -> None:
        """No test closes the hub from its desk."""


@contextmanager
def both() -> Iterator[tuple[End, End]]:
    """A hub, and a server that is none."""
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # broken requests are the test
    with ExitStack() as stack:
        ends = []
        for plain in (False, True):
            scratch = tempfile.TemporaryDirectory(prefix="waypost-end-", dir=crew.SCRATCH)
            folder = Path(stack.enter_context(scratch))
            ends.append(End(folder, plain=plain))
            stack.callback(ends[-1].close)
        yield ends[0], ends[1]
