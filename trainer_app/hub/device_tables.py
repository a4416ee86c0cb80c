"""The hub's tables about devices, beside those of statements.

Moments are milliseconds since 1970.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    and_,
    insert,
    update,
)

from trainer_app.hub.engine import Database

metadata = MetaData()

device = Table(
    "device",
    metadata,
    Column("device", LargeBinary(16), primary_key=True),
    Column("signing_key", LargeBinary(32), nullable=False),
    Column("recipient", String, nullable=False),
    Column("release", String, nullable=False),
    Column("site", String),
    Column("epoch", BigInteger, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("met", BigInteger, nullable=False),
)
"""Computers that have made an exchange; ``epoch`` and ``seq`` are the newest they told of."""

device_key = Table(
    "device_key",
    metadata,
    Column("credential", String, primary_key=True),
    Column("device", LargeBinary(16), nullable=False, index=True),
    Column("name", String, nullable=False),
    Column("paired", Boolean, nullable=False),
    Column("used", Boolean, nullable=False),
    Column("added", BigInteger, nullable=False),
)
"""Whose credential is whose: from pairing on, or from the first use of one made by command."""

chain_run = Table(
    "chain_run",
    metadata,
    Column("device", LargeBinary(16), primary_key=True),
    Column("epoch", BigInteger, primary_key=True),
    Column("first", BigInteger, primary_key=True),
    Column("last", BigInteger, nullable=False),
    Column("before", LargeBinary(32), nullable=False),
    Column("head", LargeBinary(32), nullable=False),
)

chain_head = Table(
    "chain_head",
    metadata,
    Column("device", LargeBinary(16), primary_key=True),
    Column("epoch", BigInteger, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    Column("number", BigInteger, nullable=False, index=True),
)

observation = Table(
    "observation",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("device", LargeBinary(16), nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("boot", BigInteger, nullable=False),
    Column("mono", BigInteger, nullable=False),
    Column("wall", BigInteger, nullable=False),
    Column("reference", BigInteger, nullable=False),
    Column("source", String, nullable=False),
)
Index("observation_of_run", observation.c.device, observation.c.epoch, observation.c.boot)

people_blob = Table(
    "people_blob",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary(32), nullable=False, unique=True),
    Column("device", LargeBinary(16), nullable=False, index=True),
    Column("by_desk", Boolean, nullable=False),
    Column("site", String),
    Column("data", LargeBinary, nullable=False),
)

onward = Table(
    "onward",
    metadata,
    Column("endpoint", String, primary_key=True),
    Column("device", LargeBinary(16), primary_key=True),
    Column("epoch", BigInteger, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
)

pairing = Table(
    "pairing",
    metadata,
    Column("code", String(6), primary_key=True),
    Column("machine", String, nullable=False),
    Column("steady", BigInteger, nullable=False),
    Column("tries_left", SmallInteger, nullable=False),
    Column("desk_recipient", String, nullable=False),
    Column("desk_key", String, nullable=False),
)
"""The one open code; ``steady`` is the clock of ``machine`` when it was made."""

pairing_try = Table(
    "pairing_try",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("shared_key", LargeBinary(32), nullable=False),
    Column("device", LargeBinary(16), nullable=False),
    Column("name", String, nullable=False),
)


def make_tables(database: Database) -> None:
    """Makes the tables that are missing."""
    with database.writing() as connection:
        metadata.create_all(connection)


def put(
    connection: Connection, table: Table, keys: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Write the row with these keys, new or not."""
    same = and_(*(table.c[name] == value for name, value in keys.items()))
    if connection.execute(update(table).where(same).values(**values)).rowcount == 0:
        connection.execute(insert(table).values(**keys, **values))
