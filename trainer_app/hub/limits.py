"""How much one caller may ask of the hub, by the steady clock. Each worker counts for itself.

What is allowed in all is divided by the number of workers; a caller whose connections always meet
the same worker gets that part, never more than the whole.
"""

import hashlib
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from trainer_app.hub.credentials import claimed

SteadyClock = Callable[[], float]
_Thing = TypeVar("_Thing")

WRONG_SECRETS = 5
"""From one address with one key; then both have to wait together."""
WRONG_FROM_ADDRESS = 50
"""With whatever keys; then only keys that have been right from there go on."""
_FIRST_WAIT = 2.0
_LONGEST_WAIT = 60.0
_FORGOTTEN_AFTER = 600.0
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """``per_second`` in the long run, ``burst`` at once."""

    per_second: float
    burst: float

    def shared(self, workers: int) -> "Rate":
        return Rate(per_second=self.per_second / workers, burst=max(1.0, self.burst / workers))


FOR_ALL = Rate(per_second=1000, burst=4000)
FOR_ONE = Rate(per_second=200, burst=1000)
FOR_STRANGERS = Rate(per_second=5, burst=60)
"""One address, without a credential: pairing, and what asks who we are."""


class Bucket:
    """Tokens that trickle in and are taken out, one for each request."""

    def __init__(self, rate: Rate, now: float) -> None:
        self._rate = rate
        self._tokens = rate.burst
        self._at = now

    def wait(self, now: float) -> float:
        """Takes a token: 0.0, or how many seconds to wait for one."""
        self._tokens += (now - self._at) * self._rate.per_second
        self._tokens = min(self._rate.burst, self._tokens)
        self._at = now
        if self._tokens >= 1:
            self._tokens -= 1
            return 0.0
        return (1 - self._tokens) / self._rate.per_second


@dataclass(slots=True)
class Failures:
    """Wrong secrets in a row, and until when nothing more is looked at."""

    count: int = 0
    at: float = 0.0
    until: float = 0.0


@dataclass(slots=True, kw_only=True)
class Limits:
    """The buckets of one worker. ``clock`` counts seconds and is never set."""

    workers: int = 1
    for_all: Rate = FOR_ALL
    for_one: Rate = FOR_ONE
    for_strangers: Rate = FOR_STRANGERS
    clock: SteadyClock = time.monotonic
    _all: Bucket = field(init=False)
    _buckets: "OrderedDict[bytes, Bucket]" = field(default_factory=OrderedDict)
    _failures: "OrderedDict[bytes, Failures]" = field(default_factory=OrderedDict)
    _known: "OrderedDict[bytes, bool]" = field(default_factory=OrderedDict)

    def __post_init__(self) -> None:
        self._all = Bucket(self.for_all.shared(self.workers), self.clock())

    def wait(self, key: str, address: str) -> float:
        """0.0 when this request may go on, else how many seconds to wait."""
        now = self.clock()
        pair = _digest(key, address)
        if key and (blocked := self._blocked(pair, now)):
            return blocked
        if pair not in self._known and (blocked := self._blocked(_digest(address), now)):
            return blocked
        if not key:
            wait = self._wait(_digest(address, ""), self.for_strangers, now)
        else:
            wait = self._wait(_digest(key), self.for_one, now)
            if pair not in self._known:  # or whoever makes keys up would have a bucket for each
                wait = wait or self._wait(_digest(address, "new"), self.for_one, now)
        return wait or self._all.wait(now)

    def _wait(self, name: bytes, rate: Rate, now: float) -> float:
        """Takes a token out of the bucket of that name."""
        bucket = _recalled(self._buckets, name, lambda: Bucket(rate.shared(self.workers), now))
        return bucket.wait(now)

    def wrong(self, key: str, address: str) -> None:
        """A secret was wrong: from the fifth on, each makes the next wait longer."""
        now = self.clock()
        self._count(_digest(key, address), WRONG_SECRETS, now)
        self._count(_digest(address), WRONG_FROM_ADDRESS, now)

    def right(self, key: str, address: str) -> None:
        """A secret was right: earlier slips from there are forgiven."""
        pair = _digest(key, address)
        self._failures.pop(pair, None)
        _recalled(self._known, pair, lambda: True)

    def _blocked(self, name: bytes, now: float) -> float:
        failures = self._failures.get(name)
        return max(0.0, failures.until - now) if failures else 0.0

    def _count(self, name: bytes, allowed: int, now: float) -> None:
        failures = _recalled(self._failures, name, Failures)
        if now - failures.at > _FORGOTTEN_AFTER:
            failures.count = 0
        failures.count, failures.at = failures.count + 1, now
        over = failures.count - max(1, allowed // self.workers)
        if over >= 0:
            failures.until = now + min(_FIRST_WAIT * 2 ** min(over, 10), _LONGEST_WAIT)


class LimitedApp:
    """Middleware: asks ``limits`` before each request, and tells it of secrets, wrong and right.

    At ``open_paths`` nobody's secret is looked at, so there everybody is a stranger. ``seen`` is
    called with the key of each caller whose secret was right.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        limits: Limits,
        open_paths: frozenset[str],
        seen: Callable[[str], None],
    ) -> None:
        self._app = app
        self._limits = limits
        self._open_paths = open_paths
        self._seen = seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_open = scope["path"] in self._open_paths
        key = "" if is_open else claimed_key(Headers(scope=scope))
        address = address_of(scope)
        if wait := self._limits.wait(key, address):
            await too_many(wait)(scope, receive, send)
            return

        async def judged(message: Message) -> None:
            if message["type"] == "http.response.start" and key:
                if message["status"] == 401:
                    self._limits.wrong(key, address)
                elif _let_in(message["status"]):
                    self._limits.right(key, address)
                    self._seen(key)
            await send(message)

        await self._app(scope, receive, judged)


def _let_in(status: int) -> bool:
    """Whether only somebody known is answered like this."""
    return status < 300 or status in (403, 409, 412)


def claimed_key(headers: Headers) -> str:
    """The key a Basic authorization names, true or not; empty for none."""
    told = claimed(headers.get("authorization", ""))
    return told[0] if told else ""


def address_of(scope: Scope) -> str:
    """The caller's address, as the socket or the trusted proxy says."""
    client = Request(scope).client
    return client.host if client else ""


def too_many(wait: float) -> JSONResponse:
    """The answer to who has to wait so many seconds."""
    seconds = str(math.ceil(wait))
    return JSONResponse({"error": "too many requests"}, 429, headers={"Retry-After": seconds})


def _recalled(
    memory: "OrderedDict[bytes, _Thing]", name: bytes, make: Callable[[], _Thing]
) -> _Thing:
    found = memory.get(name)
    if found is None:
        found = memory[name] = make()
    memory.move_to_end(name)
    while len(memory) > _MOST_REMEMBERED:
        memory.popitem(last=False)
    return found


def _digest(*words: str) -> bytes:
    return hashlib.sha256("\0".join(words).encode(errors="replace")).digest()
