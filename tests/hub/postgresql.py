"""A PostgreSQL server of the tests' own, from the system's packages; gone when they end."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

NOBODY_WILL_DO = ("postgres", "nobody")
"""PostgreSQL does not run as root; one of these runs it then."""


@cache
def programs() -> Path | None:
    """Where initdb and pg_ctl lie; installed first, where that is allowed. None: there are none."""
    found = _found()
    if found is None and _may_install():
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        command = ["apt-get", "-o", "DPkg::Lock::Timeout=240", "install", "-y", "postgresql"]
        try:
            subprocess.run(
                command, check=True, env=environment, timeout=300, capture_output=True, text=True
            )
        except (subprocess.SubprocessError, OSError):
            return None
        found = _found()
    return found


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """A running server; its address for SQLAlchemy, of an empty database.

    Only a ``durable`` one waits for the disk.
    """
    tools = programs()
    assert tools is not None
    folder = Path(mkdtemp(prefix="waypost-pg-"))
    owner = _owner()
    if owner:
        shutil.chown(folder, owner)
    try:
        _run(owner, tools / "initdb", "-D", folder / "data", "-A", "trust", "-U", "waypost", "-N")
        options = f"-k {folder} -c listen_addresses="
        options += "" if durable else " -c fsync=off -c full_page_writes=off"
        options += " -c shared_buffers=16MB -c max_connections=40"
        log = folder / "log"
        start = ("-D", folder / "data", "-o", options, "-l", log, "-w", "start")
        _run(owner, tools / "pg_ctl", *start)
        try:
            yield f"postgresql+psycopg://waypost@/postgres?host={folder}"
        finally:
            _run(owner, tools / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _found() -> Path | None:
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: float(path.parts[-3]), default=None)
    return newest.parent if newest else None


def _may_install() -> bool:
    is_root = sys.platform == "linux" and os.geteuid() == 0
    return is_root and Path("/etc/debian_version").exists() and bool(shutil.which("apt-get"))


def _owner() -> str | None:
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in NOBODY_WILL_DO if name in known)


def _run(owner: str | None, *command: object) -> None:
    subprocess.run(
        [str(part) for part in command], check=True, user=owner, cwd="/", timeout=60,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
    )  # fmt: skip
