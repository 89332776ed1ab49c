"""Scans that were annulled as a rehearsal"""

import sqlalchemy as sa
from alembic import op

revision = "f83a6d1c07e5"
down_revision = "c5e02b8f4d16"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("rehearsal", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    # The default only filled existing rows; the model sets the value from now on.
    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.alter_column("rehearsal", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.drop_column("rehearsal")
