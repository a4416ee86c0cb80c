"""Looking up help and hiding the screen, in the real program: nothing of it stays.

While the program runs, every file of the data folder, of temp and of what is remembered of this
computer is the same, byte for byte, before and after. And two copies of one folder, in one of which
somebody looked up help and hid, hold the same afterwards: opening and closing a program counts a
visit, makes new salts and backups, so there the rows of the tables are compared, not the bytes.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.torture import crew
from trainer_app.store.connection import connect
from trainer_app.store.opening import FILE

COUNTED = {"second_copy", "here", "visit", "device"}
"""Tables in which an opening leaves a number, a digest or, in a copy, a new name of the computer:
of these the rows are counted."""
Snapshot = dict[str, bytes]


def torture(rounds: int, seed: int, *, sabotage: bool = False) -> crew.Found:
    """So many times help and hide; with ``sabotage``, in a program that keeps in mind who hid."""
    verdicts: Counter[str] = Counter()
    bad: list[str] = []
    with (
        tempfile.TemporaryDirectory(prefix="waypost-help-", dir=crew.SCRATCH) as scratch,
        _at_home(Path(scratch)),
        _noting() if sabotage else nullcontext(),
    ):
        for name, wrong in _tried(Path(scratch), rounds, random.Random(seed)):
            verdicts[name if wrong else "ok"] += 1
            bad += [f"{name}: {one}" for one in wrong]
    return crew.Found(verdicts, bad[:5])


def _tried(scratch: Path, rounds: int, chance: random.Random) -> Iterator[tuple[str, list[str]]]:
    from tests.walk import Walk

    folder = scratch / "data"
    walk = Walk(folder)
    walk.enrol_people("en")
    key = walk.ask(lambda store: store._key)
    walk.close()
    copies = [Path(shutil.copytree(folder, scratch / name)) for name in ("with", "without")]
    walk = Walk(folder)
    _somebody(walk)
    for _round in range(rounds):
        before = _files(scratch)
        for _more in range(chance.randrange(1, 4)):
            chance.choice((_help, _hide))(walk)
        yield "a file is another than before", _differing(before, _files(scratch))
    walk.close()
    for copy in copies:
        walk = Walk(copy)
        _somebody(walk)
        if copy.name == "with":
            _help(walk)
            _hide(walk)
        walk.close()
    yield "the data is other than without", _differing(*(_rows(copy, key) for copy in copies))


def _somebody(walk: Any) -> None:
    """The second of the people looks at a page and goes on."""
    from trainer_app.operations.people import SignedIn

    def first(store: Any) -> SignedIn:
        from uuid import UUID

        return SignedIn(store.learners()[1], UUID(int=2))

    walk.program.enter(walk.ask(first))
    walk.settle()


def _help(walk: Any) -> None:
    walk.program._on_helpline_asked()
    walk.settle()
    walk.window.sheet.more.click()
    walk.settle()
    walk.window.sheet.close_sheet()
    walk.settle()


def _hide(walk: Any) -> None:
    walk.window.hide_now()
    walk.settle()
    walk.program._on_return_asked()
    walk.settle()
    walk.window.hide_now()
    walk.settle()
    walk.window.return_now()
    walk.settle()


def _files(scratch: Path) -> Snapshot:
    found = (path for path in sorted(scratch.rglob("*")) if path.is_file())
    return {str(path.relative_to(scratch)): path.read_bytes() for path in found}


def _rows(folder: Path, key: bytes) -> Snapshot:
    """What is in each table of a data file that is closed."""
    held: Snapshot = {}
    with closing(connect(folder / FILE, key)) as db:
        names = [
            name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type='table'")
        ]
        for name in names:
            rows = db.execute(f'SELECT * FROM "{name}"').fetchall()
            counted = name in COUNTED or name.startswith("sqlite_")
            held[name] = repr(len(rows) if counted else sorted(map(repr, rows))).encode()
    return held


def _differing(before: Snapshot, after: Snapshot) -> list[str]:
    return [
        name for name in sorted(before.keys() | after.keys()) if before.get(name) != after.get(name)
    ]


@contextmanager
def _at_home(scratch: Path) -> Iterator[None]:
    """Temporary files and what is remembered of this computer lie beside the data."""
    for name in ("tmp", "state"):
        (scratch / name).mkdir()
    told = {"TMPDIR": str(scratch / "tmp"), "WAYPOST_STATE_HOME": str(scratch / "state"),
            "QT_QPA_PLATFORM": "offscreen"}  # fmt: skip
    with patch.dict(os.environ, told), patch.object(tempfile, "tempdir", None):
        yield


@contextmanager
def _noting() -> Iterator[None]:
    """A program that keeps in its settings that somebody hid."""
    from trainer_app.ui.main_window import MainWindow
    from trainer_app.ui.program import Program

    hide: Callable[[Any], None] = MainWindow.hide_now
    programs: list[Any] = []
    begin = Program.start

    def start(self: Any) -> None:
        programs.append(self)
        begin(self)

    def noted(self: Any) -> None:
        background = programs[-1]._background
        background.run(
            self, lambda store: store.set_setting("hid", "yes"), lambda _done: None, None
        )
        hide(self)

    with patch.object(Program, "start", start), patch.object(MainWindow, "hide_now", noted):
        yield
