"""A release that does not exist: the scripts of today and one more, for files of today to meet."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trainer_app.store import migrate

HEAD = "0007"
SCRIPT = Path(__file__).parent / "scripts" / "0007_shifts.py"


def scripts(folder: Path, *more: Path) -> Path:
    """A folder of scripts for ``use``: today's, and then these (default: ``0007_shifts.py``)."""
    shutil.copytree(
        migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True
    )
    for script in more or (SCRIPT,):
        shutil.copy(script, folder / "versions")
    return folder


def use(folder: Path) -> None:
    """Make this process the newer release."""
    migrate.MIGRATIONS = folder
    migrate.HEAD = HEAD


@contextmanager
def pretended(folder: Path) -> Iterator[None]:
    """Be the newer release for a while."""
    today = migrate.MIGRATIONS, migrate.HEAD
    use(folder)
    try:
        yield
    finally:
        migrate.MIGRATIONS, migrate.HEAD = today
