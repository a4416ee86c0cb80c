"""Hand-over files: results on a stick, sealed for the few who may collect them.

``WAYBUNDLE1`` and a line break, the length of the header (4 bytes), the header (canonical JSON in
ASCII, no names), an Ed25519 signature over all before it, then an age file of gzip of JSON lines.
The header holds the hash of the age file, so the signature covers the whole. Inside, a first line
repeats who made it; then come sections, each begun by a line with its kind and count: statements as
their exact texts, the milliseconds these leave out (they tell hundredths of a second, hash chains
more), signed heads, observations of clocks, people. Unknown kinds are passed over.
"""

import hashlib
import hmac
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID, uuid4

import msgspec
from msgspec import Meta, Struct

from trainer_app.content import canonical
from trainer_app.errors import TrainerError
from trainer_app.i18n import N_, _
from trainer_app.store import FeedRecord
from trainer_app.sync import people, sealing
from trainer_app.sync.messages import Clock, Count, Head, Seen
from trainer_app.training.statement import Stamp

MAGIC = b"WAYBUNDLE1\n"
SUFFIX = ".waybundle"
MOST_STATEMENTS = 20_000
MOST_RANGES = 200
MOST_RECIPIENTS = 300
MOST_BYTES = 32 * 1024 * 1024
"""Of a file."""
MOST_UNPACKED = 128 * 1024 * 1024
MOST_OF_A_LINE = 256 * 1024
MOST_HEADER = 32 * 1024
START_BYTES = len(MAGIC) + 4 + MOST_HEADER + 64
"""As much of a file as ``read_header`` ever looks at."""
_MOST_OTHER_LINES = 100_000
"""Of one section."""
_MOST_LINES = 4 * _MOST_OTHER_LINES
"""Of all sections, with their own lines."""
_LENGTH = struct.Struct(">I")
_SIGNATURE = 64
_DIGITS = re.compile(rb"[0-9]*")

DAMAGED = N_("This hand-over file is damaged. Make it again on the computer it comes from.")
_NOT_OURS = N_("This is no hand-over file of Waypost.")
_NEWER = N_("This hand-over file was made by a newer Waypost. Update this computer first.")
_FOR_OTHERS = N_("This hand-over file is sealed for another office. It cannot be opened here.")

Hex32 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Word = Annotated[str, Meta(pattern="^[A-Za-z0-9._-]{1,64}$")]


class BundleRejected(TrainerError):
    """A hand-over file was refused; nothing of it was used. ``detail`` is for whoever helps."""

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class Range(Struct, array_like=True, frozen=True, order=True):
    """Statements ``first`` to ``last`` of one chain, both with it."""

    device: UUID
    epoch: Count
    first: Annotated[int, Meta(ge=1, le=2**53)]
    last: Annotated[int, Meta(ge=1, le=2**53)]

    @property
    def count(self) -> int:
        return self.last - self.first + 1


