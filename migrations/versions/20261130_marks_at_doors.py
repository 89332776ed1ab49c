"""Doors that show tags and groups"""

import sqlalchemy as sa
from alembic import op

revision = "9c4e17d2a6b0"
down_revision = "8a4c3d0e16fb"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("shown_tags", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
        batch_op.add_column(
            sa.Column("shows_groups", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    # The defaults only filled existing rows; the model sets the values from now on.
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        batch_op.alter_column("shown_tags", server_default=None)
        batch_op.alter_column("shows_groups", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        batch_op.drop_column("shows_groups")
        batch_op.drop_column("shown_tags")
