"""The people feed on its way: names, roles, sites, teams, for those few who may read them.

``WAYPEOPLE1`` and a line break, the sender's UUID (16 bytes) and Ed25519 key (32), a signature (64)
over both and the rest, then gzip of JSON lines, one record each; all of it inside an age file. So a
hub that keeps it can neither read nor forge it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from trainer_app.store import FeedRecord, Store
from trainer_app.sync import sealing
from trainer_app.sync.messages import MOST_BLOB_BYTES, Count

IDENTITY = "age-identity"
"""The setting that holds this computer's age identity."""
MOST_RECORDS = 50_000
"""In one feed, sealed or in a hand-over file."""
MOST_OF_A_RECORD = 64 * 1024
"""As a line; longer ones stay where they are."""
_MAGIC = b"WAYPEOPLE1\n"
_KEY, _SIGNATURE = 32, 64
_MOST_UNPACKED = 8 * 1024 * 1024
_SPARE = 24 * 1024
"""For age's and our own head, in bytes."""

Short = Annotated[str, Meta(min_length=1, max_length=200)]


class PeopleRejected(ValueError):
    """What came is no people feed for us, or was changed on its way; nothing of it was used."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Records, and who vouches for them: whether its key is one to trust is for others to say."""

    device: UUID
    key: bytes
    records: tuple[FeedRecord, ...]


class _Line(Struct, frozen=True, kw_only=True):
    kind: Short
    record_id: Short
    change: Count
    device: UUID
    gone: bool
    body: dict[str, Any]


def device_identity(store: Store) -> str:
    """This computer's age identity, made when it is first asked for."""
    found = store.setting(IDENTITY)
    if found is None:
        found = sealing.new_identity()
        store.set_setting(IDENTITY, found)
    return found


def device_recipient(store: Store) -> str:
    """The public half of this computer's age identity, for others to seal to."""
    return sealing.recipient_of(device_identity(store))


def seal_people(
    records: Sequence[FeedRecord], recipients: Sequence[str], *, device: UUID, seed: bytes
) -> bytes:
    """The records for these recipients, signed by this device's key.

    Raises ``ValueError`` for recipients that are none.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.from_private_bytes(seed)
    who = device.bytes + private.public_key().public_bytes_raw()
    packed = sealing.pack(to_lines(records))
    signature = private.sign(_MAGIC + who + packed)
    return sealing.seal(_MAGIC + who + signature + packed, recipients)


def open_people(blob: bytes, identities: Sequence[str]) -> Opened:
    """The records of a sealed feed. Raises ``PeopleRejected``."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        data = sealing.unseal(blob, identities)
        if not data.startswith(_MAGIC):
            raise ValueError("another kind of file")
        who_end = len(_MAGIC) + 16 + _KEY
        who, packed = data[len(_MAGIC) : who_end], data[who_end + _SIGNATURE :]
        signature = data[who_end : who_end + _SIGNATURE]
        device, key = UUID(bytes=who[:16]), who[16:]
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _MAGIC + who + packed)
        lines = sealing.lines(packed, most_bytes=_MOST_UNPACKED, most_of_a_line=MOST_OF_A_RECORD)
        return Opened(device, key, tuple(from_lines(lines)))
    except (ValueError, InvalidSignature, RecursionError) as error:
        raise PeopleRejected(str(error) or type(error).__name__) from error


def portions(records: Iterable[FeedRecord]) -> Iterator[list[FeedRecord]]:
    """The records in their order, in portions that fit into one sealed blob each."""
    portion: list[FeedRecord] = []
    size = 0
    for record in records:
        length = len(_line(record)) + 1
        if portion and size + length > MOST_BLOB_BYTES - _SPARE:
            yield portion
            portion, size = [], 0
        portion.append(record)
        size += length
    if portion:
        yield portion


def to_lines(records: Iterable[FeedRecord]) -> list[bytes]:
    """Records as lines of JSON, but for any that is longer than is read."""
    return [line for line in map(_line, records) if len(line) <= MOST_OF_A_RECORD]


def from_lines(lines: Iterable[bytes]) -> Iterator[FeedRecord]:
    """The inverse of ``to_lines``, line by line. Raises ``ValueError`` for anything else."""
    for count, line in enumerate(lines):
        if count >= MOST_RECORDS or len(line) > MOST_OF_A_RECORD:
            raise ValueError("more records than are read, or a longer one")
        found = msgspec.json.decode(line, type=_Line)
        yield FeedRecord(
            kind=found.kind,
            record_id=found.record_id,
            change=found.change,
            device=found.device,
            gone=found.gone,
            body=found.body,
        )


def _line(record: FeedRecord) -> bytes:
    return msgspec.json.encode(
        _Line(
            kind=record.kind,
            record_id=record.record_id,
            change=record.change,
            device=record.device,
            gone=record.gone,
            body=record.body,
        )
    )
