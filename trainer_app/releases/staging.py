"""The next release is made beside the one that runs, tried, and only then planned to be next.

Every file is compared with the hash that was signed, and synced, before its folder gets its name.
Files that did not change get a second name where the disk knows such, so that the next release
takes little room.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import subprocess
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from trainer_app import durable
from trainer_app.content.pack import newer
from trainer_app.errors import NotSaved
from trainer_app.i18n import _, isolate_number
from trainer_app.releases import unpack
from trainer_app.releases.place import PART, Place, platform_here
from trainer_app.releases.running import is_held
from trainer_app.releases.switching import (
    Plan,
    forget_plan,
    fresh_environment,
    has_the_name,
    link_or_copy,
    read_plan,
    same_file,
    take_away,
    write_plan,
)
from trainer_app.releases.update_file import Facts, Piece, UpdateRejected, damaged, opened

TRIAL_SECONDS = 300
"""How long the self-test of the next release may take before it counts as not working."""
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

Passed = Callable[[int, int], None]
"""Told of bytes done and of all bytes; raises to end the work where nothing is lost."""


def look_at(
    file: BinaryIO, key: bytes, passed: Callable[[int], None] = lambda _count: None
) -> Facts:
    """What an update file is for, once its signature holds. Raises ``UpdateRejected``."""
    with opened(file, key, passed) as (facts, _archive):
        return facts


def require_fitting(place: Place, facts: Facts) -> None:
    """Raises ``UpdateRejected`` unless the update leads on from the release that runs here."""
    if facts.platform != platform_here():
        raise UpdateRejected(
            _("This update is for another kind of computer."), f"{facts.platform}, not this"
        )
    if not newer(facts.to, place.version):
        raise UpdateRejected(
            _("Version {version} is not newer than the one here, {here}.").format(
                version=isolate_number(facts.to), here=isolate_number(place.version)
            )
        )
    if facts.before not in ("", place.version):
        raise UpdateRejected(
            _(
                "This update leads on from version {before}; here is {here}. Get the one for "
                "{here}, or install the whole of version {version}."
            ).format(
                before=isolate_number(facts.before),
                here=isolate_number(place.version),
                version=isolate_number(facts.to),
            )
        )


def make_ready(
    place: Place,
    file: BinaryIO,
    key: bytes,
    passed: Passed = lambda _done, _all: None,
    read: Callable[[int], None] = lambda _count: None,
) -> Facts:
    """Make the next release beside this one, try it, and plan it for the next start.

    ``read`` is told of bytes while the signature is checked. Blocks for seconds. Raises
    ``UpdateRejected``, ``NotSaved`` and whatever ``passed`` and ``read`` raise; then everything is
    as it was.
    """
    with opened(file, key, read) as (facts, archive):
        require_fitting(place, facts)
        plan = read_plan(place)
        if plan is not None:
            if plan.to == facts.to and not plan.undone:
                return facts
            _require_begun(place, plan)
        try:
            _forget(place)
            _make(place, facts, archive, passed)
            _try(place, facts.to)
            write_plan(place, Plan(place.version, facts.to))
        except OSError as error:
            _drop(place, facts.to)
            raise NotSaved(_sentence(error)) from error
        except BaseException:
            _drop(place, facts.to)
            raise
    return facts


def _forget(place: Place) -> None:
    """Nothing that was planned or begun before is left, but for what somebody runs.

    What people start is the release that runs, also where Windows did not let it have the name yet.
    """
    if not has_the_name(place):
        same_file(place.program_of(place.version), place.main)
    forget_plan(place)
    take_away(place, place.others())


def _require_begun(place: Place, plan: Plan) -> None:
    """Raises ``UpdateRejected`` while a release is on trial: it may need the one before."""
    is_here = plan.to == place.version
    if (is_here and not plan.undone) or (not is_here and is_held(place.release(plan.to))):
        raise UpdateRejected(
            _(
                "The last update is not finished. Close every Waypost on this computer, start it "
                "again, then take this update."
            ),
            f"{plan.to} is not confirmed",
        )


def _drop(place: Place, version: str) -> None:
    whole = (place.release(version), place.program_of(version))
    with suppress(OSError):
        take_away(place, [*whole, *(path.with_name(path.name + PART) for path in whole)])


# ---------------------------------------------------------------- making


def _make(place: Place, facts: Facts, archive: zipfile.ZipFile, passed: Passed) -> None:
    folder, program = place.release(facts.to), place.program_of(facts.to)
    begun, whole = folder.with_name(folder.name + PART), sum(one.size for one in facts.pieces)
    begun.mkdir()
    done, programs = 0, 0
    for piece in facts.pieces:
        if piece.path == facts.program:
            target, programs = program.with_name(program.name + PART), programs + 1
        else:
            target = begun / piece.path.partition("/")[2]
            target.parent.mkdir(parents=True, exist_ok=True)
        _make_piece(place, piece, archive, target)
        done += piece.size
        passed(done, whole)
    if programs != 1:
        raise damaged(f"{programs} programs")
    for path in [
        begun,
        *(one for one in begun.rglob("*") if one.is_dir() and not one.is_symlink()),
    ]:
        durable.sync_folder(path)
    durable.rename(begun, folder)
    durable.rename(program.with_name(program.name + PART), program)


def _make_piece(place: Place, piece: Piece, archive: zipfile.ZipFile, target: Path) -> None:
    if piece.how == "link":
        target.symlink_to(piece.target)
        return
    if piece.how == "same":
        source = place.folder / piece.source
        _require(piece, _hash_of(source))
        link_or_copy(source, target)
        return
    data = _data(place, piece, archive)
    _require(piece, hashlib.sha256(data).hexdigest())
    mode = 0o755 if piece.runs else 0o644
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as made:
        made.write(data)
        made.flush()
        os.fsync(made.fileno())


def _data(place: Place, piece: Piece, archive: zipfile.ZipFile) -> bytes:
    """The bytes of a file that is new or changed."""
    try:
        data = unpack.entry(archive, piece.data, piece.size)
        if piece.how == "patch":
            data = unpack.patched(_bytes_of(place.folder / piece.source), data, piece.size)
    except unpack.Broken as error:
        raise damaged(f"{piece.path}: {error}") from error
    except ValueError as error:
        raise _not_as_delivered(str(error)) from error
    return data


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise _not_as_delivered(f"{path.name} is gone") from error


def _hash_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise _not_as_delivered(f"{path.name} is gone") from error


def _require(piece: Piece, found: str) -> None:
    if found != piece.sha256:
        raise _not_as_delivered(f"{piece.path}: {found[:12]} instead of {piece.sha256[:12]}")


def _not_as_delivered(detail: str) -> UpdateRejected:
    return UpdateRejected(
        _("A file of this Waypost is not as it was delivered. Install the whole new version."),
        detail,
    )


# ---------------------------------------------------------------- trying


def _try(place: Place, version: str) -> None:
    """Let the next release try itself on this computer. Raises ``UpdateRejected``."""
    command = [str(place.program_of(version)), "self-test", "--json"]
    try:
        done = subprocess.run(
            command, env=fresh_environment() | {"QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.DEVNULL, capture_output=True, timeout=TRIAL_SECONDS, check=False,
        )  # fmt: skip
        detail = "" if done.returncode == 0 else _what_failed(done.stdout, done.returncode)
    except subprocess.TimeoutExpired:
        detail = f"no answer within {TRIAL_SECONDS} s"
    except OSError as error:
        detail = f"{type(error).__name__}: {error.strerror}"
    if detail:
        raise UpdateRejected(
            _("The new version does not work on this computer. Nothing was changed."), detail
        )


def _what_failed(said: bytes, code: int) -> str:
    try:
        checks = json.loads(said)["checks"]
        failed = "; ".join(f"{one['name']}: {one['detail']}" for one in checks if not one["ok"])
    except (ValueError, KeyError, TypeError):
        failed = ""
    return failed or f"it ended with {code}"


def _sentence(error: OSError) -> str:
    if error.errno in _FULL:
        return _("There is no room for the new version. Delete something, then try again.")
    return _("The new version could not be put in its place. Nothing was changed. Try again.")
