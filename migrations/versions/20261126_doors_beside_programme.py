"""Doors beside the programme, such as a bus or a meal, at which nobody attends the event"""

import sqlalchemy as sa
from alembic import op

revision = "e7b2c94d1f60"
down_revision = "d15e0b7a92f4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("beside_programme", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    # The default only filled existing rows; the model sets the value from now on.
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        batch_op.alter_column("beside_programme", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        batch_op.drop_column("beside_programme")
