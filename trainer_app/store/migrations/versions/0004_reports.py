"""Reports: when results came, and the columns that reports are asked of."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add tables beside the log, which stays as it is; they are filled when reports are asked."""
    op.create_index("ix_visit_actor", "visit", ["actor"])
    _arrival()
    _known()
    _people()
    _clocks()
    _figures()


def _arrival() -> None:
    op.create_table(
        "arrival",
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("first", name="pk_arrival"),
        sa.ForeignKeyConstraint(["origin"], ["endpoint.row"], name="fk_arrival_origin_endpoint"),
        sqlite_strict=True,
    )


def _known() -> None:
    op.create_table(
        "report_mark",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("activity", sa.Integer(), nullable=False),
        sa.Column("actor", sa.Integer(), nullable=False),
        sa.Column("feed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_report_mark"),
        sqlite_strict=True,
    )
    op.create_table(
        "report_module",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_report_module"),
        sa.UniqueConstraint("module_id", name="uq_report_module_module_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "report_part",
        sa.Column("activity", sa.Integer(), nullable=False),
        sa.Column("module", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("short", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("activity", name="pk_report_part"),
        sa.ForeignKeyConstraint(
            ["activity"], ["activity.row"], name="fk_report_part_activity_activity"
        ),
        sa.ForeignKeyConstraint(
            ["module"], ["report_module.row"], name="fk_report_part_module_report_module"
        ),
        sqlite_strict=True,
    )


def _people() -> None:
    op.create_table(
        "report_person",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("learner_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("team_key", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("walk_in", sa.Integer(), nullable=False),
        sa.Column("has_left", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_report_person"),
        sa.UniqueConstraint("learner_id", name="uq_report_person_learner_id"),
        sqlite_strict=True,
    )
    op.create_table(
        "report_alias",
        sa.Column("actor", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("actor", name="pk_report_alias"),
        sa.ForeignKeyConstraint(["actor"], ["actor.row"], name="fk_report_alias_actor_actor"),
        sqlite_strict=True,
    )
    op.create_index("ix_report_alias_person", "report_alias", ["person"])


def _clocks() -> None:
    op.create_table(
        "report_run",
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("boot", sa.Integer(), nullable=False),
        sa.Column("first_mono", sa.Integer(), nullable=False),
        sa.Column("first_wall", sa.Integer(), nullable=False),
        sa.Column("last_mono", sa.Integer(), nullable=False),
        sa.Column("last_wall", sa.Integer(), nullable=False),
        sa.Column("start_ms", sa.Integer()),
        sa.Column("quality", sa.Integer()),
        sa.PrimaryKeyConstraint("device", "epoch", "boot", name="pk_report_run"),
        sa.ForeignKeyConstraint(["device"], ["device.row"], name="fk_report_run_device_device"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
    op.create_table(
        "report_seen",
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("device", "epoch", name="pk_report_seen"),
        sa.ForeignKeyConstraint(["device"], ["device.row"], name="fk_report_seen_device_device"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )


def _figures() -> None:
    op.create_table(
        "report_standing",
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("module", sa.Integer(), nullable=False),
        sa.Column("began", sa.Integer(), nullable=False),
        sa.Column("first", sa.Integer()),
        sa.Column("whole", sa.Integer()),
        sa.Column("short", sa.Integer()),
        sa.Column("refreshed", sa.Integer()),
        sa.Column("pre", sa.Integer()),
        sa.Column("post", sa.Integer()),
        sa.PrimaryKeyConstraint("person", "module", name="pk_report_standing"),
        sa.ForeignKeyConstraint(
            ["module"], ["report_module.row"], name="fk_report_standing_module_report_module"
        ),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
    op.create_table(
        "report_answer",
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("test", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("choice", sa.Text(), nullable=False),
        sa.Column("correct", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("item", "test", "person", name="pk_report_answer"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
    op.create_table(
        "report_site",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("happened", sa.Integer(), nullable=False),
        sa.Column("arrived", sa.Integer()),
        sa.Column("origin", sa.Integer()),
        sa.PrimaryKeyConstraint("site", name="pk_report_site"),
        sa.ForeignKeyConstraint(
            ["origin"], ["endpoint.row"], name="fk_report_site_origin_endpoint"
        ),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
