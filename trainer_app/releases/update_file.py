"""An update file: what differs between two releases, signed by whoever makes the program.

    waypost update              the first line
    a signature of minisign     the next four lines, over everything below
    a zip                       update.json, and the data its pieces name

The signature is checked before anything else is read. Every file of the new release is listed with
its hash, so what comes out is the new release or nothing.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, Literal

import msgspec

from trainer_app.content import minisign
from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.releases.place import PART

SUFFIX = ".wayupdate"
FIRST_LINE = b"waypost update\n"
LIST = "update.json"
MOST_BYTES = 512 * 1024 * 1024
_MOST_LIST = 8 * 1024 * 1024
_MOST_PIECES = 20_000
_PATH = re.compile(r"[\w+.@-][\w+. @,()~=-]*(/[\w+.@-][\w+. @,()~=-]*)*")
_VERSION = r"^[0-9]{1,9}(\.[0-9]{1,9}){1,3}$"


class UpdateRejected(TrainerError):
    """An update that is not for here, or not ours. ``detail`` is for whoever helps."""

    exit_code = 7

    def __init__(self, message: str, detail: str = "") -> None:
        super().__init__(message)
        self.detail = detail


class Piece(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One file of the new release, and how it is made.

    ``path`` and ``source`` begin at the folder of the program; ``source`` is a file of the release
    before. ``data`` names an entry of the zip: the whole file, or a patch of bsdiff. ``target`` is
    where a link points to, as it is written in it.
    """

    path: str
    how: Literal["same", "patch", "whole", "link"]
    sha256: str = ""
    size: int = 0
    runs: bool = False
    source: str = ""
    data: str = ""
    target: str = ""


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an update is for. ``before`` is empty where it needs no release before.

    ``program`` is the piece that becomes the file people start; the others lie in the new release's
    folder. ``bytes_new`` is how much room it takes beside the release before.
    """

    format: Literal[1]
    platform: str
    before: str
    to: str
    program: str
    bytes_new: int
    pieces: tuple[Piece, ...]


def read_key(data: bytes) -> bytes:
    """The raw Ed25519 key of a key file. Raises ``minisign.KeyRejected``."""
    return minisign.read_public_key(data).raw


@contextmanager
def opened(
    file: BinaryIO, key: bytes, passed: Callable[[int], None] = lambda _count: None
) -> Iterator[tuple[Facts, zipfile.ZipFile]]:
    """What an update file says and brings, once its signature holds.

    ``key`` is raw Ed25519; ``passed`` is told of bytes read. Raises ``UpdateRejected``,
    ``OSError``, and whatever ``passed`` raises.
    """
    start = _require_signature(file, key, passed)
    try:
        with zipfile.ZipFile(_From(file, start)) as archive:
            yield _facts(archive), archive
    except (zipfile.BadZipFile, EOFError, NotImplementedError, msgspec.MsgspecError) as error:
        raise damaged(f"{type(error).__name__}: {error}") from error


def _require_signature(file: BinaryIO, key: bytes, passed: Callable[[int], None]) -> int:
    """Where the zip begins."""
    size = file.seek(0, 2)
    file.seek(0)
    if size > MOST_BYTES or file.read(len(FIRST_LINE)) != FIRST_LINE:
        raise damaged("not an update file")
    lines = b"".join(file.readline(minisign.MOST_BYTES // 4) for _line in range(4))
    start = file.tell()
    try:
        signature = minisign.read_signature(lines)
    except minisign.SignatureRejected as error:
        raise damaged(error.detail) from error
    if not signature.made_by(key):
        raise UpdateRejected(
            _("This update was not made by those who made this Waypost. It is not used."),
            "signed with another key",
        )
    if not signature.holds(key, minisign.digests(file, passed).blake2b):
        raise damaged("the signature does not hold")
    return start


def damaged(detail: str) -> UpdateRejected:
    """That an update file did not arrive as it was sent."""
    return UpdateRejected(_("This update file is damaged. Copy it to the stick again."), detail)


def _facts(archive: zipfile.ZipFile) -> Facts:
    if archive.getinfo(LIST).file_size > _MOST_LIST:
        raise damaged("a list that is too long")
    facts = msgspec.json.decode(archive.read(LIST), type=Facts)
    if len(facts.pieces) > _MOST_PIECES or not re.match(_VERSION, facts.to):
        raise damaged("a list that is not one")
    inside = f"release-{facts.to}/"
    for piece in facts.pieces:
        for path in filter(None, (piece.path, piece.source)):
            if not _PATH.fullmatch(path) or ".." in path.split("/") or path.endswith(PART):
                raise damaged(f"a path that is none: {path!r}")
        if piece.path != facts.program and not piece.path.startswith(inside):
            raise damaged(f"a path elsewhere: {piece.path!r}")
        if piece.how == "link" and not _stays_inside(piece):
            raise damaged(f"a link elsewhere: {piece.path!r}")
    return facts


def _stays_inside(piece: Piece) -> bool:
    depth = piece.path.count("/") - 1  # of the release's own folder
    for part in piece.target.split("/"):
        depth += -1 if part == ".." else 1
        if depth < 0 or part in ("", "."):
            return False
    return True


class _From:
    """A file as if it began at a later byte, for ``zipfile``."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file, self._start = file, start
        file.seek(start)

    def seek(self, offset: int, whence: int = 0) -> int:
        moved = self._start + offset if whence == 0 else offset
        return self._file.seek(moved, whence) - self._start

    def tell(self) -> int:
        return self._file.tell() - self._start

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def seekable(self) -> bool:
        return True
