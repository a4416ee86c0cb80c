"""Power cuts while a data file is brought to a newer version: old and whole, or new and whole.

Two roads are tried: from the file of each release to today's, and from today's to one that does not
exist, whose script changes everything that can be changed.
"""

import shutil
import tempfile
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path

from sqlcipher3 import dbapi2

from tests.torture import crew, power, second, worker
from trainer_app.errors import TrainerError
from trainer_app.store import Store, keys
from trainer_app.store.backups import FOLDER as BACKUPS
from trainer_app.store.connection import connect, quick_check
from trainer_app.store.opening import FILE

STATEMENTS = 200

Shape = tuple[tuple[str, str], ...]
"""The tables, indexes and triggers of a file, as SQL."""


@dataclass(frozen=True)
class Version:
    """The revision of a file, what it is made of, and how many statements and learners it holds."""

    revision: str
    shape: Shape
    rows: tuple[int, int]


@dataclass(frozen=True)
class JudgeMigration:
    """The file before and after; a state must be one of them. ``scripts``: None for today's."""

    old: Version
    new: Version
    scripts: Path | None

    def __call__(self, folder: Path, promised: power.Promised, fully: bool) -> str:
        try:
            key = keys.unlock(folder, use_keystore=False).key
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
            found = _version(db)
        if found.rows != self.old.rows:
            return "lost: rows"
        if found == self.old:
            return "ok, old"
        return "ok, new" if found == self.new else "half migrated"

    def _has_backup(self, folder: Path, key: bytes) -> str | None:
        for backup in (folder / BACKUPS).glob("*.db"):
            with closing(connect(backup, key)) as db:
                if quick_check(db) and _version(db) == self.old:
                    return None
        return "lost: the backup"

    def _start_again(self, folder: Path) -> None:
        """The next start of the newer release finishes what was begun."""
        with _release(self.scripts):
            store = Store.open(folder, use_keystore=False)
        try:
            if store.verify_chain() != self.old.rows[0]:
                raise OSError("statements are missing")
        finally:
            store.close()


def torture(
    images: int, seed: int, *, careless: bool = False, release: Path | None = None
) -> crew.Found:
    """Record one migration and judge about ``images`` states it could have left.

    ``release``: the data folder of a release, to be brought to today; None for a file of today, to
    be brought to the release that does not exist.
    """
    with tempfile.TemporaryDirectory(prefix="waypost-migration-", dir=crew.SCRATCH) as scratch:
        before, folder = Path(scratch) / "before", Path(scratch) / "profile"
        scripts = None if release else second.scripts(Path(scratch) / "scripts")
        for made in (before, folder):
            made.mkdir()
        old = _fill(before, release)
        shutil.copytree(before, folder, dirs_exist_ok=True)
        more = ["--scripts", str(scripts)] if scripts else []
        more += ["--careless"] if careless else []
        calls = power.record("migrate", folder, *more)
        judge = JudgeMigration(old, _version_of(folder), scripts)
        return power.search(calls, folder, before, judge, images, seed)


def shape(db: dbapi2.Connection) -> Shape:
    """What the file says it is made of."""
    rows = db.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
    return tuple(map(tuple, rows.fetchall()))


def _release(scripts: Path | None) -> AbstractContextManager[None]:
    return second.pretended(scripts) if scripts else nullcontext()


def _fill(folder: Path, release: Path | None) -> Version:
    """A closed file: of a release, or of today."""
    if release:
        shutil.copytree(release, folder, dirs_exist_ok=True)
    else:
        store = Store.open(folder, use_keystore=False)
        worker.enrol(store)
        store.append([worker.answer(number + 1) for number in range(STATEMENTS)])
        store.close()
    return _version_of(folder)


def _version_of(folder: Path) -> Version:
    key = keys.unlock(folder, use_keystore=False).key
    with closing(connect(folder / FILE, key)) as db:
        return _version(db)


def _version(db: dbapi2.Connection) -> Version:
    revision = db.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    statements = db.execute("SELECT count(*) FROM statement").fetchone()[0]
    learners = db.execute("SELECT count(*) FROM learner").fetchone()[0]
    return Version(revision, shape(db), (statements, learners))
