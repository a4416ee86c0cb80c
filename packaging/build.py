"""Builds the packages of Waypost: ``python3 dev.py package [WHAT]``.

linux        a folder, a portable archive and a .deb in build/dist, checked and measured
try          the archive and the .deb in a bare system without Python and without a network
windows      a portable zip and an installer, on Windows or, on Linux, under wine
try-windows  the installer: installs, updates, refuses, removes; what it leaves and what it keeps
update       a signed file that takes an installed release to the one that was built
try-update   such a file on a real release, killed again and again

Everything that goes into a package comes from two lock files; the same sources make the same files.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import archives

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "packaging"
WORK = ROOT / "build" / "package"
OUT = ROOT / "build" / "dist"
VENV = WORK / "venv"
PYTHON = VENV / "bin" / "python"
PARTS = WORK / "parts"
PROGRAM = WORK / "dist" / "waypost"
LOCKS = (ROOT / "requirements.lock", HERE / "requirements.lock")
TOOLS = {"icupkg": "icu-devtools", "gcc": "gcc", "readelf": "binutils"}
WHAT = ("linux", "try", "windows", "try-windows", "update", "try-update")
LANGUAGES = ("en", "es", "fr", "ar")
KEY = "WAYPOST_RELEASE_KEY"
"""Names the public key file of whoever makes updates for this build; without one it takes none."""
MUST_BE_THERE = (
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "PySide6/Qt/lib/libQt6Multimedia.so.6",
    "_soundfile_data/libsndfile_x86_64.so",
    "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
    "assets/theme.qss",
    "assets/fonts/NotoSans-Regular.ttf",
    "licences/LICENCES.txt",
    "licences/README.txt",
    "packs",
    "shelf/ar.shelf",
    "translations/ar/LC_MESSAGES/trainer_app.mo",
    "trainer_app/store/migrations/env.py",
    "trainer_app/store/statements.zdict",
    "NOTICE",
)


class NotBuilt(Exception):
    """What is missing, in words."""


def build_linux(version: str) -> list[Path]:
    """The folder, the archive and the .deb; what was made. Raises ``NotBuilt``."""
    _require_tools()
    _environment()
    _parts()
    _freeze()
    _strip()
    _gate(PROGRAM / f"release-{version}")
    _settle_times()
    OUT.mkdir(parents=True, exist_ok=True)
    made = [archives.portable(PROGRAM, OUT, version, epoch()), _deb(version)]
    _tell(made)
    return made


def epoch() -> int:
    """The time that every file gets: that of the last commit, or of the release."""
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    done = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return int(done.stdout) if done.returncode == 0 and done.stdout.strip() else 1_767_225_600


# ---------------------------------------------------------------- what goes in


def _require_tools() -> None:
    missing = [package for name, package in TOOLS.items() if not shutil.which(name)]
    if missing:
        raise NotBuilt(
            f"This computer lacks: {' '.join(sorted(set(missing)))}. Install them first."
        )


def _environment() -> None:
    """An environment with nothing but what the lock files name."""
    want = hashlib.sha256(b"".join(lock.read_bytes() for lock in LOCKS)).hexdigest() + sys.version
    stamp = VENV / ".stamp"
    if stamp.exists() and stamp.read_text() == want:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    _run([sys.executable, "-m", "venv", str(VENV)])
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    for lock in LOCKS:
        _run(
            [*pip, "--no-deps", "--require-hashes", "--only-binary", ":all:",
             "--requirement", str(lock)]
        )  # fmt: skip
    stamp.write_text(want)


def _parts() -> None:
    """What is made ready for the spec: compiled catalogs, licences, the data of ICU."""
    shutil.rmtree(PARTS, ignore_errors=True)
    catalogs()
    licences(PARTS / "licences", next((VENV / "lib").glob("python*/site-packages")))
    release_key()
    _small_icu(PARTS / "libicudata.so")


def release_key() -> None:
    """The public key of whoever makes updates for this build, where there is one."""
    if named := os.environ.get(KEY):
        shutil.copyfile(named, PARTS / "release.pub")


def catalogs() -> None:
    """The compiled catalogs of every language but English."""
    for language in LANGUAGES[1:]:
        target = PARTS / "translations" / language / "LC_MESSAGES"
        target.mkdir(parents=True)
        catalog = ROOT / "translations" / language / "LC_MESSAGES" / "trainer_app.mo"
        if not catalog.exists():
            raise NotBuilt("The catalogs are not compiled. Run dev.py setup first.")
        shutil.copy(catalog, target)


def licences(folder: Path, site: Path) -> None:
    """The licence of everything that is bundled, as its own package brings it, in one file."""
    folder.mkdir(parents=True)
    (folder / "README.txt").write_text((HERE / "licences.txt").read_text(encoding="utf-8"))
    names, texts = [], []
    for dist in sorted(metadata.distributions(path=[str(site)]), key=lambda one: one.name.lower()):
        if dist.name.lower() in {"pip", "pyinstaller-hooks-contrib", "altgraph"}:
            continue
        names.append(f"{dist.name} {dist.version}: {_licence_of(dist)}")
        for file in dist.files or ():
            if re.search(r"(licen[cs]e|copying|notice)", file.name, re.IGNORECASE):
                source = Path(str(dist.locate_file(file)))
                if source.is_file() and source.suffix not in {".py", ".pyc"}:
                    texts.append((f"{dist.name}: {file.name}", source))
    python = Path(sys.base_prefix)
    kept = [*site.parents[1].glob("LICENSE*"), *python.glob("LICENSE*")]
    for found in [*kept, *python.glob("lib/python3.*/LICENSE.txt")][:1]:
        texts.append(("Python", found))
    (folder / "PACKAGES.txt").write_text("\n".join(names) + "\n", encoding="utf-8")
    line = "=" * 72
    whole = [
        f"{line}\n{name}\n{line}\n\n{source.read_text(encoding='utf-8', errors='replace')}"
        for name, source in texts
    ]
    (folder / "LICENCES.txt").write_text("\n\n".join(whole), encoding="utf-8")


def _licence_of(dist: metadata.Distribution) -> str:
    told = dist.metadata
    kinds = [one for one in told.get_all("Classifier", []) if one.startswith("License ::")]
    short = "License-Expression" if "License-Expression" in told else "License"
    words = told[short].splitlines()[0] if told[short] else ""
    return words or " ".join(one.rpartition(":: ")[2] for one in kinds) or "see its files"


def _small_icu(target: Path) -> None:
    """Qt's collation with the languages of Waypost only: 3 MB instead of 30.

    The data is taken out of the library, what nobody asks for is removed with ICU's own tool, and
    the rest becomes a library again. It has to keep its name: ICU looks it up by that.
    """
    source = next((VENV / "lib").glob("python*/site-packages/PySide6/Qt/lib/libicudata.so.*"))
    number = source.name.rpartition(".")[2]
    work = PARTS / "icu"
    (work / "out").mkdir(parents=True)
    name = f"icudt{number}l.dat"
    (work / name).write_bytes(_icu_data(source, number))
    listed = _told(["icupkg", "-l", name], work)
    (work / "unwanted.txt").write_text("\n".join(filter(_is_unwanted, listed.split())) + "\n")
    _run(["icupkg", "-r", "unwanted.txt", name, f"out/{name}"], work)
    symbol = f"icudt{number}_dat"
    (work / "data.S").write_text(
        f'.section .rodata,"a",@progbits\n.balign 16\n.globl {symbol}\n.type {symbol},@object\n'
        f'{symbol}:\n.incbin "out/{name}"\n.size {symbol}, .-{symbol}\n'
        '.section .note.GNU-stack,"",@progbits\n'
    )
    soname = f"-Wl,-soname,libicudata.so.{number}"
    _run(["gcc", "-shared", "-nostdlib", soname, "-o", str(target), "data.S"], work)
    _run(["strip", str(target)], work)
    shutil.rmtree(work)


def _icu_data(library: Path, number: str) -> bytes:
    symbols = _told(["readelf", "-Ws", "--dyn-syms", str(library)])
    line = next(one for one in symbols.splitlines() if f"icudt{number}_dat" in one).split()
    address, size = int(line[1], 16), int(line[2], 0)
    section = re.compile(r"\]\s+\S+\s+\S+\s+([0-9a-f]+)\s+([0-9a-f]+)\s+([0-9a-f]+)")
    for told in _told(["readelf", "-WS", str(library)]).splitlines():
        if match := section.search(told):
            begin, offset, length = (int(one, 16) for one in match.groups())
            if begin and begin <= address < begin + length:
                at = offset + address - begin
                return library.read_bytes()[at : at + size]
    raise NotBuilt(f"{library.name} has no data where its table says")


def _is_unwanted(entry: str) -> bool:
    folder, _slash, name = entry.rpartition("/")
    stem = name.rpartition(".")[0]
    if folder in {"curr", "zone", "lang", "region", "unit", "rbnf", "translit", "brkitr"}:
        return True
    if name.endswith((".cnv", ".spp", ".cfu")) or name == "unames.icu":
        return True
    ours = {"root", *LANGUAGES}
    if folder == "coll":
        return stem not in {"pool", "res_index", "ucadata"} and stem.split("_")[0] not in ours
    is_locale = "_" in stem or (len(stem) in (2, 3) and stem not in ours)
    return not folder and name.endswith(".res") and is_locale


# ---------------------------------------------------------------- freezing


def _freeze() -> None:
    shutil.rmtree(WORK / "dist", ignore_errors=True)
    pyinstaller = [str(PYTHON), "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    _run(
        [*pyinstaller, "--distpath", str(WORK / "dist"), "--workpath", str(WORK / "work"),
         str(HERE / "waypost.spec")],
        SOURCE_DATE_EPOCH=str(epoch()), PYTHONHASHSEED="0",
    )  # fmt: skip


def _strip() -> None:
    """Take the symbols out of every library."""
    for path in PROGRAM.rglob("*.so*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o755)
            _run(["strip", "--strip-unneeded", str(path)])


def _gate(inside: Path) -> None:
    """PyInstaller ends well even where it could not read Qt: look for what must be there."""
    missing = [name for name in MUST_BE_THERE if not (inside / name).exists()]
    missing += [
        name for name in ("packs/*.waypack", "sqlcipher3/*.so") if not any(inside.glob(name))
    ]
    missing += [str(one) for one in PROGRAM.rglob("*") if one.is_symlink() and not one.exists()]
    if missing:
        raise NotBuilt(f"The package lacks: {', '.join(missing)}")
    tried = subprocess.run(
        [str(PROGRAM / "waypost"), "self-test"],
        env={"HOME": str(WORK), "PATH": "", "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if tried.returncode:
        bad = [line for line in tried.stdout.splitlines() if line.startswith("BAD")]
        raise NotBuilt("The packaged program does not work:\n" + "\n".join(bad or [tried.stderr]))


def _settle_times() -> None:
    for path in [PROGRAM, *PROGRAM.rglob("*")]:
        os.utime(path, (epoch(), epoch()), follow_symlinks=False)


# ---------------------------------------------------------------- packages


def _deb(version: str) -> Path:
    root = WORK / "deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(PROGRAM, root / "opt" / "waypost", symlinks=True)
    for name in ("usr/bin", "usr/share/applications", "usr/share/doc/waypost", "DEBIAN"):
        (root / name).mkdir(parents=True)
    icons = root / "usr/share/icons/hicolor/scalable/apps"
    icons.mkdir(parents=True)
    shutil.copyfile(ROOT / "assets" / "app-icon.svg", icons / "waypost.svg")
    (root / "usr/bin/waypost").symlink_to("/opt/waypost/waypost")
    shutil.copyfile(
        HERE / "linux" / "waypost.desktop", root / "usr/share/applications/waypost.desktop"
    )
    shutil.copyfile(ROOT / "NOTICE", root / "usr/share/doc/waypost/copyright")
    size = sum(one.lstat().st_size for one in _files(root / "opt")) // 1024
    control = (HERE / "linux" / "control").read_text(encoding="utf-8")
    (root / "DEBIAN" / "control").write_text(control.format(version=version, size=size))
    return archives.deb(root, OUT / f"waypost_{version}_amd64.deb", epoch())


def _files(folder: Path) -> Iterator[Path]:
    return (one for one in folder.rglob("*") if not one.is_dir() or one.is_symlink())


def _tell(made: list[Path]) -> None:
    files = list(_files(PROGRAM))
    size = sum(one.lstat().st_size for one in files)
    links = sum(one.is_symlink() for one in files)
    print(f"installed: {size / 1e6:.1f} MB, {len(files) - links} files, {links} links")
    for path in made:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, sha256 {digest}")


# ---------------------------------------------------------------- inside


def _run(command: list[str], folder: Path = ROOT, **environment: str) -> None:
    subprocess.run(command, check=True, cwd=folder, env=os.environ | environment)


def _told(command: list[str], folder: Path = ROOT) -> str:
    return subprocess.run(command, check=True, cwd=folder, capture_output=True, text=True).stdout


def _version() -> str:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = re.search(r'^version = "(.+)"$', text, re.MULTILINE)
    return found[1] if found else "0"


def main() -> int:
    """Build what the first word names. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py package", description=__doc__)
    parser.add_argument("what", nargs="?", choices=WHAT, default="linux")
    parser.add_argument("more", nargs=argparse.REMAINDER, help="for updates: see their --help")
    chosen = parser.parse_args()
    try:
        if chosen.what == "update":
            import update

            return int(update.main(chosen.more, PROGRAM, OUT))
        if chosen.what == "try-update":
            import try_update

            return int(try_update.main(chosen.more))
        if chosen.what == "linux":
            build_linux(_version())
        elif chosen.what == "windows":
            import windows

            windows.build_windows(_version())
        elif chosen.what == "try-windows":
            import try_windows

            return try_windows.main(_version())
        else:
            import try_linux

            return int(try_linux.main(_version()))
    except (NotBuilt, subprocess.CalledProcessError) as error:
        print(f"Not built: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    import build  # the module whose NotBuilt the others raise

    sys.exit(build.main())
