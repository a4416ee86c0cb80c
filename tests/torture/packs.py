"""Packs made to do harm, and every turned bit of a good one: ``--only packs``.

Each is opened as a learner would, or found on a stick and installed, signed by somebody we trust.
It is refused in the one way packs are refused, at once and in little memory; nothing is written but
the copy under inspection, and the module that was here before still opens.
"""

from __future__ import annotations

import contextlib
import io
import random
import re
import shutil
import signal
import struct
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Literal

from tests.content.hostile_packs import Make, hostile
from tests.content.small_pack import DATA, FILES, SCENE, whole
from tests.operations.packs import Hall, data, lay, opened, trust_ours
from tests.torture import crew
from trainer_app.content import archive
from trainer_app.content.catalog import Catalog
from trainer_app.content.pack import MANIFEST
from trainer_app.errors import PackRejected
from trainer_app.operations.module_install import install_modules
from trainer_app.operations.module_search import look
from trainer_app.operations.organisation import make_keys
from trainer_app.store import Store
from trainer_app.training.programme import Programme, Site

MOST_SECONDS = 1.0
MOST_BYTES = 100_000_000
FROZEN = 10
"""Seconds; what takes so long is stopped."""
BITS = len(DATA) * 8
_GOOD = "0.9"
_NAME = "small-1.0.waypack"

Way = Literal["opened", "installed", "extracted"]
"""``extracted`` is the mistake: whatever is in the file is laid on the disk."""


@dataclass(frozen=True)
class Job:
    """Names of hostile packs, and bits to turn in a good one."""

    names: tuple[str, ...]
    bits: tuple[int, ...]
    ways: tuple[Way, ...] = ("opened", "installed")


@dataclass(frozen=True)
class Judged:
    """``slowest`` in seconds and ``largest`` in bytes are of the worst case of all."""

    found: crew.Found
    slowest: float
    largest: int


def torture(
    flips: int | None, seed: int, *, most: int | None = None, careless: bool = False
) -> Judged:
    """All hostile packs, or the ``most`` of them, and so many turned bits; None: each there is."""
    chance = random.Random(f"{seed}/packs")
    bits = list(range(BITS)) if flips is None else chance.sample(range(BITS), flips)
    names = list(every())
    chance.shuffle(names)
    names = names[:most]
    hands = crew.HANDS
    ways: tuple[Way, ...] = ("extracted",) if careless else ("opened", "installed")
    jobs = [Job(tuple(names[hand::hands]), tuple(bits[hand::hands]), ways) for hand in range(hands)]
    done = crew.share(play, jobs)
    return Judged(
        crew.together([one.found for one in done]),
        max(one.slowest for one in done),
        max(one.largest for one in done),
    )


def play(job: Job) -> Judged:
    """The same in this process; it listens to what it asks of the system from then on."""
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    slowest, largest = 0.0, 0
    made = every()
    with staged() as stage:
        for name, data_, ways in _cases(job, made):
            for way in ways:
                tried = stage.tried(data_, way)
                verdicts[tried.verdict] += 1
                slowest, largest = max(slowest, tried.seconds), max(largest, tried.took)
                if not tried.verdict.startswith("ok"):
                    bad.append(f"{tried.verdict}: {name}")
    return Judged(crew.Found(verdicts, bad[:5]), slowest, largest)


def every() -> dict[str, Make]:
    """All hostile packs, by name."""
    return hostile() | dict(_hidden())


def _cases(job: Job, made: dict[str, Make]) -> Iterator[tuple[str, bytes, tuple[Way, ...]]]:
    for name in job.names:
        yield name, made[name](), job.ways
    for number, bit in enumerate(job.bits):  # the whole road is longer: for some
        yield f"bit {bit}", turned(bit), job.ways if number % 50 == 0 else job.ways[:1]


