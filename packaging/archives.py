"""How a folder becomes a package: the same files give the same bytes.

Machine code packs a tenth smaller when its jumps are told as places instead of distances; xz has a
filter for that, which every xz since 2009 reads.
"""

from __future__ import annotations

import io
import lzma
import tarfile
from collections.abc import Iterable
from pathlib import Path

_FILTERS = [
    {"id": lzma.FILTER_X86},
    {"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 64 * 1024 * 1024},
]
"""The dictionary holds a whole package's libraries; unpacking takes as much memory."""


def portable(program: Path, folder: Path, version: str, epoch: int) -> Path:
    """The archive that is unpacked anywhere and started from there."""
    target = folder / f"waypost-{version}-linux-x86_64.tar.xz"
    entries = [(str(Path("waypost", path.relative_to(program))), path) for path in _under(program)]
    target.write_bytes(tar_xz(entries, epoch))
    return target


def deb(root: Path, target: Path, epoch: int) -> Path:
    """A package of Debian from a folder with ``DEBIAN/control``: an ``ar`` of two archives."""
    scripts, data = root / "DEBIAN", []
    for path in _under(root):
        if path != scripts and scripts not in path.parents:
            data.append((_here(path, root), path))
    control = [(_here(path, scripts), path) for path in _under(scripts)]
    members = {
        "debian-binary": b"2.0\n",
        "control.tar.xz": tar_xz(control, epoch),
        "data.tar.xz": tar_xz(data, epoch),
    }
    target.write_bytes(
        b"!<arch>\n" + b"".join(_ar(name, held, epoch) for name, held in members.items())
    )
    return target


def tar_xz(entries: Iterable[tuple[str, Path]], epoch: int) -> bytes:
    """An archive of these paths under these names; all belongs to root and has one time."""

    def same(info: tarfile.TarInfo) -> tarfile.TarInfo:
        info.uid = info.gid = 0
        info.uname = info.gname = ""
        info.mtime = epoch
        info.mode = 0o755 if info.isdir() or info.mode & 0o100 else 0o644
        return info

    into = io.BytesIO()
    with (
        lzma.open(into, "wb", check=lzma.CHECK_CRC32, filters=_FILTERS) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive,
    ):
        for name, path in entries:
            archive.add(path, name, recursive=False, filter=same)
    return into.getvalue()


def _here(path: Path, folder: Path) -> str:
    """A name as Debian's packages have it: from ``./`` on."""
    within = path.relative_to(folder).as_posix()
    return "./" if within == "." else f"./{within}"


def _under(folder: Path) -> list[Path]:
    """A folder and everything in it; what is alike lies together, so that it packs better."""
    return sorted([folder, *folder.rglob("*")])


def _ar(name: str, data: bytes, epoch: int) -> bytes:
    head = f"{name:<16}{epoch:<12}{0:<6}{0:<6}{100644:<8}{len(data):<10}`\n".encode()
    return head + data + b"\n" * (len(data) % 2)
