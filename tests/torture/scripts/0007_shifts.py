"""Shifts; and when a learner works. Real changes of every kind, for the torture."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "shift",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_shift"),
    )
    op.execute("INSERT INTO shift (row, name) VALUES (1, 'Night')")
    op.add_column("statement", sa.Column("corrected_at", sa.Integer()))
    op.create_index("ix_statement_corrected_at", "statement", ["corrected_at"])
    with op.batch_alter_table("learner", recreate="always") as batch:
        batch.add_column(sa.Column("shift", sa.Integer(), nullable=False, server_default="1"))
        batch.create_foreign_key("fk_learner_shift_shift", "shift", ["shift"], ["row"])
    op.execute("UPDATE learner SET theme = 'dark'")
    op.drop_index("ix_topic_activity", "topic")
    op.create_index("ix_topic_activity_language", "topic", ["activity", "language"])