def turned(bit: int) -> bytes:
    """The good pack with one bit turned."""
    spoiled = bytearray(DATA)
    spoiled[bit // 8] ^= 1 << bit % 8
    return bytes(spoiled)


# ---------------------------------------------------------------- what readers disagree about


def _hidden() -> Iterator[tuple[str, Make]]:
    """Containers that say one thing in front and another in their list."""
    entries = {entry.name: entry for entry in archive.read_entries(io.BytesIO(DATA))}
    first = entries[MANIFEST]
    evil = b"media/../evil"[: len(first.name)].ljust(len(first.name), b"x")
    yield "another name in front", lambda: DATA[:30] + evil + DATA[30 + len(evil) :]
    yield "a name with an extra field", lambda: DATA[:28] + struct.pack("<H", 4) + DATA[30:]
    yield "a file nobody lists", lambda: archive.write({"media/h.svg": SCENE}) + DATA
    yield "the list of another pack", lambda: DATA[:-22] + archive.write({"a.svg": SCENE})[-22:]
    yield "two lists", lambda: DATA + DATA[-22:]
    yield "zip64", _zip64
    yield "a claim of 4 GB times 200", _great_claims
    yield "one picture listed 200 times", _quoted


def _zip64() -> bytes:
    """With the longer end that readers of large archives prefer to the short one."""
    size = struct.pack("<Q", 44)
    longer = b"PK\6\6" + size + struct.pack("<2H2L4Q", 45, 45, 0, 0, 1, 1, 46, 0)
    locator = b"PK\6\7" + struct.pack("<LQL", 0, len(DATA) - 22, 1)
    return DATA[:-22] + longer + locator + DATA[-22:]


def _great_claims() -> bytes:
    entries = archive.read_entries(io.BytesIO(DATA))
    body = DATA[: entries[-1].end]
    large = [archive.Entry(f"media/a{n}.svg", 0xFFFFFFFF, 0, 0) for n in range(200)]
    return body + archive._directory([*entries, *large], len(body))


def _quoted() -> bytes:
    """All of them lie on the same bytes, so that a small file becomes a large one."""
    large = FILES | {"media/z.svg": b" " * 4_000_000}
    body = archive.write(large)
    entries = archive.read_entries(io.BytesIO(body))
    last = entries[-1]
    same = [_renamed(last, f"media/z{n}.svg") for n in range(200)]
    return body[: last.end] + archive._directory([*entries, *same], last.end)


def _renamed(entry: archive.Entry, name: str) -> archive.Entry:
    """The same place under another name."""
    return archive.Entry(name, entry.size, entry.crc, entry.offset)


# ---------------------------------------------------------------- watching


class Frozen(BaseException):
    """It took too long; not an ``Exception``, so that nobody takes it for a bad pack."""


@dataclass(frozen=True)
class Tried:
    verdict: str
    seconds: float
    took: int


class Watch:
    """What this process asks of the system while it is on: files written, connections, programs."""

    _ASKED = frozenset(
        {
            "os.mkdir", "os.rename", "os.remove", "os.link", "os.symlink", "os.chmod", "os.system",
            "os.posix_spawn", "os.exec", "subprocess.Popen", "socket.connect", "socket.bind",
            "socket.getaddrinfo", "pickle.find_class", "shutil.copyfile", "os.truncate",
        }
    )  # fmt: skip

    def __init__(self, allowed: tuple[Path, ...]) -> None:
        self._allowed = tuple(str(path) for path in allowed)
        self.on = False
        self.seen: list[str] = []
        sys.addaudithook(self._heard)

    def _heard(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on:
            return
        if event == "open":
            _path, mode, flags = arguments
            writes = (isinstance(flags, int) and flags & 0o3) or set(mode or "") & set("wax+")
            if not writes:
                return
        elif event not in self._ASKED:
            return
        first = str(arguments[0]) if arguments else ""
        if not (first.startswith(self._allowed) or first.endswith(".waypack.part")):
            self.seen.append(f"{event} {first[-60:]}")


class Stage:
    """A computer with version 0.9 of a module, and a stick on which the hostile one lies."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._alone = scratch / "alone"
        self._alone.mkdir()
        packs, stick = scratch / "packs", scratch / "stick"
        lay(packs, data(_GOOD), f"small-{_GOOD}")
        self.store = Store.open(scratch / "data", use_keystore=False)
        catalog = Catalog([scratch / "bundled", packs])
        self.pc = Hall(self.store, scratch / "bundled", packs, stick, catalog)
        trust_ours(self.store, make_keys(), _programme())
        self.watch = Watch((scratch / "data",))
        self._before = self._tree()

    def tried(self, data_: bytes, way: Way) -> Tried:
        """What became of the pack on this way."""
        shutil.rmtree(self.pc.stick, ignore_errors=True)
        path = self._alone / _NAME
        path.write_bytes(data_)
        if way == "installed":
            lay(self.pc.stick, data_, "small-1.0")
        self._forget()
        resident = _memory("VmRSS")
        started = time.perf_counter()
        self.watch.seen, self.watch.on = [], True
        try:
            verdict = self._done(path, way)
        finally:
            self.watch.on = False
        seconds, took = time.perf_counter() - started, _memory("VmHWM") - resident
        verdict = self._looked_after(verdict, seconds, took)
        return Tried(verdict, seconds, took)

    def _done(self, path: Path, way: Way) -> str:
        try:
            with limited():
                match way:
                    case "opened":
                        whole(path)
                    case "installed":
                        return self._installed()
                    case "extracted":
                        extract(path, self.pc.packs / "extracted")
        except PackRejected:
            return "ok"
        except Frozen:
            return "frozen"
        except Exception as error:  # noqa: BLE001  any other is what is looked for
            return f"another error: {type(error).__name__}"
        return "accepted"

    def _installed(self) -> str:
        """By the road of the program: looked at on a stick, then installed."""
        found = look(self.store, self.pc.stick, catalog=self.pc.catalog).modules
        if any(one.can_install for one in found):
            return "accepted on the stick"
        done = install_modules(self.store, found, by=None, catalog=self.pc.catalog)
        states = {one.state for one in done.outcomes}
        return "ok, not installed" if states <= {"refused"} else "installed"

    def _looked_after(self, verdict: str, seconds: float, took: int) -> str:
        """What else it did, which counts more than how it ended."""
        if any(asked.startswith(("socket", "subprocess", "pickle")) for asked in self.watch.seen):
            return "asked for more than a file"
        after = self._tree()
        if after != self._before:
            self._mend(after)
            return "wrote where it should not"
        if self.watch.seen:
            return f"wrote, and took away: {self.watch.seen[0].partition(' ')[0]}"
        if opened(self.pc.catalog.folders) != _GOOD:
            return "the good one is gone"
        if verdict.startswith("ok") and seconds > MOST_SECONDS:
            return "slow"
        return "large" if verdict.startswith("ok") and took > MOST_BYTES else verdict

    def _tree(self) -> dict[str, bytes]:
        """Every file but the stick's, the data's and the one that was laid there to be opened."""
        own = {"data", "stick", "alone"}
        inside = (one for one in self._scratch.iterdir() if one.name not in own)
        files = (path for top in inside for path in (top, *top.rglob("*")))
        beside = (path for path in self._alone.iterdir() if path.name != _NAME)
        return {str(one): one.read_bytes() if one.is_file() else b"" for one in (*files, *beside)}

    def _mend(self, after: dict[str, bytes]) -> None:
        for path in sorted(
            (Path(name) for name in after if name not in self._before), reverse=True
        ):
            with contextlib.suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        for name, content in self._before.items():
            if not Path(name).is_dir():
                Path(name).write_bytes(content)

    def _forget(self) -> None:
        if sys.platform == "linux":
            Path("/proc/self/clear_refs").write_text("5")  # the most so far counts from here


@contextmanager
def staged() -> Iterator[Stage]:
    """Everything of a stage, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="waypost-packs-", dir=crew.SCRATCH) as scratch:
        stage = Stage(Path(scratch))
        try:
            yield stage
        finally:
            stage.store.close()


def extract(path: Path, folder: Path) -> None:
    """How many programs take a pack: the mistake this torture must see."""
    with zipfile.ZipFile(path) as archive_:
        archive_.extractall(folder)


@contextmanager
def limited() -> Iterator[None]:
    """Raises ``Frozen`` when it takes too long."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Frozen

    before: Callable[..., Any] | int | None = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, FROZEN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _memory(name: str) -> int:
    """Bytes this process has, or had at most."""
    if sys.platform != "linux":
        return 0
    found = re.search(name + r":\s+(\d+)", Path("/proc/self/status").read_text())
    return 1024 * int(found[1]) if found else 0


def _programme() -> Programme:
    return Programme(
        programme_id="0b0e6f3c-6d54-4c5b-9c38-7a2f6a0c1d12", version=1, name="Ruta segura",
        country="BO", sites=(Site(site_id="bo-lpz-001", name="La Paz, main terminal"),),
        organisation_recipient=make_keys().recipient,
    )  # fmt: skip
