"""Hand-over files turned, cut, forged, read again, and sticks pulled: ``--only sticks``.

A file is taken whole or refused, whatever happened to it; reading again adds nothing; an older
stick takes nothing away; and a stick that was pulled at any moment is mended by the next hand-over.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from uuid import UUID

from tests.torture import broken, crew, pulled
from tests.torture.line import answer
from tests.torture.machines import Disk, Pc
from trainer_app.errors import TrainerError
from trainer_app.operations import bundles, desk, directory
from trainer_app.store import EndpointRow, Store
from trainer_app.store.identity import Whereabouts
from trainer_app.store.machine import Machine
from trainer_app.sync import bundle, receipt, sealing
from trainer_app.training.certificate import public_key

FIRST, MORE = 12, 18
"""Results on the first hand-over, and how many there are on the second."""
_PULLS = (errno.EIO, errno.ENODEV, errno.ENOENT, errno.EROFS, errno.ENOSPC)

Kind = Literal[
    "turned", "cut", "receipt turned", "forged", "sealed for others", "receipt forged",
    "read again", "older", "older epoch", "pulled while handing over", "pulled while collecting",
]  # fmt: skip
_OFTEN: dict[Kind, int] = {
    "turned": 30, "cut": 15, "receipt turned": 10, "forged": 3, "sealed for others": 2,
    "receipt forged": 3, "read again": 3, "older": 4, "older epoch": 4,
    "pulled while handing over": 14, "pulled while collecting": 12,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """What happens; ``at`` (0..1) says where, ``seed`` decides the rest."""

    kind: Kind
    at: float
    seed: int


@dataclass(frozen=True)
class Job:
    count: int
    seed: str
    sabotage: bool = False


def torture(count: int, seed: int, *, sabotage: bool = False) -> crew.Found:
    """So many cases by chance; of the ``sabotage``, a program with two mistakes."""
    hands = min(crew.HANDS, count)
    jobs = [
        Job(count // hands + (hand < count % hands), f"{seed}/{hand}", sabotage)
        for hand in range(hands)
    ]
    return crew.together(crew.share(play, jobs))


def play(job: Job) -> crew.Found:
    """The same in this process."""
    with staged() as stage, broken.gullible() if job.sabotage else nullcontext():
        return stage.play_all(job.count, random.Random(job.seed))


class Stage:
    """``pc`` after two hand-overs that nobody collected, a ``desk``, and a neighbour; what changes
    something is done to copies, which are the same computers."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        empty = Disk(scratch / "empty", scratch / "no-state")
        empty.state.mkdir()
        Store.open(empty.data, use_keystore=False).close()
        self.desk, self.pc, neighbour = (
            Pc(scratch / name, number, empty, roads=(), believes=_WHERE[name])
            for number, name in enumerate(_WHERE)
        )
        for one in (self.pc, neighbour):
            self._introduce(one)
            one.ask(lambda store: store.append([answer(n) for n in range(FIRST)]))
        self.pc_before = self.pc.copy(scratch / "pc-before")
        self.old, near = self._handed_over(self.pc), self._handed_over(neighbour)
        self.pc.ask(lambda store: store.append([answer(FIRST + n) for n in range(MORE)]))
        self.new = self._handed_over(self.pc)
        neighbour.close()
        self._near = _only(near)
        self._file = _only(self.new)
        self._texts = [one.text for one in self.pc.log()]
        self._receipt = self._receipted()
        self._pc_now = self.pc.copy(scratch / "pc-now")
        self._desk_before = self.desk.copy(scratch / "desk-before")
        bundles.collect(self.desk.ask, near)
        self._asked: dict[str, int] = {}

    def close(self) -> None:
        """Let go of everything."""
        self.pc.close()
        self.desk.close()

    def play_all(self, count: int, chance: random.Random) -> crew.Found:
        """What became of so many cases by chance."""
        verdicts: Counter[str] = Counter()
        bad: list[str] = []
        for kind in chance.choices(tuple(_OFTEN), tuple(_OFTEN.values()), k=count):
            case = Case(kind, chance.random(), chance.getrandbits(30))
            try:
                self.play(case)
                verdict = f"ok, {kind}"
            except AssertionError as error:
                verdict = f"{kind}: {error}"
                bad.append(f"{verdict} ({case})")
            verdicts[verdict] += 1
        return crew.Found(verdicts, bad[:5])

    def play(self, case: Case) -> None:
        """Raises ``AssertionError`` when a promise is broken."""
        chance = random.Random(case.seed)
        data = self._file.read_bytes()
        place = int(case.at * len(data))
        match case.kind:
            case "turned":
                self._refused(_turned(data, place, chance))
            case "cut":
                self._refused(data[:place])
            case "forged":
                self._refused(self._made_by_another(chance))
            case "sealed for others":
                other = sealing.recipient_of(sealing.new_identity())
                self._refused(self._made(self.pc.store.signing_seed(), self.pc.device, other))
            case "receipt turned":
                place = int(case.at * len(self._receipt))
                self._not_believed(_turned(self._receipt, place, chance))
            case "receipt forged":
                self._not_believed(self._forged_receipt())
            case "read again":
                self._read_again(chance)
            case "older":
                self._older(chance)
            case "older epoch":
                self._older_epoch(chance)
            case "pulled while handing over":
                self._pulled_while_handing_over(case.at, chance)
            case "pulled while collecting":
                self._pulled_while_collecting(case.at, chance)

    # ------------------------------------------------------------ nothing changes

    def _refused(self, data: bytes) -> None:
        """A bad file: nothing of it is taken, and what lies beside it is not kept back."""
        with self._stick() as stick:
            home = stick / "Waypost"
            home.mkdir()
            (home / self._file.name).write_bytes(data)
            shutil.copy(self._near, home)
            before = self.desk.newest_row()
            collected = bundles.collect(self.desk.ask, stick).bundles
            states = {one.name: one.state for one in collected}
            assert states[self._near.name] in ("collected", "already"), "stood in another's way"
            assert states[self._file.name] in ("refused", "stranger"), "taken"
            assert self.desk.newest_row() == before, "taken in part"
            assert len(list(home.glob("*.wayreceipt"))) == 1, "receipted"

    def _not_believed(self, data: bytes) -> None:
        """A bad receipt: everything still waits."""
        with self._stick(self.new) as stick:
            (stick / "Waypost" / f"waypost-1{receipt.SUFFIX}").write_bytes(data)
            told = bundles.read_receipts(self.pc.ask, stick)
            assert (told.count, told.refused) == (0, 0), "believed"
            assert self.pc.left("stick") == len(self._texts), "counted as collected"

    def _made_by_another(self, chance: random.Random) -> bytes:
        """With the number of a computer that is known, or of one that is not."""
        maker = chance.choice((self.pc.device, UUID(int=chance.getrandbits(128), version=4)))
        recipient = self.desk.ask(desk._desk_keys)["recipient"]
        return self._made(chance.randbytes(32), maker, recipient)

    def _made(self, seed: bytes, maker: UUID, recipient: str) -> bytes:
        log = self.pc.log()
        contents = bundle.Contents(
            texts=self._texts, digits="0" * len(log), ranges=bundle.runs(one.stamp for one in log),
            rows=(1, len(log)),
        )  # fmt: skip
        sender = bundle.Sender(device=maker, epoch=1, boot=1, mono_ms=1, wall_ms=1, seed=seed)
        return bundle.write(contents, sender, [recipient])

    def _forged_receipt(self) -> bytes:
        header = bundle.read_header(self._file.read_bytes())
        made = receipt.Receipt(
            bundle=header.bundle, device=header.device, epoch=header.epoch, ranges=header.ranges,
            count=header.count, at=1, collector=UUID(int=5),
        )  # fmt: skip
        return receipt.write(made, seed=os.urandom(32), secret=os.urandom(32).hex())

    # ------------------------------------------------------------ again, and in another order

    def _read_again(self, chance: random.Random) -> None:
        with self._copies(self.new) as (_pc, desk_, stick):
            bundles.collect(desk_.ask, stick)
            log = desk_.log()
            for _time in range(3):
                if chance.random() < 0.5:
                    for path in stick.rglob(f"*{receipt.SUFFIX}"):
                        path.unlink()
                states = [one.state for one in bundles.collect(desk_.ask, stick).bundles]
                assert states == ["already"], f"read again: {states}"
            assert desk_.log() == log, "reading again changed something"

    def _older(self, chance: random.Random) -> None:
        with self._copies() as (pc, desk_, stick):
            sticks = [self.old, self.new, self.new]
            chance.shuffle(sticks)
            seen: set[bytes] = set()
            for one in sticks:
                shutil.copytree(one, stick, dirs_exist_ok=True)
                bundles.collect(desk_.ask, stick)
                now = {held.text for held in desk_.log()}
                assert seen <= now, "an older stick took something away"
                seen = now
            assert seen == set(self._texts), "something is missing"
            bundles.read_receipts(pc.ask, stick)
            self._require_true(pc, desk_)

    def _older_epoch(self, chance: random.Random) -> None:
        with self._copies(chance.choice((self.old, self.new))) as (pc, desk_, stick):
            before = chance.random() < 0.5
            if before:
                with self._stick(self.new) as newer:
                    bundles.collect(desk_.ask, newer)
            pc.put_back(self.pc_before, whole_disk=False)
            assert pc.store.epoch == 2, "an older copy that was not noticed"
            pc.ask(lambda store: store.append([answer(n) for n in range(5)]))
            bundles.hand_over(pc.ask, stick)
            bundles.collect(desk_.ask, stick)
            held = {one.text for one in desk_.log()}
            assert {one.text for one in pc.log()} <= held, "something is missing"
            assert not before or set(self._texts) <= held, "an older epoch took something away"
            self._finish(pc, desk_, stick)

    # ------------------------------------------------------------ pulled

    def _pulled_while_handing_over(self, at: float, chance: random.Random) -> None:
        begins = chance.choice((None, self.old, self.new))

        def hand_over(pc: Pc, _desk: Pc, stick: Path) -> None:
            bundles.hand_over(pc.ask, stick)

        with self._copies(begins) as (pc, desk_, stick):
            lay = {path: path.read_bytes() for path in stick.rglob(f"*{bundle.SUFFIX}")}
            self._pull(f"over {begins}", begins, (pc, desk_, stick), hand_over, at, chance)
            assert all(path.exists() for path in lay), "a file is gone"
            assert {"damaged"}.isdisjoint(one.state for one in bundles.inventory(pc.ask, stick)), (
                "a torn file"
            )
            collected = {one.state for one in bundles.collect(desk_.ask, stick).bundles}
            assert collected <= {"collected", "already"}, f"collected: {collected}"
            self._finish(pc, desk_, stick)

    def _pulled_while_collecting(self, at: float, chance: random.Random) -> None:
        def collect(_pc: Pc, desk_: Pc, stick: Path) -> None:
            bundles.collect(desk_.ask, stick)

        with self._copies(self.new) as (pc, desk_, stick):
            lay = _only(stick).read_bytes()
            self._pull("collecting", self.new, (pc, desk_, stick), collect, at, chance)
            assert _only(stick).read_bytes() == lay, "the file was changed"
            bundles.read_receipts(pc.ask, stick)
            self._require_true(pc, desk_)
            self._finish(pc, desk_, stick)

    def _pull(
        self, name: str, begins: Path | None, on: tuple[Pc, Pc, Path], work: Work, at: float,
        chance: random.Random,
    ) -> None:  # fmt: skip
        """Pull the stick somewhere in the work, and put it in again."""
        if name not in self._asked:
            with self._copies(begins) as clean:
                counting = pulled.Stick(clean[2])
                with counting.watched():
                    work(*clean)
                self._asked[name] = counting.asked
        number, seed = chance.choice(_PULLS), chance.getrandbits(32)
        stick = pulled.Stick(on[2], int(at * (self._asked[name] + 1)), number=number, seed=seed)
        try:
            with stick.watched():
                work(*on)
        except TrainerError:
            assert stick.pulled, "it stopped, and the stick was there"
        except OSError as error:
            raise AssertionError(f"{error!r} instead of a sentence") from error
        stick.forget()

    def _finish(self, pc: Pc, desk_: Pc, stick: Path) -> None:
        """The stick is good: one hand-over more and nothing waits, nothing is missing."""
        bundles.hand_over(pc.ask, stick)
        bundles.collect(desk_.ask, stick)
        bundles.read_receipts(pc.ask, stick)
        self._require_true(pc, desk_)
        assert pc.left("stick") == 0, "still waiting"
        held = {one.text for one in desk_.log()}
        assert {one.text for one in pc.log()} <= held, "something is missing"
        assert desk_.store.verify_chain() == desk_.newest_row()
        assert not desk_.store.chains.verify_received(), "not the chain that was signed"

    def _require_true(self, pc: Pc, desk_: Pc) -> None:
        """What counts as collected is at the desk."""
        held = {one.text for one in desk_.log()}
        assert {one.text for one in pc.handed_in("stick")} <= held, "counted and not collected"

    # ------------------------------------------------------------ what it is made of

    @contextmanager
    def _stick(self, like: Path | None = None) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self._scratch) as place:
            folder = Path(place) / "stick"
            if like:
                shutil.copytree(like, folder)
            else:
                folder.mkdir()
            yield folder

    @contextmanager
    def _copies(self, like: Path | None = None) -> Iterator[tuple[Pc, Pc, Path]]:
        """The computer, the desk and a stick, to be changed."""
        with self._stick(like) as stick, ExitStack() as stack:
            made = []
            for name, disk in (("pc", self._pc_now), ("desk", self._desk_before)):
                number = list(_WHERE).index(name)
                folder = stick.with_name(name)
                made.append(Pc(folder, number, disk, roads=(), believes=_WHERE[name]))
                stack.callback(made[-1].close)
            yield made[0], made[1], stick

    def _introduce(self, pc: Pc) -> None:
        """As if they had been paired."""
        keys = self.desk.ask(desk._desk_keys)
        settings = {"desk_recipient": keys["recipient"], "desk_key": keys["key"]}
        pc.ask(lambda store: store.endpoints.put(EndpointRow("hub:1", "hub", "Desk", settings)))
        maker, shown = pc.device, public_key(pc.store.signing_seed()).hex()
        self.desk.ask(lambda store: directory.pin_device(store, maker, shown))

    def _handed_over(self, pc: Pc) -> Path:
        stick = self._scratch / f"stick-{pc.number}-{pc.newest_row()}"
        stick.mkdir()
        bundles.hand_over(pc.ask, stick)
        return stick

    def _receipted(self) -> bytes:
        """The receipt of the desk for the newer file; nothing remembers it."""
        folder = self._scratch / "receipting"
        desk_ = Pc(
            folder, 0, self.desk.copy(self._scratch / "desk-first"), roads=(),
            believes=_WHERE["desk"],
        )  # fmt: skip
        with self._stick(self.new) as stick:
            bundles.collect(desk_.ask, stick)
            data = _only(stick, receipt.SUFFIX).read_bytes()
        desk_.close()
        return data


Work = Callable[[Pc, Pc, Path], None]
_WHERE = {
    name: Whereabouts(Machine(name, frozenset({name})), name, name)
    for name in ("desk", "pc", "neighbour")
}


def _turned(data: bytes, place: int, chance: random.Random) -> bytes:
    return data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :]


def _only(stick: Path, suffix: str = bundle.SUFFIX) -> Path:
    (found,) = stick.rglob(f"*{suffix}")
    return found


@contextmanager
def staged() -> Iterator[Stage]:
    with tempfile.TemporaryDirectory(prefix="waypost-sticks-", dir=crew.SCRATCH) as scratch:
        stage = Stage(Path(scratch))
        try:
            yield stage
        finally:
            stage.close()
