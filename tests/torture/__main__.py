"""Run the torture and print its figures; the exit code is 1 when anything was lost."""

import argparse
import random
import sys
import time
from collections.abc import Callable

from tests.torture import crew, kill, migration, power

KILLS, KILLS_AT_NIGHT = 200, 2_000
IMAGES, IMAGES_AT_NIGHT = 20_000, 250_000
MIGRATIONS, MIGRATIONS_AT_NIGHT = 1_000, 8_000
IMAGES_OF_A_RUN, ANSWERS = 20_000, 500
"""A night has many runs, each a little longer than the one before, so that no two are alike."""
FIRST_STARTS = 600
PROOF = 1_500


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
    found = crew.together(
        [power.torture(-(-images // len(runs)), seed + run, count=ANSWERS + run) for run in runs]
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
    """Power cuts during a migration."""
    found = migration.torture(MIGRATIONS_AT_NIGHT if night else MIGRATIONS, seed)
    print(f"migration: {found.cases:,} states of the disk; {found}")
    proof = migration.torture(PROOF // 5, seed, careless=True)
    print(f"  the same without a transaction: {proof.cases:,} states; {proof}")
    if not proof.wrong:
        print("  NOT FOUND: this torture does not see half a migration")
    return all([_told(found), proof.wrong > 0])


SUITES: dict[str, Callable[..., bool]] = {
    "kill": killing,
    "power": powering,
    "migration": migrating,
}


def _told(found: crew.Found) -> bool:
    for line in found.bad:
        print(f"  {line}")
    return found.cases > 0 and not found.wrong


def main() -> int:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument("--night", action="store_true", help="about ten times as much")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--only", choices=list(SUITES))
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}, {crew.HANDS} processors", flush=True)
    fine = True
    for name in [chosen.only] if chosen.only else list(SUITES):
        started = time.perf_counter()
        fine = SUITES[name](night=chosen.night, seed=chosen.seed) and fine
        print(f"  {time.perf_counter() - started:.0f} s", flush=True)
    print("nothing lost" if fine else "LOST OR DAMAGED; run again with the same --seed")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
