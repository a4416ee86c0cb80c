"""Power cuts while answers are saved: every state of the disk is opened and asked what it holds."""

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from tests.torture import crew, disk, trace, worker
from trainer_app.errors import TrainerError
from trainer_app.store import Store, keys
from trainer_app.store.connection import connect, quick_check
from trainer_app.store.opening import FILE

FULLY = 40
"""One state in so many goes the whole way through ``Store.open`` and is answered in once more."""
DRAWS = 40
"""How often other random states are drawn at one point while each draw finds new ones."""


@dataclass(frozen=True)
class Promised:
    """What the process had said when the power went."""

    ready: str | None = None
    saved: int = 0

    def after(self, call: trace.Call) -> "Promised":
        if not isinstance(call, trace.Said):
            return self
        word, _space, rest = call.line.partition(" ")
        if word == "READY":
            return Promised(rest, self.saved)
        return Promised(self.ready, int(rest))


Judge = Callable[[Path, Promised, bool], str]
"""Says what became of a state laid down in a folder; the last argument asks for the whole way."""


@dataclass(frozen=True)
class Job:
    """One process's share of the points of a recording: from ``start``, each ``step``-th."""

    calls: list[trace.Call]
    base: str
    before: Path | None
    judge: Judge
    images: int
    seed: int
    start: int
    step: int
    fully: int


@dataclass(frozen=True)
class JudgeAnswers:
    """``whole``: the hash of each statement that the process ever wrote."""

    whole: dict[int, bytes]

    def __call__(self, folder: Path, promised: Promised, fully: bool) -> str:
        try:
            if fully:
                _open_and_check(folder)
            if (folder / FILE).exists():
                verdict, count = self._look(folder, promised)
            else:
                verdict, count = ("lost: the data file" if promised.ready else "ok"), 0
            if fully and verdict == "ok":
                _go_on(folder, count)
        except (TrainerError, dbapi2.Error, OSError) as error:
            return f"unopenable: {type(error).__name__}"
        return verdict

    def _look(self, folder: Path, promised: Promised) -> tuple[str, int]:
        key = keys.unlock(folder, use_keystore=False).key
        with closing(connect(folder / FILE, key)) as db:
            if not quick_check(db):
                return "corrupt", 0
            count, newest = db.execute("SELECT count(*), max(seq) FROM statement").fetchone()
            kept = db.execute("SELECT state FROM bookmark").fetchone()
            tries = db.execute("SELECT total(tries) FROM progress").fetchone()[0]
            ends = db.execute(
                "SELECT seq, hash FROM statement ORDER BY row DESC LIMIT 8"
            ).fetchall()
            device = db.execute("SELECT hex(uuid) FROM device ORDER BY row").fetchone()[0].lower()
        if promised.ready not in (None, device):
            return "lost: the identity", count
        if count != (newest or 0) or tries != count or int(kept[0] if kept else 0) != count:
            return "partial", count
        if any(self.whole[seq] != digest for seq, digest in ends):
            return "corrupt", count
        return ("lost: answers" if count < promised.saved else "ok"), count


def torture(
    images: int, seed: int, *, count: int, synchronous: int = 2, fully: int = FULLY
) -> crew.Found:
    """Record a run of ``count`` answers and judge about ``images`` states it could have left."""
    with tempfile.TemporaryDirectory(prefix="waypost-power-", dir=crew.SCRATCH) as scratch:
        folder = Path(scratch) / "profile"
        calls = record("answers", folder, "--count", str(count), "--synchronous", str(synchronous))
        return search(calls, folder, None, JudgeAnswers(_hashes(folder)), images, seed, fully)


def record(what: str, folder: Path, *more: str) -> list[trace.Call]:
    """The calls of the worker on ``folder``."""
    log = folder.with_name(f"{folder.name}.strace")
    try:
        return trace.record(["tests.torture.worker", what, str(folder), *more], folder, log)
    finally:
        log.unlink(missing_ok=True)


def search(
    calls: list[trace.Call],
    folder: Path,
    before: Path | None,
    judge: Judge,
    images: int,
    seed: int,
    fully: int = FULLY,
) -> crew.Found:
    """Judge about ``images`` different states, spread over all calls and all processors."""
    hands = crew.HANDS
    each = -(-images // hands)
    jobs = [
        Job(calls, str(folder), before, judge, each, seed, start, hands, fully)
        for start in range(hands)
    ]
    return crew.together(crew.share(_search, jobs))


def _search(job: Job) -> crew.Found:
    """Go through the recording, again if there was too little to find in one go."""
    chance = random.Random(f"{job.seed}/{job.start}")
    found = crew.Found(Counter())
    seen: set[object] = set()
    before = -1
    while before < found.cases < job.images:
        before = found.cases
        _go_through(job, chance, seen, found)
    return found


def _go_through(job: Job, chance: random.Random, seen: set[object], found: crew.Found) -> None:
    model = disk.Disk(job.base, job.before)
    promised = Promised()
    points = len(range(job.start, len(job.calls), job.step))
    already = found.cases
    for number, call in enumerate(job.calls):
        model.apply(call)
        promised = promised.after(call)
        if number % job.step != job.start:
            continue
        share = (number // job.step + 1) / points
        wanted = already + round((job.images - already) * share) - found.cases
        for image in _different(model, chance, wanted, seen, promised):
            verdict = _judged(image, job.judge, promised, found.cases % job.fully == 0)
            found.verdicts[verdict] += 1
            if not verdict.startswith("ok"):
                found.bad.append(f"{verdict}: after call {number}, {image.how}, {promised}")


def _different(
    model: disk.Disk, chance: random.Random, wanted: int, seen: set[object], promised: Promised
) -> list[disk.Image]:
    """Up to ``wanted`` states at this point that were not judged with this promise before."""
    found: list[disk.Image] = []
    ways: Sequence[disk.How] = disk.EVERY_WAY
    for _draw in range(DRAWS):
        before = len(found)
        for image in model.crash(chance, chance.sample(ways, len(ways))):
            if len(found) >= wanted:
                return found
            if (key := (image.key, promised)) not in seen:
                seen.add(key)
                found.append(image)
        if len(found) == before:
            break
        ways = disk.RANDOM_WAYS
    return found


def _judged(image: disk.Image, judge: Judge, promised: Promised, fully: bool) -> str:
    folder = Path(tempfile.mkdtemp(prefix="waypost-image-", dir=crew.SCRATCH))
    try:
        image.write(folder)
        return judge(folder, promised, fully)
    finally:
        shutil.rmtree(folder)


def opened_whole(folder: Path) -> str:
    """Whether a folder opens with a log without a gap."""
    _open_and_check(folder)
    return "ok"


def _open_and_check(folder: Path) -> None:
    store = Store.open(folder, use_keystore=False)
    try:
        store.verify_chain()
    finally:
        store.close()


def _go_on(folder: Path, count: int) -> None:
    """The next answers can be saved."""
    store = Store.open(folder, use_keystore=False)
    try:
        if not store.learners():
            worker.enrol(store)
        worker.save(store, count)
        store.verify_chain()
    finally:
        store.close()


def _hashes(folder: Path) -> dict[int, bytes]:
    key = keys.unlock(folder, use_keystore=False).key
    with closing(connect(folder / FILE, key)) as db:
        return dict(db.execute("SELECT seq, hash FROM statement"))
