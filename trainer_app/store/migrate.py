"""Bring a data file up to date: look, back up, upgrade. Alembic comes only when it has work."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine
from sqlcipher3 import dbapi2

from trainer_app.errors import NewerDatabase, StoreUnusable, TrainerError
from trainer_app.i18n import _
from trainer_app.store import backups
from trainer_app.store.connection import connect, damaged, engine_over

HEAD = "0006"
"""The newest revision; a test keeps it equal to the newest script."""
MIGRATIONS = Path(__file__).parent / "migrations"


def revision(connection: dbapi2.Connection) -> str:
    """The revision of an open file. Raises ``StoreUnusable`` where there is none to read."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except dbapi2.DatabaseError as error:
        raise damaged() from error
    if row is None:
        raise damaged()
    return str(row[0])


def is_current(connection: dbapi2.Connection) -> bool:
    """Whether the file needs no migration. Raises ``NewerDatabase``; the file is untouched."""
    found = revision(connection)
    if found > HEAD:
        raise NewerDatabase(newer())
    return found == HEAD


def newer() -> str:
    """What to say about a file of a newer release."""
    return _("This data was saved by a newer Waypost. Install the newest Waypost, then start it.")


def create(path: Path, key: bytes) -> None:
    """Make a new file with today's tables. Raises ``StoreUnusable``."""
    _run(path, key)


def upgrade(path: Path, key: bytes) -> None:
    """Back up an older file, then bring it to ``HEAD`` in one transaction.

    Raises ``StoreUnusable``; the file is then as it was, and so it is after a kill or a power cut.
    """
    with closing(connect(path, key)) as connection:
        back_up(connection, path.parent / backups.FOLDER, key)
    _run(path, key)


def back_up(connection: dbapi2.Connection, folder: Path, key: bytes) -> Path:
    """A verified copy of before. Raises ``StoreUnusable``; nothing is changed then."""
    try:
        made = backups.make(connection, folder, key, datetime.now(UTC).astimezone().date())
    except (OSError, dbapi2.Error) as error:
        raise StoreUnusable(
            _(
                "There was no room for a safety copy before the update. Nothing was changed. "
                "Free up space, then start Waypost again."
            )
        ) from error
    backups.prune(folder)
    return made


def _run(path: Path, key: bytes) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _literal(MIGRATIONS))
    config.set_main_option("version_locations", _literal(MIGRATIONS / "versions"))
    config.set_main_option("path_separator", "newline")
    with _engine(path, key) as engine, _whole_or_nothing(), engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, HEAD)
        _require_whole(connection)


@contextmanager
def _engine(path: Path, key: bytes) -> Iterator[Engine]:
    """Without foreign keys: a batch migration drops a table, and no cascade may follow it."""
    engine = engine_over(connect(path, key, foreign_keys=False))
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _whole_or_nothing() -> Iterator[None]:
    """A script may fail in any way; the transaction has been rolled back when we hear of it."""
    try:
        yield
    except TrainerError:
        raise
    except Exception as error:
        raise StoreUnusable(
            _(
                "The data could not be brought to this version of Waypost. Nothing was changed. "
                "Use the version you had before, and ask your facilitator for help."
            )
        ) from error


def _require_whole(connection: Connection) -> None:
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if dangling is not None:
        raise ValueError(f"the migration left a dangling row in {dangling[0]}")


def _literal(path: Path) -> str:
    return str(path).replace("%", "%%")  # Config reads % as the start of a name to fill in
