"""Check-in complete: devices, who may enter where, what a device answered alone"""

import sqlalchemy as sa
from alembic import op

revision = "b194ce661cbf"
down_revision = "5f1d2a7c90be"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "devices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kiosk", sa.Boolean(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pairing_hash", sa.Text(), nullable=True),
        sa.Column("pairing_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=True),
        sa.Column("paired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_devices_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_devices_event_id_events")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_devices_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_devices")),
        sa.UniqueConstraint("pairing_hash", name=op.f("uq_devices_pairing_hash")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_devices_token_hash")),
    )
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_devices_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_devices_user_id"), ["user_id"], unique=False)

    op.create_table(
        "device_checkpoints",
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("checkpoint_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkpoint_id"],
            ["checkpoints.id"],
            name=op.f("fk_device_checkpoints_checkpoint_id_checkpoints"),
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_device_checkpoints_device_id_devices")
        ),
        sa.PrimaryKeyConstraint("device_id", "checkpoint_id", name=op.f("pk_device_checkpoints")),
    )
    with op.batch_alter_table("device_checkpoints", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_device_checkpoints_checkpoint_id"), ["checkpoint_id"], unique=False
        )

    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("only_chosen", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("choice_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("sectors", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
        batch_op.add_column(
            sa.Column("admits_waiting", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("roster", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_checkpoints_choice_id_choices"), "choices", ["choice_id"], ["id"]
        )

    # Only the rows that were there needed these; from here on the site says them.
    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        for name in ("only_chosen", "sectors", "admits_waiting", "roster"):
            batch_op.alter_column(name, server_default=None)

    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("settled_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("device_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_scans_device_id"), ["device_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_scans_device_id_devices"), "devices", ["device_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_scans_settled_by_id_users"), "users", ["settled_by_id"], ["id"]
        )

    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.create_index(
            "ix_attendances_checkpoint_id_admitted_at",
            ["checkpoint_id", "admitted_at", "inside"],
            unique=False,
        )


def downgrade() -> None:
    _leave_behind()
    with op.batch_alter_table("attendances", schema=None) as batch_op:
        batch_op.drop_index("ix_attendances_checkpoint_id_admitted_at")

    with op.batch_alter_table("scans", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_scans_settled_by_id_users"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_scans_device_id_devices"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_scans_device_id"))
        batch_op.drop_column("device_id")
        batch_op.drop_column("settled_by_id")
        batch_op.drop_column("settled_at")
        batch_op.drop_column("told")

    with op.batch_alter_table("checkpoints", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_checkpoints_choice_id_choices"), type_="foreignkey")
        batch_op.drop_column("roster")
        batch_op.drop_column("capacity")
        batch_op.drop_column("admits_waiting")
        batch_op.drop_column("sectors")
        batch_op.drop_column("choice_id")
        batch_op.drop_column("only_chosen")

    with op.batch_alter_table("device_checkpoints", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_device_checkpoints_checkpoint_id"))

    op.drop_table("device_checkpoints")
    with op.batch_alter_table("devices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_devices_user_id"))
        batch_op.drop_index(batch_op.f("ix_devices_event_id"))

    op.drop_table("devices")


def _leave_behind() -> None:
    op.execute("UPDATE registrations SET source = 'organizer' WHERE source = 'door'")
    op.execute(
        "UPDATE scans SET reason = 'outside_window'"
        " WHERE reason IN ('wrong_checkpoint', 'room_full', 'device_revoked')"
    )
