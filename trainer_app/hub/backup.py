"""A copy of the hub's database file, made while the hub runs, and read back before it counts."""

import os
from pathlib import Path

from sqlcipher3 import dbapi2

from trainer_app import durable
from trainer_app.errors import NotSaved
from trainer_app.hub.engine import Database, opening
from trainer_app.hub.folder import HubFolder
from trainer_app.i18n import _


def back_up(folder: HubFolder, target: Path) -> int:
    """Copies the database to a new file, encrypted with the same key; how many statements it has.

    Raises ``NotSaved``, and ``StoreUnusable`` where there is no database to open.
    """
    if target.exists():
        raise NotSaved(_("{file} is there already. Choose another name.").format(file=target))
    with opening():
        folder.database.stat()
    key = folder.key()
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        _copy(folder, key, part)
        count = _verified(part, key)
        part.chmod(0o600)
        _on_disk(part)
        part.rename(target)
        durable.sync_folder(target.parent)
    except (OSError, dbapi2.Error) as error:
        part.unlink(missing_ok=True)
        raise NotSaved(_("The copy could not be made; there is none.")) from error
    return count


def _copy(folder: HubFolder, key: bytes, target: Path) -> None:
    database = Database.open(folder.database, key=key)
    try:
        connection = database.engine.raw_connection()
        try:
            connection.cursor().execute("VACUUM INTO ?", (str(target),))
        finally:
            connection.close()
    finally:
        database.close()


def _verified(copy: Path, key: bytes) -> int:
    """Every page of the copy read and checked. Raises ``dbapi2.Error``."""
    connection = dbapi2.connect(str(copy))
    try:
        connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
        bad = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        whole = connection.execute("PRAGMA integrity_check").fetchall()
        if bad or whole != [("ok",)]:
            raise dbapi2.DatabaseError("the copy is damaged")
        return int(connection.execute("SELECT count(*) FROM statement").fetchone()[0])
    finally:
        connection.close()


def _on_disk(file: Path) -> None:
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
