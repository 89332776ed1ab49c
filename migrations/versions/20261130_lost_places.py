"""Who lost a place by an organizer's decision stands back"""

import sqlalchemy as sa
from alembic import op

revision = "5d1f0a7be3c8"
down_revision = "f83a6d1c07e5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("stands_back", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    # The default only filled existing rows; the model sets the value from now on.
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.alter_column("stands_back", server_default=None)
        batch_op.create_index(
            "ix_registrations_stands_back",
            ["event_id"],
            unique=False,
            sqlite_where=sa.text("stands_back"),
            postgresql_where=sa.text("stands_back"),
        )


def downgrade() -> None:
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_registrations_stands_back",
            sqlite_where=sa.text("stands_back"),
            postgresql_where=sa.text("stands_back"),
        )
        batch_op.drop_column("stands_back")
