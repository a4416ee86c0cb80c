"""Where a data folder may lie: on a disk of this computer.

On a network drive locks do not hold and writes come late, so that a file can be damaged by two
computers that both do nothing wrong. Whatever cannot be found out counts as fine.
"""

import ctypes
import sys
from contextlib import suppress
from pathlib import Path, PurePosixPath

from trainer_app.errors import StoreUnusable
from trainer_app.i18n import _

MOUNTS = Path("/proc/self/mounts")
_NETWORK = {
    "afs", "ceph", "cifs", "davfs", "fuse.davfs", "fuse.glusterfs", "fuse.rclone", "fuse.s3fs",
    "fuse.smbnetfs", "fuse.sshfs", "gfs2", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "smb3",
    "smbfs",
}  # fmt: skip
_REMOTE_DRIVE = 4
"""What Windows calls a drive of the network (GetDriveType)."""


def require_local(folder: Path) -> None:
    """Raises ``StoreUnusable`` for a folder on a network drive."""
    if is_remote(folder):
        raise StoreUnusable(
            _(
                "The data folder lies on a network drive, where results can be lost. Choose a "
                "folder on this computer."
            )
        )


def is_remote(folder: Path) -> bool:
    """Whether the folder, there or not, lies on a network drive."""
    with suppress(OSError, ValueError):
        there = next(path for path in (folder, *folder.parents) if path.exists()).resolve()
        if sys.platform == "win32":
            return _is_remote_drive(there)
        if sys.platform.startswith("linux"):
            return _kind_of(there) in _NETWORK
    return False


def _is_remote_drive(folder: Path) -> bool:
    if folder.anchor.startswith("\\\\"):
        return True
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - only there on Windows
    return bool(kernel.GetDriveTypeW(folder.anchor) == _REMOTE_DRIVE)


def _kind_of(folder: Path) -> str:
    """The kind of file system that the folder is in: that of the longest mount above it."""
    best, kind = "", ""
    for line in MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines():
        _device, where, found, *_rest = line.split(" ")
        place = where.replace("\\040", " ")
        above = PurePosixPath(folder).is_relative_to(place)
        if above and len(place) >= len(best):
            best, kind = place, found
    return kind
