"""The data file as a device of its own: who it is in this run, and its own chain."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from trainer_app.errors import TrainerError
from trainer_app.store import identity, log, outbox
from trainer_app.store.chains import Held
from trainer_app.store.clock import Clock
from trainer_app.store.transactions import Transactions
from trainer_app.store.words import Words
from trainer_app.training.statement import Stamp


class Itself:
    """Who this file is. ``now`` follows when it becomes somebody new."""

    now: identity.Identity

    def __init__(
        self, transactions: Transactions, words: Words, own_log: log.Log, clock: Clock
    ) -> None:
        self._transactions = transactions
        self._words = words
        self._log = own_log
        self._clock = clock

    def wake(self, file: Path, *, created: bool) -> None:
        """Find out who this is, and begin its next run. Raises the driver's errors."""
        with self._transactions.begin() as connection:
            whereabouts = identity.look_around(file)
            self.now = identity.settle(connection, self._words, whereabouts, created=created)
        self._tell_witness(0)

    def leave_word(self) -> None:
        """Tell the witness how far this device has got, where the file can say so."""
        with suppress(TrainerError):
            self._tell_witness(self.head().seq)

    def head(self) -> Held:
        """The end of the present chain."""
        head = self._transactions.ask(log.read_head)
        return Held(head.seq, head.seq, head.hash)

    def begin_epoch(self, above: int) -> int:
        """Count anew from 1, in an epoch of which nobody has seen anything."""
        with self._transactions.writing() as connection:
            epoch = identity.begin_epoch(connection, max(above, self.now.epoch))
        self._renewed(epoch)
        return epoch

    def arrived(self, connection: Connection, stamps: Sequence[Stamp]) -> Callable[[], None]:
        """Statements came from elsewhere that are not here. Where they are of this very device, an
        older copy of the file was put back, or another goes on beside this one: it goes on in a new
        epoch. Call the result after the commit."""
        epochs = [stamp.epoch for stamp in stamps if stamp.device == self.now.device]
        if not epochs or max(epochs) < self.now.epoch:
            return lambda: None
        epoch = identity.begin_epoch(connection, max(epochs))
        return lambda: self._renewed(epoch)

    def reissue(self, rows: Sequence[int]) -> int:
        """Say once more, in an epoch of which nobody has seen anything; how many."""
        with self._transactions.writing() as connection:
            records = outbox.without_copy(connection, rows)
            chain, epoch = (self.now.device, self.now.epoch), self.now.epoch
            if any((one.stamp.device, one.stamp.epoch) == chain for one in records):
                epoch = identity.begin_epoch(connection, epoch)
                self._log.forget()
            copies = self._log.say_again(connection, records)
            for one, copy in zip(records, copies, strict=True):
                outbox.spare(connection, one.row, copy, self._clock().utc_ms)
        if epoch != self.now.epoch:
            self._renewed(epoch)
        return len(copies)

    def _renewed(self, epoch: int) -> None:
        self._log.forget()
        self.now = replace(self.now, epoch=epoch, event="restored")
        self._tell_witness(0)

    def _tell_witness(self, seq: int) -> None:
        reached = identity.Witness(self.now.epoch, self.now.boot, seq)
        identity.write_witness(self.now.device, reached)
