"""A hub with something of everybody in it, and everybody who may call it or should not.

Keys, secrets, names and sites are drawn anew each time: nothing here could be guessed from the
source.
"""

from __future__ import annotations

import gzip
import itertools
import secrets
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlencode

import msgspec
from anyio.from_thread import BlockingPortal, start_blocking_portal
from sqlcipher3 import dbapi2
from starlette.types import Message

from tests.hub.asking import as_json, basic, statement, team
from tests.hub.devices import Device
from trainer_app.hub import desk
from trainer_app.hub.app import Settings, make_app
from trainer_app.hub.limits import Limits
from trainer_app.hub.pairing import open_pairing
from trainer_app.hub.records import Records
from trainer_app.sync import messages
from trainer_app.sync.pairing import FINISH_PATH, START_PATH, DeviceSide, Grant

KEY = bytes(range(32))
PRINT = bytes(range(32, 64))
HERE, ELSEWHERE = "127.0.0.1", "192.168.1.77"
PIECE = bytes(2**20)
VERSION = {"x-experience-api-version": "1.0.3"}
NOBODY = frozenset[str]()


@dataclass(frozen=True)
class Ask:
    """A request as a server hands it on. ``length`` None: as long as the pieces are."""

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    pieces: tuple[bytes, ...] = ()
    address: str = HERE
    length: bytes | None = None

    def with_headers(self, **more: str) -> Ask:
        """The same with these headers instead of its own of that name."""
        named = {k.replace("_", "-").encode(): v.encode("latin-1") for k, v in more.items()}
        kept = tuple(one for one in self.headers if one[0] not in named)
        return replace(self, headers=kept + tuple(named.items()))

    def everything(self) -> bytes:
        """What the caller said, to know it again in the answer."""
        heads = b"\n".join(value for _name, value in self.headers)
        body = b"".join(one for one in self.pieces if len(one) < len(PIECE))
        return b"\n".join((self.path.encode(), self.query.encode(), heads, body))


@dataclass(frozen=True)
class Heard:
    """What came back; ``read`` bytes of the body were asked for. ``raised``: an error came out."""

    status: int
    headers: bytes
    body: bytes
    read: int
    raised: str = ""


@dataclass(frozen=True)
class Caller:
    """Somebody. ``scopes`` None: whom the hub does not know. ``address`` is where they call from,
    ``words`` what belongs to others and may come out to them all the same."""

    name: str
    authorization: str
    scopes: frozenset[str] | None = None
    device: Device | None = None
    address: str = HERE
    words: frozenset[str] = NOBODY
    key: str = ""
    secret: str = ""

    @property
    def is_known(self) -> bool:
        return self.scopes is not None

    def may(self, scopes: tuple[str, ...] | None) -> bool:
        """As the table of rights says it, not as the program does."""
        if scopes is None:
            return True
        if self.scopes is None:
            return False
        return bool(self.scopes & set(scopes)) or ("all" in self.scopes and scopes != ("desk",))


@dataclass
class Hall:
    """The hub and its callers. ``words`` are what must not come out, by whose they are."""

    portal: BlockingPortal
    records: Records
    app: object
    probe: dbapi2.Connection
    callers: dict[str, Caller] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    stopped: list[None] = field(default_factory=list)
    kept_document: dict[str, str] = field(default_factory=dict)
    voided: str = ""

    def ask(self, ask: Ask) -> Heard:
        """One request, in this process."""
        return self.portal.call(_asked, self.app, ask)

    def changes(self) -> int:
        """Another number whenever anybody has written."""
        return int(self.probe.execute("PRAGMA data_version").fetchone()[0])

    def count(self) -> int:
        """How many statements there are."""
        return int(self.probe.execute("SELECT count(*) FROM statement").fetchone()[0])

    def good(self, caller: Caller, ask: Ask) -> Ask:
        """The request as this caller sends it."""
        made = replace(ask, address=caller.address)
        return made.with_headers(authorization=caller.authorization)

    def pair(self, device: Device, name: str) -> Grant:
        """A computer is let in as a person would do it, with six digits."""
        code = open_pairing(self.records, desk_recipient="", desk_key="")
        side = DeviceSide(code, PRINT)
        said = {"message": _told(side.message), "device": str(device.uuid), "name": name}
        begun = msgspec.json.decode(self.ask(post(START_PATH, as_json(said))).body)
        proof = side.proof(_heard(begun["message"]))
        finish = {"pairing": begun["pairing"], "mac": _told(proof)}
        done = msgspec.json.decode(self.ask(post(FINISH_PATH, as_json(finish))).body)
        return side.opened(_heard(done["mac"]), _heard(done["sealed"]))


