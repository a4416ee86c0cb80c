"""A caller of the hub in the same process, without a socket; and statements to bring."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from anyio.from_thread import BlockingPortal
from starlette.types import ASGIApp, Message

from trainer_app.hub.mentions import SITES

VERB = "http://adlnet.gov/expapi/verbs/"
HOME = "https://people.example.org"


@dataclass(frozen=True)
class Answer:
    """What came back. Names of ``headers`` are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body's value."""
        return json.loads(self.body)

    @property
    def ids(self) -> list[str]:
        """Of the statements on a page."""
        return [statement["id"] for statement in self.json["statements"]]


@dataclass
class Asker:
    """Sends requests to an application as somebody who has a credential."""

    app: ASGIApp
    portal: BlockingPortal
    key: str = "all"
    secret: str = "of all"
    version: str | None = "1.0.3"
    prefix: str = "/xapi"

    def get(self, path: str, headers: Mapping[str, str] | None = None, **query: Any) -> Answer:
        """GET; values of the query that are no text are sent as JSON."""
        return self.ask("GET", path, query, headers)

    def put(self, path: str, body: Any, headers: Mapping[str, str] | None = None, **query: Any):
        """PUT; a body that is no bytes is sent as JSON."""
        return self.ask("PUT", path, query, headers, body)

    def post(self, path: str, body: Any, headers: Mapping[str, str] | None = None, **query: Any):
        """POST; a body that is no bytes is sent as JSON."""
        return self.ask("POST", path, query, headers, body)

    def delete(self, path: str, headers: Mapping[str, str] | None = None, **query: Any) -> Answer:
        """DELETE."""
        return self.ask("DELETE", path, query, headers)

    def ask(
        self, method: str, path: str, query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None, body: Any = None,
    ) -> Answer:  # fmt: skip
        """Any request. A header whose value is empty is left out."""
        sent = {"content-type": "application/json"} if body is not None else {}
        sent["authorization"] = basic(self.key, self.secret)
        if self.version:
            sent["x-experience-api-version"] = self.version
        sent |= {name.lower(): value for name, value in (headers or {}).items()}
        raw = body if isinstance(body, bytes) else b"" if body is None else as_json(body)
        sent.setdefault("content-length", str(len(raw)))
        told = {
            k: v if isinstance(v, str) else as_json(v).decode() for k, v in (query or {}).items()
        }
        address = self.prefix + path
        return send(self.portal, self.app, method, address, urlencode(told), sent, [raw])


def send(
    portal: BlockingPortal, app: ASGIApp, method: str, path: str, query: str,
    headers: Mapping[str, str], pieces: Iterable[bytes],
) -> Answer:  # fmt: skip
    """One request as a server would hand it on, its body piece by piece."""
    path, _, more = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": path, "raw_path": path.encode(), "root_path": "",
        "query_string": "&".join(filter(None, (more, query))).encode(),
        "headers": [(n.encode(), v.encode("latin-1")) for n, v in headers.items() if v],
        "client": ("127.0.0.1", 50000), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    waiting = iter(pieces)
    heard: list[Message] = []

    async def receive() -> Message:
        piece = next(waiting, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def hear(message: Message) -> None:
        heard.append(message)

    portal.call(app, scope, receive, hear)
    start = heard[0]
    body = b"".join(message.get("body", b"") for message in heard[1:])
    told = {name.decode().lower(): value.decode("latin-1") for name, value in start["headers"]}
    return Answer(start["status"], told, body)


def basic(key: str, secret: str) -> str:
    """The header of a key and its secret."""
    return "Basic " + b64encode(f"{key}:{secret}".encode()).decode()


def as_json(value: Any) -> bytes:
    """JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode()


def agent(name: str = "rosa") -> dict[str, Any]:
    """An agent with an account."""
    return {"objectType": "Agent", "account": {"homePage": HOME, "name": name}}


def team(site: str) -> dict[str, Any]:
    """The team of a site, as our statements name it."""
    return {"objectType": "Group", "account": {"homePage": SITES, "name": site}}


def statement(**changes: Any) -> dict[str, Any]:
    """A small statement with a new id; ``None`` leaves a member out."""
    whole = {
        "id": str(uuid4()),
        "timestamp": "2026-11-22T07:41:05.120Z",
        "actor": agent(),
        "verb": {"id": f"{VERB}completed"},
        "object": {"objectType": "Activity", "id": "https://example.org/m/load-safety"},
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


def about(statement_id: str) -> dict[str, str]:
    """A reference to a statement."""
    return {"objectType": "StatementRef", "id": statement_id}


def voiding(statement_id: str, **changes: Any) -> dict[str, Any]:
    """A statement that voids another one."""
    return statement(verb={"id": f"{VERB}voided"}, object=about(statement_id), **changes)
