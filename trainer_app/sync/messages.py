"""The words of an exchange between a device and a hub: msgpack, positions instead of names.

A message of another format number, a field of another type or length is a ``msgspec.DecodeError``
(``read_exchange``, ``read_answer``). Fields are only ever added at the end: a reader leaves alone
what it does not know, and an older writer's message gets the defaults.
"""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from trainer_app.training.clocks import Observation

PATH = "/waypost/exchange"
MEDIA_TYPE = "application/msgpack"
MOST_STATEMENTS = 2000
"""In one exchange, frames and texts together."""
MOST_BYTES = 5 * 1024 * 1024
"""Of one request's body."""
MOST_CHAINS = 1000
"""Asked for in one exchange."""
MOST_BLOB_BYTES = 256 * 1024
"""Of one sealed record of people."""

_HEAD_WORDS = b"waypost head 1\0"

Count = Annotated[int, Meta(ge=0, le=2**53)]
Clock = Annotated[int, Meta(ge=-(2**53), le=2**53)]
"""What a computer's clock says, in milliseconds; no calendar need have it."""
Moment = Annotated[int, Meta(ge=-62_135_596_800_000, le=253_402_300_799_999)]
"""UTC milliseconds since 1970 of a moment in the years 1 to 9999, which ``times.at`` can tell."""
Hash = Annotated[bytes, Meta(min_length=32, max_length=32)]
PublicKey = Annotated[bytes, Meta(min_length=32, max_length=32)]
Signature = Annotated[bytes, Meta(min_length=64, max_length=64)]
Word = Annotated[str, Meta(max_length=200, pattern=r"\A[^\x00-\x1f]*\Z")]
Sealed = Annotated[bytes, Meta(max_length=MOST_BLOB_BYTES)]


