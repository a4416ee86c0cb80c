"""Handing in: the tail of the log goes to a server, in batches that fit the line and the server.

Nothing counts as handed in but what the server names by its id. A batch that is refused is halved
until the one statement it is about stands alone; that one is set aside for a person to look at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from trainer_app.sync.answers import reference_ms, retry_after_s, trouble, words
from trainer_app.sync.ask import Ask, SyncProgress, Tell, tell_nobody
from trainer_app.sync.contact import HUB, met, open_line, remember
from trainer_app.sync.faults import Fault, RoadClosed
from trainer_app.sync.lrs import Lrs, named

if TYPE_CHECKING:
    from trainer_app.store import EndpointRow, Outgoing, Store
    from trainer_app.sync.hub_push import PeopleFeed
    from trainer_app.sync.road import Line, Patience, Reply, Surroundings

FIRST_BATCH = 50
"""At a server that is not known yet; later what went well the last time."""
MOST_STATEMENTS = 500
MOST_BYTES = 1_000_000
"""Of a batch, before it is packed."""
_ABOUT_STATEMENTS = frozenset({400, 409, 413, 422})
_ABOUT_GZIP = frozenset({400, 415, 500, 501})
_CLEAR = 409
"""The status that speaks of the statement and of nothing else."""
_DOUBTS = 5
"""After so many in a row it may be the server that is at fault."""
_WORTH_ANOTHER_TRY = frozenset({"cut", "timeout", "busy", "server"})


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of one road's results in one contact. ``fault`` says why it ended early.

    ``contact_ms`` is when the other end answered, by its clock if it is sure of it, in UTC
    milliseconds; None where it did not.
    """

    sent: int = 0
    refused: int = 0
    left: int = 0
    fault: Fault | None = None
    contact_ms: int | None = None


def push(
    ask: Ask,
    endpoint: EndpointRow,
    *,
    tell: Tell = tell_nobody,
    stop: Event | None = None,
    line: Line | None = None,
    around: Surroundings | None = None,
    people: PeopleFeed | None = None,
) -> Pushed:
    """Hand in what waits for this endpoint, a server or a hub.

    Runs on the network's thread. ``line`` is used and left open where it is given. ``people`` is
    the feed of names, for hubs only. Raises ``Stopped``, and the store's errors; whatever the
    network does ends in ``fault``.
    """
    if line is None:
        try:
            line = open_line(endpoint, stop=stop, around=around)
        except RoadClosed as closed:
            left = ask(lambda store: store.outbox.to_hand_in(endpoint.endpoint_id)).count
            return Pushed(left=left, fault=closed.fault)
        with line:
            return push(ask, endpoint, tell=tell, line=line, people=people)
    if endpoint.kind == HUB:
        from trainer_app.sync.hub_push import push_to_hub

        return push_to_hub(ask, endpoint, line, tell=tell, people=people)
    return _ServerPush(ask, endpoint, line, tell).run()


