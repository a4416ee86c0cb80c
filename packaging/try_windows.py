"""The installer under wine: it installs, updates, refuses, removes, and keeps the learners' data.

Each verdict is printed. wine is not Windows: packaging/README.md says what this cannot tell.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable

import windows
import wine

from build import OUT, NotBuilt

LOCAL = wine.PREFIX / "drive_c" / "users" / "root" / "AppData" / "Local"
PROGRAM = LOCAL / "Programs" / "Waypost"
DATA = LOCAL / "Waypost"
STATE = LOCAL / "Waypost State"
SHORTCUT = LOCAL.parent / "Roaming/Microsoft/Windows/Start Menu/Programs/Waypost.lnk"
HERE = r"C:\users\root\AppData\Local\Programs\Waypost"
LISTED = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Waypost"
OPEN = 4
"""The exit code that says that Waypost is open."""
# A process of its own has the window; its lock, and the data file behind it, show that it is up.
WITH_A_WINDOW = f"""
rm -f "$DATA/waypost.lock"
wine '{HERE}\\waypost.exe' &
window=$!
for _try in $(seq 600); do
    [ -e "$DATA/waypost.lock" ] && [ -s "$DATA/waypost.db" ] && break
    read -t 0.1 <> <(:)
done
[ -e "$DATA/waypost.lock" ] || exit 101
timeout 120 {{command}}
code=$?
timeout 30 wine taskkill /im waypost.exe >/dev/null 2>&1 || exit 102
timeout 60 tail --pid=$window -f /dev/null || exit 103
exit $code
"""


def main(version: str) -> int:
    """Try the installer; print each verdict. Returns 0 when all went well."""
    if windows.NATIVE:
        raise NotBuilt("This runs on Linux; on Windows try the installer itself.")
    setup = OUT / f"waypost-{version}-setup.exe"
    if not setup.exists():
        raise NotBuilt(f"{setup.name} is not built: dev.py package windows")
    wine.make_ready()
    _forget()
    install = f"wine '{wine.on_windows(setup)}' /S"
    steps: list[tuple[str, Callable[[], None]]] = [
        ("installs silently", lambda: _install(install, version)),
        ("the installed program works", lambda: _self_test("offscreen")),
        ("the installed program works with a window", lambda: _self_test("windows")),
        ("is not installed over while it is open", lambda: _refuses(install)),
        ("is not removed while it is open", lambda: _refuses(_uninstaller(waited_for=True))),
        ("a newer one takes its place and keeps the data", lambda: _install_over(install, version)),
        ("is removed and keeps the data", lambda: _remove(keeps=True)),
        ("finds the data when it is installed again", lambda: _install(install, version)),
        ("is removed with the data when asked", lambda: _remove(keeps=False)),
    ]
    verdicts = [_verdict(name, step) for name, step in steps]
    return 0 if all(verdicts) else 1


def _verdict(name: str, step: Callable[[], None]) -> bool:
    try:
        step()
    except (NotBuilt, OSError) as error:
        print(f"BAD  {name}: {error}", flush=True)
        return False
    print(f"good {name}", flush=True)
    return True


def _forget() -> None:
    """Nothing of an earlier try is left."""
    for folder in (PROGRAM, DATA, STATE):
        shutil.rmtree(folder, ignore_errors=True)
    SHORTCUT.unlink(missing_ok=True)
    wine.run(f"wine reg delete '{LISTED}' /f; wine reg delete 'HKCU\\Software\\Waypost' /f; :")


def _install(command: str, version: str) -> None:
    _require(_code(command) == 0, "the installer did not end well")
    missing = windows.lacking(PROGRAM)
    _require(not missing, f"missing: {missing}")
    _require(SHORTCUT.exists(), "no entry in the start menu")
    left = [one for one in ("new", "old") if (PROGRAM / one).exists()]
    _require(not left, f"something was left lying about: {left}")
    told = wine.run(f"wine reg query '{LISTED}' /v DisplayVersion").stdout
    _require(version in told, "Windows does not list it")


def _install_over(command: str, version: str) -> None:
    [inside] = PROGRAM.glob("release-*")
    stale = inside / "PySide6" / "stale.dll"
    stale.write_bytes(b"of an older version")
    before = _data()
    _install(command, version)
    _require(not stale.exists(), "a file of the older program is still there")
    _require(before == _data(), "the data is not what it was")
    _self_test("offscreen")


def _refuses(command: str) -> None:
    script = WITH_A_WINDOW.replace("{command}", command)
    code = _code(script, DATA=f"{wine.seen(DATA)}")
    _require(code == OPEN, f"exit code {code}, not {OPEN}")
    _require(not windows.lacking(PROGRAM), "something is gone all the same")


def _remove(*, keeps: bool) -> None:
    before = _data()
    _require(before, "there is no data that could be kept")
    code = _code(_uninstaller() + ("" if keeps else " /ERASE=1"))
    _require(code == 0, f"exit code {code}")
    _require(not PROGRAM.exists(), f"left: {[one.name for one in PROGRAM.glob('*')]}")
    _require(not SHORTCUT.exists(), "the start menu still names it")
    _require(_code(f"wine reg query '{LISTED}'") != 0, "Windows still lists it")
    if keeps:
        _require(before == _data(), "the data is not what it was")
    else:
        _require(not DATA.exists() and not STATE.exists(), "data is left")


def _uninstaller(*, waited_for: bool = False) -> str:
    """The uninstaller; from its own place it can be waited for, but not remove itself."""
    place = f" '_?={HERE}'" if waited_for else ""
    return f"wine '{HERE}\\uninstall.exe' /S{place}"


def _self_test(platform: str) -> None:
    windows.self_test(PROGRAM / "waypost.exe", environment=f"QT_QPA_PLATFORM={platform}")


def _data() -> dict[str, str]:
    """What lies in the data folder: each file and its fingerprint."""
    return {
        str(path.relative_to(DATA)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(DATA.rglob("*"))
        if path.is_file()
    }


def _code(script: str, **environment: str) -> int:
    return wine.run(script, seconds=300, environment=environment).returncode


def _require(truth: object, words: str) -> None:
    if not truth:
        raise NotBuilt(words)
