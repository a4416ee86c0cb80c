"""The packages in a bare system: no Python, no network, nothing but what the .deb asks for.

Needs root, debootstrap and Xvfb. ``WAYPOST_MIRROR`` names where Debian's packages come from, if not
the place this computer takes them from.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from build import HERE, OUT, ROOT, WORK, NotBuilt

SUITE = "bookworm"
ARCHIVED = "/opt/try/waypost/waypost"
"""Where the archive is unpacked, inside."""
RELEASES = ROOT / "tests" / "releases"
TOOLS = ("debootstrap", "Xvfb", "unshare", "chroot")


def main(version: str) -> int:
    """Try the archive and the .deb; print what each said. Returns 0 when all went well."""
    if os.geteuid() != 0:
        raise NotBuilt("Trying a package needs root, for a system of its own.")
    missing = [name for name in TOOLS if not shutil.which(name)]
    if missing:
        raise NotBuilt(f"This computer lacks: {', '.join(missing)}.")
    archive = OUT / f"waypost-{version}-linux-x86_64.tar.xz"
    deb = OUT / f"waypost_{version}_amd64.deb"
    for package in (archive, deb):
        if not package.exists():
            raise NotBuilt(f"{package.name} is not built: dev.py package linux")
    bare = _bare_system()
    fine = [_try_archive(bare, archive), *_try_upgrades(bare), *_try_deb(bare, deb)]
    print("All good." if all(fine) else "Something does not work.")
    return 0 if all(fine) else 1


def _try_archive(bare: Path, archive: Path) -> bool:
    place = bare / "opt" / "try"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    subprocess.run(["tar", "-xf", str(archive), "-C", str(place)], check=True)
    return _self_test(bare, ARCHIVED, "offscreen", archive.name)


def _try_upgrades(bare: Path) -> Iterator[bool]:
    """The data of each release before, opened by the packaged program: nobody, nothing missing."""
    for before in sorted(path.parent for path in RELEASES.glob("*/waypost.db")):
        with tempfile.TemporaryDirectory(prefix="waypost-upgrade-") as scratch:
            here = shutil.copytree(before, Path(scratch) / "data")
            source = [sys.executable, "-m", "trainer_app", "--data-dir", str(here)]
            should = _holds(source, str(Path(scratch) / "results.jsonl"))
        shutil.rmtree(bare / "opt" / "data", ignore_errors=True)
        shutil.copytree(before, bare / "opt" / "data")
        program = [*_bare(bare, "offscreen"), ARCHIVED, "--data-dir", "/opt/data"]
        is_there = _holds(program, "/tmp/results.jsonl", read_at=bare / "tmp" / "results.jsonl")
        home = subprocess.run(
            [*program, "self-test", "--start", "home"],
            capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        fine = is_there == should and bool(should[1]) and home.returncode == 0
        people, results = len(is_there[0].splitlines()), len(is_there[1].splitlines())
        words = "as they were, home opens" if fine else f"NOT as they were\n{home.stderr[-2000:]}"
        print(f"data of {before.name}: {people} people, {results} results, {words}")
        yield fine


def _holds(program: list[str], out: str, *, read_at: Path | None = None) -> tuple[str, str]:
    """The people a program finds in its data, and the results it exports to ``out``."""
    told = subprocess.run(
        [*program, "people", "list"], capture_output=True, text=True, check=False, timeout=120
    )
    subprocess.run(
        [*program, "statements", "export", out], capture_output=True, check=False, timeout=120
    )
    file = read_at or Path(out)
    return told.stdout, file.read_text(encoding="utf-8") if file.exists() else ""


def _try_deb(bare: Path, deb: Path) -> Iterator[bool]:
    shutil.copy(deb, bare / "tmp")
    _inside(bare, "dpkg", "--install", f"/tmp/{deb.name}")
    yield _self_test(bare, "/usr/bin/waypost", "offscreen", deb.name)
    with _display(bare) as display:
        yield _self_test(bare, "/usr/bin/waypost", "xcb", f"{deb.name}, a window", DISPLAY=display)
    _inside(bare, "dpkg", "--purge", "waypost")
    yield not (bare / "opt" / "waypost").exists()


def _self_test(bare: Path, program: str, platform: str, name: str, **more: str) -> bool:
    """``waypost self-test`` without a network; whether all was good."""
    done = subprocess.run(
        [*_bare(bare, platform, **more), program, "self-test", "--json"],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    try:
        report = json.loads(done.stdout)
    except ValueError:
        print(f"{name}: did not start\n{done.stderr[-2000:]}")
        return False
    bad = [one for one in report["checks"] if not one["ok"]]
    print(f"{name}: {len(report['checks']) - len(bad)} of {len(report['checks'])} good")
    for one in bad:
        print(f"  {one['name']}: {one['detail']}")
    return bool(report["ok"]) and done.returncode == 0


def _bare(bare: Path, platform: str, **more: str) -> list[str]:
    """What to put before a command for it to run inside, without a network."""
    given = {"HOME": "/root", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **more}
    words = [f"{key}={value}" for key, value in given.items()]
    inside = ["unshare", "--net", "chroot", str(bare), "/usr/bin/env", "-i"]
    return [*inside, *words, f"QT_QPA_PLATFORM={platform}"]


def _bare_system() -> Path:
    """A minimal Debian with what the .deb depends on; made once."""
    bare = WORK / SUITE
    if not (bare / ".made").exists():
        shutil.rmtree(bare, ignore_errors=True)
        wanted = ",".join(_depends())
        place = os.environ.get("WAYPOST_MIRROR") or mirror()
        make = ["debootstrap", "--variant=minbase", f"--include={wanted}", SUITE, str(bare)]
        subprocess.run([*make, *([place] if place else [])], check=True, stdout=subprocess.DEVNULL)
        (bare / ".made").touch()
    if any(bare.glob("usr/bin/python3*")):
        raise NotBuilt("The bare system has Python in it.")
    return bare


def _depends() -> list[str]:
    control = (HERE / "linux" / "control").read_text(encoding="utf-8")
    line = next(one for one in control.splitlines() if one.startswith("Depends:"))
    entries = line.partition(":")[2].split(",")
    return [re.split(r"[ (|]", entry.strip())[0] for entry in entries]


def mirror() -> str:
    """Where this computer takes Debian's packages from."""
    told = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return next((one for one in told.stdout.split() if one.rstrip("/").endswith("debian")), "")


@contextmanager
def _display(bare: Path) -> Iterator[str]:
    """A screen of its own, whose socket is seen inside."""
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    number = os.read(read, 16).decode().strip()
    sockets = bare / "tmp" / ".X11-unix"
    sockets.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "--bind", "/tmp/.X11-unix", str(sockets)], check=True)
    try:
        yield f":{number}"
    finally:
        with suppress(subprocess.CalledProcessError):
            subprocess.run(["umount", str(sockets)], check=True)
        screen.terminate()
        screen.wait()


def _inside(bare: Path, *command: str) -> None:
    subprocess.run(
        ["chroot", str(bare), *command],
        check=True, stdout=subprocess.DEVNULL, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
    )  # fmt: skip


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "packaging"))
    sys.exit(main(sys.argv[1]))
