"""The tables. What is said again and again has a row of its own; a statement points to it.

``row`` numbers count in this file only and never travel; identity is (device, epoch, seq).
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import REAL

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# ---------------------------------------------------------------- the log: only ever appended to

device = Table(
    "device",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("uuid", LargeBinary, nullable=False, unique=True),
    sqlite_strict=True,
)

actor = Table(
    "actor",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),  # the pseudonym
    sqlite_strict=True,
)

activity = Table(
    "activity",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    sqlite_strict=True,
)

topic = Table(  # an activity as one version in one language knows it
    "topic",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("activity", ForeignKey("activity.row"), nullable=False),
    Column("activity_type", Text, nullable=False),
    Column("parent", ForeignKey("activity.row")),
    Column("revision", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("name", Text),
    Column("test_role", Text),
    Column("interaction", Text),
    Column("pattern", Text),
    Column("pass_mark", REAL),
    Column("planned", Text),
    Index(None, "activity"),
    sqlite_strict=True,
)

visit = Table(  # one person in one enrolment, in one session, in one run of the program
    "visit",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("actor", ForeignKey("actor.row"), nullable=False),
    Column("registration", LargeBinary, nullable=False),
    Column("session", LargeBinary, nullable=False),
    Column("site", Text),
    Column("boot", Integer, nullable=False),
    Column("release", Text, nullable=False),
    Column("instructor", ForeignKey("actor.row")),
    Column("meeting", LargeBinary),
    Column("taken", Text),
    Index(None, "registration"),
    Index(None, "actor"),
    sqlite_strict=True,
)

statement = Table(
    "statement",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("device", ForeignKey("device.row"), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("visit", ForeignKey("visit.row"), nullable=False),
    Column("verb", Text, nullable=False),
    Column("topic", ForeignKey("topic.row"), nullable=False),
    Column("attempt", Integer),
    Column("response", Text),
    Column("success", Integer),
    Column("completion", Integer),
    Column("scaled", REAL),
    Column("raw", Integer),
    Column("maximum", Integer),
    Column("duration_ms", Integer),
    Column("subject", LargeBinary),
    Column("serial", Text),
    Column("valid_until", Text),
    Column("at", Integer, nullable=False),  # UTC milliseconds since 1970
    Column("offset_minutes", Integer, nullable=False),
    Column("mono_ms", Integer, nullable=False),
    Column("suspect", Integer, nullable=False),
    Column("renderer", Integer, nullable=False),
    Column("codec", Integer, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("origin", ForeignKey("endpoint.row")),  # where it came from; null: made in this file
    Column("copy_of", ForeignKey("statement.row")),  # what it says once more, under a free id
    Column("about", Text),
    UniqueConstraint("device", "epoch", "seq"),
    CheckConstraint("seq >= 1", name="seq"),
    CheckConstraint("length(hash) = 32", name="hash"),
    Index(None, "visit"),
    sqlite_autoincrement=True,
    sqlite_strict=True,
)
Index(  # of the few with a serial; led by the verb, or SQLite would not think it worth using
    "ix_statement_verb_serial",
    statement.c.verb,
    statement.c.serial,
    sqlite_where=statement.c.serial.is_not(None),
)

Index("ix_visit_meeting", visit.c.meeting, sqlite_where=visit.c.meeting.is_not(None))
Index("ix_statement_origin", statement.c.origin, sqlite_where=statement.c.origin.is_not(None))
Index("ix_statement_copy_of", statement.c.copy_of, sqlite_where=statement.c.copy_of.is_not(None))

LOG = (device, actor, activity, topic, visit, statement)
"""Rows of these never change and never go: triggers see to it. One door is in ``sealed_tables``."""

# ---------------------------------------------------------------- the projection

progress = Table(
    "progress",
    metadata,
    Column("actor", ForeignKey("actor.row"), primary_key=True),
    Column("activity", ForeignKey("activity.row"), primary_key=True),
    Column("completed", Integer, nullable=False),
    Column("success", Integer),
    Column("best_scaled", REAL),
    Column("last_scaled", REAL),
    Column("tries", Integer, nullable=False),
    Column("first_at", Integer, nullable=False),
    Column("last_at", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

# ---------------------------------------------------------------- people, and where they were

directory = Table(  # who and what there is, as it travels: one record each, also of what is gone
    "directory",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    Column("change", Integer, nullable=False),  # the last change wins: highest count, then device
    Column("device", ForeignKey("device.row"), nullable=False),
    Column("gone", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("feed", Integer, nullable=False, unique=True),  # counts the changes in this file
    Column("origin", ForeignKey("endpoint.row")),
    Index(None, "change"),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

learner = Table(  # what the directory says of learners, as the program asks for it
    "learner",
    metadata,
    Column("learner_id", Text, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("team_key", Text, nullable=False),
    Column("site", Text, nullable=False),
    Column("picture", Text, nullable=False),
    Column("picture_hash", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("text_size", Integer, nullable=False),
    Column("theme", Text, nullable=False),
    Column("slow_speech", Integer, nullable=False),
    Column("walk_in", Integer, nullable=False, server_default="0"),  # no pictures yet
    Column("has_left", Integer, nullable=False, server_default="0"),
    Column("merged_into", Text, nullable=False, server_default=""),  # the same person's other row
    Index(None, "team_key", "name_key"),
    Index(None, "actor"),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

bookmark = Table(
    "bookmark",
    metadata,
    Column("learner_id", ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True),
    Column("place", Text, primary_key=True),
    Column("state", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

Index("ix_learner_merged_into", learner.c.merged_into, sqlite_where=learner.c.merged_into != "")

staff_key = Table(  # what opens the desk on this computer; names of staff are in the directory
    "staff_key",
    metadata,
    Column("staff_id", Text, primary_key=True),
    Column("pin_hash", Text, nullable=False),
    Column("seed", LargeBinary, nullable=False),  # of the key that signs what they vouch for
    Column("must_change", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("pause_ms", Integer, nullable=False),  # still to wait, counted while the program runs
    CheckConstraint("length(seed) = 32", name="seed"),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

sheet = Table(  # answers read off paper so far; working notes until their test is closed
    "sheet",
    metadata,
    Column("meeting", LargeBinary, primary_key=True),
    Column("test", Text, primary_key=True),
    Column("learner_id", Text, primary_key=True),
    Column("responses", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

# ---------------------------------------------------------------- this computer

here = Table(  # one row: who this installation is
    "here",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("device", ForeignKey("device.row"), nullable=False),
    Column("epoch", Integer, nullable=False),  # rises after a restore or a copied profile
    Column("boot", Integer, nullable=False),
    Column("signing_seed", LargeBinary, nullable=False),
    Column("machine", Text, nullable=False, server_default=""),  # fingerprints: see store.identity
    Column("place", Text, nullable=False, server_default=""),
    CheckConstraint("row = 1", name="one_row"),
    sqlite_strict=True,
)

second_copy = Table(  # one row: see ``store.journal`` for what a position is
    "second_copy",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("oldest", Integer, nullable=False, server_default="-1"),  # copies before it must go
    sqlite_strict=True,
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

# ---------------------------------------------------------------- results travel

endpoint = Table(  # somebody results are handed to and fetched from
    "endpoint",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("endpoint_id", Text, unique=True),  # null: dropped, but statements came from there
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("settings", Text, nullable=False),
    Column("mark", Integer, nullable=False),  # the last row of the log it has, or refused
    Column("cursor", Text),
    Column("last_contact_ms", Integer),
    Column("last_error", Text),
    sqlite_strict=True,
)

sync_refusal = Table(  # what an endpoint would not take, until somebody has it tried again
    "sync_refusal",
    metadata,
    Column("endpoint", ForeignKey("endpoint.row"), primary_key=True),
    Column("statement", ForeignKey("statement.row"), primary_key=True),
    Column("code", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Integer, nullable=False),
    Column("again", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

aside = Table(  # what came and did not fit into the log, with what the log has instead
    "aside",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("statement_id", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("held", LargeBinary),
    Column("reason", Text, nullable=False),
    Column("origin", ForeignKey("endpoint.row")),
    Column("at", Integer, nullable=False),
    UniqueConstraint("statement_id", "digest"),
    sqlite_strict=True,
)

collected = Table(  # bundles that were read from sticks
    "collected",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    Column("bundle", Text, nullable=False),
    Column("device", ForeignKey("device.row"), nullable=False),
    Column("given", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("ranges", Text, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

chain_head = Table(  # the newest end of a chain that its device has signed
    "chain_head",
    metadata,
    Column("device", ForeignKey("device.row"), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    Column("key", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)

observation = Table(  # what the clocks of a device said beside a clock that is known to be right
    "observation",
    metadata,
    Column("device", ForeignKey("device.row"), primary_key=True),
    Column("epoch", Integer, primary_key=True),
    Column("boot", Integer, primary_key=True),
    Column("mono_ms", Integer, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("wall_ms", Integer, nullable=False),
    Column("reference_ms", Integer, nullable=False),
    sqlite_with_rowid=False,
    sqlite_strict=True,
)
