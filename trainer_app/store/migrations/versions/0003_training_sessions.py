"""Training sessions: who led and how answers came in; staff of this computer; answer sheets."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add columns to the log, whose rows stay as they are, and two tables beside it."""
    op.execute("ALTER TABLE topic ADD COLUMN planned TEXT")
    op.execute(
        "ALTER TABLE visit ADD COLUMN instructor INTEGER "
        'CONSTRAINT fk_visit_instructor_actor REFERENCES actor ("row")'
    )
    op.execute("ALTER TABLE visit ADD COLUMN meeting BLOB")
    op.execute("ALTER TABLE visit ADD COLUMN taken TEXT")
    op.execute("ALTER TABLE statement ADD COLUMN about TEXT")
    op.create_index(
        "ix_visit_meeting", "visit", ["meeting"], sqlite_where=sa.text("meeting IS NOT NULL")
    )
    op.execute("ALTER TABLE learner ADD COLUMN walk_in INTEGER NOT NULL DEFAULT '0'")
    op.execute("ALTER TABLE learner ADD COLUMN has_left INTEGER NOT NULL DEFAULT '0'")
    op.execute("ALTER TABLE learner ADD COLUMN merged_into TEXT NOT NULL DEFAULT ''")
    op.create_index(
        "ix_learner_merged_into",
        "learner",
        ["merged_into"],
        sqlite_where=sa.text("merged_into != ''"),
    )
    _staff_key()
    _sheet()


def _staff_key() -> None:
    op.create_table(
        "staff_key",
        sa.Column("staff_id", sa.Text(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.Column("seed", sa.LargeBinary(), nullable=False),
        sa.Column("must_change", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("pause_ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", name="pk_staff_key"),
        sa.CheckConstraint("length(seed) = 32", name=op.f("ck_staff_key_seed")),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )


def _sheet() -> None:
    op.create_table(
        "sheet",
        sa.Column("meeting", sa.LargeBinary(), nullable=False),
        sa.Column("test", sa.Text(), nullable=False),
        sa.Column("learner_id", sa.Text(), nullable=False),
        sa.Column("responses", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("meeting", "test", "learner_id", name="pk_sheet"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
