"""The hub's tables. The same on SQLite and on PostgreSQL; moments are microseconds since 1970.

What a person wrote stands in no column that is compared or indexed: such columns hold numbers and
digests, so that no length and no character of a statement can trouble the database.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
)

SCHEMA = 1
metadata = MetaData()

about = Table(
    "about",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Integer, nullable=False),
)

statement = Table(
    "statement",
    metadata,
    # when it was kept: rises strictly in the order of commits, so it is the order of reading too
    Column("stored", BigInteger, primary_key=True, autoincrement=False),
    Column("id", LargeBinary(16), nullable=False, unique=True),
    Column("authority", Integer, nullable=False),
    Column("voided", Boolean, nullable=False),
    Column("dictionary", SmallInteger, nullable=False),
    Column("text", LargeBinary, nullable=False),
    # of Waypost's own statements: whose result it is, and which of that computer's statements
    Column("device", LargeBinary(16)),
    Column("epoch", BigInteger),
    Column("seq", BigInteger),
    Column("site", String),
)
Index(
    "statement_of_device",
    statement.c.device,
    statement.c.epoch,
    statement.c.seq,
    sqlite_where=statement.c.device.is_not(None),
)

mention = Table(
    "mention",
    metadata,
    Column("term", BigInteger, primary_key=True, autoincrement=False),
    Column("stored", BigInteger, primary_key=True, autoincrement=False),
    Column("roles", SmallInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""Which agents, activities, verb and registration a statement mentions, and as what."""

reference = Table(
    "reference",
    metadata,
    Column("stored", BigInteger, primary_key=True, autoincrement=False),
    Column("target", LargeBinary(16), nullable=False, index=True),
    Column("voids", Boolean, nullable=False),
)
"""Statements whose object is another statement, kept here or not (yet)."""

echo = Table(
    "echo",
    metadata,
    Column("stored", BigInteger, primary_key=True, autoincrement=False),
    Column("target", BigInteger, primary_key=True, autoincrement=False, index=True),
    sqlite_with_rowid=False,
)
"""Which kept statements a statement speaks about by one reference or a chain of them."""

authority = Table(
    "authority",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("digest", LargeBinary(16), nullable=False, unique=True),
    Column("agent", LargeBinary, nullable=False),
)

dictionary = Table(
    "dictionary",
    metadata,
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("words", LargeBinary, nullable=False),
)
"""What the texts are compressed against; kept beside them, so they can always be read."""

activity = Table(
    "activity",
    metadata,
    Column("digest", LargeBinary(16), primary_key=True),
    Column("definition", LargeBinary, nullable=False),
)

attachment = Table(
    "attachment",
    metadata,
    Column("digest", LargeBinary(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

enclosure = Table(
    "enclosure",
    metadata,
    Column("stored", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary(64), primary_key=True),
    Column("content_type", String, nullable=False),
    sqlite_with_rowid=False,
)
"""The attachments that came with a statement; nobody is given others by naming their digest."""

document = Table(
    "document",
    metadata,
    Column("place", LargeBinary(16), primary_key=True),
    Column("folder", LargeBinary(16), nullable=False, index=True),
    Column("registration", LargeBinary(16)),
    Column("name", LargeBinary, nullable=False),
    Column("content_type", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("updated", BigInteger, nullable=False),
)

credential = Table(
    "credential",
    metadata,
    Column("key", String, primary_key=True),
    Column("secret_sha256", LargeBinary(32), nullable=False),
    Column("title", String, nullable=False),
    Column("scopes", String, nullable=False),
    Column("sites", String, nullable=False),
    Column("agent", LargeBinary, nullable=False),
    Column("added", BigInteger, nullable=False),
)
