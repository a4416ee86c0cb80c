"""Writes update files: ``python3 dev.py package update --from OLD --key SECRET.key``.

OLD is the folder of the release before, as its archive has it; the release it leads to is the one
that was built last. Without ``--from`` the file holds everything and leads on from any release.
"""

from __future__ import annotations

import argparse
import getpass
import hashlib
import io
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import bsdiff4
import msgspec

from trainer_app.content import minisign
from trainer_app.releases.place import platform_here
from trainer_app.releases.update_file import FIRST_LINE, LIST, SUFFIX, Facts, Piece

PASSWORD = "WAYPOST_KEY_PASSWORD"
"""Where the password of the key may stand instead of being asked for."""
_FOLDER = re.compile(r"release-([0-9.]+)")


class NoRelease(Exception):
    """A folder that holds no release, in words."""


@dataclass(frozen=True)
class Release:
    """A release as it lies in a folder; ``files`` by path within it."""

    folder: Path
    version: str
    program: str
    files: dict[str, Path] = field(default_factory=dict)


def release_in(folder: Path) -> Release:
    """The release that lies there. Raises ``NoRelease``."""
    inside = [one for one in folder.glob("release-*") if _FOLDER.fullmatch(one.name)]
    programs = [one for one in ("waypost", "waypost.exe") if (folder / one).is_file()]
    if len(inside) != 1 or len(programs) != 1:
        raise NoRelease(f"{folder} does not hold one release of Waypost.")
    paths = [folder / programs[0], *_files(inside[0])]
    files = {path.relative_to(folder).as_posix(): path for path in paths}
    return Release(folder, inside[0].name.removeprefix("release-"), programs[0], files)


def write_update(
    before: Release | None, to: Release, secret: minisign.SecretKey, platform: str
) -> bytes:
    """An update file's bytes; the same releases give the same zip."""
    data: dict[str, bytes] = {}
    pieces = tuple(_pieces(before, to, data))
    new = sum(one.size for one in pieces if one.how in ("patch", "whole"))
    earlier = before.version if before else ""
    facts = Facts(1, platform, earlier, to.version, to.program, new, pieces)
    body = _zip({LIST: msgspec.json.encode(facts)} | data)
    name = file_name(before, to, platform)
    return FIRST_LINE + minisign.sign(hashlib.blake2b(body).digest(), secret, name=name) + body


def file_name(before: Release | None, to: Release, platform: str) -> str:
    """What the file is called."""
    led = f"-from-{before.version}" if before else ""
    return f"waypost-{to.version}{led}-{platform}{SUFFIX}"


def _pieces(before: Release | None, to: Release, data: dict[str, bytes]) -> Iterator[Piece]:
    known = before.files if before else {}
    hashes = {_hash(path): name for name, path in known.items() if not path.is_symlink()}
    for name, path in sorted(to.files.items()):
        if path.is_symlink():
            yield Piece(name, "link", target=path.readlink().as_posix())
            continue
        digest, size = _hash(path), path.stat().st_size
        runs = bool(path.stat().st_mode & 0o100)
        if digest in hashes:
            yield Piece(name, "same", digest, size, runs, source=hashes[digest])
            continue
        entry, source = f"data/{len(data)}", _counterpart(name, before, to)
        patch = _patch(source, path)
        if source is not None and patch is not None:
            data[entry] = patch
            led = source.relative_to(before.folder).as_posix() if before else ""
            yield Piece(name, "patch", digest, size, runs, source=led, data=entry)
        else:
            data[entry] = path.read_bytes()
            yield Piece(name, "whole", digest, size, runs, data=entry)


def _counterpart(name: str, before: Release | None, to: Release) -> Path | None:
    """The file of the release before that has the same name; of modules, any version's."""
    if before is None:
        return None
    old = name.replace(f"release-{to.version}/", f"release-{before.version}/", 1)
    if name == to.program:
        old = before.program
    found = before.files.get(old)
    if found is None and (match := re.fullmatch(r"(.*/)([a-z-]+)-[0-9.]+(\.waypack)", old)):
        like = re.compile(re.escape(match[1] + match[2]) + r"-[0-9.]+\.waypack")
        found = next((path for one, path in before.files.items() if like.fullmatch(one)), None)
    return found if found is not None and not found.is_symlink() else None


def _patch(source: Path | None, path: Path) -> bytes | None:
    """What leads from one file to the other, where that is worth it."""
    if source is None:
        return None
    patch = bytes(bsdiff4.diff(source.read_bytes(), path.read_bytes()))
    return patch if len(patch) < path.stat().st_size * 0.8 else None


def _zip(files: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            packed = data[:4] == b"BSDI"
            archive.writestr(entry, data, zipfile.ZIP_STORED if packed else zipfile.ZIP_LZMA)
    return into.getvalue()


def _files(folder: Path) -> Iterator[Path]:
    return (one for one in sorted(folder.rglob("*")) if one.is_symlink() or one.is_file())


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(arguments: list[str], built: Path, out: Path) -> int:
    """Write one update file into ``out`` and tell its size. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="dev.py package update", description=__doc__)
    parser.add_argument("--from", dest="before", type=Path, metavar="OLD")
    parser.add_argument("--to", type=Path, default=built, metavar="NEW")
    parser.add_argument("--key", type=Path, required=True, metavar="SECRET.key")
    parser.add_argument("--platform", default=platform_here())
    chosen = parser.parse_args(arguments)
    try:
        key = chosen.key.read_bytes()
        password = os.environ.get(PASSWORD) or (
            getpass.getpass("Password of the key: ") if minisign.is_protected(key) else ""
        )
        secret = minisign.read_secret_key(key, password)
        before = release_in(chosen.before) if chosen.before else None
        to = release_in(chosen.to)
    except (OSError, minisign.KeyRejected, NoRelease) as error:
        print(f"Not written: {error}", file=sys.stderr)
        return 1
    made = write_update(before, to, secret, chosen.platform)
    out.mkdir(parents=True, exist_ok=True)
    target = out / file_name(before, to, chosen.platform)
    target.write_bytes(made)
    print(f"{target.name}: {len(made):,} bytes")
    return 0
