"""``dev.py bench``: start, memory, saving, modules, language. Prints figures, fails on none.

python3 dev.py bench [--runs 10] [--frozen]    --frozen: of the folder that dev.py package built
python3 dev.py bench sync      handing in over a bad line, and the hub's pace
python3 dev.py bench people    2,000 people at the desk
python3 dev.py bench report-files   10,000 rows as Excel, CSV, JSON and PDF
python3 dev.py bench reports [--people 10000] [--folder FOLDER]   a million answers, asked
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import road, saving, window

ROOT = Path(__file__).parent.parent.parent
WHAT = ("window", "sync", "people", "report-files", "reports")
Start = Callable[[Path, str], list[str]]
"""The command that starts a program on a data folder and tells of it."""
DROP = Path("/proc/sys/vm/drop_caches")


def from_source(data: Path, what: str) -> list[str]:
    """Waypost as it lies here."""
    return [sys.executable, "-m", "tests.bench.start_probe", str(data), what]


def main() -> int:
    """Measure everything and print a table."""
    parser = argparse.ArgumentParser(prog="dev.py bench")
    parser.add_argument("what", nargs="?", choices=WHAT, default="window")
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--frozen", action="store_true", help="measure what was packaged")
    parser.add_argument("--people", type=int, default=10_000, help="of reports")
    parser.add_argument("--folder", type=Path, help="of reports: made by dev.py sample")
    chosen = parser.parse_args()
    runs = chosen.runs
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"{_processor()}, {os.cpu_count()} cores, {platform.platform()}")
    told_of = "packaged" if chosen.frozen else "from source"
    print(f"Python {platform.python_version()}, {told_of}, {os.environ['QT_QPA_PLATFORM']}")
    if chosen.what == "sync":
        from tests.bench import sync

        sync.measure(runs)
        return 0
    if chosen.what == "people":
        from tests.bench import people

        people.measure(runs)
        return 0
    if chosen.what == "report-files":
        from tests.bench import report_files

        report_files.measure(runs)
        return 0
    if chosen.what == "reports":
        from tests.bench import reports

        reports.measure(chosen.folder, chosen.people, *_cold_method())
        return 0
    with tempfile.TemporaryDirectory(prefix="waypost-bench-") as folder:
        data = Path(folder) / "data"
        road.prepare(data)
        start = _frozen() if chosen.frozen else from_source
        _starts(start, data, runs)
        _memory(start, data)
        if chosen.frozen:
            return 0
        print(f"saving: {saving.measure(Path(folder) / 'saving', 2000)}")
        window.measure(Path(folder) / "window")
    return 0


def _frozen() -> Start:
    """The packaged program, and its sizes on the way."""
    folder = ROOT / "build" / "package" / "dist" / "waypost"
    if not (folder / "waypost").exists():
        sys.exit("Nothing is packaged: python3 dev.py package")
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files)
    print(f"installed {size / 1e6:.1f} MB in {len(files)} files")
    for package in sorted((ROOT / "build" / "dist").glob("waypost[-_]*")):
        print(f"download {package.name} {package.stat().st_size / 1e6:.1f} MB")

    def start(data: Path, what: str) -> list[str]:
        if what == "bare":
            return from_source(data, what)
        return [str(folder / "waypost"), "--data-dir", str(data), "self-test", "--start", what]

    return start


def _starts(start: Start, data: Path, runs: int) -> None:
    clear, method = _cold_method()
    print(f"start, median of {runs}; cold by {method}")
    bare: dict[str, float] = {}
    for state, before in (("warm", None), ("cold", clear)):
        rows = {what: _median(start, data, what, runs, before) for what in ("bare", "start")}
        bare[state] = rows["bare"]["first"]
        for what, row in rows.items():
            name = "bare Qt window" if what == "bare" else "Waypost"
            ratio = row["first"] / bare[state]
            print(
                f"  {state} {name:15} first paint {row['first']:.3f} s ({ratio:.2f} x bare), "
                f"usable {row['usable']:.3f} s"
            )


def _memory(start: Start, data: Path) -> None:
    for what in ("bare", "home", "lesson"):
        told = _once(start, data, what, None)
        print(f"memory {what:8} {told['pss_kb'] / 1024:.0f} MB (PSS)")


def _median(
    start: Start, data: Path, what: str, runs: int, before: Callable[[], None] | None
) -> dict[str, float]:
    _once(start, data, what, None)
    told = [_once(start, data, what, before) for _ in range(runs)]
    return {key: statistics.median(one[key] for one in told) for key in ("first", "usable")}


def _once(
    start: Start, data: Path, what: str, before: Callable[[], None] | None
) -> dict[str, float]:
    if before:
        before()
    started = time.monotonic()
    done = subprocess.run(
        start(data, what), cwd=ROOT, capture_output=True, text=True, check=True
    )  # fmt: skip
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {k: v - started if k in ("first", "usable") else v for k, v in told.items()}


def _cold_method() -> tuple[Callable[[], None], str]:
    """Drop the page cache where that is permitted, else advise every file out of it."""

    def drop() -> None:
        os.sync()
        DROP.write_text("3")

    try:
        drop()
    except OSError:
        folders = (ROOT, Path(sys.base_prefix) / "lib")
        files = [f for folder in folders for f in folder.rglob("*") if f.is_file()]
        return lambda: _advise_out(files), f"posix_fadvise(DONTNEED) on {len(files)} files"
    return drop, "dropping the page cache"


def _advise_out(files: list[Path]) -> None:
    for file in files:
        try:
            descriptor = os.open(file, os.O_RDONLY)
        except OSError:
            continue
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"


if __name__ == "__main__":
    sys.exit(main())
