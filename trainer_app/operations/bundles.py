"""Results on a stick: handed over sealed, and taken off the list when a receipt comes back.

A hand-over file holds all that no receipt has come for yet: made again it grows, and any one of
them is enough. Functions take the store, or an ``Ask`` for it: with that, a slow stick never holds
up the store's thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING
from uuid import UUID

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed, directory
from trainer_app.operations.asking import asking
from trainer_app.operations.collecting import (
    Collected,
    CollectedBundle,
    CollectProgress,
    collect,
)
from trainer_app.operations.programme import programme, retention_here
from trainer_app.operations.stick_inventory import (
    Inspected,
    Judge,
    NothingThere,
    StickEntry,
    covers,
    inspect,
    inventory,
    judge,
    look,
)
from trainer_app.operations.stick_receipts import (
    ReceiptsRead,
    files_made,
    next_page,
    note_made,
    people_mark,
    read_receipts,
    stick_endpoint,
)

if TYPE_CHECKING:
    from trainer_app.store import FeedRecord, Outgoing, Store
    from trainer_app.sync.ask import Ask
    from trainer_app.sync.bundle import Contents, Header, Sender
    from trainer_app.sync.messages import Head
    from trainer_app.training.statement import Stamp

__all__ = [
    "CollectProgress",
    "Collected",
    "CollectedBundle",
    "HandedOver",
    "Inspected",
    "NobodyToSealTo",
    "NothingThere",
    "ReceiptsRead",
    "StickEntry",
    "collect",
    "hand_over",
    "inspect",
    "inventory",
    "knows_stick",
    "read_receipts",
]

KEPT = 3
"""So many of a computer's newest hand-over files stay on the stick, receipted or not."""
_MOST_TEXT = 48 * 1024 * 1024
_DAY_MS = 24 * 60 * 60 * 1000
_KNOWN = "stick:"


class NobodyToSealTo(TrainerError):
    """There is no head office and no desk yet that a hand-over file could be sealed for."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What is on the stick now, sealed and read back: rows ``first`` to ``last`` of this log.

    ``fingerprint`` is that of this computer, to compare where it is collected for the first time.
    ``stopped``: somebody stopped it between two files; done again, it goes on.
    """

    paths: tuple[Path, ...]
    count: int
    first: int
    last: int
    fingerprint: str
    receipts: ReceiptsRead
    stopped: bool = False
    changed: Changed = Changed.SYNC

    @property
    def path(self) -> Path | None:
        """The first of the files; None where nothing waits to be handed over."""
        return self.paths[0] if self.paths else None


@dataclass(frozen=True, slots=True)
class _Start:
    """What is known before the first file is made."""

    sender: Sender
    recipients: tuple[str, ...]
    mark: int
    people: tuple[FeedRecord, ...]
    people_through: int
    bundle_days: int
    made: frozenset[str]

    @property
    def prefix(self) -> str:
        return f"waypost-{self.sender.device.hex[:6]}-"


@dataclass(slots=True)
class _Batch:
    """What one file will hold."""

    rows: list[int] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    digits: list[str] = field(default_factory=list)
    stamps: list[Stamp] = field(default_factory=list)
    end: Outgoing | None = None
    size: int = 0

    def takes(self, page: Sequence[Outgoing]) -> bool:
        from trainer_app.sync.bundle import MOST_RANGES, MOST_STATEMENTS, runs

        return (
            len(self.texts) + len(page) <= MOST_STATEMENTS
            and self.size + sum(len(one.text) for one in page) <= _MOST_TEXT
            and len(runs([*self.stamps, *(one.stamp for one in page)])) <= MOST_RANGES
        )

    def add(self, page: Sequence[Outgoing], sender: Sender) -> None:
        for one in page:
            self.rows.append(one.row)
            self.texts.append(one.text)
            self.digits.append(str(max(one.draft.duration_ms or 0, 0) % 10))
            self.stamps.append(one.stamp)
            self.size += len(one.text)
            if (one.stamp.device, one.stamp.epoch) == (sender.device, sender.epoch):
                self.end = one


