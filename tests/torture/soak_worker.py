"""The long run itself, in a process of its own: ``python -m tests.torture.soak_worker FOLDER …``.

Ten learners answer, hour by simulated hour; meanwhile files may not grow, clocks jump and lines
break. It says SAVED with the number of answers after each, HOUR with its figures after each hour,
FAULT for each that came, BAD for what must not be, and DONE at the end. It is killed from outside.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

from tests.sync.faulty_line import HOWS, FaultyLine, Harm, Plan, Way, first
from trainer_app.errors import NotSaved, TrainerError
from trainer_app.operations import syncing
from trainer_app.store import EndpointRow, Store, backups, ballast
from trainer_app.store.clock import Reading
from trainer_app.sync.road import Patience, Surroundings
from trainer_app.training.people import Learner
from trainer_app.training.statement import ActivityType, Draft, Verb, registration

LEARNERS = 10
PLACE = "quiz/grooming"
KEY = "pc"
HUB, SERVER = "hub:1", "server"
NOON_MS = 1_796_126_400_000
HOUR_MS, YEAR_MS = 3_600_000, 365 * 24 * 3_600_000
MOST_WAL, MOST_JOURNAL = 16_000_000, 80_000_000
MOST_BACKUPS = backups.DAYS + backups.WEEKS + backups.ALWAYS
SLOWEST_START_S = 5.0
JUMPS = (-57 * YEAR_MS, 73 * YEAR_MS, -HOUR_MS, HOUR_MS, -3 * 24 * HOUR_MS, 400 * 24 * HOUR_MS, 0)
_TRIED_WHILE_FULL = 12
_LEAK = 300_000
_BREAKS = 0.6
_QUICK = Patience(bytes_per_s=1e6, tries=2, first_wait_s=0.001, longest_wait_s=0.002)


@dataclass(frozen=True)
class Told:
    """What the run is told. ``answers`` in all, ``done`` of them were said to be saved."""

    folder: Path
    seed: str
    first_hour: int
    hours: int
    answers: int
    done: int
    hub: int
    pin: str
    server: int
    mistake: str = ""


class Clock:
    """Simulated time; the wall is off by what it last jumped."""

    def __init__(self, hour: int) -> None:
        self.passed_ms = hour * HOUR_MS
        self.off_ms = 0

    def __call__(self) -> Reading:
        wall = NOON_MS + self.passed_ms + self.off_ms
        return Reading(wall, -240, self.passed_ms + 1_000)


class Run:
    """One life of the program."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.clock = Clock(told.first_hour)
        began = time.perf_counter()
        self.store = Store.open(told.folder, use_keystore=False, clock=self.clock)
        if time.perf_counter() - began > SLOWEST_START_S:
            say("BAD a start took too long")
        if not self.store.learners():
            self._move_in()
        self.done = self._kept()
        if not told.done <= self.done <= told.done + 1:
            say(f"BAD {told.done} were said to be saved, there are {self.done}")
        self.wal = 0
        self._hoard: list[bytes] = []
        self.look_closely()

    def play(self) -> None:
        """Hour by hour."""
        told = self.told
        for hour in range(told.first_hour, told.hours):
            chance = random.Random(f"{told.seed}/{hour}")
            self.clock.passed_ms = hour * HOUR_MS
            if chance.random() < 0.25:
                self.clock.off_ms = chance.choice(JUMPS)
                say("FAULT clock")
            last = hour == told.hours - 1
            wanted = told.answers if last else told.answers * (hour + 1) // told.hours
            full_at = chance.randrange(max(1, wanted - self.done) or 1)
            is_full = chance.random() < 0.2
            while self.done < wanted:
                if is_full and full_at == 0:
                    self._answer_while_full(chance)
                full_at -= 1
                self._answer()
            for road in (HUB, SERVER):
                self._hand_in(chance, road)
            if hour % 2:
                with suppress(NotSaved):
                    self.store.second_copy.back_up_if_due()
            self._look(hour)
            if hour % 6 == 5:
                self.look_closely()
        self._finish()

    # ------------------------------------------------------------ what happens

    def _answer(self) -> None:
        number = self.done + 1
        self.clock.passed_ms += self.told.hours * HOUR_MS // max(self.told.answers, 1)
        self.store.append([answer(number)], bookmarks={("learner-0", PLACE): str(number).encode()})
        self.done = number
        if self.told.mistake == "leak":
            self._hoard.append(os.urandom(_LEAK))
        say(f"SAVED {number}")
        if number % 25 == 0:
            self._look_at_wal()

    def _answer_while_full(self, chance: random.Random) -> None:
        """No file may grow beyond a small size, for a while."""
        say("FAULT full")
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        size = chance.randrange(40_000, 400_000)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            for _try in range(_TRIED_WHILE_FULL):
                try:
                    self._answer()
                except NotSaved:
                    if self.told.mistake == "careless":
                        self.done += 1
                        say(f"SAVED {self.done}")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    def _hand_in(self, chance: random.Random, road: str) -> None:
        """By this road, mostly over a bad line."""
        port = self.told.hub if road == HUB else self.told.server
        plan = _bad_line(chance) if chance.random() < _BREAKS else first()
        with FaultyLine(("127.0.0.1", port), plan) as line:
            self._contact(road, line.port)
        if line.harmed:
            say("FAULT line")

    def _contact(self, road: str, port: int) -> None:
        row = self.store.endpoints.one(road)
        place = "https://127.0.0.1:{}/" if road == HUB else "http://127.0.0.1:{}/xapi/"
        settings = row.settings | {"address": place.format(port)}
        self.store.endpoints.put(EndpointRow(road, row.kind, row.title, settings))
        around = Surroundings(patience=_QUICK)
        syncing.sync_one(lambda operation: operation(self.store), road, around=around)

    # ------------------------------------------------------------ what must hold

    def _look(self, hour: int) -> None:
        self._look_at_wal()
        folder = self.told.folder
        journal = sum(path.stat().st_size for path in (folder / "journal").iterdir())
        copies = len(backups.copies(folder / backups.FOLDER))
        if self.wal > MOST_WAL:
            say(f"BAD the WAL has {self.wal} bytes")
        if journal > MOST_JOURNAL:
            say(f"BAD the journals have {journal} bytes")
        if copies > MOST_BACKUPS:
            say(f"BAD there are {copies} backups")
        say(f"HOUR {hour} {resident()} {self.wal} {journal} {copies}")

    def _look_at_wal(self) -> None:
        with suppress(FileNotFoundError):
            size = (self.told.folder / "waypost.db-wal").stat().st_size
            self.wal = max(self.wal, size)

    def look_closely(self) -> None:
        """Every statement, and what is made of them."""
        try:
            count = self.store.verify_chain()
            tries = sum(
                made.tries
                for who in range(LEARNERS)
                for made in self.store.progress(f"p-{who}").values()
            )
        except TrainerError as error:
            say(f"BAD damaged: {type(error).__name__}")
            return
        if not count == tries == self._kept() == self.done:
            say(f"BAD {self.done} said, {count} kept, {tries} counted, place {self._kept()}")

    def _kept(self) -> int:
        return int(self.store.bookmark("learner-0", PLACE) or 0)

    def _move_in(self) -> None:
        for number in range(LEARNERS):
            who = Learner(
                learner_id=f"learner-{number}", actor=f"p-{number}", name=f"Learner {number}",
                role="driver", team="Night buses", picture="tree",
            )  # fmt: skip
            self.store.add_learner(who, "hash")
        keys = {"address": "", "key": KEY, "secret": KEY}
        self.store.endpoints.put(EndpointRow(SERVER, "server", "Server", keys))
        self.store.endpoints.put(EndpointRow(HUB, "hub", "Hub", keys | {"pin": self.told.pin}))

    def _finish(self) -> None:
        """Good lines until all is handed in; then the end."""
        for road, port in ((HUB, self.told.hub), (SERVER, self.told.server)):
            for _contact in range(40):
                if not self.store.outbox.to_hand_in(road).count:
                    break
                self._contact(road, port)
            if self.store.outbox.to_hand_in(road).count:
                say(f"BAD {self.store.outbox.to_hand_in(road).count} still wait for {road}")
        if self.store.outbox.refusals():
            say("BAD something was refused")
        self.look_closely()
        before = [self.store.progress(f"p-{who}") for who in range(LEARNERS)]
        self.store.rebuild_progress()
        if before != [self.store.progress(f"p-{who}") for who in range(LEARNERS)]:
            say("BAD progress is other than the log")
        self.store.close()
        say("DONE")


