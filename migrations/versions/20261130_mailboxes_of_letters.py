"""Letters are counted by the mailbox they go to"""

import sqlalchemy as sa
from alembic import op

revision = "9b5d2f80a1ce"
down_revision = "8a4c1e7f20bd"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mailbox", sa.Text(), nullable=False, server_default=""))
    at = "strpos" if op.get_bind().dialect.name == "postgresql" else "instr"
    plus, sign = f"{at}(to_address, '+')", f"{at}(to_address, '@')"
    op.execute(
        f"UPDATE letters SET mailbox = lower(CASE WHEN {plus} > 1 AND {plus} < {sign}"
        f" THEN substr(to_address, 1, {plus} - 1) || substr(to_address, {sign})"
        " ELSE to_address END)"
    )
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.alter_column("mailbox", server_default=None)
        batch_op.create_index("ix_letters_mailbox_sent_at", ["mailbox", "sent_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index("ix_letters_mailbox_sent_at")
        batch_op.drop_column("mailbox")
