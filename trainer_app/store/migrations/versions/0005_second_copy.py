"""The second copy: how many changes the file holds, and the digest over them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Begin to count at 0; the journal begins at the first opening."""
    op.create_table(
        "second_copy",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_second_copy"),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO second_copy VALUES (1, 0, zeroblob(16))")
