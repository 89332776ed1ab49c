"""Contact persons of events, provinces and the whole site"""

import sqlalchemy as sa
from alembic import op

revision = "8a4c3d0e16fb"
down_revision = "7f3b2c9d05ea"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shared_contacts",
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("contact_phone", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_shared_contacts")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_name", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("contact_email", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("contact_phone", sa.Text(), nullable=True))
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("reply_to_address", sa.Text(), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("reply_to_name", sa.Text(), nullable=False, server_default="")
        )
    # The defaults only filled existing rows; the models set the values from now on.
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.alter_column("contact_name", server_default=None)
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.alter_column("reply_to_address", server_default=None)
        batch_op.alter_column("reply_to_name", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_column("reply_to_address")
        batch_op.drop_column("reply_to_name")
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_column("contact_name")
        batch_op.drop_column("contact_email")
        batch_op.drop_column("contact_phone")
    op.drop_table("shared_contacts")
