"""Retention: segments of the log that are sealed, and the one way past the triggers of the log."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_NO = "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
_IS_SEALING = "EXISTS (SELECT 1 FROM sealing)"
_IS_SEALED = """OLD."row" <= (
    SELECT s.last_row FROM sealed s
    WHERE s.device = OLD.device AND s.epoch = OLD.epoch AND s.first <= OLD.seq
      AND s.last >= OLD.seq AND s.first_row <= OLD."row"
    ORDER BY s.first DESC LIMIT 1)"""
_IS_ANSWER = """OLD.verb = 'answered'
  AND (SELECT activity_type FROM topic t WHERE t."row" = OLD.topic) = 'cmi.interaction'"""


def upgrade() -> None:
    """A single answer goes only while a segment is being sealed, and only out of that segment."""
    _sealed()
    _visits()
    op.create_table(
        "sealing",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("never", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_sealing"),
        sa.ForeignKeyConstraint(
            ["never"],
            ["sealed.row"],
            name="fk_sealing_never_sealed",
            deferrable=True,
            initially="DEFERRED",
        ),
        sqlite_strict=True,
    )
    op.execute("ALTER TABLE second_copy ADD COLUMN oldest INTEGER NOT NULL DEFAULT '-1'")
    _triggers()


def _sealed() -> None:
    op.create_table(
        "sealed",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("first_row", sa.Integer(), nullable=False),
        sa.Column("last_row", sa.Integer(), nullable=False),
        sa.Column("own", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("before", sa.LargeBinary()),
        sa.Column("after", sa.LargeBinary()),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_sealed"),
        sa.ForeignKeyConstraint(["device"], ["device.row"], name="fk_sealed_device_device"),
        sa.UniqueConstraint("device", "epoch", "first", name="uq_sealed_device_epoch_first"),
        sa.CheckConstraint("row >= 1", name="ck_sealed_row"),
        sa.CheckConstraint(
            "last - first = last_row - first_row AND items + lines = last - first + 1",
            name="ck_sealed_count",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_sealed_last_row", "sealed", ["last_row"])


def _visits() -> None:
    op.create_table(
        "sealed_visit",
        sa.Column("visit", sa.Integer(), nullable=False),
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("module", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("first_mono", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.Integer(), nullable=False),
        sa.Column("last_mono", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.Integer(), nullable=False),
        sa.Column("came", sa.Integer()),
        sa.PrimaryKeyConstraint("visit", "device", "epoch", "module", name="pk_sealed_visit"),
        sa.ForeignKeyConstraint(["visit"], ["visit.row"], name="fk_sealed_visit_visit_visit"),
        sa.ForeignKeyConstraint(["device"], ["device.row"], name="fk_sealed_visit_device_device"),
        sa.ForeignKeyConstraint(
            ["module"], ["activity.row"], name="fk_sealed_visit_module_activity"
        ),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )


def _triggers() -> None:
    op.execute("DROP TRIGGER statement_no_delete")
    op.execute(
        "CREATE TRIGGER statement_no_delete BEFORE DELETE ON statement "
        f"WHEN NOT coalesce({_IS_SEALING} AND {_IS_ANSWER} AND {_IS_SEALED}, 0) {_NO}"
    )
    for table in ("sealed", "sealed_visit"):
        op.execute(
            f"CREATE TRIGGER {table}_no_insert BEFORE INSERT ON {table} "
            f"WHEN NOT {_IS_SEALING} {_NO}"
        )
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {_NO}")
    op.execute(f"CREATE TRIGGER sealed_no_update BEFORE UPDATE ON sealed {_NO}")
    op.execute(
        "CREATE TRIGGER sealed_visit_no_update BEFORE UPDATE ON sealed_visit "
        f"WHEN NOT {_IS_SEALING} {_NO}"
    )