class Hello(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """Who calls, what its clocks say (milliseconds), and the signed end of its own chain.

    ``seq`` 0 with ``chain.START`` is a chain with nothing in it. ``signature`` is made by the
    device's Ed25519 ``key`` over ``head_words``. ``recipient`` is its age public key, to seal
    people's names to; empty where it takes none.
    """

    device: UUID
    epoch: Count
    boot: Count
    mono_ms: Count
    wall_ms: Clock
    seq: Count
    head: Hash
    signature: Signature
    key: PublicKey
    recipient: Word
    release: Word
    site: Word | None = None


class Seen(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """A clock observation on its way: the fields of ``training.clocks.Observation``."""

    device: UUID
    epoch: Count
    boot: Count
    mono_ms: Count
    wall_ms: Clock
    reference_ms: Clock
    source: Word

    @classmethod
    def of(cls, observation: Observation) -> "Seen":
        return cls(
            device=observation.device,
            epoch=observation.epoch,
            boot=observation.boot,
            mono_ms=observation.mono_ms,
            wall_ms=observation.wall_ms,
            reference_ms=observation.reference_ms,
            source=observation.source,
        )

    def observation(self) -> Observation:
        return Observation(
            device=self.device,
            epoch=self.epoch,
            boot=self.boot,
            mono_ms=self.mono_ms,
            wall_ms=self.wall_ms,
            reference_ms=self.reference_ms,
            source=self.source,
        )


class Chain(msgspec.Struct, array_like=True, frozen=True):
    """What a device counted in one epoch."""

    device: UUID
    epoch: Count


class Exchange(msgspec.Struct, array_like=True, frozen=True, kw_only=True, tag=1):
    """What a device brings, and what it asks for.

    ``frames`` are runs of its own statements (``sync.frame``), ``texts`` exact statements of
    others that it forwards. ``people`` are age files for the other side. ``people_after`` and
    ``others_after`` are the newest numbers it has had of each row. ``on_the_way`` are chains it
    brought something of: how far are they onward?
    """

    hello: Hello
    frames: Annotated[list[bytes], Meta(max_length=MOST_STATEMENTS)] = []
    texts: Annotated[list[bytes], Meta(max_length=MOST_STATEMENTS)] = []
    observations: Annotated[list[Seen], Meta(max_length=MOST_STATEMENTS)] = []
    people_after: Count = 0
    people: Annotated[list[Sealed], Meta(max_length=100)] = []
    others_after: Count = 0
    on_the_way: Annotated[list[Chain], Meta(max_length=MOST_CHAINS)] = []


class Conflict(msgspec.Struct, array_like=True, frozen=True):
    """A statement the hub holds with another text; the first copy stays."""

    statement_id: UUID
    reason: str


class Refusal(msgspec.Struct, array_like=True, frozen=True):
    """Something that was not taken and will not be: a text by its place (``text 3``) or its id,
    a sealed record of people by its place (``people 0``), a frame (``frame 2``). ``code`` is as a
    record store would answer; 409: the hub holds another text under this id."""

    what: str
    reason: str
    code: int = 400


class Receipt(msgspec.Struct, array_like=True, frozen=True):
    """One run of statements is on the hub's disk, but for its ``conflicts``.

    ``first`` to ``last`` are the numbers that were sent. ``fits`` is False when the run's chain is
    not the continuation of what the hub holds: this device was restored or copied.
    """

    device: UUID
    epoch: int
    first: int
    last: int
    stored: int
    same: int
    conflicts: list[Conflict] = []
    fits: bool = True


class Onward(msgspec.Struct, array_like=True, frozen=True):
    """How far the hub's desk has handed the results of a chain on, and to where."""

    endpoint: str
    device: UUID
    epoch: Count
    seq: Count
    at_ms: Moment


class Blob(msgspec.Struct, array_like=True, frozen=True):
    """A sealed record of people, with its number at this hub."""

    number: Count
    data: bytes


class Head(msgspec.Struct, array_like=True, frozen=True):
    """The signed end of another device's chain, for whoever may read its results."""

    device: UUID
    epoch: Count
    seq: Count
    hash: bytes
    signature: bytes
    key: bytes


class Answer(msgspec.Struct, array_like=True, frozen=True, kw_only=True, tag=1):
    """What the hub has on its disk now, its clock, and what it has for the device.

    ``receipts`` come in the order of the frames; texts that were taken are counted in
    ``texts_stored`` and ``texts_same``, the others stand in ``refused``. ``known_seq`` and
    ``known_head`` are the end of what the hub holds without a gap of (device, epoch). ``people``
    are in the order of their numbers; when the last one is below ``people_newest``, ask again.
    ``observations`` and ``heads`` of others go up to number ``others_newest``. Where
    ``clock_known`` is False, ``now_ms`` is no reference.
    """

    now_ms: Moment
    clock_known: bool
    receipts: list[Receipt] = []
    refused: list[Refusal] = []
    known_seq: Count = 0
    known_head: bytes | None = None
    onward: list[Onward] = []
    people: list[Blob] = []
    people_newest: Count = 0
    texts_stored: int = 0
    texts_same: int = 0
    observations: Annotated[list[Seen], Meta(max_length=MOST_STATEMENTS)] = []
    heads: Annotated[list[Head], Meta(max_length=MOST_STATEMENTS)] = []
    others_newest: Count = 0


_encoder = msgspec.msgpack.Encoder(uuid_format="bytes")
_exchanges = msgspec.msgpack.Decoder(Exchange)
_answers = msgspec.msgpack.Decoder(Answer)


def write(message: Exchange | Answer) -> bytes:
    """The message as it travels."""
    return _encoder.encode(message)


def read_exchange(body: bytes) -> Exchange:
    """The inverse of ``write``. Raises ``msgspec.DecodeError`` for anything else."""
    try:
        return _exchanges.decode(body)
    except UnicodeDecodeError as error:
        raise msgspec.DecodeError(str(error)) from error


def read_answer(body: bytes) -> Answer:
    """The inverse of ``write``. Raises ``msgspec.DecodeError`` for anything else."""
    try:
        return _answers.decode(body)
    except UnicodeDecodeError as error:
        raise msgspec.DecodeError(str(error)) from error


def head_words(device: UUID, epoch: int, seq: int, head: bytes) -> bytes:
    """What a device signs: this is the end of my chain. Numbers are 8 bytes, big-endian."""
    return _HEAD_WORDS + device.bytes + epoch.to_bytes(8, "big") + seq.to_bytes(8, "big") + head
