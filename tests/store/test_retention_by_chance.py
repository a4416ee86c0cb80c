"""Random logs, answers past their time gone at random moments, crashes and rescues between: what
must stay stays, what went does not come back, and every chain holds."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

import pytest

from tests.store.conftest import OTHER, Entry, HandClock, draft, from_elsewhere, passed
from tests.store.test_retention import line, noted
from trainer_app.store import EndpointRow, Store, retention, second_copy
from trainer_app.store.opening import FILE
from trainer_app.store.retention import Limit
from trainer_app.training import chain
from trainer_app.training.statement import Draft, Verb, render

HOUR = 60 * 60 * 1000
Key = tuple[UUID, int, int]


class Crash(Exception):
    """The power went."""


@dataclass
class World:
    """A computer, what was ever put into its log, and what has to be there now."""

    folder: Path
    chance: random.Random
    clock: HandClock = field(default_factory=HandClock)
    answers: dict[Key, int] = field(default_factory=dict)
    """Every answer, and when it was given."""
    others: set[Key] = field(default_factory=set)
    """Everything that must stay for ever."""
    gone: set[Key] = field(default_factory=set)
    elsewhere: list[Entry] = field(default_factory=list)
    link: bytes = chain.START
    batches: int = 0

    def __post_init__(self) -> None:
        self.store = self.open()
        self.store.endpoints.put(EndpointRow("stick", "stick", ""))

    def open(self) -> Store:
        return Store.open(self.folder, use_keystore=False, clock=self.clock)

    def some(self) -> list[Draft]:
        kinds: list[Callable[[], Draft]] = [
            lambda: draft(f"i{self.chance.randrange(9)}", actor=f"p-{self.chance.randrange(3)}"),
            lambda: passed(actor=f"p-{self.chance.randrange(3)}"),
            line,
        ]
        weights = [6, 2, 1]
        count = self.chance.randint(1, 9)
        return [make() for make in self.chance.choices(kinds, weights, k=count)]

    def note(self, key: Key, one: Draft, at_ms: int) -> None:
        if one.verb is Verb.ANSWERED:
            self.answers[key] = at_ms
        else:
            self.others.add(key)

    # ------------------------------------------------------------ what happens

    def append(self) -> None:
        drafts = self.some()
        for one, stamp in zip(drafts, self.store.append(drafts), strict=True):
            self.note((stamp.device, stamp.epoch, stamp.seq), one, self.clock.utc_ms)

    def receive(self) -> None:
        """More of another computer, and now and then something that came before."""
        self.batches += 1
        made = [
            replace(one, stamp=replace(one.stamp, boot=self.batches))
            for one in from_elsewhere(
                *self.some(), first=len(self.elsewhere) + 1, at_ms=self.clock.utc_ms
            )
        ]
        self.elsewhere += made
        for one in made:
            key = (OTHER, 1, one.stamp.seq)
            self.note(key, one.draft, self.clock.utc_ms)
            text = render(one.draft, one.stamp)
            self.link = chain.link(self.link, one.draft, one.stamp, 1, text)
        again = self.chance.sample(self.elsewhere, min(4, len(self.elsewhere)))
        self.store.inbox.receive([*again, *made], "stick")
        seq = len(self.elsewhere)
        assert self.store.chains.hold_head(OTHER, 1, seq, self.link, b"s" * 64, b"k" * 32)

    def wait(self) -> None:
        self.clock.pass_time(self.chance.randint(1, 30) * HOUR)

    def back_up(self) -> None:
        self.store.second_copy.back_up()

    def limit(self) -> Limit:
        """What was given before a random moment; the steady clocks tell when."""
        before = self.clock.utc_ms - self.chance.randint(0, 40) * HOUR
        own = self.store.readings
        starts: dict[tuple[UUID, int], dict[int, int]] = {}
        for which in self.store.chains.heads():
            runs = own.runs(*which)
            starts[which] = {one.boot: one.wall_ms - one.mono_ms for one in runs}
        return Limit(before_ms=before, months=1, starts=starts)

    def seal(self) -> None:
        limit = self.limit()
        old = {
            key
            for key, at_ms in self.answers.items()
            if self.moment(key, at_ms) < limit.before_ms and key not in self.gone
        }
        told = self.store.retention.seal(limit, noted)
        assert told.count == len(old)
        self.gone |= old
        if told.count:
            head = self.store.head()
            self.others.add((self.store.device, self.store.epoch, head.seq))

    def moment(self, key: Key, at_ms: int) -> int:
        """A received batch is a second apart."""
        if key[0] != OTHER:
            return at_ms
        entry = self.elsewhere[key[2] - 1]
        return int(entry.stamp.at.timestamp() * 1000)

    def seal_and_crash(self) -> None:
        """The power goes in the middle: nothing of it happened."""
        name = self.chance.choice(["_keep_visits", "_drop", "rebuild_some", "drop_all"])
        really = getattr(retention, name)

        def crash(*_args: object) -> None:
            raise Crash

        setattr(retention, name, crash)
        try:
            self.store.retention.seal(self.limit(), noted)
        except Crash:
            pass
        finally:
            setattr(retention, name, really)

    def start_again(self) -> None:
        self.store.close()
        self.store = self.open()

    def lose_the_file(self) -> None:
        """The data file is gone or damaged: it is put back from its second copy."""
        self.store.close()
        file = self.folder / FILE
        if self.chance.random() < 0.5:
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[: 4096 * self.chance.randint(1, 20)])
        self.store = self.open()
        assert self.store.rescued is not None
        assert self.store.rescued.kind == "restored"

    def no_room_for_the_backup(self) -> None:
        """The answers go, and their backup is made at the next start."""

        def full(_self: object) -> None:
            raise OSError

        really = second_copy.SecondCopy.back_up
        second_copy.SecondCopy.back_up = full  # type: ignore[assignment,method-assign]
        try:
            self.seal()
        finally:
            second_copy.SecondCopy.back_up = really  # type: ignore[method-assign]
        self.start_again()

    # ------------------------------------------------------------ what has to be

    def check(self) -> None:
        with self.store._reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT d.uuid, s.epoch, s.seq FROM statement s JOIN device d ON d.row = s.device"
            ).all()
            table = connection.exec_driver_sql("SELECT * FROM progress").all()
        here = {(UUID(bytes=uuid), epoch, seq) for uuid, epoch, seq in rows}
        assert here == self.others | (self.answers.keys() - self.gone)
        assert self.store.verify_chain() == len(here) == self.store.outbox.kept()
        assert self.store.chains.verify_received() == []
        assert self.store.chains.gaps(OTHER, 1) == []
        assert self.store.retention.sealed_count() == len(self.gone)
        assert self.store.epoch == 1
        self.store.rebuild_progress()
        with self.store._reading() as connection:
            assert connection.exec_driver_sql("SELECT * FROM progress").all() == table


STEPS = {
    World.append: 6,
    World.receive: 4,
    World.wait: 5,
    World.seal: 3,
    World.seal_and_crash: 2,
    World.back_up: 1,
    World.start_again: 1,
    World.lose_the_file: 1,
    World.no_room_for_the_backup: 1,
}


@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_what_must_stay_stays(
    seed: int, store_template: Path, tmp_path: Path
) -> None:
    shutil.copytree(store_template, tmp_path / "data")
    world = World(tmp_path / "data", random.Random(seed))
    try:
        for _step in range(45):
            step = world.chance.choices(list(STEPS), list(STEPS.values()))[0]
            step(world)
            world.check()
        assert world.gone
    finally:
        world.store.close()
