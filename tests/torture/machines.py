"""Computers on machines of their own, for the model: each can be killed, copied and put back.

Real data folders and real stores; pretended is only what a machine is built of, and where a copy of
a whole disk believes to be.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, func, select

from tests.flows.cast import Clock, Computer
from trainer_app.store import Store, identity
from trainer_app.store.endpoints import endpoint_row, mark_of, outstanding
from trainer_app.store.machine import Machine
from trainer_app.store.rows import WHOLE, Record, record
from trainer_app.store.tables import statement

T = TypeVar("T")
_STATE_HOME = "WAYPOST_STATE_HOME"
_look_around = identity.look_around


class Killed(BaseException):
    """The program was ended in the middle of something."""


@dataclass(frozen=True)
class Disk:
    """A copy of what a computer has on its disk: the data folder, and what is remembered of it."""

    data: Path
    state: Path


class Pc(Computer):
    """A computer; ``roads`` are those it hands in by, ``number`` is that of its machine.

    ``believes`` is where a copy of a whole disk takes itself to be.
    """

    def __init__(
        self,
        folder: Path,
        number: int,
        disk: Disk,
        *,
        roads: tuple[str, ...],
        off_ms: int = 0,
        believes: identity.Whereabouts | None = None,
    ) -> None:
        self.number = number
        self.roads = roads
        self.believes = believes
        self.copies: list[Disk] = []
        self.state = folder.with_name(f"{folder.name}-state")
        shutil.copytree(disk.state, self.state)
        self._half_steps: int | None = None
        super().__init__(folder, off_ms=off_ms, template=disk.data)

    @property
    def device(self) -> UUID:
        """Who it is now."""
        return self.store.device

    # ------------------------------------------------------------ the machine

    @contextmanager
    def here(self) -> Iterator[None]:
        """What is done inside is done on this machine."""
        before = os.environ[_STATE_HOME], identity.look_around
        os.environ[_STATE_HOME], identity.look_around = str(self.state), self.look_around
        try:
            yield
        finally:
            os.environ[_STATE_HOME], identity.look_around = before

    def look_around(self, file: Path) -> identity.Whereabouts:
        """Where the program finds itself."""
        built_of = Machine(f"system {self.number}", frozenset({f"board {self.number}"}))
        return self.believes or replace(_look_around(file), machine=built_of)

    def open(self) -> None:
        with self.here():
            super().open()

    def close(self) -> None:
        with self.here():
            super().close()

    def ask(self, operation: Callable[[Store], T], /) -> T:
        with self.here():
            self._go_on()
            result = operation(self.store)
            self._go_on()
            return result

    @contextmanager
    def killed_after(self, half_steps: int | None) -> Iterator[None]:
        """The program is killed before or after one of its next operations, if it gets so far."""
        self._half_steps = half_steps
        try:
            yield
        except Killed:
            self.kill()
        finally:
            self._half_steps = None

    def _go_on(self) -> None:
        if self._half_steps is not None:
            self._half_steps -= 1
            if self._half_steps < 0:
                raise Killed

    # ------------------------------------------------------------ its disk

    def copy(self, place: Path) -> Disk:
        """Everything on the disk, copied while the program has it open."""
        disk = Disk(place / "data", place / "state")
        shutil.copytree(self.folder, disk.data)
        shutil.copytree(self.state, disk.state)
        return disk

    def kill(self) -> None:
        """End the program as ``kill -9`` does, and start it again."""
        self._half_steps = None
        place = self.folder.with_name(f"{self.folder.name}-killed")
        self.put_back(self.copy(place), whole_disk=True)
        shutil.rmtree(place)

    def put_back(self, disk: Disk, *, whole_disk: bool, crashed: bool = False) -> None:
        """End the program, have an older copy of the folder or of all, and start it again."""
        remembered = self.folder.with_name(f"{self.folder.name}-remembered")
        shutil.copytree(self.state, remembered)
        self.close()
        if crashed:  # nothing was written down at the end
            shutil.rmtree(self.state)
            shutil.copytree(remembered, self.state)
        shutil.rmtree(remembered)
        shutil.rmtree(self.folder)
        shutil.copytree(disk.data, self.folder)
        if whole_disk:
            shutil.rmtree(self.state)
            shutil.copytree(disk.state, self.state)
        self.clock = Clock(self.clock.off_ms)
        self.open()

    # ------------------------------------------------------------ its log

    def log(self, after: int = 0, *, copies: bool = False) -> list[Record]:
        """Everything in the log after a row; or only what was said again there."""
        narrowed = WHOLE.where(statement.c.row > after)
        if copies:
            narrowed = narrowed.where(statement.c.copy_of.is_not(None))
        return self.ask(lambda store: _found(store, narrowed))

    def newest_row(self) -> int:
        """The last row of the log, 0 in an empty one."""
        question = select(func.max(statement.c.row))
        return self.ask(lambda store: store._ask(lambda c: c.execute(question).scalar())) or 0

    def handed_in(self, endpoint_id: str) -> list[Record]:
        """What counts as handed in by this road."""

        def find(store: Store) -> list[Record]:
            with store._transactions.reading() as connection:
                row = endpoint_row(connection, endpoint_id)
                mark = mark_of(connection, row)
            return _found(store, WHOLE.where(statement.c.row <= mark, *outstanding(row)))

        return self.ask(find)


def _found(store: Store, narrowed: Select[Any]) -> list[Record]:
    with store._transactions.reading() as connection:
        return [record(one) for one in connection.execute(narrowed)]
