"""Every door of the hub, and what each kind of caller is to be answered there: ``--only hub``.

The table is held against the routes of the real application: an address or a method without a row
is a failure. Then each caller comes with each method and a request that is in order, and many come
with requests that are not.
"""

from __future__ import annotations

import random
import secrets
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from tests.hub.asking import as_json, statement
from tests.torture import broken_doors, crew
from tests.torture.callers import VERSION, Ask, Caller, Hall, Heard, opened
from trainer_app.hub.http import LARGEST_BODY
from trainer_app.sync import messages

METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO")
READERS, WRITERS = ("read-mine", "read-sites", "all"), ("write",)
ALL, DESK, OPEN = ("all",), ("desk",), None
_SMALL = 4096
MEANT = frozenset({200, 202, 204, 307, 400, 401, 403, 404, 405, 409, 412, 413, 415})
"""Every answer that a hub gives to one who need not wait. 307: a slash too much at the end."""

Query = Callable[[Hall], dict[str, str]]
Body = Callable[[Caller], bytes]


@dataclass(frozen=True)
class Door:
    """``scopes``: one of these is needed. ``good`` are the answers to a request in order."""

    scopes: tuple[str, ...] | None
    good: frozenset[int]
    query: Query = field(default=lambda _hall: {})
    body: Body = field(default=lambda _caller: b"")
    kind: str = "application/json"
    largest: int = LARGEST_BODY
    headers: Mapping[str, str] = field(default_factory=dict)


def _document(kept: str, *names: str) -> Query:
    """The address of a document: the one that is kept, or a new one."""

    def query(hall: Hall) -> dict[str, str]:
        told = dict(hall.kept_document)
        told["profileId"] = told["stateId"]
        if kept == "new":
            told |= dict.fromkeys(("stateId", "profileId"), secrets.token_hex(6))
        return {name: told[name] for name in names}

    return query


def _documents(*names: str) -> dict[str, Door]:
    new = _document("new", *names)
    ours = _document("kept", *(names if "stateId" in names else names[:-1]))
    body: Body = lambda _caller: b'{"a":1}'  # noqa: E731
    return {
        "GET": Door(ALL, frozenset({200}), ours),
        "PUT": Door(ALL, frozenset({204}), new, body, headers={"if-none-match": "*"}),
        "POST": Door(ALL, frozenset({204}), new, body),
        "DELETE": Door(ALL, frozenset({204}), new),
    }


def _bring(caller: Caller) -> bytes:
    device = caller.device
    assert device is not None
    return device.exchange(device.frame())


def _pair_start(_caller: Caller) -> bytes:
    return as_json({"message": "AAAA", "device": statement()["id"], "name": "x"})


def _marks(_caller: Caller) -> bytes:
    return as_json({"endpoint": "server", "marks": []})


_ID: Query = lambda _hall: {"statementId": statement()["id"]}  # noqa: E731
_ONE: Body = lambda _caller: as_json(statement(id=None))  # noqa: E731
_AGENT: Query = lambda hall: {"agent": hall.kept_document["agent"]}  # noqa: E731
_ACTIVITY: Query = lambda hall: {"activityId": hall.kept_document["activityId"]}  # noqa: E731
_FINISH: Body = lambda _caller: as_json({"pairing": secrets.token_hex(16), "mac": "AAAA"})  # noqa: E731
_NEWER: Query = lambda _hall: {"platform": "linux-x86_64", "version": "1.0"}  # noqa: E731
_YES, _DONE = frozenset({200}), frozenset({204})
_NO_CODE = frozenset({403})

