"""Handing in to a hub: exchanges until nothing is left, each confirmed run by run.

A cut at any byte costs at most the one exchange that was under way: it is sent again, and the hub
finds that it has it already.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from trainer_app.sync import messages, on_the_way
from trainer_app.sync.ask import Ask, SyncProgress, Tell
from trainer_app.sync.contact import met, remember
from trainer_app.sync.faults import Fault, RoadClosed
from trainer_app.sync.hub_client import TooLarge, exchange
from trainer_app.sync.load import Load, gather, mark_of, pack
from trainer_app.sync.push import Pushed, Tries
from trainer_app.sync.verdicts import Verdict, judge

if TYPE_CHECKING:
    from trainer_app.store import EndpointRow, Store
    from trainer_app.sync.road import Line
    from trainer_app.training.clocks import Observation

FIRST_EXCHANGE = 500
SMALLEST_AFTER_A_CUT = 50
_QUICK_S = 3.0
"""An exchange that took no longer may be followed by a larger one."""
_MOST_BLOBS = 100
_MOST_PEOPLE_BYTES = messages.MOST_BYTES // 4
"""Of names in one exchange."""
_MOST_SAID_AGAIN = 10
"""Times in one contact; what is in conflict then is left to a person."""


class PeopleFeed(Protocol):
    """The names that travel beside the results, sealed. Used on the network's thread."""

    @property
    def recipient(self) -> str:
        """Whom others may seal names to so that this computer can read them; or empty."""

    def waiting(self, endpoint_id: str) -> Sequence[bytes]:
        """What this hub has not been given yet, each within ``messages.MOST_BLOB_BYTES``."""

    def delivered(self, endpoint_id: str) -> None:
        """The hub has on its disk what was waiting last."""

    def arrived(self, endpoint_id: str, blobs: Sequence[bytes]) -> None:
        """What others have left for this computer."""


class _Names:
    """The names that wait for a hub, in portions that have room beside results."""

    def __init__(self, feed: PeopleFeed | None, endpoint_id: str) -> None:
        self._feed, self._id = feed, endpoint_id
        self._left: Sequence[bytes] | None = None
        self._no_room = False

    @property
    def recipient(self) -> str:
        return self._feed.recipient if self._feed else ""

    def portion(self) -> Sequence[bytes]:
        """What goes with the next exchange; the same until ``went`` is called."""
        if self._feed is None or self._no_room:
            return ()
        if self._left is None:
            self._left = self._feed.waiting(self._id)
        size = 0
        for count, blob in enumerate(self._left[:_MOST_BLOBS]):
            size += len(blob)
            if count and size > _MOST_PEOPLE_BYTES:
                return self._left[:count]
        return self._left[:_MOST_BLOBS]

    def went(self, portion: Sequence[bytes], *, refused: bool) -> bool:
        """The hub was given a portion; whether more wait for it in this contact."""
        if self._feed is None or self._no_room:
            return False
        self._no_room = refused
        self._left = (self._left or ())[len(portion) :]
        if self._left or refused:
            return not refused
        self._feed.delivered(self._id)
        self._left = None
        return False

    def start_over(self) -> None:
        """The hub gets everything once more."""
        self._left = None

    def arrived(self, blobs: Sequence[bytes]) -> None:
        if self._feed and blobs:
            self._feed.arrived(self._id, blobs)


def push_to_hub(
    ask: Ask, endpoint: EndpointRow, line: Line, *, tell: Tell, people: PeopleFeed | None
) -> Pushed:
    """One contact with a hub; there is at least one exchange. Raises ``Stopped``."""
    return _HubPush(ask, endpoint, line, tell, people).run()


