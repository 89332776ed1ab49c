"""Registrations that a mailbox has to confirm"""

import sqlalchemy as sa
from alembic import op

revision = "ac6e3a91b2df"
down_revision = "9b5d2f80a1ce"
branch_labels = None
depends_on = None

_UNTIL = sa.text("mailbox_until IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mailbox", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("mailbox_until", sa.DateTime(timezone=True), nullable=True))
    at = "strpos" if op.get_bind().dialect.name == "postgresql" else "instr"
    plus, sign = f"{at}(email, '+')", f"{at}(email, '@')"
    op.execute(
        f"UPDATE registrations SET mailbox = lower(CASE WHEN {plus} > 1 AND {plus} < {sign}"
        f" THEN substr(email, 1, {plus} - 1) || substr(email, {sign}) ELSE email END)"
    )
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_registrations_event_id_mailbox", ["event_id", "mailbox"], unique=False
        )
        batch_op.create_index(
            "ix_registrations_mailbox_until",
            ["mailbox_until"],
            unique=False,
            sqlite_where=_UNTIL,
            postgresql_where=_UNTIL,
        )


def downgrade() -> None:
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_index("ix_registrations_mailbox_until")
        batch_op.drop_index("ix_registrations_event_id_mailbox")
        batch_op.drop_column("mailbox_until")
        batch_op.drop_column("mailbox")
    op.execute("DELETE FROM letters WHERE kind = 'mailbox_asked'")