TABLE: dict[str, dict[str, Door]] = {
    "/xapi/about": {"GET": Door(OPEN, _YES)},
    "/xapi/statements": {
        "GET": Door(READERS, _YES),
        "PUT": Door(WRITERS, _DONE, _ID, _ONE),
        "POST": Door(WRITERS, _YES, body=_ONE),
    },
    "/xapi/activities/state": _documents("activityId", "agent", "stateId"),
    "/xapi/activities/profile": _documents("activityId", "profileId"),
    "/xapi/agents/profile": _documents("agent", "profileId"),
    "/xapi/agents": {"GET": Door(READERS, _YES, _AGENT)},
    "/xapi/activities": {"GET": Door(READERS, _YES, _ACTIVITY)},
    "/waypost/exchange": {"POST": Door(WRITERS, _YES, body=_bring, kind=messages.MEDIA_TYPE)},
    "/waypost/update": {"GET": Door(WRITERS, _DONE, _NEWER)},
    "/waypost/pair/start": {"POST": Door(OPEN, _NO_CODE, body=_pair_start, largest=_SMALL)},
    "/waypost/pair/finish": {"POST": Door(OPEN, _NO_CODE, body=_FINISH, largest=_SMALL)},
    "/waypost/desk/pairing": {"POST": Door(DESK, _YES, body=lambda _caller: b"{}")},
    "/waypost/desk/devices": {"GET": Door(DESK, _YES)},
    "/waypost/desk/devices/{key}": {"DELETE": Door(DESK, frozenset({404}))},
    "/waypost/desk/onward": {"PUT": Door(DESK, _DONE, body=_marks)},
    "/waypost/desk/stop": {"POST": Door(DESK, frozenset({202}))},
}
DESK_PREFIX = "/waypost/desk"


@dataclass(frozen=True)
class Job:
    """``each`` requests at every address, besides one of each caller by each method."""

    each: int
    seed: int
    paths: tuple[str, ...]
    sabotage: str = ""


def torture(each: int, seed: int, *, sabotage: str = "") -> crew.Found:
    """So many requests at every address; with ``sabotage``, of a hub with that mistake."""
    paths = tuple(TABLE)
    jobs = [Job(each, seed, paths[hand :: crew.HANDS], sabotage) for hand in range(crew.HANDS)]
    return crew.together(crew.share(play, jobs))


def play(job: Job) -> crew.Found:
    """The same in this process."""
    mistake = broken_doors.SABOTAGE[job.sabotage]() if job.sabotage else nullcontext()
    with mistake, tempfile.TemporaryDirectory(prefix="waypost-hub-", dir=crew.SCRATCH) as scratch:
        with opened(Path(scratch)) as hall:
            judge = Judge(hall)
            judge.table_is_whole()
            for path in job.paths:
                judge.matrix(path)
            for path in job.paths:
                judge.hostile(path, job.each, random.Random(f"{job.seed}/{path}"))
        return crew.Found(judge.verdicts, judge.bad[:5])


# ---------------------------------------------------------------- requests that are in order


def in_order(hall: Hall, caller: Caller, path: str, method: str) -> Ask:
    """What somebody sends who knows how; for a method that is no door, what the GET would be."""
    doors = TABLE[path]
    door = doors.get("GET" if method == "HEAD" else method) or next(iter(doors.values()))
    sender = caller if caller.device else hall.callers["writer"]
    body = door.body(sender)
    headers = [(b"content-type", door.kind.encode())] if body else []
    told = (VERSION if path.startswith("/xapi") else {}) | dict(door.headers)
    headers += [(name.encode(), value.encode()) for name, value in told.items()]
    address = path.replace("{key}", quote(f"device-{secrets.token_hex(8)}"))
    ask = Ask(method, address, urlencode(door.query(hall)), tuple(headers), (body,) if body else ())
    return hall.good(caller, ask)


def expected(caller: Caller, path: str, method: str) -> frozenset[int]:
    """What a request in order is to be answered."""
    if path.startswith(DESK_PREFIX) and caller.address != "127.0.0.1":
        return frozenset({404})
    door = TABLE[path].get("GET" if method == "HEAD" else method)
    if door is None:
        return frozenset({405})
    if caller.may(door.scopes):
        return door.good
    return frozenset({403 if caller.is_known else 401})


