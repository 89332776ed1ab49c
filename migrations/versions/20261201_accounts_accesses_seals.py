"""Accounts, accesses, seals"""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from extensions import keys
from lib.field_keys import Unreadable

revision = "7d0c9f2b61ae"
down_revision = "52c41beefe1c"
branch_labels = None
depends_on = None

_YEAR = timedelta(days=365)
_TIMES = ("created_at", "expires_at")
_AT_ONCE = 100
_ANSWERS = sa.table(
    "registration_answers",
    *(sa.column(name, sa.BigInteger) for name in ("id", "choice_id", "number")),
    sa.column("text", sa.Text),
    sa.column("sealed", sa.Text),
)
_UPLOADS = sa.table(
    "uploads",
    sa.column("id", sa.Integer),
    sa.column("file_name", sa.Text),
    sa.column("content", sa.LargeBinary),
    sa.column("sealed", sa.Boolean),
)


def upgrade() -> None:
    _make_tables_of_accounts()
    _make_tables_of_uses()
    _change_tokens()
    with op.batch_alter_table("audit_entries") as batch_op:
        batch_op.alter_column(
            "action", existing_type=sa.String(length=32), type_=sa.Text(), existing_nullable=False
        )
    with op.batch_alter_table("registration_answers") as batch_op:
        batch_op.add_column(sa.Column("sealed", sa.Text(), nullable=True))
    op.create_index(
        "ix_registration_answers_sealed",
        "registration_answers",
        ["question_id"],
        sqlite_where=sa.text("sealed IS NOT NULL"),
        postgresql_where=sa.text("sealed IS NOT NULL"),
    )
    with op.batch_alter_table("uploads") as batch_op:
        batch_op.add_column(
            sa.Column("sealed", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("uploads") as batch_op:
        # The default only filled existing rows; the model sets the value from now on.
        batch_op.alter_column("sealed", existing_type=sa.Boolean(), server_default=None)
        batch_op.drop_index("ix_uploads_question_id")
        batch_op.create_index("ix_uploads_question_id_sealed", ["question_id", "sealed"])
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("password_hash", existing_type=sa.Text(), nullable=True)
        batch_op.add_column(sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_column("sign_in_version")
    _free_sensitive_choices()


def _free_sensitive_choices() -> None:
    """The places and doors of a sensitive question's choices would tell who picked what; the worker
    seals the answers."""
    picked = (
        "IN (SELECT choices.id FROM choices JOIN questions ON questions.id = choices.question_id"
        " WHERE questions.sensitive)"
    )
    op.execute(
        f"DELETE FROM claims WHERE quota_id IN (SELECT id FROM quotas WHERE choice_id {picked})"
    )
    op.execute(f"DELETE FROM quotas WHERE choice_id {picked}")
    op.execute(f"UPDATE checkpoints SET choice_id = NULL WHERE choice_id {picked}")


def _change_tokens() -> None:
    """Tokens of before are good for a year from their making, and for all that their users may."""
    with op.batch_alter_table("api_tokens") as batch_op:
        batch_op.add_column(
            sa.Column("permissions", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True))
    times = {name: sa.column(name, sa.DateTime(timezone=True)) for name in _TIMES}
    tokens = sa.table("api_tokens", sa.column("id", sa.Integer), *times.values())
    connection = op.get_bind()
    for number, made_at in connection.execute(sa.select(tokens.c.id, tokens.c.created_at)).all():
        ends = sa.update(tokens).where(tokens.c.id == number).values(expires_at=made_at + _YEAR)
        connection.execute(ends)
    with op.batch_alter_table("api_tokens") as batch_op:
        batch_op.alter_column("permissions", existing_type=sa.JSON(), server_default=None)
        batch_op.alter_column(
            "expires_at", existing_type=sa.DateTime(timezone=True), nullable=False
        )


def _make_tables_of_accounts() -> None:
    op.create_table(
        "audit_seals",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("highest", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_seals_hash")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_seals_previous")),
    )
    op.create_table(
        "duty_rounds",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_duty_rounds")),
    )
    op.create_table(
        "account_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_account_links_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_links_token_hash")),
    )
    with op.batch_alter_table("account_links", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_links_user_id"), ["user_id"], unique=False)

    op.create_table(
        "reset_requests",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_reset_requests")),
    )
    with op.batch_alter_table("reset_requests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reset_requests_asked_at"), ["asked_at"], unique=False)

    op.create_table(
        "authenticators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_authenticators_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authenticators")),
        sa.UniqueConstraint("user_id", name=op.f("uq_authenticators_user_id")),
    )
    op.create_table(
        "challenges",
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_challenges_user_id_users")
        ),
        sa.PrimaryKeyConstraint("challenge", name=op.f("pk_challenges")),
    )
    with op.batch_alter_table("challenges", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_challenges_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_challenges_user_id"), ["user_id"], unique=False)

    op.create_table(
        "factor_resets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("granted_by_id <> asked_by_id", name=op.f("ck_factor_resets_by_two")),
        sa.CheckConstraint("user_id <> asked_by_id", name=op.f("ck_factor_resets_not_ones_own")),
        sa.CheckConstraint(
            "user_id <> granted_by_id", name=op.f("ck_factor_resets_not_granted_to_oneself")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_factor_resets_asked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["users.id"], name=op.f("fk_factor_resets_granted_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_factor_resets_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_resets")),
    )
    with op.batch_alter_table("factor_resets", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_factor_resets_user_id"), ["user_id"], unique=False)

    op.create_table(
        "passkeys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_passkeys_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    with op.batch_alter_table("passkeys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkeys_user_id"), ["user_id"], unique=False)

    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_codes_code_hash")),
    )
    with op.batch_alter_table("recovery_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_codes_user_id"), ["user_id"], unique=False)


def _make_tables_of_uses() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("factor", sa.String(length=32), nullable=True),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sign_ins_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sign_ins_last_used_at"), ["last_used_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_sign_ins_user_id"), ["user_id"], unique=False)

    op.create_table(
        "accesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("token_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("registration_id", sa.BigInteger(), nullable=True),
        sa.Column("narrowed_by", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["devices.id"], name=op.f("fk_accesses_device_id_devices")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_accesses_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["token_id"], ["api_tokens.id"], name=op.f("fk_accesses_token_id_api_tokens")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_accesses_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accesses")),
    )
    with op.batch_alter_table("accesses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_accesses_at"), ["at"], unique=False)
        batch_op.create_index("ix_accesses_event_id_at", ["event_id", "at"], unique=False)
        batch_op.create_index(
            "ix_accesses_registration_id_at", ["registration_id", "at"], unique=False
        )
        batch_op.create_index("ix_accesses_user_id_at", ["user_id", "at"], unique=False)


def downgrade() -> None:
    # Whoever was invited and has set no password keeps an account in which nobody can sign in.
    op.execute("UPDATE users SET password_hash = '' WHERE password_hash IS NULL")
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(
            sa.Column("sign_in_version", sa.Integer(), nullable=False, server_default="1")
        )
        batch_op.alter_column("password_hash", existing_type=sa.Text(), nullable=False)
        batch_op.drop_column("signed_in_at")
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("sign_in_version", existing_type=sa.Integer(), server_default=None)
    _open_what_is_sealed()
    with op.batch_alter_table("audit_entries") as batch_op:
        batch_op.alter_column(
            "action", existing_type=sa.Text(), type_=sa.String(length=32), existing_nullable=False
        )
    with op.batch_alter_table("api_tokens") as batch_op:
        batch_op.drop_column("last_used_at")
        batch_op.drop_column("expires_at")
        batch_op.drop_column("permissions")
    op.drop_table("accesses")
    op.drop_table("sign_ins")
    op.drop_table("recovery_codes")
    op.drop_table("passkeys")
    op.drop_table("factor_resets")
    op.drop_table("challenges")
    op.drop_table("authenticators")
    op.drop_table("reset_requests")
    op.drop_table("account_links")
    op.drop_table("duty_rounds")
    op.drop_table("audit_seals")


def _open_what_is_sealed() -> None:
    """Nothing is lost on the way down, as long as every key is there."""
    try:
        _open_answers()
        _open_uploads()
    except Unreadable as error:
        raise SystemExit(
            "Sensitive answers were sealed with a key that is not in FIELD_KEYS: nothing was changed."
        ) from error
    op.drop_index("ix_uploads_question_id_sealed", "uploads")
    op.drop_index("ix_registration_answers_sealed", "registration_answers")
    with op.batch_alter_table("uploads") as batch_op:
        batch_op.drop_column("sealed")
        batch_op.create_index("ix_uploads_question_id", ["question_id"])
    with op.batch_alter_table("registration_answers") as batch_op:
        batch_op.drop_column("sealed")


def _rows(table: sa.TableClause, *columns: str, where: sa.ColumnElement[bool]) -> Iterator[Any]:
    """The sealed rows, a few at once."""
    connection, last = op.get_bind(), 0
    chosen = sa.select(table.c.id, *(table.c[name] for name in columns)).where(where)
    while rows := connection.execute(
        chosen.where(table.c.id > last).order_by(table.c.id).limit(_AT_ONCE)
    ).all():
        yield from rows
        last = rows[-1].id


def _open_answers() -> None:
    for number, sealed in _rows(_ANSWERS, "sealed", where=_ANSWERS.c.sealed.is_not(None)):
        said = json.loads(keys.fields.open_text(sealed))
        op.execute(sa.update(_ANSWERS).where(_ANSWERS.c.id == number).values(said))


def _open_uploads() -> None:
    for number, name, content in _rows(_UPLOADS, "file_name", "content", where=_UPLOADS.c.sealed):
        opened = {"file_name": keys.fields.open_text(name), "content": keys.fields.open(content)}
        op.execute(sa.update(_UPLOADS).where(_UPLOADS.c.id == number).values(opened))
