"""Collecting: results of other computers taken in from a stick, and receipts put beside them.

A file that is damaged, or of somebody who is not known, is refused whole, and stands in no other's
way. What is held already is passed over, so that reading twice does no harm.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from trainer_app.i18n import N_, _, day, isolate, isolate_number
from trainer_app.operations import Changed, directory
from trainer_app.operations.arriving import Taken, make_endpoint, pages, receive, take_the_rest
from trainer_app.operations.asking import asking
from trainer_app.operations.stick_inventory import require
from trainer_app.training.times import at

if TYPE_CHECKING:
    from trainer_app.store import CollectedRow, Store
    from trainer_app.sync.ask import Ask
    from trainer_app.sync.bundle import Header, Opened

_ALREADY = N_("Already collected on {day}. Nothing was added.")
_STRANGER = N_(
    "This computer is not known here yet. Compare its number with the one it shows: {number}. "
    "If they are the same, accept it."
)
_ANOTHER_KEY = N_(
    "This file says it is of a computer that is known here, but another key made it. It was not "
    "taken. Ask who gave you the stick."
)

State = Literal["collected", "already", "refused", "stranger"]


@dataclass(frozen=True, slots=True)
class CollectProgress:
    """Which file is being read, and how many of its results are through."""

    name: str
    file: int
    files: int
    done: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class CollectedBundle:
    """What became of one file.

    ``new`` results were added of ``count``; ``aside`` did not fit and wait for a person. ``on`` is
    when a file was collected before, in words. ``fingerprint`` is of the computer that made it;
    who knows it may accept a stranger. ``receipted``: a receipt lies beside it.
    """

    name: str
    state: State
    device: UUID | None = None
    site: str | None = None
    count: int = 0
    new: int = 0
    aside: int = 0
    on: str | None = None
    reason: str = ""
    fingerprint: str = ""
    receipted: bool = False

    @property
    def short_name(self) -> str:
        """The computer in six letters and digits."""
        return self.device.hex[:6] if self.device else ""


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of each file, by name. ``doubles`` are learners (ids) who now share a name.

    ``stopped``: somebody stopped it, or the stick went; done again, it goes on.
    """

    bundles: tuple[CollectedBundle, ...] = ()
    doubles: tuple[str, ...] = ()
    stopped: bool = False
    changed: Changed = Changed.NOTHING


@dataclass(slots=True)
class _Work:
    """What all files of one collecting share."""

    ask: Ask
    identities: Sequence[str]
    accept: Collection[str]
    tell: Callable[[CollectProgress], None]
    stop: Event
    doubles: set[str] = field(default_factory=set)
    changed: Changed = Changed.NOTHING


class _Stopped(Exception):
    """Somebody wants it to end."""


def collect(
    store: Store | Ask,
    folder: Path | Sequence[Path],
    tell: Callable[[CollectProgress], None] | None = None,
    stop: Event | None = None,
    *,
    accept: Collection[str] = (),
    identities: Sequence[str] = (),
) -> Collected:
    """Take in every hand-over file of a stick, or the files named.

    ``accept``: fingerprints of strangers that a person compared; they are known from then on.
    ``identities``: more age identities that may open files, such as the organisation's. ``tell`` is
    called on this thread. Raises ``NothingThere``, ``StickTrouble``, ``NotSaved``; what was taken
    by then stays.
    """
    from trainer_app.sync.people import device_identity
    from trainer_app.sync.stick import explained

    ask = asking(store)
    ask(make_endpoint)
    own = ask(device_identity)
    work = _Work(ask, (own, *identities), accept, tell or _nobody, stop or Event())
    with explained():
        return _collected(work, folder)


def _collected(work: _Work, folder: Path | Sequence[Path]) -> Collected:
    bundles: list[CollectedBundle] = []
    paths = _files(folder) if isinstance(folder, Path) else list(folder)
    stopped = False
    for number, path in enumerate(paths, 1):
        try:
            found = _one(work, path, CollectProgress(path.name, number, len(paths)))
        except _Stopped:
            stopped = True
            break
        if found is not None:
            bundles.append(found)
    return Collected(tuple(bundles), tuple(sorted(work.doubles)), stopped, work.changed)


def _files(folder: Path) -> list[Path]:
    from trainer_app.sync import bundle, stick

    require(folder)
    with stick.explained():
        return stick.files(folder, bundle.SUFFIX)


def _one(work: _Work, path: Path, progress: CollectProgress) -> CollectedBundle | None:
    """One file; None for one of this very computer."""
    from trainer_app.sync import bundle, stick
    from trainer_app.training.programme import fingerprint

    if work.stop.is_set():
        raise _Stopped
    work.tell(progress)
    try:
        data = stick.read(path, bundle.MOST_BYTES)
        header = bundle.read_header(data)
    except OSError as error:
        if not path.exists():
            raise _Stopped from error
        return CollectedBundle(path.name, "refused", reason=_(bundle.DAMAGED))
    except bundle.BundleRejected as error:
        return CollectedBundle(path.name, "refused", reason=str(error))
    if header.device == work.ask(lambda store: store.device):
        return None
    known = CollectedBundle(
        name=path.name,
        state="refused",
        device=header.device,
        site=header.site,
        count=header.count,
        fingerprint=fingerprint(bytes.fromhex(header.key)),
    )
    doubt = work.ask(lambda store: _doubt(store, header, known.fingerprint, work.accept))
    if doubt is not None:
        return replace(known, state=doubt[0], reason=doubt[1])
    try:
        opened = bundle.open_bundle(data, work.identities)
    except bundle.BundleRejected as error:
        return replace(known, reason=str(error))
    work.ask(lambda store: _keep_accepted(store, header))
    return _take(work, path, data, opened, known, progress)


