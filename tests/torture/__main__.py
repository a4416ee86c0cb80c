"""Run the torture and print its figures; the exit code is 1 when anything was lost."""

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests.releases import make
from tests.torture import (
    backing,
    clocks,
    crew,
    damage,
    full,
    instances,
    kill,
    line,
    locking,
    migration,
    model,
    open_eyes,
    packs,
    power,
    rendering,
    sticks,
    updating,
)

KILLS, KILLS_AT_NIGHT = 200, 2_000
IMAGES, IMAGES_AT_NIGHT = 20_000, 250_000
MIGRATIONS, MIGRATIONS_AT_NIGHT = 1_000, 8_000
LOCKS, LOCKS_AT_NIGHT = 200, 1_000
IMAGES_OF_A_RUN, ANSWERS = 20_000, 200
"""A night has many runs, each a little longer than the one before, so that no two are alike. All of
them go on beyond a start in between, ``worker.REOPENED_EVERY``."""
FULLY, FULLY_AT_NIGHT = 40, 400
"""One state of the disk in so many is opened by the whole program, and answered in."""
FIRST_STARTS = 300
PROOF = 1_500
EXAMPLES, EXAMPLES_AT_NIGHT = (60, 50), (500, 60)
"""Of the model, and the steps of each; as many as ten minutes and a night have room for."""
SOON_SEEN = ("hasty", "ageless")
"""Mistakes that the model finds in a minute; the others it looks for at night."""
LINES = 300
STICKS, STICKS_AT_NIGHT = 500, 5_000
MISTAKEN = 100
DAMAGES, DAMAGES_AT_NIGHT = 400, 5_000
FULL, FULL_AT_NIGHT = 50, 300
BACKUPS, BACKUPS_AT_NIGHT = 6_000, 20_000
UPDATES, UPDATES_AT_NIGHT = 200, 2_000
ROUNDS, ROUNDS_AT_NIGHT = 8, 50
CLOCKS, CLOCKS_AT_NIGHT = 20, 100
DRAWN_AT_NIGHT = 5
"""Seeds of what is made by chance."""
FLIPS = 3_000
"""Bits turned in a good pack; at night all of them."""


def killing(*, night: bool, seed: int) -> bool:
    """Kill -9 during answers."""
    killed = kill.torture(KILLS_AT_NIGHT if night else KILLS, seed)
    found = killed.found
    print(
        f"kill -9: {found.cases:,} kills, {killed.acknowledged:,} answers said to be saved; "
        f"{found}; slowest next start {killed.slowest * 1000:.0f} ms"
    )
    return _told(found)


