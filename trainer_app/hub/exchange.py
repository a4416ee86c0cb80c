"""One contact of a device: everything it brings is kept in one transaction, then answered.

Whatever is sent again is found to be here already, so a cut at any byte costs nothing but the time.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from starlette.responses import Response

from trainer_app import RELEASED
from trainer_app.hub import chains, device_records, feed_records
from trainer_app.hub.bringing import Brought, checked
from trainer_app.hub.credentials import Credential
from trainer_app.hub.feed_records import Reader
from trainer_app.hub.http import Call, Door, Refused
from trainer_app.hub.keeping import Incoming, Verdict, prepare
from trainer_app.hub.records import Records
from trainer_app.hub.strict_json import exact_text, read_json
from trainer_app.sync import messages
from trainer_app.sync.frame import Frame, FrameRejected, decode
from trainer_app.training.times import milliseconds
from trainer_app.training.xapi import Invalid, Version

if TYPE_CHECKING:
    from sqlalchemy import Connection

MOST_FRAMES = 500
LARGEST_TEXTS = 32 * 2**20
"""Bytes of the texts that the frames of one exchange stand for."""
_LIKE_A_REFUSED_FRAME = 100
"""Statements: a frame that is refused in the end may have been as much work as one that is not."""
_RELEASED_MS = milliseconds(datetime.fromisoformat(f"{RELEASED}T00:00:00+00:00"))
_LATEST_MS = _RELEASED_MS + 30 * 365 * 24 * 3600 * 1000
_AHEAD_MS = 10 * 60 * 1000
"""How far behind the newest statement the clock may be: workers differ a little."""


_OTHER_TEXT = "another statement is kept under this id"


@dataclass(frozen=True, slots=True)
class _Run:
    """A frame that can be kept: its statements, and the hash after each."""

    frame: Frame
    incoming: list[Incoming]
    hashes: list[bytes]


@dataclass(frozen=True, slots=True)
class _Load:
    """What came, read and checked; ``texts`` with their places."""

    runs: list[_Run]
    texts: list[tuple[int, Incoming]]
    refused: list[messages.Refusal]

    def statements(self) -> Iterator[Incoming]:
        for run in self.runs:
            yield from run.incoming
        for _place, text in self.texts:
            yield text


@dataclass(frozen=True, slots=True)
class Exchanges:
    """The address of exchanges. ``now_ms`` is the hub's clock, UTC milliseconds."""

    records: Records
    now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000
    _one: Lock = field(default_factory=Lock)
    """Two at a time would be no sooner done, only in more memory."""

    def doors(self) -> Mapping[str, Door]:
        """For ``http.route``."""
        return {"POST": Door(self.answer, ("write",))}

    def answer(self, call: Call) -> Response:
        """Keeps what came, and says so when it is on the disk."""
        came = self.now_ms()  # what the device said of its clocks was said before the waiting
        message = _read(call)
        with self._one:
            answer = self._taken(message, call.by(), came)
        return Response(messages.write(answer), media_type=messages.MEDIA_TYPE)

    def _taken(
        self, message: messages.Exchange, credential: Credential, came: int
    ) -> messages.Answer:
        load = _unpack(message)
        prepared = [prepare(one, self.records.packers) for one in load.statements()]
        with self.records.database.writing() as connection:
            now = self.now_ms()
            try:
                device_records.admit(
                    connection, credential.key, credential.title, message.hello, now
                )
            except device_records.NotThisDevice as error:
                raise Refused(401, str(error)) from error
            known = _clock_known(connection, now)
            _observe(connection, message, came if known else None)
            kept = self.records.keeping(connection, credential).keep(prepared, each=True)
            verdicts = [verdict for _id, verdict in kept.verdicts]
            return _answer(connection, credential, message, load, verdicts, now, known)


# ---------------------------------------------------------------- reading what came


def _read(call: Call) -> messages.Exchange:
    if call.headers.get("content-type", "").lower() != messages.MEDIA_TYPE:
        raise Refused(415, f"an exchange comes as {messages.MEDIA_TYPE}")
    try:
        message = messages.read_exchange(call.body)
    except msgspec.DecodeError as error:
        raise Refused(400, f"this is no exchange: {error}") from error
    hello = message.hello
    words = messages.head_words(hello.device, hello.epoch, hello.seq, hello.head)
    try:
        Ed25519PublicKey.from_public_bytes(hello.key).verify(hello.signature, words)
    except (InvalidSignature, ValueError) as error:
        raise Refused(400, "the end of the chain is not signed by its device") from error
    return message


def _unpack(message: messages.Exchange) -> _Load:
    """Raises ``Refused`` with 413 where it is more than one exchange may hold."""
    load = _Load([], [], [])
    if len(message.frames) > MOST_FRAMES:
        raise _too_many()
    count, size = len(message.texts), 0
    for place, data in enumerate(message.frames):
        try:
            run = _run(message.hello, data)
        except FrameRejected as error:
            load.refused.append(messages.Refusal(f"frame {place}", str(error)))
            count += _LIKE_A_REFUSED_FRAME
        else:
            load.runs.append(run)
            count += len(run.incoming)
            size += sum(map(len, run.frame.texts))
        if count > messages.MOST_STATEMENTS or size > LARGEST_TEXTS:
            raise _too_many()
    for place, text in enumerate(message.texts):
        try:
            load.texts.append((place, _text(text)))
        except (Invalid, RecursionError) as error:
            load.refused.append(messages.Refusal(f"text {place}", str(error)))
    return load


