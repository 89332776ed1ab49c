"""Doors at which leaving is scanned, whoever may come in again"""

import sqlalchemy as sa
from alembic import op

revision = "d15e0b7a92f4"
down_revision = "c3a7d9e04b12"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("exits", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    # The default only filled existing rows; the model sets the value from now on.
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        batch_op.alter_column("exits", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        batch_op.drop_column("exits")
