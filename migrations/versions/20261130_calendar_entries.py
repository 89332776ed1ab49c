"""Letters that enclose an entry for the calendar"""

import sqlalchemy as sa
from alembic import op

revision = "7f3b2c9d05ea"
down_revision = "6e2a1b8cf4d9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("has_entry", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    # The default only filled existing rows; the model sets the value from now on.
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.alter_column("has_entry", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_column("has_entry")