class Header(Struct, frozen=True, kw_only=True):
    """What can be read without a key. ``made`` is the wall clock, ``mono`` the steady one in ms.

    ``rows`` are places in the log of the computer that made it; ``people`` how far its list of
    people goes.
    """

    format: Literal[1]
    bundle: UUID
    device: UUID
    epoch: Count
    boot: Count
    mono: Count
    made: Clock
    count: Annotated[int, Meta(ge=0, le=MOST_STATEMENTS)]
    ranges: Annotated[tuple[Range, ...], Meta(max_length=MOST_RANGES)]
    rows: tuple[Count, Count]
    people: Count
    programme: Word | None
    site: Word | None
    size: Count
    sha256: Hex32
    key: Hex32
    recipients: Annotated[tuple[Word, ...], Meta(max_length=MOST_RECIPIENTS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who makes a file, and what its clocks say now, in ms. ``seed`` is of its Ed25519 key."""

    device: UUID
    epoch: int
    boot: int
    mono_ms: int
    wall_ms: int
    seed: bytes
    programme: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What goes in. ``ranges`` are exactly those of ``texts``; ``rows`` their places in the log.

    ``digits`` has one digit for each text: the last of its duration in milliseconds. Of ``people``,
    up to ``people_through``, and of ``observations`` no more go in than are read.
    """

    texts: Sequence[bytes] = ()
    digits: str = ""
    ranges: tuple[Range, ...] = ()
    rows: tuple[int, int] = (0, 0)
    heads: Sequence[Head] = ()
    observations: Sequence[Seen] = ()
    people: Sequence[FeedRecord] = ()
    people_through: int = 0


class Opened:
    """A file that was opened and is whole. ``secret`` proves to its maker that it was."""

    def __init__(self, header: Header, packed: bytes) -> None:
        self.header = header
        self._packed = packed
        self.secret = ""
        self._digits = b""
        self.heads: tuple[Head, ...] = ()
        self.observations: tuple[Seen, ...] = ()
        self.people: tuple[FeedRecord, ...] = ()
        self._look_through()

    def statements(self) -> Iterator[tuple[bytes, int]]:
        """The exact texts in their order, and the milliseconds that each leaves out of a duration.

        Unpacked as they are asked for.
        """
        texts = (line for kind, line in self._sections() if kind == "statements")
        return zip(texts, map(int, self._digits.decode()), strict=True)

    def _look_through(self) -> None:
        kinds = ("heads", "observations", "people", "milliseconds")
        found: dict[str, list[bytes]] = {kind: [] for kind in kinds}
        statements = 0
        for kind, line in self._sections():
            if kind == "statements":
                statements += 1
            elif kind in found:
                found[kind].append(line)
        if statements != self.header.count:
            raise ValueError(f"{statements} statements, not {self.header.count}")
        self.heads = tuple(msgspec.json.decode(line, type=Head) for line in found["heads"])
        self.observations = tuple(
            msgspec.json.decode(line, type=Seen) for line in found["observations"]
        )
        self.people = tuple(people.from_lines(found["people"]))
        self._digits = b"".join(found["milliseconds"]) or b"0" * statements
        if len(self._digits) != statements or not _DIGITS.fullmatch(self._digits):
            raise ValueError("not one digit for each statement")

    def _sections(self) -> Iterator[tuple[str, bytes]]:
        """Each line with the kind of its section."""
        lines = sealing.lines(self._packed, most_bytes=MOST_UNPACKED, most_of_a_line=MOST_OF_A_LINE)
        first = msgspec.json.decode(next(lines, b""), type=_First)
        header = self.header
        if (first.bundle, first.device, first.key) != (header.bundle, header.device, header.key):
            raise ValueError("made by another than the header says")
        self.secret = first.secret
        left = _MOST_LINES
        for line in lines:
            section = msgspec.json.decode(line, type=_Section)
            left -= section.count + 1
            if left < 0:
                raise ValueError("more lines than are read")
            for _number in range(section.count):
                inner = next(lines, None)
                if inner is None:
                    raise ValueError(f"too few {section.kind}")
                yield section.kind, inner


class _First(Struct, frozen=True, kw_only=True, tag_field="kind", tag="bundle"):
    bundle: UUID
    device: UUID
    key: Hex32
    secret: Hex32


class _Section(Struct, frozen=True, kw_only=True):
    kind: Annotated[str, Meta(max_length=40)]
    count: Annotated[int, Meta(ge=0, le=_MOST_OTHER_LINES)]


def write(contents: Contents, sender: Sender, recipients: Sequence[str]) -> bytes:
    """The bytes of a hand-over file.

    Raises ``ValueError`` for recipients that are none, or more than a header has room for.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if len(recipients) > MOST_RECIPIENTS:
        raise ValueError("sealed for too many")
    private = Ed25519PrivateKey.from_private_bytes(sender.seed)
    bundle, key = uuid4(), private.public_key().public_bytes_raw().hex()
    first = _First(
        bundle=bundle, device=sender.device, key=key, secret=secret_of(sender.seed, bundle)
    )
    packed = sealing.pack([canonical.encode(first), *_payload(contents)])
    sealed = sealing.seal(packed, recipients)
    header = Header(
        format=1,
        bundle=bundle,
        device=sender.device,
        epoch=sender.epoch,
        boot=sender.boot,
        mono=sender.mono_ms,
        made=sender.wall_ms,
        count=len(contents.texts),
        ranges=contents.ranges,
        rows=contents.rows,
        people=_people_through(contents),
        programme=_word(sender.programme),
        site=_word(sender.site),
        size=len(sealed),
        sha256=hashlib.sha256(sealed).hexdigest(),
        key=key,
        recipients=tuple(sealing.fingerprint(one) for one in recipients),
    )
    coded = canonical.encode(header)
    start = MAGIC + _LENGTH.pack(len(coded)) + coded
    return start + private.sign(start) + sealed


def read_header(start: bytes) -> Header:
    """The header, when its signature by its own key holds; of a file or of its first bytes.

    Raises ``BundleRejected``. Whether the key is one to trust is for the caller to know.
    """
    return _split(start)[0]


def size_of(start: bytes) -> int:
    """How long the whole file is of which these are the first bytes, its header being good."""
    (length,) = _LENGTH.unpack_from(start, len(MAGIC))
    return len(MAGIC) + _LENGTH.size + int(length) + _SIGNATURE + read_header(start).size


def open_bundle(data: bytes, identities: Sequence[str]) -> Opened:
    """A whole file, opened with one of the age identities. Raises ``BundleRejected``."""
    header, sealed = _split(data)
    if len(sealed) != header.size or hashlib.sha256(sealed).hexdigest() != header.sha256:
        raise BundleRejected(_(DAMAGED), "the sealed part is not as it was signed")
    ours = {sealing.fingerprint(sealing.recipient_of(one)) for one in identities}
    if not ours & set(header.recipients):
        raise BundleRejected(_(_FOR_OTHERS), "recipients: " + " ".join(header.recipients))
    try:
        return Opened(header, sealing.unseal(sealed, identities))
    except sealing.NotOpened as error:
        raise BundleRejected(_(_FOR_OTHERS), str(error)) from error
    except (ValueError, RecursionError) as error:
        raise BundleRejected(_(DAMAGED), str(error)) from error


def secret_of(seed: bytes, bundle: UUID) -> str:
    """What only the maker of a file, and whoever opened it, can know of it."""
    return hmac.digest(seed, b"waypost bundle secret 1\0" + bundle.bytes, "sha256").hex()


def runs(stamps: Iterable[Stamp]) -> tuple[Range, ...]:
    """The fewest ranges that name exactly these statements."""
    chains: dict[tuple[UUID, int], set[int]] = {}
    for stamp in stamps:
        chains.setdefault((stamp.device, stamp.epoch), set()).add(stamp.seq)
    return tuple(
        Range(device, epoch, first, last)
        for (device, epoch), numbers in chains.items()
        for first, last in _stretches(sorted(numbers))
    )


def _stretches(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = numbers[0]
    for number in numbers[1:]:
        if number != last + 1:
            yield first, last
            first = number
        last = number
    yield first, last


def _payload(contents: Contents) -> Iterator[bytes]:
    sections: dict[str, Sequence[bytes]] = {
        "statements": contents.texts,
        "milliseconds": [contents.digits.encode()] if contents.digits.strip("0") else [],
        "heads": [msgspec.json.encode(one) for one in contents.heads],
        "observations": list(map(msgspec.json.encode, contents.observations[-_MOST_OTHER_LINES:])),
        "people": people.to_lines(contents.people[: people.MOST_RECORDS]),
    }
    for kind, lines in sections.items():
        if lines:
            yield canonical.encode(_Section(kind=kind, count=len(lines)))
            yield from lines


def _people_through(contents: Contents) -> int:
    """How far the list of people goes; where it is too long for one file, the rest goes next."""
    if len(contents.people) <= people.MOST_RECORDS:
        return contents.people_through
    return contents.people[people.MOST_RECORDS - 1].feed


def _split(data: bytes) -> tuple[Header, bytes]:
    """The header, its signature checked, and what follows."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not data.startswith(MAGIC):
        newer = data.startswith(b"WAYBUNDLE") and data[9:10].isdigit()
        raise BundleRejected(_(_NEWER) if newer else _(_NOT_OURS))
    try:
        (length,) = _LENGTH.unpack_from(data, len(MAGIC))
        begin = len(MAGIC) + _LENGTH.size
        end = begin + length
        coded, signature = data[begin:end], data[end : end + _SIGNATURE]
        if length > MOST_HEADER or not coded.isascii():
            raise ValueError("no header")
        header = canonical.decode(coded, Header)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(header.key)).verify(signature, data[:end])
        counts = [one.count for one in header.ranges]
        if header.count != sum(counts) or min(counts, default=1) < 1:
            raise ValueError("the count is not that of the ranges")
    except (ValueError, struct.error, InvalidSignature, RecursionError) as error:
        raise BundleRejected(_(DAMAGED), str(error) or type(error).__name__) from error
    return header, data[end + _SIGNATURE :]


def _word(text: str | None) -> str | None:
    """What may stand in a header: never what somebody typed, only codes."""
    try:
        return msgspec.convert(text, Word | None)
    except msgspec.ValidationError:
        return None
