"""Handing in 500 results over a bad line, and the hub's pace: ``dev.py bench sync``.

The line is that of ``bad_line``: 64 kbit/s, 600 ms round trip, 2 % loss, in network namespaces;
the bytes are those of IP packets, TLS and what was lost included. Where namespaces are refused,
only the figures of the hub are measured, and that is said.
"""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.bad_line import SERVER_ADDRESS, BadLine, NoBadLine
from tests.bench.line_client import PORT, RESULTS, WAYS, best_bytes
from tests.hub import feeding


@dataclass(frozen=True)
class Figure:
    """One way to hand in. ``seconds`` from the first packet to the last acknowledgement."""

    way: str
    seconds: float
    up: int
    down: int
    handed_in: int


def measure(runs: int) -> None:
    """Print everything."""
    with tempfile.TemporaryDirectory(prefix="waypost-bench-") as folder:
        try:
            with BadLine() as line:
                print(
                    f"handing in {RESULTS} results over {line.kbit_s:.0f} kbit/s, "
                    f"{line.round_trip_s * 1000:.0f} ms, {line.loss:.0%} loss "
                    f"(namespaces and TUN; median of {runs}; bytes of IP packets)"
                )
                _over(line, Path(folder), runs)
        except NoBadLine as error:
            print(f"the bad line cannot be made here: {error}")
    hub_pace()


def _over(line: BadLine, folder: Path, runs: int) -> None:
    prepared = _client(["prepare", str(folder)])
    hub = _start_hub(line, folder)
    try:
        _client(["pair", str(folder)], line=line)
        for way in WAYS:
            many = 1 if way.startswith("one POST") else runs
            print(_row([_measured(line, folder, way) for _run in range(many)]), flush=True)
    finally:
        hub.terminate()
        hub.wait()
    rate = line.kbit_s * 1000 / 8
    size = best_bytes(folder)
    floor = 3 * line.round_trip_s + size / rate
    print(
        f"  floor: {size:,} bytes as columns, {floor:.1f} s with TLS "
        f"(three round trips and the bytes; {prepared['plain']:,} bytes as plain JSON)"
    )


def _measured(line: BadLine, folder: Path, way: str) -> Figure:
    _client(["again", str(folder)])
    line.reset()
    said = _client(["hand-in", str(folder), way], line=line)
    return Figure(way, said["seconds"], line.bytes_up, line.bytes_down, said["handed_in"])


def _row(figures: list[Figure]) -> str:
    seconds, up, down = (
        statistics.median(getattr(one, name) for one in figures)
        for name in ("seconds", "up", "down")
    )
    way, handed_in = figures[0].way, figures[0].handed_in
    if 0 < handed_in < RESULTS:
        share = RESULTS / handed_in
        return (
            f"  {way:44} {seconds * share:6.0f} s, {up * share:9,.0f} up, "
            f"{down * share:9,.0f} down (at the pace of {handed_in})"
        )
    return f"  {way:44} {seconds:6.1f} s, {up:9,.0f} up, {down:9,.0f} down"


def _start_hub(line: BadLine, folder: Path) -> subprocess.Popen[bytes]:
    command = [
        sys.executable, "-m", "trainer_app", "--data-dir", str(folder / "hub"),
        "hub", "run", "--host", SERVER_ADDRESS, "--port", str(PORT), "--no-announce",
    ]  # fmt: skip
    hub = subprocess.Popen(
        line.at_server(*command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 30
    look = line.at_server(sys.executable, "-c", _LOOK)
    while subprocess.run(look, check=False, capture_output=True).returncode:
        if time.monotonic() > until:
            raise RuntimeError("the hub did not start")
    return hub


_LOOK = f"import socket; socket.create_connection(('{SERVER_ADDRESS}', {PORT}), 1).close()"


def _client(words: list[str], *, line: BadLine | None = None) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.line_client", *words]
    command = line.at_client(*command) if line else command
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


# ---------------------------------------------------------------- the hub's pace

_FED = 20_000
_BATCHES = (50, 500)


def hub_pace() -> None:
    """Print how quickly the hub takes and gives, on SQLite and on PostgreSQL."""
    from tests.hub import postgresql

    with tempfile.TemporaryDirectory(prefix="waypost-bench-") as folder:
        _pace("SQLite, one process", Path(folder), [])
    if postgresql.programs() is None:
        print("PostgreSQL is not here, so the hub was not measured on it")
        return
    with postgresql.server(durable=True) as address, tempfile.TemporaryDirectory() as folder:
        _pace("PostgreSQL, two workers", Path(folder), ["--database", address, "--workers", "2"])


def _pace(name: str, folder: Path, more: list[str]) -> None:
    hub = [sys.executable, "-m", "trainer_app", "--data-dir", str(folder), "hub"]
    database = more[:2]
    add = [*hub, "credential", "add", "bench", "--scope", "all", "--json", *database]
    made = subprocess.run(add, check=True, capture_output=True, text=True)
    secret = json.loads(made.stdout)["secret"]
    port = _free_port()
    run = [*hub, "run", "--behind-proxy", "--host", "127.0.0.1", "--port", str(port), *more]
    began = time.perf_counter()
    process = subprocess.Popen(run, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        ready = _first_answer(port, secret) - began
        print(f"hub on {name}: first answer after {ready:.2f} s (loopback, no TLS)")
        for size in _BATCHES:
            print(
                f"  in, batches of {size}: {_fed(port, secret, size, clients=2):,.0f} statements/s"
            )
        line = feeding.Line(port, "bench", secret)
        began = time.perf_counter()
        count = feeding.drain(line)
        print(f"  out: {count / (time.perf_counter() - began):,.0f} statements/s ({count:,})")
        line.close()
        print(f"  resident: {_resident(process.pid):.0f} MB in all its processes")
        if not more:
            size = sum(one.stat().st_size for one in folder.rglob("hub.db*"))
            print(f"  stored: {size / count:.0f} bytes a statement")
    finally:
        process.terminate()
        process.wait()


def _fed(port: int, secret: str, size: int, *, clients: int) -> float:
    """Statements a second, brought by so many clients at once."""
    each = _FED // clients // size * size
    bodies = [
        list(feeding.batches(feeding.texts(each, device=f"{size}-{n}"), size))
        for n in range(clients)
    ]

    def bring(some: list[bytes]) -> int:
        line = feeding.Line(port, "bench", secret)
        try:
            return feeding.feed(line, some)
        finally:
            line.close()

    with ThreadPoolExecutor(clients) as pool:
        began = time.perf_counter()
        kept = sum(pool.map(bring, bodies))
        return kept / (time.perf_counter() - began)


def _first_answer(port: int, secret: str) -> float:
    """When it was there, by the steady clock."""
    until = time.monotonic() + 30
    while True:
        line = feeding.Line(port, "bench", secret)
        try:
            line.get("/xapi/statements?limit=1")
        except OSError:
            if time.monotonic() > until:
                raise
            continue
        else:
            return time.perf_counter()
        finally:
            line.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def _resident(pid: int) -> float:
    """Megabytes of a process and its children, shared pages counted in part (PSS)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    pages = [
        int(line.split()[1])
        for one in (str(pid), *children)
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        if line.startswith("Pss:")
    ]
    return sum(pages) / 1024