def _bad_line(chance: random.Random) -> Plan:
    """Most connections break, or a bit is turned in them, not far from their beginning."""
    seed = chance.getrandbits(32)

    def plan(number: int) -> Harm | None:
        drawn = random.Random(f"{seed}/{number}")
        if drawn.random() > _BREAKS:
            return None
        way: Way = drawn.choice(("up", "down"))
        return Harm(way, drawn.randrange(3_000), drawn.choice(HOWS), bit=drawn.randrange(8))

    return plan


def answer(number: int) -> Draft:
    """The answer that becomes statement ``number``."""
    who = f"p-{number % LEARNERS}"
    right = number % 3 > 0
    return Draft(
        actor=who, verb=Verb.ANSWERED, activity=f"m/grooming/q/item-{number % 47}",
        activity_type=ActivityType.ITEM, registration=registration(who, "grooming"),
        session=UUID(int=number // 50), revision="grooming@1.0", language="es",
        parent="m/grooming/test/post", attempt=1 + number // 470, interaction="choice",
        pattern="b", response="b" if right else "c", success=right, scaled=float(right),
        duration_ms=3_000 + 10 * (number % 5_000),
    )  # fmt: skip


def resident() -> int:
    """Bytes of memory that this process has."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def say(line: str) -> None:
    """Tell whoever started this."""
    os.write(1, f"{line}\n".encode())


@contextmanager
def _plenty() -> Iterator[None]:
    with patch.object(ballast, "ENOUGH", 2**62):
        yield


def main() -> None:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    for name in ("first-hour", "hours", "answers", "done", "hub", "server"):
        parser.add_argument(f"--{name}", type=int, required=True)
    parser.add_argument("--seed", required=True)
    parser.add_argument("--pin", required=True)
    parser.add_argument("--mistake", default="")
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    with _plenty():
        Run(Told(**vars(parser.parse_args()))).play()


if __name__ == "__main__":
    main()