class _HubPush:
    def __init__(
        self, ask: Ask, endpoint: EndpointRow, line: Line, tell: Tell, people: PeopleFeed | None
    ) -> None:
        self._ask, self._line, self._tell = ask, line, tell
        self._id, self._known = endpoint.endpoint_id, dict(endpoint.settings)
        self._names = _Names(people, self._id)
        self._tries = Tries(line)
        self._size, self._most = FIRST_EXCHANGE, messages.MOST_STATEMENTS
        self._as_texts: set[int] = set()
        self._starts_over = False
        self._sent = self._refused = self._times_said_again = 0
        self._contact_ms: int | None = None
        self._waiting = self._count()

    def run(self) -> Pushed:
        fault = self._work()
        return Pushed(self._sent, self._refused, self._count(), fault, self._contact_ms)

    def _count(self) -> int:
        return self._ask(lambda store: store.outbox.to_hand_in(self._id)).count

    def _work(self) -> Fault | None:
        more = True
        while more:
            load = self._load()
            try:
                more = self._exchange(load)
                self._tries.worked()
            except TooLarge:
                if self._size == 1:
                    return Fault("server", {"status": 413})
                self._size = self._most = max(1, self._size // 2)
            except RoadClosed as closed:
                if not self._tries.again(closed.fault):
                    return closed.fault
                self._size = min(self._size, max(SMALLEST_AFTER_A_CUT, self._size // 2))
        return None

    def _load(self) -> Load:
        recipient = self._names.recipient
        seen = self._known.get("seen")

        def gathered(store: Store) -> Load:
            return gather(
                store, self._id, self._size,
                recipient=recipient, seen=seen, as_texts=self._as_texts,
            )  # fmt: skip

        return self._ask(gathered)

    def _exchange(self, load: Load) -> bool:
        """Whether there is more to say. Raises ``RoadClosed``, ``Stopped``, ``TooLarge``."""
        sent = pack(load)
        people = self._names.portion()
        message = messages.Exchange(
            hello=load.hello,
            frames=list(sent.frames),
            texts=[one.text for one in sent.texts],
            observations=[messages.Seen.of(one) for one in load.observations],
            people_after=int(self._known.get("people_after", 0)),
            people=list(people),
            others_after=int(self._known.get("others_after", 0)),
            on_the_way=on_the_way.asked(self._known),
        )
        began = time.monotonic()
        answer, reply = exchange(self._line, message)
        if time.monotonic() - began <= _QUICK_S:
            self._size = min(self._most, self._size * 2)
        trusted = answer.clock_known
        there_ms = met(self._ask, "hub", answer.now_ms, reply.came_at, trusted=trusted)
        self._contact_ms = there_ms or self._line.now_ms()
        verdict = judge(answer, sent)
        if verdict is None:
            raise RoadClosed(Fault("answer"))
        more = self._names.went(people, refused=verdict.people_refused)
        self._take(load, answer, verdict)
        moved = bool(verdict.received or verdict.refused or verdict.as_texts or self._starts_over)
        return self._take_others(answer) or more or (moved and self._count() > 0)

    # ------------------------------------------------------------ what is answered

    def _take(self, load: Load, answer: messages.Answer, verdict: Verdict) -> None:
        self._as_texts.update(verdict.as_texts)
        contact_ms = self._contact_ms or 0
        own = {one.row for one in load.all() if one.own}

        def keep(store: Store) -> int:
            for row, (code, reason) in verdict.refused.items():
                store.outbox.refuse(self._id, row, code, reason)
            if verdict.received:
                store.outbox.acknowledge(self._id, verdict.received, contact_ms)
            _heed_chain(store, load.hello, answer)
            return self._say_again(store, [row for row in verdict.conflicts if row in own])

        self._learn(load, answer, verdict)  # before it counts as handed in
        said_again = self._ask(keep)
        self._sent += len(verdict.received)
        self._refused += len(verdict.refused) - said_again
        self._times_said_again += said_again > 0
        if self._went_back(load.hello, answer) and not self._starts_over:
            self._start_over()
        left = max(0, self._waiting - self._sent - self._refused)
        self._tell(SyncProgress(self._id, sent=self._sent, left=left))

    def _say_again(self, store: Store, rows: Sequence[int]) -> int:
        """Under free ids; in an epoch the further away, the more often these were taken, too."""
        if not rows or self._times_said_again == _MOST_SAID_AGAIN:
            return 0
        if self._times_said_again:
            store.begin_epoch(store.epoch + 2**self._times_said_again - 1)
        return store.reissue(rows)

    def _learn(self, load: Load, answer: messages.Answer, verdict: Verdict) -> None:
        learnt: dict[str, Any] = {}
        if load.observations:
            learnt["seen"] = max(map(mark_of, load.observations))
        received = set(verdict.received)
        taken = [one.stamp for one in load.all() if one.row in received]
        self._remember(learnt | on_the_way.learnt(self._known, taken, answer.onward))

    def _went_back(self, hello: messages.Hello, answer: messages.Answer) -> bool:
        """Whether the hub knows less of this device's chain than it did: it was put back."""
        chain = [str(hello.device), hello.epoch]
        *known, before = self._known.get("known", [*chain, 0])
        self._remember({"known": [*chain, answer.known_seq]})
        return bool(known == chain and answer.known_seq < before)

    def _start_over(self) -> None:
        """The hub was put back to an older state: it gets everything once more."""
        self._ask(lambda store: store.endpoints.start_over(self._id))
        self._names.start_over()
        self._remember({"people_sent": 0, "people_after": 0, "others_after": 0, "seen": None})
        self._waiting = self._sent + self._count()
        self._starts_over = True

    def _take_others(self, answer: messages.Answer) -> bool:
        """People, and what the hub knows of other devices; whether it has more of these."""
        learnt: dict[str, Any] = {}
        more = False
        if answer.people:
            self._names.arrived([one.data for one in answer.people])
            last, before = answer.people[-1].number, int(self._known.get("people_after", 0))
            learnt["people_after"] = last
            more = before < last < answer.people_newest
        for seen in answer.observations:
            self._ask(partial(_observe, seen.observation()))
        for head in answer.heads:
            self._ask(partial(_hold, head))
        if answer.others_newest > int(self._known.get("others_after", 0)):
            learnt["others_after"] = answer.others_newest
        self._remember(learnt)
        return more

    def _remember(self, learnt: dict[str, Any]) -> None:
        if learnt:
            self._known |= learnt
            remember(self._ask, self._id, **learnt)


def _heed_chain(store: Store, hello: messages.Hello, answer: messages.Answer) -> None:
    """Count anew when the hub knows more of this device than it does itself, or something else."""
    chain = (hello.device, hello.epoch)
    if chain != (store.device, store.epoch):
        return
    fits = all(one.fits for one in answer.receipts if (one.device, one.epoch) == chain)
    known = answer.known_seq
    if fits and known == 0:
        return
    if fits and known <= store.head().seq:
        here = store.chains.before(store.device, store.epoch, known + 1)
        if answer.known_head is None or here == answer.known_head:
            return
    store.begin_epoch(store.epoch)


def _observe(seen: Observation, store: Store) -> None:
    store.observations.observe(seen)


def _hold(head: messages.Head, store: Store) -> None:
    if head.device != store.device and _is_signed(head):
        store.chains.hold_head(
            head.device, head.epoch, head.seq, head.hash, head.signature, head.key
        )


def _is_signed(head: messages.Head) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    words = messages.head_words(head.device, head.epoch, head.seq, head.hash)
    try:
        Ed25519PublicKey.from_public_bytes(head.key).verify(head.signature, words)
    except (InvalidSignature, ValueError):
        return False
    return True
