"""The tables of retention: what is kept of single answers that are past their time.

Triggers see to it that nothing here changes or goes, and that nothing is added but while
``sealing`` has its row; and only then a single answer may leave the log, if it stands in a sealed
segment. That row cannot stay: it points to what never is, so that a transaction that leaves it is
refused.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from trainer_app.store.tables import metadata

sealed = Table(  # statements that stood next to each other, in their chain and in this log
    "sealed",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("device", ForeignKey("device.row"), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("first_row", Integer, nullable=False),
    Column("last_row", Integer, nullable=False),
    Column("own", Integer, nullable=False),  # made in this file
    Column("items", Integer, nullable=False),  # answers to questions
    Column("lines", Integer, nullable=False),  # lines about confidence
    Column("before", LargeBinary),  # the hash before the first; null: its chain has a gap before
    Column("after", LargeBinary),  # the hash of the last
    Column("at", Integer, nullable=False),  # when it was sealed, by this computer's clock
    Column("by", Text, nullable=False),  # a pseudonym of staff, or the computer itself
    Column("months", Integer, nullable=False),  # the limit
    UniqueConstraint("device", "epoch", "first"),
    CheckConstraint("row >= 1", name="row"),
    CheckConstraint(
        "last - first = last_row - first_row AND items + lines = last - first + 1", name="count"
    ),
    Index(None, "last_row"),
    sqlite_strict=True,
)

sealed_visit = Table(  # how many answers of a visit went, and from when to when they were given
    "sealed_visit",
    metadata,
    Column("visit", ForeignKey("visit.row"), primary_key=True),
    Column("device", ForeignKey("device.row"), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("module", ForeignKey("activity.row"), primary_key=True),
    Column("answers", Integer, nullable=False),
    Column("first_mono", Integer, nullable=False),
    Column("first_at", Integer, nullable=False),
    Column("last_mono", Integer, nullable=False),
    Column("last_at", Integer, nullable=False),
    Column("came", Integer),  # the last row of the log that came from elsewhere; null: none did
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

sealing = Table(  # one row, and only inside the transaction that seals
    "sealing",
    metadata,
    Column("row", Integer, primary_key=True),
    Column(
        "never", ForeignKey("sealed.row", deferrable=True, initially="DEFERRED"), nullable=False
    ),
    sqlite_strict=True,
)

SEALED = (sealed, sealed_visit)
"""Rows of these never go, and change only while something is sealed."""