class Jumping:
    """A steady clock on which all waiting is over by the next request."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def __call__(self) -> float:
        return next(self._count) * 700.0


def post(path: str, body: bytes, kind: str = "application/json") -> Ask:
    """A POST without a credential."""
    headers = ((b"content-type", kind.encode()),)
    return Ask("POST", path, "", headers, (body,))


@contextmanager
def opened(folder: Path, limits: Limits | None = None) -> Iterator[Hall]:
    """A hub of its own in this folder, and everybody around it."""
    with ExitStack() as stack:
        portal = stack.enter_context(start_blocking_portal())
        database = folder / "hub.db"
        records = stack.enter_context(closing(Records.open(database, key=KEY)))
        stopped: list[None] = []
        settings = Settings(
            name="x", fingerprint=PRINT, stop=lambda: stopped.append(None),
            limits=limits or Limits(clock=Jumping()), updates=database.parent / "updates",
        )  # fmt: skip
        app = make_app(records, settings)
        probe = stack.enter_context(closing(dbapi2.connect(str(database))))
        probe.execute(f"PRAGMA key=\"x'{KEY.hex()}'\"")
        hall = Hall(portal, records, app, probe, stopped=stopped)
        _people(hall)
        yield hall


def _people(hall: Hall) -> None:
    words = {whose: f"zq{secrets.token_hex(8)}" for whose in ("north", "south", "document", "name")}
    hall.words = words
    north = Device(secrets.token_hex(8), site=words["north"]).work(5)
    south = Device(secrets.token_hex(8), site=words["south"]).work(4)
    old = hall.pair(north, words["name"])
    hall.ask(_brings(old, north))
    mine, other = hall.pair(north, words["name"]), hall.pair(south, words["name"])
    hall.ask(_brings(mine, north.work(3)))  # with its first use the computer's older key ends
    hall.ask(_brings(other, south))
    lost = hall.pair(Device(secrets.token_hex(8)), "lost")
    assert desk.end_device(hall.records, lost.key)
    _strangers(hall, mine, old, lost)
    owners = {"north": (mine, north), "south": (other, south)}
    for whose, (grant, device) in owners.items():
        _add(hall, f"device {whose}", grant.key, grant.secret, {"write", "read-mine"},
             device=device, words={words[whose]})  # fmt: skip
    every = frozenset(words.values())
    for name, scopes, sites, sees in (
        ("writer", {"write"}, (), set[str]()),
        ("reader", {"read-mine"}, (), set[str]()),
        ("supervisor", {"read-sites"}, (words["north"],), {words["north"]}),
        ("teamless", {"read-sites"}, (), set[str]()),
        ("all", {"all"}, (), every - {words["name"]}),
    ):
        key = f"{name}-{secrets.token_hex(4)}"
        secret = hall.records.add_credential(key, scopes=scopes, sites=sites)
        device = Device(secrets.token_hex(8), site="elsewhere").work(1)
        _add(hall, name, key, secret, scopes, device=device, words=sees)
    secret = desk.new_desk(hall.records)
    device = Device(secrets.token_hex(8), site="elsewhere").work(1)
    for name, address in (("desk", HERE), ("desk from afar", ELSEWHERE)):
        _add(hall, name, desk.KEY, secret, {"all", "desk"}, device=device, words=every,
             address=address)  # fmt: skip
    _keep_documents(hall)


def _strangers(hall: Hall, mine: Grant, old: Grant, lost: Grant) -> None:
    draw = secrets.token_urlsafe
    for name, header in (
        ("nobody", ""),
        ("another scheme", f"Bearer {mine.secret}"),
        ("garbled", f"Basic {draw(9)}!"),
        ("wrong word", basic(mine.key, draw(32))),
        ("no word", basic(mine.key, "")),
        ("unknown", basic(f"device-{secrets.token_hex(8)}", draw(32))),
        ("replaced", basic(old.key, old.secret)),
        ("withdrawn", basic(lost.key, lost.secret)),
    ):
        hall.callers[name] = Caller(name, header)


def _add(
    hall: Hall, name: str, key: str, secret: str, scopes: set[str], *, device: Device,
    words: set[str] | frozenset[str], address: str = HERE,
) -> None:  # fmt: skip
    hall.callers[name] = Caller(
        name, basic(key, secret), frozenset(scopes), device, address, frozenset(words), key, secret
    )


def _keep_documents(hall: Hall) -> None:
    """A state of somebody, and a statement that was voided, with words in them."""
    every = hall.callers["all"]
    hall.kept_document = {
        "activityId": f"https://example.org/kept/{secrets.token_hex(6)}",
        "agent": '{"mbox":"mailto:kept@example.org"}',
        "stateId": "kept",
    }
    body = as_json({"kept": hall.words["document"]})
    ask = replace(
        post("/xapi/activities/state", body), method="PUT", query=urlencode(hall.kept_document)
    )
    assert hall.ask(hall.good(every, ask.with_headers(**_xapi()))).status == 204
    site = hall.words["south"]
    one = statement(context={"team": team(site)})
    ask = post("/xapi/statements", as_json(one)).with_headers(**_xapi())
    assert hall.ask(hall.good(every, ask)).status == 200


def _xapi() -> dict[str, str]:
    return {name.replace("-", "_"): value for name, value in VERSION.items()}


def _brings(grant: Grant, device: Device) -> Ask:
    ask = post(messages.PATH, device.exchange(device.frame()), messages.MEDIA_TYPE)
    return ask.with_headers(authorization=basic(grant.key, grant.secret))


def _told(data: bytes) -> str:
    return b64encode(data).decode()


def _heard(text: str) -> bytes:
    return msgspec.json.decode(as_json(text), type=bytes)


async def _asked(app: object, ask: Ask) -> Heard:
    length = str(sum(map(len, ask.pieces))).encode() if ask.length is None else ask.length
    headers = list(ask.headers)
    names = {name for name, _value in headers}
    if length and b"transfer-encoding" not in names:
        headers.append((b"content-length", length))
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": ask.method,
        "scheme": "http", "path": ask.path, "root_path": "", "query_string": ask.query.encode(),
        "raw_path": ask.path.encode(errors="replace"), "headers": headers,
        "client": (ask.address, 50_000), "server": (HERE, 80),
    }  # fmt: skip
    waiting = iter(ask.pieces)
    heard: list[Message] = []
    read = 0

    async def receive() -> Message:
        nonlocal read
        piece = next(waiting, None)
        read += len(piece or b"")
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    async def hear(message: Message) -> None:
        heard.append(message)

    raised = ""
    try:
        await app(scope, receive, hear)  # type: ignore[operator]
    except Exception as error:  # noqa: BLE001  whatever it is, it is told of
        raised = f"{type(error).__name__}: {error}"
    if not heard:
        return Heard(0, b"", b"", read, raised or "no answer")
    told = b"\n".join(b": ".join(pair) for pair in heard[0].get("headers", ()))
    body = b"".join(message.get("body", b"") for message in heard[1:])
    if b"content-encoding: gzip" in told.lower():
        with suppress(OSError, EOFError):
            body = gzip.decompress(body)
    return Heard(heard[0]["status"], told, body, read, raised)