def hand_over(store: Store | Ask, folder: Path, stop: Event | None = None) -> HandedOver:
    """Put on the stick what no receipt has come back for; clear away what is receipted.

    A file that was begun is finished when ``stop`` is set. Raises ``NothingThere``,
    ``NobodyToSealTo``, ``StickTrouble``: then what lay there lies there.
    """
    from trainer_app.sync import stick

    with stick.explained():
        return _hand_over(asking(store), folder, stop or Event())


def _hand_over(ask: Ask, folder: Path, stop: Event) -> HandedOver:
    from trainer_app.sync import stick
    from trainer_app.training.certificate import public_key
    from trainer_app.training.programme import fingerprint

    receipts = read_receipts(ask, folder)
    start = ask(_start)
    stick.drop_parts(folder, start.prefix)
    paths: list[Path] = []
    rows: list[int] = []
    statements, stopped = 0, False
    for contents in _contents(ask, start):
        if stopped := stop.is_set():
            break
        paths.append(_put(ask, stick.home(folder), contents, start))
        rows += contents.rows if contents.texts else ()
        statements += len(contents.texts)
    number = stick.name_stick(folder)
    ask(lambda store: store.set_setting(_KNOWN + number, "known"))
    _clear(folder, start, ask(judge))
    return HandedOver(
        paths=tuple(paths),
        count=statements,
        first=rows[0] if rows else 0,
        last=rows[-1] if rows else 0,
        fingerprint=fingerprint(public_key(start.sender.seed)),
        receipts=receipts,
        stopped=stopped,
    )


def knows_stick(store: Store | Ask, folder: Path) -> bool:
    """Whether something was handed over on this stick before."""
    from trainer_app.sync.stick import stick_id

    number = stick_id(folder)
    if number is None:
        return False
    return asking(store)(lambda store: store.setting(_KNOWN + number)) is not None


# ---------------------------------------------------------------- what goes in


def _start(store: Store) -> _Start:
    from trainer_app.sync.bundle import Sender

    recipients = directory.recipients(store)
    if not recipients:
        raise NobodyToSealTo(
            _(
                "This computer does not know yet who may open its results. Apply the programme "
                "file, or pair it once with the facilitator's laptop. Then try again."
            )
        )
    endpoint = stick_endpoint(store)
    mark = people_mark(store, endpoint)
    people = store.directory.changes(mark)
    signed = programme(store)
    wall_ms, mono_ms = store.clocks()
    return _Start(
        sender=Sender(
            device=store.device,
            epoch=store.epoch,
            boot=store.boot,
            mono_ms=mono_ms,
            wall_ms=wall_ms,
            seed=store.signing_seed(),
            programme=signed.programme.programme_id if signed else None,
            site=store.setting("site-id") if signed else None,
        ),
        recipients=recipients,
        mark=endpoint.mark,
        people=tuple(people),
        people_through=people[-1].feed if people else mark,
        bundle_days=retention_here(store).bundle_days,
        made=files_made(store),
    )


def _contents(ask: Ask, start: _Start) -> Iterator[Contents]:
    """What each file holds, in the order of the log; people's names are in the first."""
    batch, made = _Batch(), 0
    for page in _pages(ask, start.mark):
        if not batch.takes(page):
            yield _closed(ask, start, batch, with_people=made == 0)
            batch, made = _Batch(), made + 1
        batch.add(page, start.sender)
    if batch.texts or (start.people and not made):
        yield _closed(ask, start, batch, with_people=made == 0)


def _pages(ask: Ask, mark: int) -> Iterator[list[Outgoing]]:
    """What waits: first what a person wants tried again, then the log from the mark on.

    A page has no more statements than a header may have ranges, so that it always fits.
    """
    page = ask(next_page)
    while page:
        yield page
        page = ask(partial(next_page, after=max(mark, page[-1].row)))


def _closed(ask: Ask, start: _Start, batch: _Batch, *, with_people: bool) -> Contents:
    from trainer_app.sync.bundle import Contents, runs
    from trainer_app.sync.messages import Seen

    ranges = runs(batch.stamps)
    chains = {(one.device, one.epoch) for one in ranges}
    seen = ask(
        lambda store: [
            Seen.of(one) for device, epoch in chains for one in store.observations.of(device, epoch)
        ]
    )
    return Contents(
        texts=batch.texts,
        digits="".join(batch.digits),
        ranges=ranges,
        rows=(batch.rows[0], batch.rows[-1]) if batch.rows else (0, 0),
        heads=_heads(ask, start, batch, chains),
        observations=seen,
        people=start.people if with_people else (),
        people_through=start.people_through if with_people else 0,
    )


