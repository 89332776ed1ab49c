"""Nonces belong to their caller, and to the code and direction they were sent with"""

import sqlalchemy as sa
from alembic import op

revision = "c5e02b8f4d16"
down_revision = "a41d7c20e9b3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.add_column(sa.Column("caller", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("fingerprint", sa.Text(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_scans_checkpoint_id_nonce"), type_="unique")
    # A queue that a phone has begun to send goes on as its own.
    op.execute(
        "UPDATE scans SET caller = CASE"
        " WHEN device_id IS NOT NULL THEN 'device ' || device_id"
        " WHEN device = 'paper list' OR user_id IS NULL THEN device"
        " WHEN device = '' THEN 'user ' || user_id"
        " ELSE 'user ' || user_id || ' ' || device END"
    )
    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.alter_column("caller", server_default=None)
        batch_op.create_unique_constraint(
            batch_op.f("uq_scans_checkpoint_id_caller_nonce"), ["checkpoint_id", "caller", "nonce"]
        )


def downgrade() -> None:
    # No scan is lost: of two callers with one nonce the later one's gets a longer text.
    op.execute(
        "UPDATE scans SET nonce = nonce || ' of ' || caller WHERE EXISTS ("
        "SELECT 1 FROM scans AS first WHERE first.checkpoint_id = scans.checkpoint_id"
        " AND first.nonce = scans.nonce AND first.id < scans.id)"
    )
    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_scans_checkpoint_id_caller_nonce"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_scans_checkpoint_id_nonce"), ["checkpoint_id", "nonce"]
        )
        batch_op.drop_column("fingerprint")
        batch_op.drop_column("caller")
