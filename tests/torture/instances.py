"""Eight starts at the same moment: one wins, always; and when it is killed, the next one wins.

The store's lock keeps commands and windows apart; the window's own lock brings the first to front.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
from collections import Counter
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from tests.torture import crew
from trainer_app.errors import StoreUnusable
from trainer_app.store.lock import FileLock

STARTS = 8
PATIENCE = 60.0
"""Seconds until a start that says nothing counts as hanging."""
_FORK = multiprocessing.get_context("forkserver")
"""Starts come from a process that has no window yet; one that has would hand it on."""
_FORK.set_forkserver_preload(["trainer_app.store.lock", "trainer_app.ui.single_instance"])


def torture(rounds: int, *, careless: bool = False) -> crew.Found:
    """So many rounds for the store's lock, and as many for the window's. Carelessly, a file that is
    not there is taken for a lock that is free."""
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    for number in range(rounds):
        for name, start in (("store", _start_store), ("window", _start_window)):
            if careless:
                start = _start_carelessly
            verdict = _round(start, calls=start is _start_window)
            verdicts[verdict] += 1
            if verdict != "ok":
                bad.append(f"{name}, round {number}: {verdict}")
    return crew.Found(verdicts, bad[:5])


def _round(start: Any, *, calls: bool) -> str:
    with tempfile.TemporaryDirectory(prefix="waypost-two-") as scratch:
        folder = Path(scratch)
        barrier = _FORK.Barrier(STARTS)
        begun = [_begin(start, folder, barrier) for _start in range(STARTS)]
        try:
            said = [_heard(pipe) for _process, pipe in begun]
            winners = [one for one, word in zip(begun, said, strict=True) if word == "won"]
            if len(winners) != 1:
                return f"{len(winners)} winners"
            if said.count("lost") != STARTS - 1:
                return "one said nothing"
            process, pipe = winners[0]
            if calls and _heard(pipe) != "called":
                return "the first was not called"
            _kill(process)
            alone = _FORK.Barrier(1)
            begun.append(_begin(start, folder, alone))
            return "ok" if _heard(begun[-1][1]) == "won" else "not free after a kill"
        finally:
            for process, _pipe in begun:
                _kill(process)


def _begin(start: Any, folder: Path, barrier: Any) -> tuple[ForkServerProcess, Connection]:
    ours, theirs = _FORK.Pipe()
    process = _FORK.Process(target=_live, args=(start, folder, barrier, theirs), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _live(start: Any, folder: Path, barrier: Any, pipe: Connection) -> None:
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115  until it is killed
    start(folder, barrier, pipe)


def _heard(pipe: Connection) -> str:
    """What a process says; nothing where it ended or hangs."""
    try:
        return str(pipe.recv()) if pipe.poll(PATIENCE) else ""
    except EOFError:
        return ""


def _kill(process: ForkServerProcess) -> None:
    if process.is_alive() and process.pid is not None:
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def _start_store(folder: Path, barrier: Any, pipe: Connection) -> None:
    barrier.wait()
    try:
        lock = FileLock(folder)
    except StoreUnusable:
        pipe.send("lost")
        return
    pipe.send("won")
    signal.pause()
    lock.release()


def _start_window(folder: Path, barrier: Any, pipe: Connection) -> None:
    from PySide6.QtCore import QCoreApplication

    from trainer_app.ui.single_instance import SingleInstance

    application = QCoreApplication([])
    single = SingleInstance(folder)
    single.called.connect(lambda: pipe.send("called"))
    barrier.wait()
    if single.take():
        pipe.send("won")
        application.exec()
    else:
        single.call_first()
        pipe.send("lost")


def _start_carelessly(folder: Path, barrier: Any, pipe: Connection) -> None:
    """Looks first and makes the file then, as programs do that never met this."""
    barrier.wait()
    path = folder / "lock"
    if path.exists():
        pipe.send("lost")
        return
    path.touch()
    pipe.send("won")
    signal.pause()
