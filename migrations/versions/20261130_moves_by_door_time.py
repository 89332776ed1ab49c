"""Whether somebody insisted on a reading, and whether our answer to it spoke of a conflict

What a ticket's moves come to now follows from the readings alone, whatever was told at first.
"""

import sqlalchemy as sa
from alembic import op

revision = "a41d7c20e9b3"
down_revision = "e7b2c94d1f60"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("scans", schema=None) as batch_op:
        for name in ("insisted", "answered_conflict"):
            batch_op.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
    # What was forced was insisted on; a reading in which force was not needed did not say so.
    op.execute("UPDATE scans SET insisted = forced, answered_conflict = conflict")
    # The defaults only filled existing rows; the model sets the values from now on.
    with op.batch_alter_table("scans", schema=None) as batch_op:
        for name in ("insisted", "answered_conflict"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.drop_column("answered_conflict")
        batch_op.drop_column("insisted")
