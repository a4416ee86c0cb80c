"""Computers that bring results to a hub, without a data file: a chain, a key, and what they say."""

from collections.abc import Iterable
from random import Random
from typing import Any
from uuid import UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.hub.asking import Answer, Asker
from trainer_app.sync import messages
from trainer_app.sync.frame import Entry, encode
from trainer_app.training import chain
from trainer_app.training.statement import (
    RENDERER,
    ActivityType,
    Draft,
    Stamp,
    Verb,
    registration,
    render,
)
from trainer_app.training.times import at

NAMES = UUID("6d2f6e3a-52f2-5a3b-8a0e-0c1f1f0a7a01")
NOON = 1_796_126_400_000
"""1 December 2026, 12:00 UTC, in milliseconds."""


class Device:
    """A computer. ``name`` makes its identity, ``seed`` what happens on it."""

    def __init__(self, name: str = "a", *, epoch: int = 1, site: str = "bo-lpz-004", seed: int = 1):
        self.uuid = uuid5(NAMES, name)
        self.private = Ed25519PrivateKey.from_private_bytes(self.uuid.bytes * 2)
        self.epoch, self.site = epoch, site
        self.entries: list[Entry] = []
        self.hashes = [chain.START]
        self._chance = Random(f"{name}{seed}")

    def work(self, count: int) -> "Device":
        """Somebody answers so many questions here."""
        for _ in range(count):
            entry = self._answer(len(self.entries) + 1)
            text = render(entry.draft, entry.stamp)
            self.entries.append(entry)
            before = self.hashes[-1]
            self.hashes.append(chain.link(before, entry.draft, entry.stamp, RENDERER, text))
        return self

    def frame(self, first: int = 1, last: int | None = None) -> bytes:
        """Statements ``first`` to ``last``."""
        return encode(self.entries[first - 1 : last], self.hashes[first - 1])

    def texts(self, first: int = 1, last: int | None = None) -> list[bytes]:
        """The same as texts."""
        return [render(one.draft, one.stamp) for one in self.entries[first - 1 : last]]

    def ids(self, first: int = 1, last: int | None = None) -> list[str]:
        """Of these statements."""
        return [str(one.stamp.statement_id) for one in self.entries[first - 1 : last]]

    def hello(self, **changes: object) -> messages.Hello:
        """What it says first; ``changes`` are signed, too, but for ``signature`` itself."""
        said: dict[str, Any] = {
            "device": self.uuid, "epoch": self.epoch, "boot": 7, "mono_ms": 5000, "wall_ms": NOON,
            "seq": len(self.entries), "head": self.hashes[-1], "recipient": "", "site": self.site,
            "key": self.private.public_key().public_bytes_raw(), "release": "0.1.0",
        } | changes  # fmt: skip
        words = messages.head_words(said["device"], said["epoch"], said["seq"], said["head"])
        said.setdefault("signature", self.private.sign(words))
        return messages.Hello(**said)

    def exchange(self, *frames: bytes, hello: messages.Hello | None = None, **more) -> bytes:
        """A whole message."""
        hello = hello or self.hello()
        return messages.write(messages.Exchange(hello=hello, frames=list(frames), **more))

    def _answer(self, seq: int) -> Entry:
        chance = self._chance
        actor = f"p-{chance.randrange(40):013}"
        right = chance.random() < 0.7
        question = chance.randrange(24)
        draft = Draft(
            actor=actor, verb=Verb.ANSWERED, activity=f"m/load-safety/test/post/q/q{question:02}",
            activity_type=ActivityType.ITEM, registration=registration(actor, "load-safety"),
            session=uuid5(NAMES, f"{self.uuid}{seq // 12}"), revision="load-safety@1.0",
            language="es", site=self.site, name=f"{question}: ¿Qué hace usted primero?",
            parent="m/load-safety/test/post", attempt=1, interaction="choice", pattern="b",
            response="b" if right else chance.choice("acd"), success=right, scaled=float(right),
            duration_ms=chance.randrange(3_000, 90_000, 10),
        )  # fmt: skip
        stamp = Stamp(
            device=self.uuid, epoch=self.epoch, seq=seq, at=at(NOON + 9_000 * seq),
            offset_minutes=-240, boot=7, mono_ms=9_000 * seq, suspect=False, release="0.1.0",
        )  # fmt: skip
        return Entry(draft, stamp)


def bring(asker: Asker, message: bytes, **headers: str) -> Answer:
    """Sends an exchange."""
    told = {"content-type": messages.MEDIA_TYPE} | headers
    return asker.ask("POST", messages.PATH, None, told, message)


def brought(asker: Asker, message: bytes) -> messages.Answer:
    """The hub's answer to an exchange that it takes."""
    answer = bring(asker, message)
    assert answer.status == 200, answer.body
    return messages.read_answer(answer.body)


def kept_ids(asker: Asker) -> Iterable[str]:
    """What the hub holds, as who may read everything sees it."""
    page = asker.get("/xapi/statements", {"x-experience-api-version": "1.0.3"}, limit="500").json
    found = [one["id"] for one in page["statements"]]
    while page["more"]:
        page = asker.get(page["more"], {"x-experience-api-version": "1.0.3"}).json
        found += [one["id"] for one in page["statements"]]
    return found