# ---------------------------------------------------------------- judging


class Judge:
    """Asks, looks at what comes back, and counts the verdicts."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.verdicts: Counter[str] = Counter()
        self.bad: list[str] = []

    def table_is_whole(self) -> None:
        """The routes that the application has are those of the table, method for method."""
        routes: Any = self.hall.app.routes  # type: ignore[attr-defined]
        found = {one.path: set(one.endpoint.__self__.doors) for one in routes}
        for path in found.keys() | TABLE.keys():
            if found.get(path, set()) != set(TABLE.get(path, {})):
                self._note("no row", f"{path}: {found.get(path)}")

    def matrix(self, path: str) -> None:
        """Everybody, by every method, with a request that is in order."""
        for caller in self.hall.callers.values():
            for method in METHODS:
                ask = in_order(self.hall, caller, path, method)
                meant = expected(caller, path, method)
                self.look(caller, path, ask, meant, f"{caller.name} {method} {path}")

    def hostile(self, path: str, count: int, chance: random.Random) -> None:
        """So many requests that are not."""
        from tests.torture import bodies

        callers = list(self.hall.callers.values())
        scopes = [door.scopes for door in TABLE[path].values()]
        let_in = [one for one in callers if any(map(one.may, scopes))]
        for number in range(count):
            caller = chance.choice(let_in if chance.random() < 0.6 else callers)
            made = bodies.hostile(self.hall, caller, path, chance)
            told = f"{caller.name} {made.ask.method} {path} ({made.kind}, {number})"
            self.look(caller, path, made.ask, made.meant, told, unread=made.unread)

    def look(
        self, caller: Caller, path: str, ask: Ask, meant: frozenset[int], told: str,
        *, unread: bool = False,
    ) -> None:  # fmt: skip
        """One request and what is to be said of its answer."""
        before = self.hall.changes()
        heard = self.hall.ask(ask)
        verdict = self._verdict(caller, path, ask, heard, meant, before)
        if verdict == "ok" and unread and heard.read:
            verdict = "read before it was refused"
        detail = f"{told}: {heard.status} {heard.raised} {heard.body[:80]!r}"
        self._note(verdict, detail)

    def _verdict(
        self, caller: Caller, path: str, ask: Ask, heard: Heard, meant: frozenset[int], before: int
    ) -> str:
        if heard.raised or heard.status >= 500:
            return "the hub's own error"
        lets_in = allowed(caller, path, ask)
        if not lets_in and heard.status < 300:
            return "let in"
        if self._leaks(caller, ask, heard):
            return "another's words came out"
        if not lets_in and self.hall.changes() != before:
            return "wrote for somebody who may not"
        if heard.status not in meant:
            return "another answer"
        return "ok"

    def _leaks(self, caller: Caller, ask: Ask, heard: Heard) -> bool:
        said = ask.everything()
        for word in set(self.hall.words.values()) - caller.words:
            raw = word.encode()
            if raw in heard.body + heard.headers and raw not in said:
                return True
        return False

    def _note(self, verdict: str, detail: str) -> None:
        self.verdicts[verdict] += 1
        if verdict != "ok":
            self.bad.append(f"{verdict}: {detail}")


def allowed(caller: Caller, path: str, ask: Ask) -> bool:
    """Whether this caller may be let in with this request at all."""
    if ask.path.lower().startswith(DESK_PREFIX) and ask.address != "127.0.0.1":
        return False
    method = _method(ask)
    door = TABLE[path].get("GET" if method == "HEAD" else method)
    return door is not None and caller.may(door.scopes)


def _method(ask: Ask) -> str:
    """What is really asked for: a form may name another method."""
    named = parse_qs(ask.query, errors="replace").get("method", [""])[-1]
    is_form = named and ask.method == "POST" and ask.path.startswith("/xapi")
    return named.upper() if is_form else ask.method
