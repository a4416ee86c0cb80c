"""An update file: what differs between two releases, signed by whoever makes the program.

    waypost update              the first line
    a signature of minisign     the next four lines, over everything below
    a zip                       update.json, and the data its pieces name

The signature is checked before anything else is read. Every file of the new release is listed with
its hash, so what comes out is the new release or nothing.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, BinaryIO, Literal

import msgspec

from trainer_app.content import minisign
from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.releases import unpack
from trainer_app.releases.place import PART

SUFFIX = ".wayupdate"
FIRST_LINE = b"waypost update\n"
LIST = "update.json"
MOST_BYTES = 512 * 1024 * 1024
"""How long an update file may be."""
MOST_OF_A_FILE = 256 * 1024 * 1024
MOST_OF_A_RELEASE = 2 * 1024 * 1024 * 1024
_MOST_LIST = 8 * 1024 * 1024
_MOST_PIECES = 20_000
_PATH = re.compile(r"[\w+.@-][\w+. @,()~=-]*(/[\w+.@-][\w+. @,()~=-]*)*")
_VERSION = r"\A[0-9]{1,9}(\.[0-9]{1,9}){1,3}\Z"
_Size = Annotated[int, msgspec.Meta(ge=0, le=MOST_OF_A_FILE)]
_Hash = Annotated[str, msgspec.Meta(pattern=r"\A([0-9a-f]{64})?\Z")]


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
    sha256: _Hash = ""
    size: _Size = 0
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
    before: Annotated[str, msgspec.Meta(pattern=rf"\A\Z|{_VERSION}")]
    to: Annotated[str, msgspec.Meta(pattern=_VERSION)]
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
        archive = unpack.open_zip(file, start)
    except unpack.Broken as error:
        raise damaged(str(error)) from error
    with archive:
        yield _facts(archive), archive


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
    try:
        facts = msgspec.json.decode(unpack.entry(archive, LIST, _MOST_LIST), type=Facts)
    except (unpack.Broken, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise damaged(f"{type(error).__name__}: {error}") from error
    if len(facts.pieces) > _MOST_PIECES:
        raise damaged("a list that is too long")
    _require_places(facts)
    _require_apart(facts)
    _require_room_told(facts)
    return facts


def _require_places(facts: Facts) -> None:
    """Every file lies in the folder of its release, but the program."""
    inside = f"release-{facts.to}/"
    for piece in facts.pieces:
        for path in filter(None, (piece.path, piece.source)):
            if not _is_plain(path) or path.endswith(PART):
                raise damaged(f"a path that is none: {path!r}")
        if piece.path != facts.program and not piece.path.startswith(inside):
            raise damaged(f"a path elsewhere: {piece.path!r}")
        if piece.how == "link" and not _stays_inside(piece):
            raise damaged(f"a link elsewhere: {piece.path!r}")
        if piece.how != "link" and not piece.sha256:
            raise damaged(f"a file without a hash: {piece.path!r}")
        if piece.how in ("same", "patch") and not piece.source:
            raise damaged(f"a file made of none: {piece.path!r}")


def _require_apart(facts: Facts) -> None:
    """Each file is told once, and lies below no other: so nothing is written over or through what
    was made before, also where a disk takes capitals for small letters."""
    told = {_as_a_disk_reads(piece.path) for piece in facts.pieces}
    if len(told) != len(facts.pieces):
        raise damaged("a path that is told twice")
    for path in told:
        if any(path[: end.start()] in told for end in re.finditer("/", path)):
            raise damaged(f"a path below a file: {path!r}")


def _as_a_disk_reads(path: str) -> str:
    parts = unicodedata.normalize("NFC", path).casefold().split("/")
    return "/".join(part.rstrip(". ") for part in parts)


def _require_room_told(facts: Facts) -> None:
    new = sum(piece.size for piece in facts.pieces if piece.how in ("patch", "whole"))
    if facts.bytes_new != new or sum(piece.size for piece in facts.pieces) > MOST_OF_A_RELEASE:
        raise damaged(f"{new} new bytes, not {facts.bytes_new}, or too many in all")


def _stays_inside(piece: Piece) -> bool:
    """Whether a link leads up first and then down, and not up past its release. One that leads up
    again may lead anywhere, by way of another link."""
    up = re.match(r"(\.\./)*", piece.target)
    climbed, down = (up.end() // 3, piece.target[up.end() :]) if up else (0, "")
    depth = piece.path.count("/") - 1  # of the release's own folder
    return climbed <= depth and _is_plain(down)


def _is_plain(path: str) -> bool:
    return bool(_PATH.fullmatch(path)) and not {".", ".."} & set(path.split("/"))
