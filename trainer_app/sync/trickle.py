"""A file fetched from a hub a piece at a time; what came stays until the rest has come.

``<folder>/coming.part`` holds the pieces, ``coming.json`` says of which file they are.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from trainer_app import durable

if TYPE_CHECKING:
    from collections.abc import Callable

    from trainer_app.sync.road import Line, Reply

TARGET = "waypost/update"
SECONDS = 20.0
"""So long one contact is spent on it at most, and always for one piece."""
_NAME = re.compile(r"[a-z0-9_.-]{1,120}\.wayupdate")
_PART, _FACTS = "coming.part", "coming.json"


@dataclass(frozen=True, slots=True)
class _Coming:
    name: str
    size: int
    digest: str


def fetch(
    line: Line,
    folder: Path,
    platform: str,
    version: str,
    *,
    most: int,
    has_room: Callable[[int], bool] = lambda _bytes: True,
) -> Path | None:
    """Fetch what a hub has for this version, as far as one contact goes; the file once it is whole.

    Nothing is fetched of more than ``most`` bytes, or while ``has_room`` says of what is still to
    come that it does not fit. Raises ``RoadClosed``, ``Stopped``, ``OSError``; what came before
    stays.
    """
    began = time.monotonic()
    while True:
        coming, held = _so_far(folder)
        asked = {"platform": platform, "version": version, "at": str(held)}
        reply = line.send("GET", TARGET, query=asked)
        told = _told(reply, most)
        if told is None:
            if reply.status == 204:  # nothing newer: what was begun is of no use any more
                _forget(folder)
            return None
        if _is_there(folder, told):
            return folder / told.name
        if told != coming and held:
            _forget(folder)  # another file than the one that was begun
            continue
        if not has_room(told.size - held):
            return None
        _keep(folder, told, reply.body, held)
        if held + len(reply.body) >= told.size:
            return _finish(folder, told)
        if not reply.body or time.monotonic() - began > SECONDS:
            return None


def _told(reply: Reply, most: int) -> _Coming | None:
    """What the hub offers; None where it has nothing, or speaks otherwise."""
    name = reply.headers.get("X-Waypost-Update", "")
    size = reply.headers.get("X-Waypost-Size", "")
    digest = reply.headers.get("X-Waypost-SHA256", "")
    good = reply.status == 200 and _NAME.fullmatch(name) and re.fullmatch("[0-9]{1,10}", size)
    if not good or not re.fullmatch("[0-9a-f]{64}", digest) or not 0 < int(size) <= most:
        return None
    return _Coming(name, int(size), digest)


def _is_there(folder: Path, told: _Coming) -> bool:
    """Whether the very same file came before: a hub may have had but half of it then."""
    path = folder / told.name
    try:
        return path.stat().st_size == told.size and _digest(path) == told.digest
    except FileNotFoundError:
        return False


def _so_far(folder: Path) -> tuple[_Coming | None, int]:
    """What is coming, and how many bytes of it are here."""
    try:
        told = json.loads((folder / _FACTS).read_bytes())
        coming = _Coming(str(told["name"]), int(told["size"]), str(told["digest"]))
        held = (folder / _PART).stat().st_size
    except (OSError, ValueError, TypeError, KeyError):
        return None, 0
    return coming, held


def _keep(folder: Path, told: _Coming, piece: bytes, held: int) -> None:
    """Put a piece behind those that are held. Without any, it begins anew, whatever lies there."""
    folder.mkdir(exist_ok=True)
    if not held:
        (folder / _PART).unlink(missing_ok=True)
        facts = {"name": told.name, "size": told.size, "digest": told.digest}
        durable.write(folder / _FACTS, json.dumps(facts).encode(), mode=0o644)
    with (folder / _PART).open("ab") as file:
        file.write(piece)
        file.flush()
    durable.sync_file(folder / _PART)


def _finish(folder: Path, told: _Coming) -> Path | None:
    """Give it its name where it is what was told; otherwise it begins anew the next time."""
    part = folder / _PART
    if _digest(part) != told.digest:
        _forget(folder)
        return None
    for older in folder.glob("*.wayupdate"):
        older.unlink(missing_ok=True)
    durable.rename(part, folder / told.name)
    _forget(folder)
    return folder / told.name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget(folder: Path) -> None:
    for name in (_PART, _FACTS):
        with suppress(FileNotFoundError):
            (folder / name).unlink()
