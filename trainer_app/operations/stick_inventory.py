"""What lies on a stick, as far as it shows without a key: whose results, which, what is missing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from trainer_app.errors import TrainerError
from trainer_app.i18n import _, isolate
from trainer_app.operations import directory
from trainer_app.operations.asking import asking

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.sync.ask import Ask
    from trainer_app.sync.bundle import Header, Range
    from trainer_app.sync.receipt import Receipt

State = Literal["waiting", "partly", "collected", "damaged"]
Span = tuple[int, int]
"""Numbers from the first to the last, both with it."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a hand-over file says outside, without a key. ``made_ms`` is its computer's clock.

    ``whole``: the sealed part is the one that was signed. Whether ``fingerprint`` is of a computer
    to trust is another question.
    """

    path: Path
    device: UUID
    site: str | None
    programme: str | None
    count: int
    ranges: tuple[Range, ...]
    made_ms: int
    size: int
    whole: bool
    fingerprint: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StickEntry:
    """One computer's results on a stick, in one epoch of its log.

    ``first`` to ``last`` are the lowest and highest number on the stick, ``count`` how many there
    are. ``missing`` are numbers up to ``last`` that are neither on the stick nor held here. A file
    that cannot be read has an entry of its own, ``damaged`` and without a device.
    """

    device: UUID | None
    epoch: int
    first: int
    last: int
    count: int
    missing: tuple[Span, ...]
    state: State
    site: str | None = None
    names: tuple[str, ...] = ()

    @property
    def short_name(self) -> str:
        """The computer in six letters and digits, as the names of its files have it."""
        return self.device.hex[:6] if self.device else ""


@dataclass(frozen=True, slots=True)
class OnStick:
    """The files of ours on a stick that could be read outside, and the names of those not."""

    bundles: tuple[tuple[Path, Header], ...]
    receipts: tuple[tuple[Path, Receipt], ...]
    damaged: tuple[str, ...]


class NothingThere(TrainerError):
    """The stick or folder that was chosen is not there."""


def require(folder: Path) -> None:
    """Raises ``NothingThere``."""
    if not folder.is_dir():
        raise NothingThere(
            _("{folder} is not there. Put the stick in, then try again.").format(
                folder=isolate(folder)
            )
        )


def look(folder: Path) -> OnStick:
    """Every hand-over file and receipt there. Raises ``NothingThere``, ``StickTrouble``."""
    from trainer_app.sync import bundle, receipt, stick

    require(folder)
    bundles, receipts, damaged = [], [], []
    with stick.explained():
        for path in stick.files(folder, bundle.SUFFIX):
            try:
                start, size = stick.read_start(path, bundle.START_BYTES)
                header = bundle.read_header(start)
                if size != bundle.size_of(start):
                    raise OSError("cut short")
                bundles.append((path, header))
            except (bundle.BundleRejected, OSError):
                damaged.append(path.name)
        for path in stick.files(folder, receipt.SUFFIX):
            try:
                receipts.append((path, receipt.read(stick.read(path, receipt.MOST_BYTES))))
            except (receipt.ReceiptRejected, OSError):
                damaged.append(path.name)
    return OnStick(tuple(bundles), tuple(receipts), tuple(damaged))


def inspect(path: Path) -> Inspected:
    """What stands outside on a hand-over file. Raises ``BundleRejected``."""
    from trainer_app.sync import bundle, stick
    from trainer_app.training.programme import fingerprint

    try:
        data = stick.read(path, bundle.MOST_BYTES)
    except OSError as error:
        said = _("{file} cannot be read: {reason}.")
        raise bundle.BundleRejected(
            said.format(file=isolate(path.name), reason=error.strerror)
        ) from error
    header = bundle.read_header(data)
    sealed = data[bundle.size_of(data) - header.size :]
    return Inspected(
        path=path,
        device=header.device,
        site=header.site,
        programme=header.programme,
        count=header.count,
        ranges=header.ranges,
        made_ms=header.made,
        size=len(data),
        whole=hashlib.sha256(sealed).hexdigest() == header.sha256,
        fingerprint=fingerprint(bytes.fromhex(header.key)),
        recipients=header.recipients,
    )


def inventory(store: Store | Ask, folder: Path) -> list[StickEntry]:
    """Whose results lie on a stick, which of them, and which are missing; no key is needed.

    Raises ``NothingThere``, ``StickTrouble``.
    """
    ask = asking(store)
    found = look(folder)
    chains: dict[tuple[UUID, int], list[tuple[Range, Path, Header]]] = defaultdict(list)
    for path, header in found.bundles:
        for one in header.ranges:
            chains[one.device, one.epoch].append((one, path, header))
    judging = ask(judge)
    believed = [one for _path, one in found.receipts if judging.believes(one)]
    taken = [one for receipt in believed for one in receipt.ranges]
    entries = []
    heads = ask(lambda store: store.chains.heads())
    for device, epoch in sorted(chains, key=str):
        head = heads.get((device, epoch))
        held = ask(partial(_held, device=device, epoch=epoch, last=head.seq)) if head else []
        files = chains[device, epoch]
        entries.append(_entry(device, epoch, files, held, taken, own=device == judging.device))
    entries += [StickEntry(None, 0, 0, 0, 0, (), "damaged", names=(one,)) for one in found.damaged]
    return entries


@dataclass(frozen=True, slots=True)
class Judge:
    """What it takes to tell whether a receipt is to be believed. ``keys`` are of collectors."""

    device: UUID
    seed: bytes = field(repr=False)
    keys: frozenset[str]
    pinned: Mapping[UUID, str]

    def believes(self, receipt: Receipt) -> bool:
        """For a file made here, whoever signed must be known to collect, or have opened it.

        For others there is no telling who opened them: the collector must be known.
        """
        from trainer_app.sync.receipt import is_proven

        if receipt.device == self.device:
            return receipt.key in self.keys or is_proven(receipt, self.seed)
        pinned = self.pinned.get(receipt.collector)
        return receipt.key in self.keys if pinned is None else receipt.key == pinned


def judge(store: Store) -> Judge:
    """The judge of this computer; it believes its own receipts, too."""
    from trainer_app.training.certificate import public_key

    seed = store.signing_seed()
    own = {store.device: public_key(seed).hex()}
    known = directory.known_devices(store)
    return Judge(store.device, seed, directory.collector_keys(store), known | own)


def covers(taken: Iterable[Range], wanted: Iterable[Range]) -> bool:
    """Whether all that is wanted is among what was taken."""
    spans: dict[tuple[UUID, int], list[Span]] = defaultdict(list)
    for one in taken:
        spans[one.device, one.epoch].append((one.first, one.last))
    return all(not without([(one.first, one.last)], spans[one.device, one.epoch]) for one in wanted)


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """What is left of spans where the holes are taken out, in order."""
    left = sorted(spans)
    for low, high in sorted(holes):
        left = [
            part
            for first, last in left
            for part in ((first, min(last, low - 1)), (max(first, high + 1), last))
            if part[0] <= part[1]
        ]
    return sorted(set(left))


def _held(store: Store, device: UUID, epoch: int, last: int) -> list[Span]:
    """The numbers of a chain that are in this log, up to the last."""
    return without([(1, last)], store.chains.gaps(device, epoch))


def _entry(
    device: UUID,
    epoch: int,
    found: Sequence[tuple[Range, Path, Header]],
    held: Sequence[Span],
    taken: Iterable[Range],
    *,
    own: bool,
) -> StickEntry:
    """``held`` of a computer's own chain says nothing about what was collected."""
    there = [(one.first, one.last) for one, _path, _header in found]
    last = max(high for _low, high in there)
    receipted = [
        (one.first, one.last) for one in taken if (one.device, one.epoch) == (device, epoch)
    ]
    waiting = without(there, [*receipted, *(() if own else held)])
    whole = _union(there)
    state: State = "collected" if not waiting else "partly"
    if _count(waiting) == _count(whole):
        state = "waiting"
    sites = [header.site for _one, _path, header in found if header.device == device]
    return StickEntry(
        device=device,
        epoch=epoch,
        first=min(low for low, _high in there),
        last=last,
        count=_count(whole),
        missing=tuple(without([(1, last)], [*there, *held])),
        state=state,
        site=next((site for site in sites if site), None),
        names=tuple(dict.fromkeys(path.name for _one, path, _header in found)),
    )


def _union(spans: Sequence[Span]) -> list[Span]:
    """The same numbers, each once."""
    whole = [(1, max(high for _low, high in spans))]
    return without(whole, without(whole, spans))


def _count(spans: Sequence[Span]) -> int:
    return sum(last - first + 1 for first, last in _union(spans)) if spans else 0
