"""What a process asked of the disk, as strace saw it."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_PLAIN = "openat,open,creat,pwrite64,write,fsync,fdatasync,ftruncate,truncate,mkdir,mkdirat"
_NAMES = "unlink,unlinkat,rmdir,rename,renameat,renameat2,link,linkat,symlink,symlinkat"
_NEVER = ("pwritev", "pwritev2", "writev", "copy_file_range", "sendfile", "fallocate", "link",
          "linkat", "symlink", "symlinkat", "rmdir", "truncate")  # fmt: skip
"""Calls the model of the disk does not know; one that touches the folder is an error here."""
_CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)\)\s*=\s*(-?\d+|\?)")
_STRING = r'"((?:\\x[0-9a-f]{2})*)"'
_DESCRIPTOR = re.compile(r"^(\d+)<(.*?)>")


@dataclass(frozen=True, slots=True)
class Create:
    path: str


@dataclass(frozen=True, slots=True)
class MakeFolder:
    path: str


@dataclass(frozen=True, slots=True)
class Write:
    """``offset`` None: after what was written before."""

    path: str
    offset: int | None
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncate:
    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Unlink:
    path: str


@dataclass(frozen=True, slots=True)
class Rename:
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Sync:
    """Of a file, or of a folder and the names in it."""

    path: str


@dataclass(frozen=True, slots=True)
class Said:
    """A line on standard output: what the process promised to somebody."""

    line: str


Call = Create | MakeFolder | Write | Truncate | Unlink | Rename | Sync | Said


def record(arguments: list[str], folder: Path, log: Path) -> list[Call]:
    """Run ``python -m`` with these arguments under strace; its calls below ``folder``."""
    traced = f"trace={_PLAIN},{_NAMES},{','.join(_NEVER)}"
    command = ["strace", "-f", "-y", "-xx", "-s", "200000", "-e", traced, "-o", str(log)]
    done = subprocess.run(
        [*command, sys.executable, "-m", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the traced process failed:\n{done.stderr[-3000:]}")
    base = str(folder)
    with log.open(errors="replace") as lines:
        return [call for line in lines for call in _parsed(line, base)]


def _parsed(line: str, base: str) -> list[Call]:
    match = _CALL.match(line)
    if not match or match[3] == "?" or int(match[3]) < 0:
        return []
    name, arguments = match[1], match[2]
    if name in _NEVER:
        if base in _decoded(arguments):
            raise RuntimeError(f"no model for {name}")
        return []
    if name in ("write", "pwrite64"):
        return _write(arguments, base)
    if name in ("fsync", "fdatasync", "ftruncate"):
        path = _descriptor(arguments)
        if not _below(path, base):
            return []
        return [
            Truncate(path, int(arguments.split(", ")[1])) if name == "ftruncate" else Sync(path)
        ]
    paths = [_unhex(found) for found in re.findall(_STRING, arguments)]
    if not paths or not _below(paths[-1], base):
        return []
    if name in ("openat", "open", "creat"):
        return _opened(paths[0], arguments)
    if name.startswith("mkdir"):
        return [MakeFolder(paths[0])]
    if name.startswith("unlink"):
        return [Unlink(paths[0])]
    return [Rename(*paths)]


def _write(arguments: str, base: str) -> list[Call]:
    match = re.match(rf"(\d+<.*?>), {_STRING}(\.\.\.)?, \d+(?:, (\d+))?$", arguments)
    if not match:
        return []
    if match[3]:
        raise RuntimeError("a write was cut short in the log")
    data = bytes.fromhex(match[2].replace("\\x", ""))
    if match[1].startswith("1<"):
        return [Said(line) for line in data.decode().splitlines()]
    path = _descriptor(match[1])
    if not _below(path, base):
        return []
    return [Write(path, int(match[4]) if match[4] else None, data)]


def _opened(path: str, arguments: str) -> list[Call]:
    calls: list[Call] = []
    if "O_CREAT" in arguments:
        calls.append(Create(path))
    if "O_TRUNC" in arguments:
        calls.append(Truncate(path, 0))
    return calls


def _descriptor(arguments: str) -> str:
    match = _DESCRIPTOR.match(arguments)
    path = match[2] if match else ""
    return _unhex(path) if path.startswith("\\x") else path


def _below(path: str, base: str) -> bool:
    """Whether a call there matters; SQLite makes ``-shm`` files anew when nobody has them open."""
    return path == base or (path.startswith(base + "/") and not path.endswith("-shm"))


def _unhex(escaped: str) -> str:
    return bytes.fromhex(escaped.replace("\\x", "")).decode(errors="replace")


def _decoded(arguments: str) -> str:
    return re.sub(r"(?:\\x[0-9a-f]{2})+", lambda found: _unhex(found[0]), arguments)
