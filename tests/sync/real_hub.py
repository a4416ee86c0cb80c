"""The hub itself, in a thread, on a port of its own, with TLS and a data file."""

from __future__ import annotations

import base64
import http.client
import json
import secrets
import ssl
import threading
from pathlib import Path
from typing import Any

from trainer_app.hub.serve import Opened, Options, run_hub


def any_certificate() -> ssl.SSLContext:
    """Trusts whoever answers."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


VERSION = {"X-Experience-API-Version": "1.0.3"}


class RealHub:
    """A context manager. ``place`` is where it listens; the desk's own credential looks inside."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self._told = threading.Event()
        usual: dict[str, Any] = {"key": secrets.token_bytes(32), "port": 0, "announce": False}
        self._options = Options(
            data_folder=folder, name="Terminal Norte", host="127.0.0.1", **usual | options
        )
        self._thread = threading.Thread(target=self._run, name="hub", daemon=True)
        self._error: Exception | None = None
        self.opened: Opened

    def __enter__(self) -> RealHub:
        self._thread.start()
        assert self._told.wait(20)
        if self._error:
            raise self._error
        return self

    def __exit__(self, *_error: object) -> None:
        self.desk("POST", "/waypost/desk/stop")
        self._thread.join(20)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        try:
            run_hub(self._options, self._tell)
        except Exception as error:  # noqa: BLE001  whatever it is, the test is to see it
            self._error = error
            self._told.set()

    def _tell(self, opened: Opened) -> None:
        self.opened = opened
        self._told.set()

    @property
    def place(self) -> tuple[str, int]:
        return ("127.0.0.1", self.opened.port)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.opened.port}"

    @property
    def pin(self) -> bytes:
        assert self.opened.certificate
        return self.opened.certificate.fingerprint

    def door(self) -> ssl.SSLContext:
        """The hub's own certificate, for a line that looks inside."""
        assert self.opened.certificate
        return self.opened.certificate.context()

    def desk(self, method: str, path: str, body: Any = None) -> Any:
        """What the desk is answered."""
        secret = f"desk:{self.opened.desk_secret}".encode()
        headers = VERSION | {"Authorization": f"Basic {base64.b64encode(secret).decode()}"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPSConnection(*self.place, timeout=20, context=any_certificate())
        try:
            connection.request(
                method, path, json.dumps(body) if body is not None else None, headers
            )
            answer = connection.getresponse()
            said = answer.read()
            assert answer.status < 300, (answer.status, said)
            return json.loads(said) if said else None
        finally:
            connection.close()

    def code(self) -> str:
        """Six digits for the next computer."""
        code: str = self.desk("POST", "/waypost/desk/pairing")["code"]
        return code

    def statements(self) -> dict[str, dict[str, Any]]:
        """Everything it has, by id; fails where something is there twice."""
        found: dict[str, dict[str, Any]] = {}
        path = "/xapi/statements?ascending=true&limit=500"
        while path:
            page = self.desk("GET", path)
            for one in page["statements"]:
                assert one["id"] not in found
                found[one["id"]] = one
            path = page.get("more", "")
        return found
