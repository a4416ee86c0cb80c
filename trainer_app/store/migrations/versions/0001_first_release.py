"""The log, its projection, the people, and this computer."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

LOG = ("device", "actor", "activity", "topic", "visit", "statement")


def upgrade() -> None:
    """Build every table of the first release."""
    _words_of_the_log()
    _log()
    _projection()
    _people()
    _this_computer()
    for table in LOG:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
            )


def _words_of_the_log() -> None:
    for table, column, kind in (
        ("device", "uuid", sa.LargeBinary()),
        ("actor", "name", sa.Text()),
        ("activity", "path", sa.Text()),
    ):
        op.create_table(
            table,
            sa.Column("row", sa.Integer(), nullable=False),
            sa.Column(column, kind, nullable=False),
            sa.PrimaryKeyConstraint("row", name=f"pk_{table}"),
            sa.UniqueConstraint(column, name=f"uq_{table}_{column}"),
            sqlite_strict=True,
        )
    op.create_table(
        "topic",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("activity", sa.Integer(), nullable=False),
        sa.Column("activity_type", sa.Text(), nullable=False),
        sa.Column("parent", sa.Integer()),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("test_role", sa.Text()),
        sa.Column("interaction", sa.Text()),
        sa.Column("pattern", sa.Text()),
        sa.Column("pass_mark", sa.REAL()),
        sa.PrimaryKeyConstraint("row", name="pk_topic"),
        sa.ForeignKeyConstraint(["activity"], ["activity.row"], name="fk_topic_activity_activity"),
        sa.ForeignKeyConstraint(["parent"], ["activity.row"], name="fk_topic_parent_activity"),
        sqlite_strict=True,
    )
    op.create_index("ix_topic_activity", "topic", ["activity"])
    op.create_table(
        "visit",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Integer(), nullable=False),
        sa.Column("registration", sa.LargeBinary(), nullable=False),
        sa.Column("session", sa.LargeBinary(), nullable=False),
        sa.Column("site", sa.Text()),
        sa.Column("boot", sa.Integer(), nullable=False),
        sa.Column("release", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_visit"),
        sa.ForeignKeyConstraint(["actor"], ["actor.row"], name="fk_visit_actor_actor"),
        sqlite_strict=True,
    )
    op.create_index("ix_visit_registration", "visit", ["registration"])


def _log() -> None:
    op.create_table(
        "statement",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer()),
        sa.Column("response", sa.Text()),
        sa.Column("success", sa.Integer()),
        sa.Column("completion", sa.Integer()),
        sa.Column("scaled", sa.REAL()),
        sa.Column("raw", sa.Integer()),
        sa.Column("maximum", sa.Integer()),
        sa.Column("duration_ms", sa.Integer()),
        sa.Column("subject", sa.LargeBinary()),
        sa.Column("serial", sa.Text()),
        sa.Column("valid_until", sa.Text()),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("offset_minutes", sa.Integer(), nullable=False),
        sa.Column("mono_ms", sa.Integer(), nullable=False),
        sa.Column("suspect", sa.Integer(), nullable=False),
        sa.Column("renderer", sa.Integer(), nullable=False),
        sa.Column("codec", sa.Integer(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_statement"),
        sa.ForeignKeyConstraint(["device"], ["device.row"], name="fk_statement_device_device"),
        sa.ForeignKeyConstraint(["visit"], ["visit.row"], name="fk_statement_visit_visit"),
        sa.ForeignKeyConstraint(["topic"], ["topic.row"], name="fk_statement_topic_topic"),
        sa.UniqueConstraint("device", "epoch", "seq", name="uq_statement_device_epoch_seq"),
        sa.CheckConstraint("seq >= 1", name="ck_statement_seq"),
        sa.CheckConstraint("length(hash) = 32", name="ck_statement_hash"),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index("ix_statement_visit", "statement", ["visit"])
    op.create_index(
        "ix_statement_verb_serial",
        "statement",
        ["verb", "serial"],
        sqlite_where=sa.text("serial IS NOT NULL"),
    )


def _projection() -> None:
    op.create_table(
        "progress",
        sa.Column("actor", sa.Integer(), nullable=False),
        sa.Column("activity", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.Column("success", sa.Integer()),
        sa.Column("best_scaled", sa.REAL()),
        sa.Column("last_scaled", sa.REAL()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "activity", name="pk_progress"),
        sa.ForeignKeyConstraint(["actor"], ["actor.row"], name="fk_progress_actor_actor"),
        sa.ForeignKeyConstraint(
            ["activity"], ["activity.row"], name="fk_progress_activity_activity"
        ),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )


def _people() -> None:
    op.create_table(
        "learner",
        sa.Column("learner_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("team_key", sa.Text(), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("picture_hash", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text_size", sa.Integer(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("slow_speech", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("change_device", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("learner_id", name="pk_learner"),
        sa.UniqueConstraint("actor", name="uq_learner_actor"),
        sa.UniqueConstraint("team_key", "name_key", name="uq_learner_team_key_name_key"),
        sa.ForeignKeyConstraint(
            ["change_device"], ["device.row"], name="fk_learner_change_device_device"
        ),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
    op.create_table(
        "bookmark",
        sa.Column("learner_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("learner_id", "place", name="pk_bookmark"),
        sa.ForeignKeyConstraint(
            ["learner_id"],
            ["learner.learner_id"],
            name="fk_bookmark_learner_id_learner",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )


def _this_computer() -> None:
    op.create_table(
        "here",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("boot", sa.Integer(), nullable=False),
        sa.Column("signing_seed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_here"),
        sa.ForeignKeyConstraint(["device"], ["device.row"], name="fk_here_device_device"),
        sa.CheckConstraint("row = 1", name="ck_here_one_row"),
        sqlite_strict=True,
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
