"""Results travel: endpoints, what they would not take, clocks, heads of chains, the directory."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what sync needs. To the log only a column is added; its rows stay as they are."""
    _endpoints()
    _what_arrives()
    _what_devices_say()
    _directory()
    _learners()
    op.execute("ALTER TABLE here ADD COLUMN machine TEXT NOT NULL DEFAULT ''")
    op.execute("ALTER TABLE here ADD COLUMN place TEXT NOT NULL DEFAULT ''")


def _endpoints() -> None:
    op.create_table(
        "endpoint",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("endpoint_id", sa.Text()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Text()),
        sa.Column("last_contact_ms", sa.Integer()),
        sa.Column("last_error", sa.Text()),
        sa.PrimaryKeyConstraint("row", name="pk_endpoint"),
        sa.UniqueConstraint("endpoint_id", name="uq_endpoint_endpoint_id"),
        sqlite_strict=True,
    )
    op.execute(
        "ALTER TABLE statement ADD COLUMN origin INTEGER "
        'CONSTRAINT fk_statement_origin_endpoint REFERENCES endpoint ("row")'
    )
    op.execute(
        "ALTER TABLE statement ADD COLUMN copy_of INTEGER "
        'CONSTRAINT fk_statement_copy_of_statement REFERENCES statement ("row")'
    )
    for column in ("origin", "copy_of"):
        op.create_index(
            f"ix_statement_{column}",
            "statement",
            [column],
            sqlite_where=sa.text(f"{column} IS NOT NULL"),
        )
    op.create_table(
        "sync_refusal",
        sa.Column("endpoint", sa.Integer(), nullable=False),
        sa.Column("statement", sa.Integer(), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("endpoint", "statement", name="pk_sync_refusal"),
        sa.ForeignKeyConstraint(
            ["endpoint"], ["endpoint.row"], name="fk_sync_refusal_endpoint_endpoint"
        ),
        sa.ForeignKeyConstraint(
            ["statement"], ["statement.row"], name="fk_sync_refusal_statement_statement"
        ),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )


def _what_arrives() -> None:
    op.create_table(
        "aside",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("held", sa.LargeBinary()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("origin", sa.Integer()),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_aside"),
        sa.UniqueConstraint("statement_id", "digest", name="uq_aside_statement_id_digest"),
        sa.ForeignKeyConstraint(["origin"], ["endpoint.row"], name="fk_aside_origin_endpoint"),
        sqlite_strict=True,
    )
    op.create_table(
        "collected",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("ranges", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_collected"),
        sa.ForeignKeyConstraint(["device"], ["device.row"], name="fk_collected_device_device"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )


def _what_devices_say() -> None:
    op.create_table(
        "chain_head",
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device", "epoch", name="pk_chain_head"),
        sa.ForeignKeyConstraint(["device"], ["device.row"], name="fk_chain_head_device_device"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
    op.create_table(
        "observation",
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("boot", sa.Integer(), nullable=False),
        sa.Column("mono_ms", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("wall_ms", sa.Integer(), nullable=False),
        sa.Column("reference_ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "device", "epoch", "boot", "mono_ms", "source", name="pk_observation"
        ),
        sa.ForeignKeyConstraint(["device"], ["device.row"], name="fk_observation_device_device"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )


def _directory() -> None:
    op.create_table(
        "directory",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("device", sa.Integer(), nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("feed", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Integer()),
        sa.PrimaryKeyConstraint("kind", "record_id", name="pk_directory"),
        sa.UniqueConstraint("feed", name="uq_directory_feed"),
        sa.ForeignKeyConstraint(["device"], ["device.row"], name="fk_directory_device_device"),
        sa.ForeignKeyConstraint(["origin"], ["endpoint.row"], name="fk_directory_origin_endpoint"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
    op.create_index("ix_directory_change", "directory", ["change"])
    op.execute(
        """
        INSERT INTO directory (kind, record_id, change, device, gone, body, feed)
        SELECT 'learner', learner_id, change, change_device, 0,
            json_object('actor', actor, 'language', language, 'name', name, 'picture', picture,
                'picture_hash', picture_hash, 'role', role, 'site', '',
                'slow_speech', json(iif(slow_speech, 'true', 'false')), 'team', team,
                'text_size', text_size, 'theme', theme),
            row_number() OVER (ORDER BY change, learner_id)
        FROM learner
        """
    )


def _learners() -> None:
    """A name may come twice, from two computers; so the table is made again without that rule."""
    op.create_table(
        "learner_made_again",
        sa.Column("learner_id", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("team_key", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("picture_hash", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text_size", sa.Integer(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("slow_speech", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("learner_id", name="pk_learner"),
        sqlite_with_rowid=False,
        sqlite_strict=True,
    )
    op.execute(
        """
        INSERT INTO learner_made_again
        SELECT learner_id, actor, name, name_key, role, team, team_key, '', picture, picture_hash,
            language, text_size, theme, slow_speech
        FROM learner
        """
    )
    op.drop_table("learner")
    op.rename_table("learner_made_again", "learner")
    op.create_index("ix_learner_team_key_name_key", "learner", ["team_key", "name_key"])
    op.create_index("ix_learner_actor", "learner", ["actor"])
