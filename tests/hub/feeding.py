"""Statements such as Waypost writes, in any number, and a client that brings and reads them.

For the tests of the hub and for ``dev.py bench``, which times ``feed`` and ``drain``.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from random import Random
from typing import Any
from uuid import UUID, uuid5

from trainer_app.training.statement import ActivityType, Draft, Stamp, Verb, registration, render

NAMES = UUID("0b0f5f8e-4d3b-5f0e-9c39-7a1f5a9d6a11")
START = datetime(2026, 11, 2, 8, tzinfo=UTC)


def texts(
    count: int, *, device: str = "a", site: str = "bo-lpz-004", first: int = 1
) -> list[bytes]:
    """The texts of answers of one computer, one after the other."""
    chance = Random(f"{device}{first}")
    return [_answer(chance, uuid5(NAMES, device), site, first + n) for n in range(count)]


def _answer(chance: Random, device: UUID, site: str, seq: int) -> bytes:
    actor = f"p-{chance.randrange(40):013}"
    module = chance.choice(("load-safety", "pre-departure", "warning-signs"))
    question = chance.randrange(24)
    right = chance.random() < 0.7
    draft = Draft(
        actor=actor, verb=Verb.ANSWERED, activity=f"m/{module}/test/post/q/q{question:02}",
        activity_type=ActivityType.ITEM, registration=registration(actor, module),
        session=uuid5(NAMES, f"{device}{seq // 12}"), revision=f"{module}@1.0", language="es",
        site=site, name=f"{question}: ¿Qué hace usted primero?", parent=f"m/{module}/test/post",
        attempt=1, test_role=None, interaction="choice", pattern="b",
        response="b" if right else chance.choice("acd"), success=right, scaled=float(right),
        duration_ms=chance.randrange(3_000, 90_000, 10),
    )  # fmt: skip
    stamp = Stamp(
        device=device, epoch=1, seq=seq, at=START + timedelta(seconds=9 * seq),
        offset_minutes=-240, boot=seq // 300, mono_ms=9_000 * (seq % 300), suspect=False,
        release="0.1.0",
    )  # fmt: skip
    return render(draft, stamp)


def batches(some: Sequence[bytes], size: int) -> Iterator[bytes]:
    """Bodies for POST, each a list of statements."""
    for start in range(0, len(some), size):
        yield b"[" + b",".join(some[start : start + size]) + b"]"


class Line:
    """One kept connection to a hub."""

    def __init__(self, port: int, key: str, secret: str, *, host: str = "127.0.0.1") -> None:
        self._connection = HTTPConnection(host, port, timeout=60)
        self._headers = {
            "Authorization": "Basic " + b64encode(f"{key}:{secret}".encode()).decode(),
            "X-Experience-API-Version": "1.0.3",
        }

    def post(self, body: bytes) -> list[str]:
        """Brings statements; the ids that were kept."""
        headers = self._headers | {"Content-Type": "application/json"}
        ids: list[str] = self._ask("POST", "/xapi/statements", body, headers)
        return ids

    def get(self, address: str) -> dict[str, Any]:
        """Reads a page."""
        page: dict[str, Any] = self._ask("GET", address, None, self._headers)
        return page

    def close(self) -> None:
        """Hangs up."""
        self._connection.close()

    def _ask(self, method: str, address: str, body: bytes | None, headers: dict[str, str]):
        self._connection.request(method, address, body, headers)
        answer = self._connection.getresponse()
        told = answer.read()
        assert answer.status == 200, told
        return json.loads(told)


def feed(line: Line, bodies: Sequence[bytes]) -> int:
    """Brings all bodies, one after the other; how many statements were acknowledged."""
    return sum(len(line.post(body)) for body in bodies)


def drain(line: Line, query: str = "ascending=true") -> int:
    """Reads all pages; how many statements there were."""
    address, count = f"/xapi/statements?{query}", 0
    while address:
        page = line.get(address)
        count += len(page["statements"])
        address = page["more"]
    return count