def powering(*, night: bool, seed: int) -> bool:
    """Power cuts during answers, and the proof that loss would be seen."""
    images = IMAGES_AT_NIGHT if night else IMAGES
    runs = range(-(-images // IMAGES_OF_A_RUN))
    each, fully = -(-images // len(runs)), FULLY_AT_NIGHT if night else FULLY
    found = crew.together(
        [power.torture(each, seed + run, count=ANSWERS + run, fully=fully) for run in runs]
    )
    print(f"power cut: {found.cases:,} states of the disk; {found}")
    first = power.torture(FIRST_STARTS, seed, count=2, fully=1)
    print(f"  during the first start: {first.cases:,} states; {first}")
    proof = power.torture(PROOF, seed, count=100, synchronous=1)
    lost = proof.wrong
    print(f"  the same with synchronous=NORMAL: {proof.cases:,} states; {proof}")
    if not lost:
        print("  NOT FOUND: this torture does not see answers that are lost")
    return all([_told(found), _told(first), lost > 0])


def migrating(*, night: bool, seed: int) -> bool:
    """Power cuts during a migration: from today's release, and to it from each before."""
    images = MIGRATIONS_AT_NIGHT if night else MIGRATIONS
    found = migration.torture(images, seed)
    print(f"migration: {found.cases:,} states of the disk; {found}")
    for release in make.RELEASES:
        older = migration.torture(images, seed, release=release)
        print(f"  from {release.name}: {older.cases:,} states; {older}")
        found = crew.together([found, older])
    proof = migration.torture(PROOF // 5, seed, careless=True)
    print(f"  the same without a transaction: {proof.cases:,} states; {proof}")
    if not proof.wrong:
        print("  NOT FOUND: this torture does not see half a migration")
    return all([_told(found), proof.wrong > 0])


def locking_up(*, night: bool, seed: int) -> bool:
    """Power cuts while a passphrase is set, changed and taken off."""
    found = locking.torture(LOCKS_AT_NIGHT if night else LOCKS, seed)
    print(f"passphrase: {found.cases:,} states of the disk; {found}")
    proof = locking.torture(LOCKS, seed, careless=True)
    print(f"  the same without syncing: {proof.cases:,} states; {proof}")
    if not proof.wrong:
        print("  NOT FOUND: this torture does not see a key that is lost")
    return all([_told(found), proof.wrong > 0])


def modelling(*, night: bool, seed: int) -> bool:
    """Everything that can happen to results on their way, in any order."""
    examples, steps = EXAMPLES_AT_NIGHT if night else EXAMPLES
    played = model.torture(examples, steps, seed)
    figures = played.figures
    steps_done = figures.pop("steps", 0)
    print(f"model: {played.found.cases:,} examples, {steps_done:,} steps; {played.found}")
    for name, count in sorted(figures.items()):
        print(f"  {count:,} {name}")
    fine = _told(played.found)
    for name in model.SABOTAGE if night else SOON_SEEN:
        proof = model.torture(MISTAKEN, steps, seed, sabotage=name).found
        print(f"  {name}: after {proof.cases:,} examples; {proof}")
        if not proof.wrong:
            print(f"  NOT FOUND: this torture does not see what a program does that is {name}")
        fine = fine and proof.wrong > 0
    return fine


def breaking(*, night: bool, seed: int) -> bool:
    """Lines that break while results are handed in."""
    broke = line.torture(None if night else LINES, seed)
    print(
        f"line: {broke.found.cases:,} hand-ins, {broke.harms:,} harms that really came, "
        f"{broke.again:,} statements that came again and were there; {broke.found}"
    )
    proof = line.torture(MISTAKEN, seed, sabotage=True).found
    print(f"  the same, counted before it is answered: {proof.cases:,} hand-ins; {proof}")
    if not proof.wrong:
        print("  NOT FOUND: this torture does not see what counts too early")
    return all([_told(broke.found), proof.wrong > 0])


def pulling(*, night: bool, seed: int) -> bool:
    """Hand-over files that are damaged, forged or old, and sticks that are pulled."""
    found = sticks.torture(STICKS_AT_NIGHT if night else STICKS, seed)
    print(f"sticks: {found.cases:,} cases; {found}")
    proof = sticks.torture(MISTAKEN * 2, seed, sabotage=True)
    print(f"  written without care, every receipt believed: {proof.cases:,} cases; {proof}")
    told = "\n".join(proof.verdicts)
    missed = [what for what in ("receipt forged: ", "a torn file") if what not in told]
    if missed:
        print(f"  NOT FOUND: {', '.join(missed)}")
    return all([_told(found), not missed])


def damaging(*, night: bool, seed: int) -> bool:
    """Damage to the data file, its second copy, or both."""
    hurt = damage.torture(DAMAGES_AT_NIGHT if night else DAMAGES, seed)
    print(f"damage: {hurt.found.cases:,} folders; {hurt.found}")
    if hurt.kept:
        share = sum(hurt.kept) / len(hurt.kept)
        least = min(hurt.kept)
        print(f"  both copies damaged: {share:.0%} of the answers could be read, {least:.0%} least")
    proof = damage.torture(MISTAKEN, seed, blind=True).found
    print(f"  the same, nobody looking: {proof.cases:,} folders; {proof}")
    if not proof.wrong:
        print("  NOT FOUND: this torture does not see damage that is passed over")
    return all([_told(hurt.found), proof.wrong > 0])


def filling(*, night: bool, seed: int) -> bool:
    """Disks that are full."""
    found = full.torture(FULL_AT_NIGHT if night else FULL, seed)
    print(f"full disk: {found.cases:,} disks; {found}")
    proof = full.torture(6, seed, careless=True)
    print(f"  the same, every answer said to be saved: {proof.cases:,} disks; {proof}")
    if not proof.wrong:
        print("  NOT FOUND: this torture does not see what is said too early")
    return all([_told(found), proof.wrong > 0])


def backing_up(*, night: bool, seed: int) -> bool:
    """Power cuts while backups are made."""
    found = backing.torture(BACKUPS_AT_NIGHT if night else BACKUPS, seed)
    print(f"backups: {found.cases:,} states of the disk; {found}")
    proof = backing.torture(PROOF // 2, seed, careless=True)
    print(f"  the same without syncing the folder: {proof.cases:,} states; {proof}")
    if not proof.wrong:
        print("  NOT FOUND: this torture does not see a backup that is lost")
    return all([_told(found), proof.wrong > 0])


def packing(*, night: bool, seed: int) -> bool:
    """Packs that try to do harm, and a good one with a bit turned."""
    judged = packs.torture(None if night else FLIPS, seed)
    bits = packs.BITS if night else FLIPS
    print(
        f"packs: {len(packs.every())} hostile ones, {bits:,} turned bits; "
        f"{judged.found}; slowest {judged.slowest * 1000:.0f} ms, "
        f"largest {judged.largest / 1e6:.0f} MB"
    )
    proof = packs.torture(MISTAKEN, seed, careless=True).found
    print(f"  the same, laid on the disk by zipfile: {proof.cases:,} cases; {proof}")
    missed = [what for what in ("wrote", "another error", "accepted") if what not in str(proof)]
    if missed:
        print(f"  NOT FOUND: {', '.join(missed)}")
    return all([_told(judged.found), not missed])


def updating_program(*, night: bool, seed: int) -> bool:
    """Updates of the program that are killed."""
    found = updating.torture(UPDATES_AT_NIGHT if night else UPDATES, seed)
    print(f"updates: {found.cases:,} kills; {found}")
    proof = updating.torture(MISTAKEN, seed, careless=True)
    print(f"  the same, written over the release before: {proof.cases:,} kills; {proof}")
    if not proof.wrong:
        print("  NOT FOUND: this torture does not see half an update")
    return all([_told(found), proof.wrong > 0])


def starting(*, night: bool, seed: int) -> bool:
    """Starts at the same moment."""
    found = instances.torture(ROUNDS_AT_NIGHT if night else ROUNDS)
    print(f"instances: {found.cases:,} rounds of {instances.STARTS} starts; {found} (seed {seed})")
    proof = instances.torture(2, careless=True)
    print(f"  the same, looking before taking: {proof.cases:,} rounds; {proof}")
    if not proof.wrong:
        print("  NOT FOUND: this torture does not see two that both win")
    return all([_told(found), proof.wrong > 0])


def clocking(*, night: bool, seed: int) -> bool:
    """Clocks that say anything."""
    if clocks.library() is None:
        print("clocks: libfaketime is not installed (apt install faketime), so nothing was tried")
        return False
    found = clocks.torture(CLOCKS_AT_NIGHT if night else CLOCKS, seed)
    print(f"clocks: {found.cases:,} scenarios; {found}")
    proof = clocks.torture(2, seed, by_clock=True)
    print(f"  the same, ordered by the clock: {proof.cases:,} scenarios; {proof}")
    if not proof.wrong:
        print("  NOT FOUND: this torture does not see answers in another order")
    return all([_told(found), proof.wrong > 0])


def drawing(*, night: bool, seed: int) -> bool:
    """Pictures and texts made to freeze whoever draws them."""
    seeds = range(seed, seed + (DRAWN_AT_NIGHT if night else 1))
    judged = [rendering.torture(one) for one in seeds]
    found = crew.together([one.found for one in judged])
    print(
        f"rendering: {found.cases:,} pictures and texts; {found}; "
        f"slowest {max(one.slowest for one in judged) * 1000:.0f} ms"
    )
    proof = rendering.torture(seed, careless=True).found
    print(f"  the same, drawn by Qt without a guard: {proof.cases:,}; {proof}")
    missed = [what for what in ("froze", "opened something") if what not in str(proof)]
    if missed:
        print(f"  NOT FOUND: {', '.join(missed)}")
    return all([_told(found), not missed])


SUITES: dict[str, Callable[..., bool]] = {
    "kill": killing,
    "power": powering,
    "migration": migrating,
    "lock": locking_up,
    "model": modelling,
    "line": breaking,
    "sticks": pulling,
    "damage": damaging,
    "full": filling,
    "backups": backing_up,
    "packs": packing,
    "updates": updating_program,
    "rendering": drawing,
    "instances": starting,
    "clocks": clocking,
    "hub": open_eyes.knocking,
    "canaries": open_eyes.seeking,
    "soak": open_eyes.soaking,
}
LONGEST_FIRST = (
    "power", "model", "soak", "line", "clocks", "sticks", "damage", "kill", "hub", "rendering",
    "canaries", "backups", "full", "migration", "instances", "packs", "lock", "updates",
)  # fmt: skip
"""So that at the end nothing long is left for one processor alone."""

_told = crew.told


def everything(*, night: bool, seed: int) -> bool:
    """Every suite, in a process of its own, as many at a time as there are processors."""
    more = ["--seed", str(seed), *(["--night"] if night else [])]

    def suite(name: str) -> bool:
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "tests.torture", "--only", name, *more],
            env=os.environ | {crew.ALONE: "1"},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        words = done.stdout if done.returncode else _figures(done.stdout)
        print(f"{words}  {time.perf_counter() - started:.0f} s", flush=True)
        return done.returncode == 0

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return all(list(pool.map(suite, LONGEST_FIRST)))


def _figures(told: str) -> str:
    """What a suite said, without its first line and its last two."""
    return "".join(told.splitlines(keepends=True)[1:-2])


def main() -> int:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--night", action="store_true", help="about ten times as much")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--only", choices=list(SUITES))
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}, {os.cpu_count()} processors", flush=True)
    started = time.perf_counter()
    suite = SUITES[chosen.only] if chosen.only else everything
    fine = suite(night=chosen.night, seed=chosen.seed)
    print(f"  {time.perf_counter() - started:.0f} s")
    print("nothing lost" if fine else "LOST OR DAMAGED; run again with the same --seed")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
