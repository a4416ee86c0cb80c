#!/usr/bin/env python3
"""One door to every task. Needs nothing but Python 3.11 or newer.

    python3 dev.py run          set up what is missing, then start Waypost
    python3 dev.py test         set up what is missing, then run every check

Each task sets up first; that takes a blink when nothing changed.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
PACKS = ROOT / "build" / "packs"
SHELF = ROOT / "build" / "shelf"

# Shared libraries Qt loads, and the Debian packages that hold them.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfreetype.so.6": "libfreetype6",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libpulse.so.0": "libpulse0",  # sound
    "libXrandr.so.2": "libxrandr2",  # QtMultimedia's player
    "libatomic.so.1": "libatomic1",  # QtPdf, which the tests read papers with
    "libcups.so.2": "libcups2",  # printing
}
# Power-loss images are built from the log of strace; faketime sets clocks.
CHECK_COMMANDS = {"strace": "strace", "faketime": "faketime"}


class Trouble(Exception):
    """Something a person has to do; shown as one plain paragraph."""


# ------------------------------------------------------------------ set-up


def setup(*, development: bool) -> None:
    """Make `.venv`, install what is pinned, compile catalogs, build packs."""
    if sys.version_info < (3, 11):
        raise Trouble(f"Waypost needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    _system_packages(development=development)
    _environment(development=development)
    made = [*ROOT.glob("translations/*/LC_MESSAGES/*.mo")]
    _when_changed("catalogs", [ROOT / "translations"], _compile_catalogs, there=len(made) > 1)
    sources = [ROOT / name for name in ("modules", "assets", "translations", "trainer_app/content")]
    _when_changed("packs", sources, _build_packs, there=any(PACKS.glob("*.waypack")))


def _system_packages(*, development: bool) -> None:
    if not sys.platform.startswith("linux"):
        return
    missing = [package for name, package in QT_LIBRARIES.items() if not _loads(name)]
    if not PYTHON.exists() and not _has_venv():
        missing.append("python3-venv")
    if development:
        missing += [package for name, package in CHECK_COMMANDS.items() if not shutil.which(name)]
    if not missing:
        return
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    by_hand = f"This computer lacks: {' '.join(missing)}.\nInstall with: sudo {' '.join(install)}"
    if not shutil.which("apt-get") or (sudo and not shutil.which("sudo")):
        raise Trouble(by_hand)
    if sudo and not sys.stdin.isatty():
        raise Trouble(by_hand)
    print("Installing system packages:", *missing, flush=True)
    try:
        _run([*sudo, "apt-get", "update", "--quiet"])
        _run([*sudo, *install], DEBIAN_FRONTEND="noninteractive")
    except subprocess.CalledProcessError as error:
        raise Trouble(by_hand) from error


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_venv() -> bool:
    try:
        import ensurepip  # noqa: F401  Debian ships it apart, in python3-venv
    except ImportError:
        return False
    return True


def _environment(*, development: bool) -> None:
    lock = ROOT / ("requirements-dev.lock" if development else "requirements.lock")
    begun = PYTHON.exists() and not (_stamp("dev").exists() or _stamp("run").exists())
    if not PYTHON.exists() or begun:  # one that was cut off half-way is made anew
        print("Making .venv", flush=True)
        _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    stamps = {"requirements-dev.lock": _stamp("dev"), "requirements.lock": _stamp("run")}
    want = _digest([lock, ROOT / "pyproject.toml"]) + sys.version
    richer = _digest([ROOT / "requirements-dev.lock", ROOT / "pyproject.toml"]) + sys.version
    if _read(stamps[lock.name]) == want or _read(_stamp("dev")) == richer:
        return
    print(f"Installing what {lock.name} pins (once; needs the network)", flush=True)
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    locked = ["--no-deps", "--require-hashes", "--only-binary", ":all:"]
    _run([*pip, *locked, "--requirement", str(lock)])
    _run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    stamps[lock.name].write_text(want)


def _compile_catalogs() -> None:
    _run([str(PYTHON), str(ROOT / "translations" / "catalogs.py"), "compile"])


def _build_packs() -> None:
    shutil.rmtree(PACKS, ignore_errors=True)
    PACKS.mkdir(parents=True)
    build = [str(PYTHON), "-m", "trainer_app", "modules", "build", "--output", str(PACKS)]
    _run([*build, *(str(path.parent) for path in sorted(ROOT.glob("modules/*/module.yaml")))])
    _run([str(PYTHON), "-m", "trainer_app", "shelf", "build", "--output", str(SHELF)])


def _when_changed(
    name: str, sources: Iterable[Path], do: Callable[[], None], *, there: bool
) -> None:
    files = [f for s in sources for f in s.rglob("*") if f.suffix not in {".mo", ".pyc"}]
    digest = _digest(sorted(f for f in files if f.is_file() and "en_XA" not in f.parts))
    if not there or _read(_stamp(name)) != digest:
        do()
        _stamp(name).write_text(digest)


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _stamp(name: str) -> Path:
    return VENV / f".stamp-{name}"


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _run(command: list[str], **environment: str) -> None:
    # Some computers tell Python to keep nothing it compiled: hundreds of starts would compile anew.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, cwd=ROOT, env=kept | environment)


# ------------------------------------------------------------------ tasks


def run(arguments: list[str]) -> None:
    """Start Waypost; further words go to it."""
    setup(development=False)
    _run([str(PYTHON), "-m", "trainer_app", *arguments])


def check(arguments: list[str]) -> None:
    """Every check: format, lint, types, imports, catalogs, modules, tests (more words: pytest)."""
    setup(development=True)
    python = str(PYTHON)
    tools = str(PYTHON.parent)
    modules = [str(path.parent) for path in sorted(ROOT.glob("modules/*/module.yaml"))]
    steps = {
        "format": [f"{tools}/ruff", "format", "--check", "."],
        "lint": [f"{tools}/ruff", "check", "."],
        "types": [python, "-m", "mypy"],
        "import contracts": [f"{tools}/lint-imports"],
        "catalogs": [python, "translations/catalogs.py", "check"],
        "modules": [python, "-m", "trainer_app", "modules", "check", *modules],
        "shelf": [python, "-m", "trainer_app", "shelf", "check"],
        "tests": [python, "-m", "pytest", "-n2", "--dist=worksteal", "-q", *arguments],
    }
    for name, command in steps.items():
        print(f"== {name}", flush=True)
        _run(command)


def screens(arguments: list[str]) -> None:
    """Render every screen in every language, theme and size to a folder (default build/screens)."""
    setup(development=True)
    _run([str(PYTHON), "-m", "tests.screens", *arguments], QT_QPA_PLATFORM="offscreen")


def torture(arguments: list[str]) -> None:
    """Kill and cut the power of the real store, again and again (minutes)."""
    setup(development=True)
    _run([str(PYTHON), "-m", "tests.torture", *arguments])


def bench(arguments: list[str]) -> None:
    """Measure start, memory, saving; prints figures, fails on none."""
    setup(development=True)
    _run([str(PYTHON), "-m", "tests.bench", *arguments])


def sample(arguments: list[str]) -> None:
    """Write a made-up programme and what reports should say of it (--people 10000 --output X)."""
    setup(development=True)
    _run([str(PYTHON), "-m", "tests.sample", *arguments])


def package(arguments: list[str]) -> None:
    """Build the packages into build/dist (linux), try them (try), write an update file (update)."""
    setup(development=False)
    _run([str(PYTHON), str(ROOT / "packaging" / "build.py"), *arguments])


def content(arguments: list[str]) -> None:
    """Write the content report for reviewers: all texts side by side, sources, reading level."""
    setup(development=True)
    _run([str(PYTHON), "-m", "tests.report", *arguments])


def catalogs(arguments: list[str]) -> None:
    """Bring the translation catalogs up to date with the words in the code."""
    setup(development=True)
    _run([str(PYTHON), "translations/catalogs.py", "update", *arguments])


def tidy(arguments: list[str]) -> None:
    """Format the code and mend what ruff can mend."""
    setup(development=True)
    _run([str(PYTHON.parent / "ruff"), "check", "--fix", "--quiet", *(arguments or ["."])])
    _run([str(PYTHON.parent / "ruff"), "format", *(arguments or ["."])])


def only_setup(_arguments: list[str]) -> None:
    """Do the set-up alone."""
    setup(development=True)
    print("Ready.")


TASKS: dict[str, Callable[[list[str]], None]] = {
    "run": run,
    "test": check,
    "check": check,
    "setup": only_setup,
    "screens": screens,
    "torture": torture,
    "bench": bench,
    "sample": sample,
    "package": package,
    "content": content,
    "catalogs": catalogs,
    "tidy": tidy,
}


def main() -> int:
    """Run the task the first word names. Returns the exit code."""
    tasks = "\n".join(f"  {name:10}{task.__doc__}" for name, task in TASKS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description=(__doc__ or "").split("\n")[0],
        epilog=f"tasks:\n{tasks}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("task", choices=list(TASKS), metavar="task")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    chosen = parser.parse_args()
    try:
        TASKS[chosen.task](chosen.arguments)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"\nStopped: {' '.join(map(str, error.cmd[:4]))} … said no.", file=sys.stderr)
        return error.returncode or 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
