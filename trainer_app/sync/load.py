"""What one exchange brings to a hub: gathered on the store's thread, packed on the network's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from trainer_app import __version__
from trainer_app.store import SITE_ID
from trainer_app.sync import messages
from trainer_app.sync.frame import Entry, encode

if TYPE_CHECKING:
    from trainer_app.store import Outgoing, Store
    from trainer_app.training.clocks import Observation

MOST_FRAMES = 400
"""In one exchange; more than a few only where results were refused one here, one there."""
MOST_OBSERVATIONS = 500
"""In one exchange; the others go with the next."""
MOST_TEXT_BYTES = messages.MOST_BYTES // 2
"""Of forwarded texts in one exchange; the rest has room beside them."""


@dataclass(frozen=True, slots=True)
class Run:
    """Statements in a row that go as one frame; ``before`` is the hash before the first."""

    rows: tuple[Outgoing, ...]
    before: bytes


@dataclass(frozen=True, slots=True)
class Load:
    """What the store has for a hub now."""

    hello: messages.Hello
    runs: tuple[Run, ...]
    others: tuple[Outgoing, ...]
    observations: tuple[Observation, ...]

    def all(self) -> Iterator[Outgoing]:
        """Every statement in it."""
        for run in self.runs:
            yield from run.rows
        yield from self.others


@dataclass(frozen=True, slots=True)
class Packed:
    """A load as it travels: ``frames`` beside the statements in each, and statements as texts."""

    frames: tuple[bytes, ...]
    framed: tuple[tuple[Outgoing, ...], ...]
    texts: tuple[Outgoing, ...]


def gather(
    store: Store, endpoint_id: str, size: int, *, recipient: str, seen: Any, as_texts: set[int]
) -> Load:
    """The next ``size`` statements and what goes with them.

    ``seen`` marks the newest observation the hub has; ``as_texts`` are rows that go as texts.
    """
    runs: list[Run] = []
    others: list[Outgoing] = []
    length = 0
    for part in _parts(store.outbox.outgoing(endpoint_id, size), as_texts):
        before = None if len(runs) == MOST_FRAMES else _before(store, part[0], as_texts)
        if before is not None:
            runs.append(Run(tuple(part), before))
            continue
        for one in part:
            length += len(one.text) + 8
            if others and length > MOST_TEXT_BYTES:
                break
            others.append(one)
    observations = _unseen(store, seen)
    return Load(_hello(store, recipient), tuple(runs), tuple(others), observations)


def pack(load: Load) -> Packed:
    """The frames of a load; a run no frame can be made of goes as texts."""
    frames, framed = [], []
    texts = list(load.others)
    for run in load.runs:
        entries = [Entry(one.draft, one.stamp) for one in run.rows]
        try:
            frames.append(encode(entries, run.before))
            framed.append(run.rows)
        except ValueError:
            texts += run.rows
    return Packed(tuple(frames), tuple(framed), tuple(texts))


def mark_of(observation: Observation) -> list[Any]:
    """An observation's place, as settings keep it."""
    return [str(observation.device), observation.epoch, observation.boot, observation.mono_ms]


def _parts(found: Sequence[Outgoing], as_texts: set[int]) -> Iterator[list[Outgoing]]:
    """Runs of own statements that follow each other; each other one alone."""
    part: list[Outgoing] = []
    for one in found:
        if part and not (_follows(part[-1], one) and {part[-1].row, one.row}.isdisjoint(as_texts)):
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _follows(before: Outgoing, after: Outgoing) -> bool:
    near, far = before.stamp, after.stamp
    return (
        before.own
        and after.own
        and (near.device, near.epoch, near.seq + 1) == (far.device, far.epoch, far.seq)
    )


def _before(store: Store, first: Outgoing, as_texts: set[int]) -> bytes | None:
    stamp = first.stamp
    if not first.own or first.row in as_texts or stamp.device != store.device:
        return None  # frames hold a computer's own results
    return store.chains.before(stamp.device, stamp.epoch, stamp.seq)


def _unseen(store: Store, seen: Any) -> tuple[Observation, ...]:
    """This device's next observations after the marked one; from the first on where the mark is no
    longer of this device and epoch."""
    own = store.observations.of(store.device, store.epoch)
    place = [str(store.device), store.epoch]
    after = seen[2:] if isinstance(seen, list) and seen[:2] == place else [-1, -1]
    unseen = (one for one in own if [one.boot, one.mono_ms] > after)
    return tuple(islice(unseen, MOST_OBSERVATIONS))


def _hello(store: Store, recipient: str) -> messages.Hello:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(store.signing_seed())
    head = store.head()
    wall_ms, mono_ms = store.clocks()
    assert head.hash is not None
    words = messages.head_words(store.device, store.epoch, head.seq, head.hash)
    return messages.Hello(
        device=store.device,
        epoch=store.epoch,
        boot=store.boot,
        mono_ms=max(0, mono_ms),
        wall_ms=wall_ms,
        seq=head.seq,
        head=head.hash,
        signature=key.sign(words),
        key=key.public_key().public_bytes_raw(),
        recipient=recipient,
        release=__version__,
        site=store.setting(SITE_ID) or None,
    )
