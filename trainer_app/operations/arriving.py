"""What comes out of a hand-over file, and where it goes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from trainer_app.i18n import _
from trainer_app.operations import directory
from trainer_app.operations.directory import PeopleTaken

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.sync.ask import Ask
    from trainer_app.sync.bundle import Header, Opened
    from trainer_app.sync.frame import Entry
    from trainer_app.sync.messages import Head
    from trainer_app.training.clocks import Observation
    from trainer_app.training.statement import Stamp

COLLECTED = "collected"
"""What arrives by stick counts as come from this endpoint, which nothing is ever sent to: so a desk
hands it on by every road, also by stick."""
_PAGE = 500


@dataclass(frozen=True, slots=True)
class PutAside:
    """A statement that came and does not fit into the log; it is kept, with a word why.

    ``origin`` is the endpoint it came from, None for one that was forgotten.
    """

    statement_id: UUID
    reason: str
    origin: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Doubtful:
    """What arrived here and is for a person to look at. ``altered`` are chains that are complete
    and not what their computers signed, each by device, epoch and the number that was signed."""

    aside: tuple[PutAside, ...]
    altered: tuple[tuple[UUID, int, int], ...]


@dataclass(slots=True)
class Taken:
    """What became of the statements of one file. ``refused`` are kept aside, with a word why."""

    stamps: list[Stamp] = field(default_factory=list)
    new: int = 0
    refused: dict[UUID, str] = field(default_factory=dict)


class _Named(msgspec.Struct):
    id: UUID


def doubtful(store: Store) -> Doubtful:
    """Everything of the kind. Computes every chain from elsewhere anew, which takes its time."""
    from trainer_app.store.receiving import OTHER_TEXT, OUT_OF_RANGE

    words = {
        OTHER_TEXT: _("There is another record under this number. The first one stays."),
        OUT_OF_RANGE: _("A number in it cannot be."),
    }
    strange = _("This is no record of Waypost, or of a newer one.")
    aside = [
        PutAside(one.statement_id, words.get(one.reason, strange), one.origin, one.at)
        for one in store.inbox.set_aside()
    ]
    altered = [(one.device, one.epoch, one.seq) for one in store.chains.verify_received()]
    return Doubtful(tuple(aside), tuple(altered))


def make_endpoint(store: Store) -> None:
    """Have the endpoint that what is collected comes from."""
    from trainer_app.store import EndpointRow

    if COLLECTED not in {row.endpoint_id for row in store.endpoints.all()}:
        store.endpoints.put(EndpointRow(COLLECTED, "stick", _("Collected from sticks")))


def pages(opened: Opened) -> Iterator[list[tuple[bytes, int]]]:
    """The statements of a file, some at a time."""
    statements = opened.statements()
    while page := list(islice(statements, _PAGE)):
        yield page


def receive(store: Store, page: Sequence[tuple[bytes, int]], taken: Taken) -> None:
    """Put a page into the log; what cannot go there is kept aside."""
    from trainer_app.sync.frame import Entry
    from trainer_app.training.parsing import NotOurs, read_statement

    entries: list[Entry] = []
    for text, digit in page:
        try:
            draft, stamp = read_statement(text)
        except NotOurs:
            which = _id_of(text)
            store.inbox.keep_aside(which, text, "not understood", COLLECTED)
            taken.refused[which] = "not-understood"
            continue
        if draft.duration_ms is not None:
            draft = replace(draft, duration_ms=draft.duration_ms + digit)
        entries.append(Entry(draft, stamp))
    received = store.inbox.receive(entries, COLLECTED)
    taken.new += received.new
    conflicts = set(received.conflicts)
    taken.refused |= dict.fromkeys(conflicts, "conflict")
    taken.stamps += [one.stamp for one in entries if one.stamp.statement_id not in conflicts]


def _id_of(text: bytes) -> UUID:
    """The id that stands in a text; one made of the text where there is none."""
    try:
        return msgspec.json.decode(text, type=_Named).id
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return UUID(bytes=hashlib.sha256(text).digest()[:16], version=8)


def take_the_rest(ask: Ask, opened: Opened) -> PeopleTaken:
    """Keep signed heads and what was observed of clocks, and take in the people."""
    for head in opened.heads:
        ask(partial(_hold, head=head, header=opened.header))
    for seen in ask(partial(_not_seen, opened=opened)):
        ask(partial(_observe, seen=seen))
    return ask(lambda store: directory.merge(store, opened.people, origin=COLLECTED))


def _not_seen(store: Store, opened: Opened) -> set[Observation]:
    told = {one.observation() for one in opened.observations}
    chains = {(one.device, one.epoch) for one in told}
    return told.difference(*(store.observations.of(*chain) for chain in chains))


def _observe(store: Store, seen: Observation) -> None:
    store.observations.observe(seen)


def _hold(store: Store, head: Head, header: Header) -> None:
    """Keep the signed end of a chain: the maker's own, or one signed by whom it is known to be."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from trainer_app.sync.messages import head_words

    pinned = (
        header.key if head.device == header.device else directory.device_key(store, head.device)
    )
    if pinned is not None and pinned != head.key.hex():
        return
    words = head_words(head.device, head.epoch, head.seq, head.hash)
    try:
        Ed25519PublicKey.from_public_bytes(head.key).verify(head.signature, words)
    except (InvalidSignature, ValueError):
        return
    store.chains.hold_head(head.device, head.epoch, head.seq, head.hash, head.signature, head.key)
