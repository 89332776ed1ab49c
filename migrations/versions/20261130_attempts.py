"""Attempts are counted in the database"""

import sqlalchemy as sa
from alembic import op

revision = "8a4c1e7f20bd"
down_revision = "9c4e17d2a6b0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attempts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_attempts")),
    )
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.create_index("ix_attempts_ends_at", ["ends_at"], unique=False)


def downgrade() -> None:
    op.drop_table("attempts")
