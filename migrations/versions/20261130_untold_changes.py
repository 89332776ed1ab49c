"""What people have not been told of a changed event is kept"""

import sqlalchemy as sa
from alembic import op

revision = "6e2a1b8cf4d9"
down_revision = "5d1f0a7be3c8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "untold_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("timezone", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_untold_changes_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["sessions.id"],
            name=op.f("fk_untold_changes_session_id_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_untold_changes")),
        sa.UniqueConstraint("session_id", name=op.f("uq_untold_changes_session_id")),
    )
    with op.batch_alter_table("untold_changes", schema=None) as batch_op:
        batch_op.create_index("ix_untold_changes_event_id", ["event_id"], unique=False)
        batch_op.create_index(
            "uq_untold_changes_of_event",
            ["event_id"],
            unique=True,
            sqlite_where=sa.text("session_id IS NULL"),
            postgresql_where=sa.text("session_id IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("untold_changes")
