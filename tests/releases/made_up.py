"""Small releases that really start: a program is a script that looks for its own folder."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trainer_app.content import minisign
from trainer_app.releases.place import Place, platform_here
from trainer_app.releases.update_file import FIRST_LINE

_BUILDER = Path(__file__).resolve().parents[2] / "packaging" / "update.py"


def _builder() -> Any:
    """What writes update files: no package of ours, and its folder's name is another one's."""
    spec = importlib.util.spec_from_file_location("waypost_update_builder", _BUILDER)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(_BUILDER)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


update = _builder()
SECRET = minisign.SecretKey(b"waypost!", b"w" * 32)
KEY = SECRET.public.raw
FILES = 12

PROGRAM = """#!/bin/sh
# release {version} {note}
own=$(dirname "$0")/release-{version}
cat "$own/lib/part-0" > /dev/null || exit 3
[ "$1" = self-test ] && exit {self_test}
echo {version}
exit 0
"""
FILLING = "\n".join(f"# {hashlib.sha256(bytes([n])).hexdigest()}" for n in range(200))
"""What a real program is full of, and what does not change from one to the next."""


def release(folder: Path, version: str, *, note: str = "", self_test: int = 0) -> Path:
    """Lay down a release as its archive has it; ``self_test`` is what that command ends with."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "waypost"
    program.write_text(PROGRAM.format(version=version, note=note, self_test=self_test) + FILLING)
    program.chmod(0o755)
    inside = folder / f"release-{version}"
    (inside / "lib").mkdir(parents=True)
    for number in range(FILES):
        (inside / "lib" / f"part-{number}").write_bytes(bytes([number]) * 5000)
    (inside / "words.txt").write_text(f"{note or version}\n" * 400)
    (inside / "liba.so").symlink_to("lib/part-1")
    return folder


def place(folder: Path, version: str) -> Place:
    """Where that release runs."""
    return Place(folder, version, "waypost")


def update_bytes(before: Path | None, to: Path, **more: Any) -> bytes:
    """An update file from one folder to another."""
    told = {"secret": SECRET, "platform": platform_here()} | more
    earlier = update.release_in(before) if before else None
    return bytes(update.write_update(earlier, update.release_in(to), **told))


def packed(
    files: dict[str, bytes], lie: Callable[[zipfile.ZipFile], None] = lambda _z: None
) -> bytes:
    """An update file of these entries; ``lie`` may change what the zip's list says of them."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, held in files.items():
            archive.writestr(name, held)
        lie(archive)
    return signed(into.getvalue())


def signed(body: bytes) -> bytes:
    """Whatever bytes, signed by who makes the program."""
    hashed = minisign.digests(io.BytesIO(body)).blake2b
    return FIRST_LINE + minisign.sign(hashed, SECRET, name="x") + body


def entries(data: bytes) -> dict[str, bytes]:
    """What the zip of an update file holds."""
    with zipfile.ZipFile(io.BytesIO(data.split(b"\n", 5)[5])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def opened(data: bytes) -> io.BytesIO:
    """The file as it is read."""
    return io.BytesIO(data)


def content(folder: Path) -> dict[str, tuple[bytes | str, bool]]:
    """Everything that a folder holds, with links and what may run."""
    found: dict[str, tuple[bytes | str, bool]] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = (str(path.readlink()), False)
        elif path.is_file():
            found[name] = (path.read_bytes(), bool(path.stat().st_mode & stat.S_IXUSR))
    return found


def starts(folder: Path) -> str:
    """What the program that people start says of itself."""
    done = subprocess.run([str(folder / "waypost")], capture_output=True, text=True, check=False)
    return done.stdout.strip()
