"""A small Debian 13 with wine 10 in it, to build and try the Windows packages on Linux.

Made once, in build/package/trixie; needs root, debootstrap and unshare. The checkout is seen inside
at one fixed place, so that what is built does not depend on where the checkout lies. What runs in
there has no network, a screen of its own, and ends with everything it started.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath

from try_linux import mirror

from build import ROOT, WORK, NotBuilt

SUITE = "trixie"
BARE = WORK / SUITE
PREFIX = WORK / "windows" / "prefix"
SEEN_AT = "/waypost"
TOOLS = ("debootstrap", "unshare", "chroot")
PACKAGES = ("wine", "wine64", "nsis", "xvfb", "fonts-dejavu-core", "libgl1")
_PATH = "/usr/lib/wine:/usr/sbin:/usr/bin:/sbin:/bin"
_GIVEN = {
    "HOME": "/root",
    "PATH": _PATH,
    "LC_ALL": "C.UTF-8",
    "WINEPREFIX": f"{SEEN_AT}/{PREFIX.relative_to(ROOT)}",
    "WINEARCH": "win64",
    "WINEDEBUG": "-all",
    # neither .NET nor menus of Linux, nor a debugger that waits for somebody after a crash
    "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe,winedbg.exe=",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
_ENTER = f"""
set -e
mount --bind "$CHECKOUT" "$BARE{SEEN_AT}"
mount -t proc proc "$BARE/proc"
mount --rbind /dev "$BARE/dev"
mount -t tmpfs tmpfs "$BARE/tmp"
exec chroot "$BARE" /usr/bin/env -i "$@"
"""
# wineserver writes the registry when it ends, so it is waited for; Python of Windows wants pipes.
_WITHIN = """
mkfifo /tmp/display
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp 3>/tmp/display >/dev/null 2>&1 &
read number </tmp/display
export DISPLAY=":$number"
( eval "$1" ) </dev/null 2>&1 | cat
code=${PIPESTATUS[0]}
timeout 60 wineserver -w || wineserver -k
exit $code
"""


def make_ready() -> None:
    """The system and wine's drive C, where they are not there yet."""
    _require_tools()
    if not (BARE / ".made").exists():
        _make_system()
    (BARE / SEEN_AT.lstrip("/")).mkdir(exist_ok=True)
    registry = PREFIX / "system.reg"
    if not _is_whole(registry):
        shutil.rmtree(PREFIX, ignore_errors=True)
        PREFIX.mkdir(parents=True)
        run("wine wineboot --init", seconds=300)
    if not _is_whole(registry):
        raise NotBuilt("wine did not make its drive C.")


def run(
    script: str, *, seconds: int = 600, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """A script of bash inside, with ``wine`` on its path; what it said is one text.

    Raises ``NotBuilt`` when it does not come to an end in time.
    """
    words = [f"{key}={value}" for key, value in {**_GIVEN, **(environment or {})}.items()]
    command = [
        "unshare", "--mount", "--pid", "--net", "--fork", "--kill-child", "sh", "-c", _ENTER, "sh",
        *words, "bash", "-c", _WITHIN, "bash", script,
    ]  # fmt: skip
    given = {"CHECKOUT": str(ROOT), "BARE": str(BARE), "PATH": os.environ["PATH"]}
    try:
        return subprocess.run(
            command, env=given, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", timeout=seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise NotBuilt(f"Under wine this did not end in {seconds} seconds: {script}") from error


def seen(path: Path) -> str:
    """The path of something in the checkout as the system inside sees it."""
    return f"{SEEN_AT}/{path.relative_to(ROOT)}"


def on_windows(path: Path) -> str:
    """The path of something in the checkout as programs of Windows see it."""
    return str(PureWindowsPath("Z:" + seen(path)))


def _is_whole(registry: Path) -> bool:
    return registry.exists() and '"path"=' in registry.read_text(errors="replace").lower()


def _require_tools() -> None:
    if os.geteuid() != 0:
        raise NotBuilt("Building for Windows on Linux needs root, for a system of its own.")
    missing = [name for name in TOOLS if not shutil.which(name)]
    if missing:
        raise NotBuilt(f"This computer lacks: {', '.join(missing)}.")


def _make_system() -> None:
    shutil.rmtree(BARE, ignore_errors=True)
    place = os.environ.get("WAYPOST_MIRROR") or mirror()
    make = ["debootstrap", "--variant=minbase", SUITE, str(BARE), *([place] if place else [])]
    print("Making a Debian 13 with wine (once; needs the network)", flush=True)
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    _apt("update")
    _apt("install", *PACKAGES)
    (BARE / ".made").touch()


def _apt(task: str, *packages: str) -> None:
    _inside("apt-get", task, "--quiet", "--yes", "--no-install-recommends", *packages)


def _inside(*command: str) -> None:
    subprocess.run(
        ["chroot", str(BARE), *command], check=True, stdout=subprocess.DEVNULL,
        env={"PATH": _PATH, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C"},
    )  # fmt: skip
