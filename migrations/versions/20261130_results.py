"""Files of results that are ordered, answers that are quoted, and results of events published"""

import sqlalchemy as sa
from alembic import op

revision = "6b1f0d9e27c4"
down_revision = "d0c4e7a91b35"
branch_labels = None
depends_on = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "ordered_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("waves", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ordered_files")),
        sa.UniqueConstraint(
            "kind",
            "waves",
            "by",
            "locale",
            "version",
            name=op.f("uq_ordered_files_kind_waves_by_locale_version"),
        ),
    )
    with op.batch_alter_table("ordered_files", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_ordered_files_ordered_at"), ["ordered_at"], unique=False)
    op.create_table(
        "quotations",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("response_id", _BIG, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_quotations_question_id_questions")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_quotations_response_id_responses"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "response_id", name=op.f("pk_quotations")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("waves", schema=None) as batch_op:
        batch_op.add_column(sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("waves", schema=None) as batch_op:
        batch_op.drop_column("published_at")
    op.drop_table("quotations")
    op.drop_table("ordered_files")
