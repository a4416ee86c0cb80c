"""Damage to what lies on the disk: bits, pages, ends, whole files; of the data file, its second
copy or both."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from tests.torture import crew, worker
from trainer_app.errors import DataDamaged, TrainerError
from trainer_app.store import Store, backups, rescue, second_copy
from trainer_app.store.journal import journals
from trainer_app.store.opening import FILE

ANSWERS, BEFORE_BACKUP = 61, 20
"""As ``worker.save`` counts: one or two at a time."""
PAGE = 4096
WHERE = ("data file", "journal", "newest backup", "data file and newest backup", "both")


@dataclass(frozen=True)
class Job:
    cases: int
    seed: str
    blind: bool


@dataclass(frozen=True)
class Damaged:
    """``kept``: of what both copies lost, the share of answers that could still be read."""

    found: crew.Found
    kept: list[float]


def torture(cases: int, seed: int, *, blind: bool = False) -> Damaged:
    """Damage so many folders and open each. ``blind``: nobody looks whether a file is whole."""
    hands = crew.HANDS
    shares = [cases // hands + (hand < cases % hands) for hand in range(hands)]
    jobs = [Job(part, f"{seed}/{hand}", blind) for hand, part in enumerate(shares) if part]
    done = crew.share(_damage, jobs)
    return Damaged(
        crew.together([one.found for one in done]), [share for one in done for share in one.kept]
    )


def _damage(job: Job) -> Damaged:
    chance = random.Random(job.seed)
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    kept: list[float] = []
    with tempfile.TemporaryDirectory(prefix="waypost-damage-", dir=crew.SCRATCH) as scratch:
        whole = Path(scratch) / "whole"
        _fill(whole)
        for number in range(job.cases):
            where = WHERE[number % len(WHERE)]
            folder = Path(scratch) / "damaged"
            shutil.copytree(whole, folder)
            how = _hurt(folder, where, chance)
            with _blindness(blind=job.blind):
                verdict, share = _judged(folder, where)
            verdicts[verdict] += 1
            if share is not None:
                kept.append(share)
            if not verdict.startswith("ok"):
                bad.append(f"{verdict}: {where}, {how}")
            shutil.rmtree(folder)
    return Damaged(crew.Found(verdicts, bad), kept)


def _fill(folder: Path) -> None:
    """Some answers in a backup, more of them after it."""
    store = Store.open(folder, use_keystore=False)
    worker.enrol(store)
    done = 0
    while done < BEFORE_BACKUP:
        done = worker.save(store, done)
    store.second_copy.back_up()
    while done < ANSWERS:
        done = worker.save(store, done)
    store.close()


def _hurt(folder: Path, where: str, chance: random.Random) -> str:
    files = {
        "data file": [folder / FILE],
        "journal": [journals(folder / second_copy.FOLDER)[-1]],
        "newest backup": [backups.copies(folder / backups.FOLDER)[-1].path],
    }
    files["data file and newest backup"] = files["data file"] + files["newest backup"]
    files["both"] = files["data file"] + files["journal"]
    told = []
    for path in files[where]:
        way = chance.choice(list(WAYS))
        WAYS[way](path, chance)
        told.append(way)
    return " and ".join(told)


def _bit(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def _pages(count: int) -> Callable[[Path, random.Random], None]:
    def hurt(path: Path, chance: random.Random) -> None:
        content = bytearray(path.read_bytes())
        for _page in range(count):
            at = chance.randrange(max(1, len(content) // PAGE)) * PAGE
            content[at : at + PAGE] = chance.randbytes(len(content[at : at + PAGE]))
        path.write_bytes(content)

    return hurt


def _first(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    content[:PAGE] = chance.randbytes(PAGE)
    path.write_bytes(content)


def _cut(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])


def _gone(path: Path, _chance: random.Random) -> None:
    path.unlink()


WAYS: dict[str, Callable[[Path, random.Random], None]] = {
    "a bit": _bit,
    "a page": _pages(1),
    "three pages": _pages(3),
    "ten pages": _pages(10),
    "the first page": _first,
    "cut": _cut,
    "gone": _gone,
}


def _blindness(*, blind: bool) -> mock._patch[Callable[..., bool]]:
    looks = (lambda *_file: True) if blind else rescue.is_whole
    return mock.patch.object(rescue, "is_whole", looks)


def _judged(folder: Path, where: str) -> tuple[str, float | None]:
    try:
        return _opened(folder, "ask"), None
    except DataDamaged:
        if where != "both":
            return "lost: asked, though one copy is whole", None
    except (TrainerError, OSError) as error:
        return f"unopenable: {type(error).__name__}", None
    try:
        share = _count(folder) / ANSWERS
    except (TrainerError, OSError) as error:
        return f"unopenable, both: {type(error).__name__}", None
    return "ok, asked", share


def _opened(folder: Path, choice: rescue.Choice) -> str:
    store = Store.open(folder, use_keystore=False, rescue=choice)
    try:
        count = store.verify_chain()
        kept = store.bookmark("learner-0", worker.PLACE)
        if count != ANSWERS or len(store.learners()) != worker.LEARNERS or kept is None:
            return f"lost: {ANSWERS - count} answers"
        if store.second_copy.is_missing:
            return "alone: no second copy"
        worker.save(store, ANSWERS)
        return "ok, whole" if store.rescued is None else f"ok, {store.rescued.kind}"
    finally:
        store.close()


def _count(folder: Path) -> int:
    store = Store.open(folder, use_keystore=False, rescue="put-back")
    try:
        return store.verify_chain()
    finally:
        store.close()
