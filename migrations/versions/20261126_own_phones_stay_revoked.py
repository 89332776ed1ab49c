"""Own phones that an organizer revoked stay out"""

import sqlalchemy as sa
from alembic import op

revision = "c3a7d9e04b12"
down_revision = "b194ce661cbf"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("bars_owner", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    # The default only filled existing rows; the model sets the value from now on.
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.alter_column("bars_owner", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.drop_column("bars_owner")
