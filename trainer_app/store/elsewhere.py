"""Backups kept in a second place: a stick, another disk, or a folder that something else saves.

The newest backup is copied there, read back whole, and only then older ones go that are gone here,
too. Beside it lie the key slots, so that the recovery code, the passphrase or the organisation's
key opens it on another computer; nothing there opens it by itself.
"""

from __future__ import annotations

import errno
import re
import shutil
from contextlib import suppress
from pathlib import Path

from trainer_app import durable
from trainer_app.store import backups, slots

_NAME = "Waypost backup"
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}


def keep(data_folder: Path, chosen: Path, key: bytes) -> backups.Copy | None:
    """Have the newest backup in the second place; which it is, or None where there is none yet.

    What is there already is not copied again. Raises ``OSError``; what lay there stays.
    """
    own = backups.copies(data_folder / backups.FOLDER)
    if not own:
        return None
    if not chosen.is_dir():
        raise OSError(errno.ENODEV, "gone", str(chosen))
    newest = own[-1]
    home = _home_in(chosen, data_folder, newest, key)
    home.mkdir(exist_ok=True)
    for cut_short in home.glob("*.part"):
        cut_short.unlink()
    target = home / newest.path.name
    if not target.exists() or target.stat().st_size != newest.path.stat().st_size:
        _copy(newest.path, target)
        told = backups.facts(target, key)
        if told is None or told != backups.facts(newest.path, key):
            target.unlink()
            raise OSError(errno.EIO, "read back differently", str(target))
    for name in slots.FILES:
        if (data_folder / name).read_bytes() != _bytes_of(home / name):
            _copy(data_folder / name, home / name)
    _let_go(home, {one.path.name for one in own}, own[0].count)
    return newest


def newest_in(chosen: Path) -> tuple[Path, backups.Copy] | None:
    """The newest backup in a second place or in a folder of one, and the folder it lies in.

    Within a folder it is that of most changes, whatever the calendar said.
    """
    found = [
        (home, one)
        for home in (chosen, *sorted(chosen.glob(f"{_NAME} *")))
        if home.is_dir() and slots.read(home) is not None
        for one in backups.copies(home)[-1:]
    ]
    return max(found, key=lambda told: (told[1].date, told[1]), default=None)


def put_back(home: Path, copy: backups.Copy, data_folder: Path, file: str) -> None:
    """Lay a backup with its key slots into a data folder that holds no data, the data file last;
    cut short, it can be done again.

    Nobody's key is tried: whoever opens it next needs one. Raises ``OSError``.
    """
    durable.make_folder(data_folder)
    beside = durable.beside(data_folder / file)
    shutil.copyfile(copy.path, beside)
    durable.sync_file(beside)
    for name in slots.FILES:
        with suppress(FileNotFoundError):
            durable.write(data_folder / name, (home / name).read_bytes())
    durable.rename(beside, data_folder / file)


def has_keys_of_another(data_folder: Path, home: Path) -> bool:
    """Whether the data folder has key slots that are not those of a second place."""
    here, there = slots.read(data_folder), slots.read(home)
    return here is not None and (there is None or here.profile != there.profile)


def _home_in(chosen: Path, data_folder: Path, newest: backups.Copy, key: bytes) -> Path:
    """The folder within the one that was chosen: each data folder has one of its own there, and
    another one after somebody began anew. Raises ``OSError`` where its key slots or its newest
    backup cannot be read."""
    known, device = slots.read(data_folder), backups.device_of(newest.path, key)
    if known is None or device is None:
        raise OSError(errno.EIO, "does not read back", str(newest.path))
    profile = re.sub(r"[^0-9a-f]", "", known.profile.lower())[:8]
    return chosen / f"{_NAME} {profile}-{device.hex()[:8]}"


def _let_go(home: Path, kept: set[str], oldest: int) -> None:
    """What is no backup here any more is none there; what is of another history stays."""
    for one in backups.copies(home):
        if one.path.name not in kept and one.count < oldest:
            one.path.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    beside = durable.beside(target)
    try:
        shutil.copyfile(source, beside)
        durable.sync_file(beside)
        durable.rename(beside, target)
    except OSError as error:
        # Some file systems of sticks do not sync a folder; what lies there is read back.
        if error.errno not in _NO_FOLDER_SYNC or not target.exists():
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
