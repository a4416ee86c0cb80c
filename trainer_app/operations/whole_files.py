"""Files that people take away: whole at their place or not there, and words for what kept them out.

They are written beside, synced and renamed. What was there before stays until then.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from trainer_app.errors import NotSaved
from trainer_app.i18n import _, isolate
from trainer_app.operations.module_files import put_in_place

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}
_GONE = {errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ESTALE}


@contextmanager
def whole_files(paths: Sequence[Path]) -> Iterator[list[BinaryIO]]:
    """Files to write into that stand at these paths, synced, once the block has ended.

    Where it raises, none of them is there, nor anything beside them. Raises ``NotSaved`` with a
    sentence for each thing a disk can do, such as being full, locked or pulled out.
    """
    besides = [path.with_name(path.name + ".part") for path in paths]
    try:
        with ExitStack() as opened:
            files = [opened.enter_context(_written(beside)) for beside in besides]
            yield files
            for file in files:
                file.flush()
                os.fsync(file.fileno())
        _put_in_place(besides, paths)
    except BaseException as error:
        for beside in besides:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _not_saved(error, paths[0]) from error
        raise


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """The same for one file."""
    with whole_files([path]) as (file,):
        yield file


def write_whole(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``, whole or not at all. Raises ``NotSaved``."""
    with whole_file(path) as file:
        file.write(data)


def _written(beside: Path) -> BinaryIO:
    return os.fdopen(os.open(beside, _FLAGS, 0o600), "wb")


def _put_in_place(besides: Sequence[Path], paths: Sequence[Path]) -> None:
    """Give all of them their names; where one is not let in, those that are new go again."""
    new: list[Path] = []
    for beside, path in zip(besides, paths, strict=True):
        was_there = path.exists()
        try:
            put_in_place(beside, path)
        except OSError as error:
            for one in new:
                with suppress(OSError):
                    one.unlink()
            if isinstance(error, PermissionError):  # it was written, so the folder is not the cause
                words = _("{name} is open in another program. Close it there, then try again.")
                raise NotSaved(words.format(name=isolate(path.name))) from error
            raise
        if not was_there:
            new.append(path)


def _not_saved(error: OSError, path: Path) -> NotSaved:
    """What happened and what to do."""
    if error.errno in _FULL:
        words = _("There is no room for {name}. Delete something there, then try again.")
    elif error.errno in _READ_ONLY:
        words = _("Nothing can be written there. Unlock the stick, or choose another folder.")
    elif error.errno in _GONE:
        words = _(
            "{name} could not be saved: that folder is not there. "
            "Choose another folder, or put the stick back."
        )
    else:
        words = _("{name} could not be saved there. Choose another folder, or free up space.")
    return NotSaved(words.format(name=isolate(path.name)))