class Tries:
    """How often something failed in a row, and whether it is tried again."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._patience: Patience = line.patience
        self.failures = 0

    def again(self, fault: Fault) -> bool:
        """Waits before another try and says yes; no, when it would not help. Raises ``Stopped``."""
        self.failures += 1
        if fault.reason not in _WORTH_ANOTHER_TRY or self.failures >= self._patience.tries:
            return False
        wait = fault.retry_after_s
        if wait is not None and wait > self._patience.longest_wait_s:
            return False
        self._line.pause(self._patience.pause_s(self.failures) if wait is None else wait)
        return True

    def worked(self) -> None:
        """The next failure is the first again."""
        self.failures = 0


class _ServerPush:
    """One contact with a server."""

    def __init__(self, ask: Ask, endpoint: EndpointRow, line: Line, tell: Tell) -> None:
        self._ask, self._tell, self._id = ask, tell, endpoint.endpoint_id
        self._settings, self._mark = endpoint.settings, endpoint.mark
        self._lrs = Lrs(line, version=str(endpoint.settings.get("version", "1.0.3")))
        self._gzip: bool | None = endpoint.settings.get("gzip")
        self._tries = Tries(line)
        self._size, self._most = int(self._settings.get("batch", FIRST_BATCH)), MOST_STATEMENTS
        self._singly = False
        self._sent = self._refused = self._waiting = 0
        self._doubtful: list[tuple[Outgoing, int, str]] = []
        self._contact_ms: int | None = None

    def run(self) -> Pushed:
        self._waiting = self._count()
        fault = self._work() if self._waiting else None
        if self._gzip and fault and fault.kind == "server" and not self._sent:
            self._learn_gzip(known=None)  # another server may stand behind the same address
        if self._sent and not self._singly:
            remember(self._ask, self._id, batch=max(FIRST_BATCH, self._size))
        return Pushed(self._sent, self._refused, self._count(), fault, self._contact_ms)

    def _count(self) -> int:
        return self._ask(lambda store: store.outbox.to_hand_in(self._id)).count

    def _work(self) -> Fault | None:
        while fault := self._introduce():
            if not self._tries.again(fault):
                return fault
        while True:
            while batch := self._next():
                if fault := self._hand_in(batch):
                    return fault
            if not self._doubtful:
                return None
            if fault := self._settle():
                return fault

    def _introduce(self) -> Fault | None:
        """At the first contact: which version is spoken, and whether gzip is."""
        if "version" in self._settings:
            return None
        try:
            about, reply = self._lrs.about()
        except RoadClosed as closed:
            return closed.fault
        self._note(reply)
        if about and about.gzip is not None:
            self._gzip = about.gzip
        remember(self._ask, self._id, version=self._lrs.version, gzip=self._gzip)
        return None

    # ------------------------------------------------------------ one batch

    def _next(self) -> list[Outgoing]:
        aside = {one.row for one, _code, _said in self._doubtful}
        found = self._ask(lambda store: store.outbox.outgoing(self._id, self._size + len(aside)))
        batch: list[Outgoing] = []
        length = 0
        for one in found:
            if one.row in aside:
                continue
            length += len(one.text) + 1
            if batch and (length > MOST_BYTES or len(batch) == self._size):
                break
            batch.append(one)
        return batch

    def _hand_in(self, batch: Sequence[Outgoing]) -> Fault | None:
        """None where it goes on, with this batch or the next."""
        try:
            reply = self._deliver(batch)
        except RoadClosed as closed:
            return self._failed(closed.fault, len(batch))
        self._note(reply)
        if reply.status in (200, 204) and not trouble(reply):
            return self._acknowledge(batch, reply)
        if fault := trouble(reply):
            return self._failed(fault, len(batch))
        if reply.status in _ABOUT_STATEMENTS:
            self._tries.worked()
            return self._narrow(batch, reply)
        return Fault("server", {"status": reply.status}, retry_after_s(reply))

    def _deliver(self, batch: Sequence[Outgoing]) -> Reply:
        texts = [one.text for one in batch]
        if self._singly:
            return self._lrs.put(str(batch[0].stamp.statement_id), texts[0])
        if self._gzip is False:
            return self._lrs.post(texts, zipped=False)
        reply = self._lrs.post(texts, zipped=True)
        if reply.status == 200 and self._gzip is None:
            self._learn_gzip(known=True)
        unsure = self._gzip is None and reply.status in _ABOUT_GZIP
        alone = len(batch) == 1 and reply.status == 400
        if reply.status == 415 or unsure or alone:
            plain = self._lrs.post(texts, zipped=False)
            if plain.status in (200, 204) or reply.status == 415:
                self._learn_gzip(known=False)
            return plain
        return reply

    def _learn_gzip(self, *, known: bool | None) -> None:
        self._gzip = known
        remember(self._ask, self._id, gzip=known)

    def _failed(self, fault: Fault, length: int) -> Fault | None:
        if not self._tries.again(fault):
            return fault
        if fault.reason != "busy":
            self._size = max(1, length // 2)
        return None

    def _acknowledge(self, batch: Sequence[Outgoing], reply: Reply) -> Fault | None:
        if self._singly:
            count = int(reply.status == 204)
        else:
            count = named(reply, [str(one.stamp.statement_id) for one in batch])
        if not count:
            if self._singly:
                return Fault("answer")
            self._singly, self._size, self._most = True, 1, 1  # one PUT has one clear answer
            return None
        self._tries.worked()
        self._set_aside()
        rows = [one.row for one in batch[:count]]
        contact_ms = self._contact_ms or 0
        self._ask(lambda store: store.outbox.acknowledge(self._id, rows, contact_ms))
        self._sent += count
        if len(batch) >= self._size:
            self._size = min(self._most, self._size * 2)
        self._report()
        return None

    # ------------------------------------------------------------ what is refused

    def _narrow(self, batch: Sequence[Outgoing], reply: Reply) -> Fault | None:
        if len(batch) > 1:
            self._size = len(batch) // 2
            if reply.status == 413:
                self._most = self._size
            return None
        self._doubtful.append((batch[0], reply.status, words(reply)))
        self._set_aside(only_clear=True)
        return self._look_further() if len(self._doubtful) >= _DOUBTS else None

    def _look_further(self) -> Fault | None:
        """So many in a row were refused: is it them, or is it the server? Others are tried."""
        aside = {one.row for one, _code, _said in self._doubtful}
        found = self._ask(lambda store: store.outbox.outgoing(self._id, MOST_STATEMENTS))
        others = [one for one in found if one.row not in aside]
        if not others:
            return None
        for one in others[-1:] + others[len(others) // 2 : -1][:1]:
            try:
                reply = self._deliver([one])
            except RoadClosed as closed:
                return closed.fault
            if fault := trouble(reply):
                return fault
            if named(reply, [str(one.stamp.statement_id)]) or (
                self._singly and reply.status == 204
            ):
                self._set_aside()
                return None
        return self._refuses_all()

    def _settle(self) -> Fault | None:
        """At the end: what was refused is set aside, if the server is one that takes results."""
        if not self._sent and len(self._doubtful) >= _DOUBTS:
            return self._refuses_all()
        try:
            fault = None if self._sent else self._lrs.may_write()
        except RoadClosed as closed:
            fault = closed.fault
        if fault is None:
            self._set_aside()
        return fault

    def _refuses_all(self) -> Fault:
        return Fault("refuses-all", {"words": self._doubtful[-1][2]})

    def _set_aside(self, *, only_clear: bool = False) -> None:
        """Into the list a person reads. Clear by itself is a conflict, and one that was refused
        before and tried once more."""
        if not self._doubtful:
            return
        kept = []
        for one, code, said in self._doubtful:
            if only_clear and code != _CLEAR and one.row > self._mark:
                kept.append((one, code, said))
                continue
            self._ask(partial(_refuse, self._id, one.row, code, said))
            self._refused += 1
        if len(kept) < len(self._doubtful):
            self._doubtful = kept
            self._report()

    # ------------------------------------------------------------ notes

    def _note(self, reply: Reply) -> None:
        """The first answer of a contact tells the time."""
        if self._contact_ms is None:
            there_ms = met(self._ask, "server", reference_ms(reply), reply.came_at)
            self._contact_ms = there_ms or self._lrs.line.now_ms()

    def _report(self) -> None:
        left = max(0, self._waiting - self._sent - self._refused)
        self._tell(SyncProgress(self._id, sent=self._sent, left=left))


def _refuse(endpoint_id: str, row: int, code: int, said: str, store: Store) -> None:
    store.outbox.refuse(endpoint_id, row, code, said)
