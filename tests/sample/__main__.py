"""``dev.py sample``: a made-up programme in a data folder, and the tables that go with it.

python3 dev.py sample --people 10000 --sites 40 --months 18 --seed 7 --output FOLDER
"""

from __future__ import annotations

import argparse
import sys
import time
from datetime import date
from pathlib import Path
from uuid import UUID

from tests.sample import Plan, expected, make
from trainer_app import paths
from trainer_app.content.catalog import Catalog
from trainer_app.operations.audit import STAFF
from trainer_app.operations.staff_pins import pin_hash
from trainer_app.store import StaffKey, Store
from trainer_app.training.certificate import public_key

PIN = "580317"
"""Of the supervisor who can look at it."""
_SUPERVISOR = "Elena Vargas"


def main() -> int:
    """Write what the arguments ask for; the exit code is 2 where they ask for what cannot be."""
    usual = Plan()
    parser = argparse.ArgumentParser(prog="dev.py sample", description=__doc__)
    parser.add_argument("--people", type=int, default=usual.people)
    parser.add_argument("--sites", type=int, default=usual.sites)
    parser.add_argument("--months", type=int, default=usual.months)
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--today", type=date.fromisoformat, default=usual.today)
    parser.add_argument("--begun", type=float, default=0.95, help="share of those who learn alone")
    parser.add_argument("--output", type=Path, required=True, help="a folder that is not there yet")
    chosen = parser.parse_args()
    try:
        plan = Plan(
            people=chosen.people, sites=chosen.sites, months=chosen.months, seed=chosen.seed,
            today=chosen.today, begun=chosen.begun,
        )  # fmt: skip
    except ValueError as error:
        parser.error(str(error))
    if chosen.output.exists():
        parser.error(f"{chosen.output} is there already")
    _write(plan, chosen.output)
    return 0


def _write(plan: Plan, folder: Path) -> None:
    started = time.perf_counter()
    store = Store.open(folder, use_keystore=False)
    try:
        truth = make(store, Catalog([paths.bundled_packs()], paths.bundled_shelf()), plan)
        _add_supervisor(store)
    finally:
        store.close()
    seconds = time.perf_counter() - started
    tables = expected(truth)
    (folder / "expected.json").write_bytes(tables.as_json())
    size = sum(file.stat().st_size for file in folder.glob("waypost.db*"))
    print(
        f"{len(truth.people):,} registrations at {len(truth.sites)} sites, "
        f"{len(truth.devices)} computers, {len(truth.meetings)} sessions"
    )
    print(
        f"{truth.statements:,} statements, {truth.answers:,} of them answers, in {seconds:.0f} s "
        f"({truth.statements / seconds:,.0f} a second), {size / 1e6:.0f} MB"
    )
    trained = sum(person.trained for person in tables.people.values())
    overdue = sum(person.overdue for person in tables.people.values())
    print(f"{len(tables.people):,} people count: {trained:,} trained, {overdue:,} with an overdue")
    print(f"Today is {plan.today} there. {_SUPERVISOR} signs in as staff with {PIN}.")


def _add_supervisor(store: Store) -> None:
    """Somebody who can sign in as staff, to look around."""
    staff_id, seed = str(UUID(int=7, version=4)), bytes(range(32))
    body = {
        "actor": "p-SUPERVISOR", "name": _SUPERVISOR, "roles": ["facilitator", "supervisor"],
        "keys": [public_key(seed).hex()], "has_left": False, "site": "",
    }  # fmt: skip
    store.directory.put(STAFF, staff_id, body)
    store.staff_keys.put(StaffKey(staff_id=staff_id, pin_hash=pin_hash(staff_id, PIN), seed=seed))


if __name__ == "__main__":
    sys.exit(main())