def _heads(ask: Ask, start: _Start, batch: _Batch, chains: set[tuple[UUID, int]]) -> list[Head]:
    """The signed ends of the chains: our own as far as it goes here, of others what they signed."""
    from trainer_app.sync.messages import Head, head_words
    from trainer_app.training.certificate import public_key

    heads = [
        Head(one.device, one.epoch, one.seq, one.hash, one.signature, one.key)
        for one in ask(lambda store: store.chains.signed())
        if (one.device, one.epoch) in chains
    ]
    if batch.end is not None:
        stamp, seed = batch.end.stamp, start.sender.seed
        words = head_words(stamp.device, stamp.epoch, stamp.seq, batch.end.hash)
        signature = _signed(seed, words)
        key = public_key(seed)
        heads.append(Head(stamp.device, stamp.epoch, stamp.seq, batch.end.hash, signature, key))
    return heads


def _signed(seed: bytes, words: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).sign(words)


# ---------------------------------------------------------------- on the stick


def _put(ask: Ask, home: Path, contents: Contents, start: _Start) -> Path:
    """Write a file, or find that the same lies there already. Another's file is never touched."""
    from trainer_app.sync import bundle, stick

    name = f"{start.prefix}{contents.rows[0]}-{contents.rows[1]}"
    for number in count(1):
        path = home / f"{name}{'' if number == 1 else f'-{number}'}{bundle.SUFFIX}"
        there = _own(path, start)
        if there is not None and _same(there, contents, start) and inspect(path).whole:
            return path
        if not path.exists() or (there is not None and _replaces(contents, there)):
            data = bundle.write(contents, start.sender, start.recipients)
            ask(partial(note_made, bundle=bundle.read_header(data).bundle))
            stick.put(path, data)
            return path
    raise AssertionError("unreachable")


def _own(path: Path, start: _Start) -> Header | None:
    """What stands on a file that this computer made, with the log it has now; no copy of it did."""
    from trainer_app.sync import bundle, stick

    try:
        begin, size = stick.read_start(path, bundle.START_BYTES)
        header = bundle.read_header(begin)
    except (OSError, bundle.BundleRejected):
        return None
    sender = start.sender
    ours = (header.device, header.epoch) == (sender.device, sender.epoch)
    ours = ours and str(header.bundle) in start.made
    return header if ours and size == bundle.size_of(begin) else None


def _same(there: Header, contents: Contents, start: _Start) -> bool:
    from trainer_app.sync.sealing import fingerprint

    return (
        there.ranges == contents.ranges
        and there.people == contents.people_through
        and there.recipients == tuple(fingerprint(one) for one in start.recipients)
    )


def _replaces(contents: Contents, there: Header) -> bool:
    """Whether a new file holds all that the one there does."""
    return there.people <= contents.people_through and covers(contents.ranges, there.ranges)


def _clear(folder: Path, start: _Start, judging: Judge) -> None:
    """Take away our own files that are receipted: all but the newest few, and any too old.

    What no receipt has come for is never taken away, and the receipt stays as long as its file.
    """
    from trainer_app.sync import stick

    found = look(folder)
    good = [
        one
        for _path, one in found.receipts
        if one.device == judging.device and judging.believes(one)
    ]
    receipted = {one.bundle for one in good}
    taken = [x for one in good if str(one.bundle) in start.made for x in one.ranges]
    own = [(path, one) for path, one in found.bundles if one.device == start.sender.device]
    own.sort(key=lambda item: (item[1].epoch, item[1].rows, item[1].people), reverse=True)
    too_old = start.sender.wall_ms - start.bundle_days * _DAY_MS
    kept = set()
    for place, (path, header) in enumerate(own):
        here = header.ranges and str(header.bundle) in start.made
        done = header.bundle in receipted or (here and covers(taken, header.ranges))
        if done and (place >= KEPT or header.made < too_old):
            stick.drop(path)
        else:
            kept.add(header.bundle)
    for path, one in found.receipts:
        if one in good and one.bundle not in kept:
            stick.drop(path)