def _too_many() -> Refused:
    return Refused(413, f"at most {messages.MOST_STATEMENTS} statements at a time")


def _run(hello: messages.Hello, data: bytes) -> _Run:
    frame = decode(data)
    if frame.device != hello.device or frame.epoch > hello.epoch:
        raise FrameRejected("frames hold a computer's own results; others go as texts")
    incoming = [Incoming(json.loads(text), text) for text in frame.texts]
    return _Run(frame, incoming, list(frame.hashes))


def _text(text: bytes) -> Incoming:
    value = read_json(text)
    if not isinstance(value, dict) or "id" not in value:
        raise Invalid("a statement with an id is needed")
    version: Version = "2.0.0" if str(value.get("version", "")).startswith("2") else "1.0.3"
    brought = Brought([(value, exact_text(text))], False, {})
    return checked(brought, version)[0]


# ---------------------------------------------------------------- keeping and answering


def _clock_known(connection: Connection, now: int) -> bool:
    """Whether this hub's clock may be taken for a reference."""
    if not _RELEASED_MS <= now <= _LATEST_MS:
        return False
    return device_records.newest_stored_ms(connection) <= now + _AHEAD_MS


def _answer(
    connection: Connection,
    credential: Credential,
    message: messages.Exchange,
    load: _Load,
    verdicts: list[Verdict],
    now: int,
    clock_known: bool,
) -> messages.Answer:
    hello = message.hello
    told = iter(verdicts)
    receipts = [_receipt(connection, run, [next(told) for _ in run.incoming]) for run in load.runs]
    refused = list(load.refused)
    kept = []
    for place, _incoming in load.texts:
        kept.append(next(told))
        if kept[-1] is Verdict.CONFLICT:
            refused.append(messages.Refusal(f"text {place}", _OTHER_TEXT, 409))
    reader = _reader(credential, hello)
    refused += _leave(connection, message, reader)
    end = chains.whole(device_records.runs(connection, hello.device, hello.epoch))
    if end and (end.last, end.head) == (hello.seq, hello.head):
        device_records.vouch(connection, hello)
    people, newest = feed_records.left_for(connection, reader, message.people_after)
    others = feed_records.others(connection, reader, message.others_after)
    return messages.Answer(
        now_ms=now,
        clock_known=clock_known,
        receipts=receipts,
        refused=refused,
        known_seq=end.last if end else 0,
        known_head=end.head if end else None,
        onward=feed_records.onward_of(
            connection, [*message.on_the_way, messages.Chain(hello.device, hello.epoch)]
        ),
        people=people,
        people_newest=newest,
        texts_stored=kept.count(Verdict.STORED),
        texts_same=kept.count(Verdict.SAME),
        observations=others.observations,
        heads=others.heads,
        others_newest=others.newest,
    )


def _receipt(connection: Connection, run: _Run, verdicts: list[Verdict]) -> messages.Receipt:
    frame = run.frame
    conflicts = [
        messages.Conflict(entry.stamp.statement_id, _OTHER_TEXT)
        for entry, verdict in zip(frame.entries, verdicts, strict=True)
        if verdict is Verdict.CONFLICT
    ]
    now = None
    if not conflicts:
        known = device_records.runs(connection, frame.device, frame.epoch)
        came = chains.Brought(frame.first, frame.before, run.hashes)
        now = chains.joined(known, came)
        if now is not None and now != known:
            device_records.put_runs(connection, frame.device, frame.epoch, now)
    return messages.Receipt(
        frame.device,
        frame.epoch,
        frame.first,
        frame.first + len(frame.entries) - 1,
        verdicts.count(Verdict.STORED),
        verdicts.count(Verdict.SAME),
        conflicts,
        now is not None,
    )


def _reader(credential: Credential, hello: messages.Hello) -> Reader:
    everything = not credential.scopes.isdisjoint({"all", "desk"})
    return Reader(
        device=hello.device,
        collects=everything or "read-sites" in credential.scopes,
        sites=None if everything else credential.sites,
    )


def _leave(
    connection: Connection, message: messages.Exchange, reader: Reader
) -> Iterator[messages.Refusal]:
    hello = message.hello
    for place, data in enumerate(message.people):
        if not feed_records.leave(
            connection, hello.device, hello.site, data, by_desk=reader.collects
        ):
            yield messages.Refusal(f"people {place}", "there is no more room for this computer")


def _observe(connection: Connection, message: messages.Exchange, came: int | None) -> None:
    """What the device saw of its own clocks, and what this contact, which came then, shows."""
    hello = message.hello
    seen = [one for one in message.observations if one.device == hello.device]
    if came is not None:
        seen.append(
            messages.Seen(
                device=hello.device,
                epoch=hello.epoch,
                boot=hello.boot,
                mono_ms=hello.mono_ms,
                wall_ms=hello.wall_ms,
                reference_ms=came,
                source="hub",
            )
        )
    feed_records.observe(connection, seen)
