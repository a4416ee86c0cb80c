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
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NoReturn

from trainer_app import durable
from trainer_app.releases import running
from trainer_app.releases.place import PART, Place

MOST_TRIES = 3
_LEADS_TO = re.compile(r"waypost-([0-9]{1,9}(?:\.[0-9]{1,9}){1,3})-")
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
    if plan is None:
        return

    def hand_on(program: Path) -> NoReturn:
        let_go()
        _become(program, arguments)

    with suppress(OSError):
        if plan.undone:
            _give_back(place, plan, hand_on)
        elif place.version == plan.before:
            _begin_next(place, plan, hand_on)
        elif place.version == plan.to:
            _go_on(place, plan, started, hand_on)
        else:
            forget_plan(place)


def confirm(place: Place) -> None:
    """The release that runs has started: it stays.

    Where it cannot have the name that people start, because the one before still runs under it,
    that one is kept and hands on once more; no try is counted then. Raises ``OSError``, also where
    Windows keeps the name.
    """
    plan = read_plan(place)
    if plan is None or plan.to != place.version or plan.undone:
        return
    if running.is_held(place.release(plan.before)):
        write_plan(place, replace(plan, tries=0))
        return
    try:
        same_file(place.program_of(plan.to), place.main)
    except OSError:
        write_plan(place, replace(plan, tries=0))
        raise
    forget_plan(place)
    with suppress(OSError):
        _drop_fetched(place)


def tidy(place: Place) -> None:
    """Take away releases that nobody needs, unless one is to be next or on trial.

    Whatever cannot be removed now, or is run by somebody else, stays until the next time.
    """
    plan, own = read_plan(place), place.program_of(place.version)
    if (plan is not None and not plan.undone) or not has_the_name(place):
        return
    with suppress(OSError):
        take_away(place, [*place.others(), place.copy])
        _drop_fetched(place)
        is_read = Path(sys.executable).name == own.name
        if not is_read and not running.is_held(place.release(place.version)):
            take_away(place, [own])


def take_away(place: Place, paths: Iterable[Path]) -> None:
    """Remove these from the folder of the program, but for what another process runs, and for what
    cannot be removed now. Raises ``OSError`` where the folder cannot be read."""
    kept = running.names_in_use(place)
    for path in paths:
        if path.name not in kept:
            with suppress(OSError):
                _remove(path)


def has_the_name(place: Place) -> bool:
    """Whether what people start is the release that runs; otherwise they need another one still."""
    own = place.program_of(place.version)
    try:
        return not own.exists() or filecmp.cmp(own, place.main, shallow=False)
    except OSError:
        return False


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
        if not running.is_held(place.release(plan.before)):
            same_file(place.program_of(plan.to), place.main)
    elif plan.tries >= MOST_TRIES and place.program_of(plan.before).exists():
        undone = replace(plan, undone=True)
        write_plan(place, undone)
        _give_back(place, undone, hand_on)
    else:
        write_plan(place, replace(plan, tries=plan.tries + 1))


def _give_back(place: Place, plan: Plan, hand_on: HandOn) -> None:
    """The next release did not start here: the one before runs, and has the name again.

    Windows gives nobody the name of a program that runs; there the one before takes it, which is
    handed on to under a name of its own.
    """
    before = place.program_of(plan.before)
    if place.version not in (plan.before, plan.to) or not before.exists():
        return
    has_it = False
    with suppress(OSError):
        if not running.is_held(place.release(plan.to)):
            same_file(before, place.main)
            has_it = True
    if place.version == plan.to:
        hand_on(place.main if has_it else before)


def _drop_fetched(place: Place) -> None:
    """Updates from a hub that lead to nothing newer than what runs are of no use any more. Raises
    ``OSError``."""
    from trainer_app.content.pack import newer

    for path in place.fetched.glob("*.wayupdate"):
        told = _LEADS_TO.match(path.name)
        if told is not None and not newer(told[1], place.version):
            path.unlink(missing_ok=True)


def _remove(path: Path) -> None:
    """Remove a file, or a folder: that loses its name first. Windows refuses this where something
    in it is in use, and so all of it stays and not a part."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    gone = path.with_name(path.name.removesuffix(PART) + PART)
    if gone != path:
        shutil.rmtree(gone, ignore_errors=True)
        path.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


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
    """A second name for a file where the disk knows such, or else a synced copy.

    Raises ``OSError``, also where the target is there already.
    """
    try:
        target.hardlink_to(source)
    except FileExistsError:
        raise  # a copy would be written into what is there, and into all its other names
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
