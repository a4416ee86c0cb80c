"""What the hub keeps: statements, each once, and who may bring and read them."""

import json
import secrets
import time
from collections.abc import Collection, Mapping, Sequence
from hmac import compare_digest
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from trainer_app.errors import NewerDatabase
from trainer_app.hub import tables
from trainer_app.hub.credentials import SCOPES, Credential, secret_hash
from trainer_app.hub.engine import Database, opening
from trainer_app.hub.keeping import Conflict, Enclosed, Incoming, Keeping, Kept, Verdict, prepare
from trainer_app.hub.texts import Packers, plain_json, usual_words
from trainer_app.i18n import _
from trainer_app.training.statement import IRI_BASE
from trainer_app.training.xapi import check_agent

__all__ = ["Conflict", "Credential", "Enclosed", "Incoming", "Kept", "Records", "Verdict"]

_NOBODY = secret_hash(secrets.token_urlsafe())


class Records:
    """Everything the hub remembers. Safe to use from several threads, and by several workers."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.packers = Packers()

    @classmethod
    def open(cls, database: str | Path, *, key: bytes | None = None) -> "Records":
        """A path with its raw 256-bit key, or ``postgresql+psycopg://…``; tables are made.

        Raises ``StoreUnusable`` where it cannot be opened.
        """
        with opening():
            records = cls(Database.open(database, key=key))
            try:
                records._prepare_tables()
            except BaseException:
                records.close()
                raise
        return records

    def close(self) -> None:
        """Ends all connections."""
        self.database.close()

    # ------------------------------------------------------------ statements

    def keep(self, statements: Sequence[Incoming], credential: Credential) -> Kept:
        """Keeps statements in one transaction; when this returns they are on the disk.

        Raises ``Conflict`` where other matter is kept under an id, and keeps nothing then.
        """
        prepared = [prepare(one, self.packers) for one in statements]
        with self.database.writing() as connection:
            return self.keeping(connection, credential).keep(prepared, each=False)

    def keeping(self, connection: Connection, credential: Credential) -> Keeping:
        """The work of a transaction (``database.writing``), at whose end it is on the disk."""
        return Keeping(self.database, connection, self.packers, credential.agent)

    def consistent_through(self) -> int:
        """Microseconds since 1970: whatever was stored up to then can be read now."""
        quiet = self.database.quiet_since()
        if quiet is not None:
            return quiet
        with self.database.reading() as connection:
            newest = select(func.max(tables.statement.c.stored))
            return connection.execute(newest).scalar() or 0

    # ------------------------------------------------------------ credentials

    def add_credential(
        self,
        key: str,
        *,
        scopes: Collection[str],
        sites: Collection[str] = (),
        title: str = "",
        secret: str | None = None,
        agent: Mapping[str, Any] | None = None,
        within: Connection | None = None,
    ) -> str:
        """Adds a credential, or replaces the one with this key; returns its secret.

        Without a ``secret`` a random one is made. The ``agent`` is the authority of what it brings.
        """
        if not key or ":" in key or "\0" in key or not SCOPES.issuperset(scopes):
            raise ValueError("a key without colons and known scopes are needed")
        agent = agent or _account(key)
        check_agent(dict(agent))
        secret = secret or secrets.token_urlsafe(32)
        row = {
            "key": key,
            "secret_sha256": secret_hash(secret),
            "title": title,
            "scopes": " ".join(sorted(scopes)),
            "sites": json.dumps(sorted(sites)),
            "agent": plain_json(dict(agent)),
            "added": time.time_ns() // 1000,
        }
        if within is not None:
            _replace_credential(within, row)
        else:
            with self.database.writing() as connection:
                _replace_credential(connection, row)
        return secret

    def credential(self, key: str) -> Credential | None:
        """The credential with this key."""
        row = self._credential_row(key)
        return None if row is None else _credential(row)

    def authenticate(self, key: str, secret: str) -> Credential | None:
        """The credential, if the secret is right; as much work for a key nobody has."""
        row = self._credential_row(key)
        right = compare_digest(row.secret_sha256 if row else _NOBODY, secret_hash(secret))
        return _credential(row) if row is not None and right else None

    def credentials(self) -> list[Credential]:
        """All of them, the oldest first."""
        question = select(tables.credential).order_by(
            tables.credential.c.added, tables.credential.c.key
        )
        with self.database.reading() as connection:
            return [_credential(row) for row in connection.execute(question)]

    def revoke(self, key: str) -> bool:
        """From now on this key opens nothing; whether there was one."""
        with self.database.writing() as connection:
            gone = connection.execute(
                delete(tables.credential).where(tables.credential.c.key == key)
            )
            return gone.rowcount > 0

    def _credential_row(self, key: str) -> Row[Any] | None:
        sought = key.replace("\0", "\N{REPLACEMENT CHARACTER}")
        question = select(tables.credential).where(tables.credential.c.key == sought)
        with self.database.reading() as connection:
            return connection.execute(question).first()

    # ------------------------------------------------------------ tables

    def _prepare_tables(self) -> None:
        with self.database.writing() as connection:
            tables.metadata.create_all(connection)
            found = connection.execute(select(tables.about.c.value)).scalar()
            if found is None:
                connection.execute(insert(tables.about).values(name="schema", value=tables.SCHEMA))
                connection.execute(insert(tables.dictionary).values(number=1, words=usual_words()))
            elif int(found) > tables.SCHEMA:
                raise NewerDatabase(
                    _("This database was written by a newer Waypost. Install that one.")
                )
            for row in connection.execute(select(tables.dictionary)):
                self.packers.add(row.number, row.words)


def _replace_credential(connection: Connection, row: Mapping[str, Any]) -> None:
    connection.execute(delete(tables.credential).where(tables.credential.c.key == row["key"]))
    connection.execute(insert(tables.credential).values(row))


def _credential(row: Row[Any]) -> Credential:
    return Credential(
        key=row.key,
        title=row.title,
        scopes=frozenset(row.scopes.split()),
        sites=frozenset(json.loads(row.sites)),
        agent=json.loads(row.agent),
        added=row.added,
    )


def _account(key: str) -> dict[str, Any]:
    return {"objectType": "Agent", "account": {"homePage": f"{IRI_BASE}hub", "name": key}}
