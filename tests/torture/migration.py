"""Power cuts while a data file is brought to a newer version: old and whole, or new and whole."""

import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from tests.torture import crew, power, second, worker
from trainer_app.errors import TrainerError
from trainer_app.store import Store, keys
from trainer_app.store.connection import connect, quick_check
from trainer_app.store.migrate import BACKUPS
from trainer_app.store.opening import FILE

STATEMENTS = 200

Shape = tuple[tuple[str, str], ...]
"""The tables, indexes and triggers of a file, as SQL."""


@dataclass(frozen=True)
class JudgeMigration:
    """The schema before and after; a state must have one of them, and everything that was saved."""

    old: Shape
    new: Shape
    scripts: Path

    def __call__(self, folder: Path, promised: power.Promised, fully: bool) -> str:
        try:
            key = keys.unlock(folder, code=None, use_keystore=False).key
            verdict = self._look(folder, key)
            if verdict == "ok, new":
                verdict = self._has_backup(folder, key) or verdict
            if verdict == "ok, old" and promised.ready:
                return "lost: the migration"
            if fully and verdict.startswith("ok"):
                self._start_again(folder)
        except (TrainerError, dbapi2.Error, OSError) as error:
            return f"unopenable: {type(error).__name__}"
        return verdict

    def _look(self, folder: Path, key: bytes) -> str:
        with closing(connect(folder / FILE, key)) as db:
            if not quick_check(db):
                return "corrupt"
            revision = db.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            count = db.execute("SELECT count(*) FROM statement").fetchone()[0]
            learners = db.execute("SELECT count(*) FROM learner").fetchone()[0]
            found = shape(db)
        if (count, learners) != (STATEMENTS, worker.LEARNERS):
            return "lost: rows"
        if (revision, found) == ("0001", self.old):
            return "ok, old"
        return "ok, new" if (revision, found) == (second.HEAD, self.new) else "half migrated"

    def _has_backup(self, folder: Path, key: bytes) -> str | None:
        for backup in (folder / BACKUPS).glob("*.db"):
            with closing(connect(backup, key)) as db:
                whole = quick_check(db) and shape(db) == self.old
                if whole and db.execute("SELECT count(*) FROM statement").fetchone()[0]:
                    return None
        return "lost: the backup"

    def _start_again(self, folder: Path) -> None:
        """The next start of the newer release finishes what was begun."""
        with second.pretended(self.scripts):
            store = Store.open(folder, use_keystore=False)
        try:
            if store.verify_chain() != STATEMENTS:
                raise OSError("statements are missing")
        finally:
            store.close()


def torture(images: int, seed: int, *, careless: bool = False) -> crew.Found:
    """Record one migration and judge about ``images`` states it could have left."""
    with tempfile.TemporaryDirectory(prefix="waypost-migration-", dir=crew.SCRATCH) as scratch:
        before, folder = Path(scratch) / "before", Path(scratch) / "profile"
        scripts = second.scripts(Path(scratch) / "scripts")
        for made in (before, folder):
            made.mkdir()
        old = _fill(before)
        for file in before.iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
        weaker = ["--careless"] if careless else []
        calls = power.record("migrate", folder, "--scripts", str(scripts), *weaker)
        judge = JudgeMigration(old, _shape_of(folder), scripts)
        return power.search(calls, folder, before, judge, images, seed)


def shape(db: dbapi2.Connection) -> Shape:
    """What the file says it is made of."""
    rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
    return tuple(map(tuple, rows.fetchall()))


def _fill(folder: Path) -> Shape:
    """A file of today's release, closed."""
    store = Store.open(folder, use_keystore=False)
    worker.enrol(store)
    store.append([worker.answer(number + 1) for number in range(STATEMENTS)])
    store.close()
    return _shape_of(folder)


def _shape_of(folder: Path) -> Shape:
    key = keys.unlock(folder, code=None, use_keystore=False).key
    with closing(connect(folder / FILE, key)) as db:
        return shape(db)
