"""Where the program lies, and which of its releases lie there.

    waypost             what people start: the program of one of the releases
    release-0.2.0/      everything else of that release
    waypost-0.3.0       the program of another one, while there are two
    release-0.3.0/
    update.json         which one is to be next, or is on trial

Only what a build froze has a place; from source there is none.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_RELEASE = re.compile(r"release-([0-9]+(?:\.[0-9]+)*)")
PART = ".part"
"""The ending of what is not whole yet."""
_TRIED = re.compile(rf"write-[0-9]+-[0-9]+{re.escape(PART)}")
_FULL = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class Place:
    """One folder of the program. ``version`` is the release that runs; ``program`` a file name."""

    folder: Path
    version: str
    program: str

    @property
    def main(self) -> Path:
        """The file that people start."""
        return self.folder / self.program

    @property
    def plan_file(self) -> Path:
        """Tells which release is to be next, or is on trial; not there most of the time."""
        return self.folder / "update.json"

    @property
    def copy(self) -> Path:
        """Where an update file lies while it is read."""
        return self.folder / f"update{PART}"

    @property
    def fetched(self) -> Path:
        """The folder for updates that came from a hub; there once one came."""
        return self.folder / "updates"

    def release(self, version: str) -> Path:
        """The folder of a release."""
        return self.folder / f"release-{version}"

    def program_of(self, version: str) -> Path:
        """The program of one release, beside the one that people start."""
        stem, dot, ending = self.program.partition(".")
        return self.folder / f"{stem}-{version}{dot}{ending}"

    def versions(self) -> Iterator[str]:
        """The releases that lie there whole, in no order. Raises ``OSError``."""
        for path in self.folder.iterdir():
            if found := _RELEASE.fullmatch(path.name):
                yield found[1]

    def is_ours(self, name: str) -> bool:
        """Whether a name in the folder is one of those above, of whatever release."""
        stem, _dot, _ending = self.program.partition(".")
        bare = name.removesuffix(PART)
        of_release = re.fullmatch(re.escape(stem) + r"-[0-9.]+?(\.exe)?", bare)
        begun = name == self.program + PART or _TRIED.fullmatch(name)
        return bool(_RELEASE.fullmatch(bare) or of_release or begun)

    def can_change(self) -> bool:
        """Whether this account may put another release there.

        It is tried: Windows says of folders that they can be written, and then refuses.
        """
        tried = self.folder / f"write-{os.getpid()}-{threading.get_ident()}{PART}"
        try:
            os.close(os.open(tried, os.O_WRONLY | os.O_CREAT, 0o600))
            tried.unlink()
        except OSError as error:
            if error.errno not in _FULL:
                return False
        return os.access(self.main, os.R_OK)

    def others(self) -> Iterator[Path]:
        """What is not of the release that runs: others, and what was begun.

        In its first session that release runs from the program of its own name.
        """
        keep = {self.program, self.release(self.version).name, self.program_of(self.version).name}
        for path in sorted(self.folder.iterdir()):
            if path.name not in keep and self.is_ours(path.name):
                yield path


def here() -> Place | None:
    """Where this program lies; None where it runs from its source."""
    inside = getattr(sys, "_MEIPASS", None)
    found = _RELEASE.fullmatch(Path(inside).name) if inside else None
    if inside is None or found is None:
        return None
    program = "waypost.exe" if sys.platform == "win32" else "waypost"
    return Place(Path(inside).parent, found[1], program)


def platform_here() -> str:
    """The kind of computer a release is built for, as update files name it."""
    import platform

    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    return f"{ {'win32': 'windows', 'darwin': 'macos'}.get(sys.platform, 'linux') }-{machine}"