def _doubt(
    store: Store, header: Header, number: str, accept: Collection[str]
) -> tuple[State, str] | None:
    """Why a file's maker is not believed."""
    if directory.is_known(store, header.device, header.key):
        return None
    if directory.device_key(store, header.device) is not None:
        return "refused", _(_ANOTHER_KEY)
    if number in accept:
        return None
    return "stranger", _(_STRANGER).format(number=isolate_number(number))


def _keep_accepted(store: Store, header: Header) -> None:
    """From now on know the computer that a person has accepted."""
    if not directory.is_known(store, header.device, header.key):
        directory.pin_device(store, header.device, header.key)


def _take(
    work: _Work,
    path: Path,
    data: bytes,
    opened: Opened,
    known: CollectedBundle,
    progress: CollectProgress,
) -> CollectedBundle:
    digest = hashlib.sha256(data).digest()
    before = work.ask(lambda store: store.inbox.collected(digest))
    if before is not None and _has_receipt(work, path, opened.header):
        return _again(known, before, receipted=True)
    taken = Taken()
    for page in pages(opened):
        if work.stop.is_set():
            raise _Stopped
        work.ask(partial(receive, page=page, taken=taken))
        if taken.new:
            work.changed |= Changed.ATTEMPTS | Changed.SYNC
        done = len(taken.stamps) + len(taken.refused)
        work.tell(replace(progress, done=done, count=opened.header.count))
    people = take_the_rest(work.ask, opened)
    work.doubles.update(people.doubles)
    work.changed |= people.changed
    work.ask(lambda store: store.inbox.note_collected(_noted(store, digest, opened.header, taken)))
    receipted = _write_receipt(work, path, opened, taken)
    if before is not None:
        return _again(known, before, receipted=receipted)
    return replace(
        known, state="collected", new=taken.new, aside=len(taken.refused), receipted=receipted
    )


def _again(known: CollectedBundle, before: CollectedRow, *, receipted: bool) -> CollectedBundle:
    on = day(at(before.at_ms).astimezone())
    said = _(_ALREADY).format(day=isolate(on))
    return replace(known, state="already", on=on, reason=said, receipted=receipted)


def _noted(store: Store, digest: bytes, header: Header, taken: Taken) -> CollectedRow:
    from trainer_app.store import CollectedRow

    return CollectedRow(
        digest=digest,
        bundle=str(header.bundle),
        device=header.device,
        count=header.count,
        new=taken.new,
        at_ms=store.clocks()[0],
        ranges=tuple(
            (one.epoch, one.first, one.last) for one in header.ranges if one.device == header.device
        ),
    )


# ---------------------------------------------------------------- receipts


def _receipt_path(path: Path, header: Header, collector: UUID) -> Path:
    from trainer_app.sync import receipt

    name = f"waypost-{header.device.hex[:6]}-{header.bundle.hex[:8]}-{collector.hex[:6]}"
    return path.with_name(name + receipt.SUFFIX)


def _has_receipt(work: _Work, path: Path, header: Header) -> bool:
    """Whether a receipt of this computer for this file lies beside it."""
    from trainer_app.sync import receipt, stick

    device = work.ask(lambda store: store.device)
    try:
        lying = stick.read(_receipt_path(path, header, device), receipt.MOST_BYTES)
        found = receipt.read(lying)
    except (OSError, receipt.ReceiptRejected):
        return False
    return (found.bundle, found.collector) == (header.bundle, device)


def _write_receipt(work: _Work, path: Path, opened: Opened, taken: Taken) -> bool:
    """Put the receipt beside the file; False where the stick does not take it."""
    from trainer_app.sync import receipt, stick
    from trainer_app.sync.bundle import runs

    header = opened.header
    device, seed, now_ms = work.ask(
        lambda store: (store.device, store.signing_seed(), store.clocks()[0])
    )
    made = receipt.Receipt(
        bundle=header.bundle,
        device=header.device,
        epoch=header.epoch,
        ranges=runs(taken.stamps),
        refused=tuple(receipt.Refused(*one) for one in taken.refused.items()),
        count=len(taken.stamps),
        people=header.people,
        at=now_ms,
        collector=device,
    )
    data = receipt.write(made, seed=seed, secret=opened.secret)
    try:
        stick.put(_receipt_path(path, header, device), data)
    except stick.StickTrouble:
        return False
    return True


def _nobody(_progress: CollectProgress) -> None:
    """Nobody watches."""
