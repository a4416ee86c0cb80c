"""Updates of the program that come as a file: looked at, made ready, and next at the next start.

The key that counts came with the release that runs. Nothing here needs a network, and nobody's work
is interrupted: the new version takes over when Waypost is started the next time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, BinaryIO

from trainer_app import __version__, paths
from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.operations import Changed
from trainer_app.operations.asking import asking
from trainer_app.operations.module_files import (
    NoRoom,
    Stopped,
    copy,
    explained,
    opened,
    require_room,
)
from trainer_app.operations.module_search import ModuleProgress, Tell
from trainer_app.operations.modules import write_down
from trainer_app.operations.publishers import require_duty
from trainer_app.releases import staging, switching, update_file
from trainer_app.releases.place import Place, here, platform_here
from trainer_app.releases.update_file import SUFFIX, UpdateRejected
from trainer_app.training.staff import Act

if TYPE_CHECKING:
    from trainer_app.store import Store
    from trainer_app.sync.ask import Ask
    from trainer_app.sync.road import Line
    from trainer_app.training.staff import OnDuty

KEY = "release.pub"
"""The public key of whoever makes the program, among the resources."""
_MOST_FILES = 20


@dataclass(frozen=True, slots=True)
class FoundUpdate:
    """An update as it lies somewhere. ``reason`` says why it is not for here; empty when it is."""

    path: Path
    size: int
    version: str = ""
    bytes_new: int = 0
    reason: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class UpdatesHere:
    """``ready`` is the version that begins with the next start, ``undone`` one that did not start
    here; either may be empty. ``found`` holds those for here first."""

    version: str
    ready: str = ""
    undone: str = ""
    found: tuple[FoundUpdate, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdateReady:
    """The next start is this version."""

    version: str
    changed: Changed = field(default=Changed.MODULES)


def updates_here(
    folder: Path | None, *, place: Place | None = None, stop: Event | None = None
) -> UpdatesHere:
    """What is planned here, what came from a hub, and what lies in a folder or on a stick.

    Reads each file to its end. A stick that does not answer has none. Raises ``Stopped``.
    """
    place = place or here()
    folders = [one for one in (folder, place.fetched if place else None) if one]
    found = [_looked_at(path, place, stop) for one in folders for path in _files(one)]
    plan = switching.read_plan(place) if place else None
    ready = plan.to if plan and not plan.undone and place and plan.to != place.version else ""
    return UpdatesHere(
        place.version if place else __version__,
        ready,
        plan.to if plan and plan.undone else "",
        tuple(sorted(found, key=lambda one: (bool(one.reason), one.path.name))),
    )


def prepare_update(
    store: Store | Ask,
    path: Path,
    *,
    by: OnDuty | None,
    place: Place | None = None,
    tell: Tell = lambda _progress: None,
    stop: Event | None = None,
) -> UpdateReady:
    """Make the version of an update file ready for the next start. For the network thread.

    The file is copied beside the program first, and only the copy is read. Raises ``DutyNeeded``,
    ``UpdateRejected``, ``NoRoom``, ``NotSaved``, ``CopyBroken``, ``Stopped``; then nothing was
    changed.
    """
    ask = asking(store)
    ask(lambda store: require_duty(store, by))
    place = _require_place(place or here())
    key = _require_key()
    with explained(path.name):
        size = path.stat().st_size
    require_room(place.folder, size)
    try:
        with explained(path.name):
            copy(path, place.copy, lambda _count: _go_on(stop), update_file.MOST_BYTES)
        with opened(place.copy) as file:
            with explained(path.name):
                facts = staging.look_at(file, key, lambda _count: _go_on(stop))
            staging.require_fitting(place, facts)
            require_room(place.folder, facts.bytes_new)
            ask(lambda store: write_down(store, by, Act.UPDATE_PREPARED, facts.to))

            def passed(done: int, whole: int) -> None:
                _go_on(stop)
                tell(ModuleProgress(1, 1, done, whole))

            staging.make_ready(place, file, key, passed, lambda _count: _go_on(stop))
    finally:
        with suppress(OSError):
            place.copy.unlink(missing_ok=True)
    return UpdateReady(facts.to)


def fetch_update(line: Line) -> Path | None:
    """Fetch a piece of what a hub has for this release; the file once it is whole.

    Nothing happens where the program could not take it, or has no room for it. Raises
    ``RoadClosed``, ``Stopped``, ``OSError``.
    """
    from trainer_app.sync.trickle import fetch

    place = here()
    if place is None or not place.can_change() or release_key() is None:
        return None
    plan = switching.read_plan(place)
    version = plan.to if plan and not plan.undone else place.version

    def has_room(size: int) -> bool:
        try:
            require_room(place.folder, size)
        except NoRoom:
            return False
        return True

    return fetch(
        line, place.fetched, platform_here(), version, most=update_file.MOST_BYTES,
        has_room=has_room,
    )  # fmt: skip


def release_key() -> bytes | None:
    """The raw key of whoever makes the program; None where this copy came without one."""
    try:
        return update_file.read_key((paths.resources() / KEY).read_bytes())
    except (OSError, TrainerError):
        return None


# ---------------------------------------------------------------- inside


def _files(folder: Path) -> list[Path]:
    from trainer_app.sync import stick

    try:
        return stick.files(folder, SUFFIX)[:_MOST_FILES]
    except OSError:
        return []


def _looked_at(path: Path, place: Place | None, stop: Event | None) -> FoundUpdate:
    try:
        with _read(path) as (file, size):
            facts = staging.look_at(file, _require_key(), lambda _count: _go_on(stop))
    except UpdateRejected as refused:
        return FoundUpdate(path, 0, reason=str(refused), detail=refused.detail)
    found = FoundUpdate(path, size, facts.to, facts.bytes_new)
    try:
        staging.require_fitting(_require_place(place), facts)
    except UpdateRejected as refused:
        return FoundUpdate(path, size, facts.to, reason=str(refused), detail=refused.detail)
    return found


@contextmanager
def _read(path: Path) -> Iterator[tuple[BinaryIO, int]]:
    try:
        with opened(path) as file:
            yield file, os.fstat(file.fileno()).st_size
    except OSError as error:
        raise update_file.damaged(f"{type(error).__name__}: {error.strerror}") from error


def _require_place(place: Place | None) -> Place:
    if place is None or not place.can_change():
        raise UpdateRejected(
            _(
                "This Waypost was put here by the system, and an update file cannot change it. "
                "Whoever looks after this computer installs the new version."
            ),
            "no release in a folder that this account may write",
        )
    return place


def _require_key() -> bytes:
    key = release_key()
    if key is None:
        raise UpdateRejected(
            _("This copy of Waypost takes no update files. Install the whole new version."),
            "it was built without a key",
        )
    return key


def _go_on(stop: Event | None) -> None:
    if stop is not None and stop.is_set():
        raise Stopped
