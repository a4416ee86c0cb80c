"""Which release starts: the next one once it is ready, and the one before where it does not start.

At the start nothing is read but whether ``update.json`` is there. Every step can be cut off and is
taken again at the next start:

1. the release that runs keeps its own program under its own name, and hands on to the next one;
2. the next one takes the name that people start, in one step;
3. once it has opened the data or shown its first page, it is confirmed: ``update.json`` goes.

A release that begins ``MOST_TRIES`` times without being confirmed gives the name back.
"""

from __future__ import annotations

import filecmp
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NoReturn

from trainer_app import durable
from trainer_app.releases.place import PART, Place

MOST_TRIES = 3
HandOn = Callable[[Path], NoReturn]
"""Be another program from here on. Raises ``OSError`` where it cannot be started."""


@dataclass(frozen=True, slots=True)
class Plan:
    """From which release to which. ``undone`` says that it was tried and did not start here."""

    before: str
    to: str
    tries: int = 0
    undone: bool = False


def read_plan(place: Place) -> Plan | None:
    """What is planned; None where nothing is, or where nobody can read it."""
    try:
        told = json.loads(place.plan_file.read_bytes())
        return Plan(str(told["before"]), str(told["to"]), int(told["tries"]), bool(told["undone"]))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def write_plan(place: Place, plan: Plan) -> None:
    """Have it on the disk. Raises ``OSError``."""
    durable.write(place.plan_file, json.dumps(asdict(plan)).encode(), mode=0o644)


def forget_plan(place: Place) -> None:
    """Nothing is planned any more. Raises ``OSError``."""
    place.plan_file.unlink(missing_ok=True)
    durable.sync_folder(place.folder)


def at_start(
    place: Place,
    arguments: Sequence[str],
    started: Path,
    let_go: Callable[[], None] = lambda: None,
) -> None:
    """Go on, or hand on to another release and never return.

    ``started`` is the file that was started. ``let_go`` is called just before handing on: the other
    program takes what this one holds. Whatever the disk refuses, the release that runs goes on.
    """
    plan = read_plan(place)
    if plan is None or plan.undone:
        return

    def hand_on(program: Path) -> NoReturn:
        let_go()
        _become(program, arguments)

    with suppress(OSError):
        if place.version == plan.before:
            _begin_next(place, plan, hand_on)
        elif place.version == plan.to:
            _go_on(place, plan, started, hand_on)
        else:
            forget_plan(place)


def confirm(place: Place) -> None:
    """The release that runs has started: it stays. Raises ``OSError``, also where it could not
    take the name that people start; then the one before is still needed."""
    plan = read_plan(place)
    if plan is not None and plan.to == place.version and not plan.undone:
        same_file(place.program_of(plan.to), place.main)
        forget_plan(place)


def tidy(place: Place) -> None:
    """Take away releases that nobody needs, unless one is to be next or on trial.

    Whatever cannot be removed now stays until the next time.
    """
    plan = read_plan(place)
    if plan is not None and not plan.undone:
        return
    for path in [*place.others(), place.copy]:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with suppress(OSError):
                path.unlink()


def fresh_environment() -> dict[str, str]:
    """What another release is started with: nothing of this one's loader is left in it."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("_PYI_")}
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        before = kept.pop(f"{name}_ORIG", None)
        if before is not None:
            kept[name] = before
        elif getattr(sys, "frozen", False):
            kept.pop(name, None)
    return kept | {"PYINSTALLER_RESET_ENVIRONMENT": "1"}


# ---------------------------------------------------------------- inside


def _begin_next(place: Place, plan: Plan, hand_on: HandOn) -> None:
    """The release before runs; the next one has its turn."""
    if plan.tries >= MOST_TRIES or not place.program_of(plan.to).exists():
        write_plan(place, replace(plan, undone=True))
        return
    write_plan(place, replace(plan, tries=plan.tries + 1))
    same_file(place.main, place.program_of(plan.before))
    hand_on(place.program_of(plan.to))


def _go_on(place: Place, plan: Plan, started: Path, hand_on: HandOn) -> None:
    """The next release runs, on trial."""
    if started.name != place.program:
        same_file(place.program_of(plan.to), place.main)
        return
    before = place.program_of(plan.before)
    if plan.tries >= MOST_TRIES and before.exists():
        same_file(before, place.main)
        write_plan(place, replace(plan, undone=True))
        hand_on(place.main)
    write_plan(place, replace(plan, tries=plan.tries + 1))


def same_file(source: Path, target: Path) -> None:
    """Have the bytes of one program under another name too, whole or not at all."""
    with suppress(FileNotFoundError):
        if target.samefile(source) or filecmp.cmp(source, target, shallow=False):
            return
    part = target.with_name(target.name + PART)
    part.unlink(missing_ok=True)
    link_or_copy(source, part)
    durable.rename(part, target)


def link_or_copy(source: Path, target: Path) -> None:
    """A second name for a file where the disk knows such, or else a synced copy."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)
        durable.sync_file(target)


def _become(program: Path, arguments: Sequence[str]) -> NoReturn:
    command = [str(program), *arguments]
    if sys.platform == "win32":  # which cannot replace a running program
        import subprocess

        subprocess.Popen(command, env=fresh_environment())
        raise SystemExit(0)
    os.execve(program, command, fresh_environment())
