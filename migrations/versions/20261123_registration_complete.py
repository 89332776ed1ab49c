"""Registration complete: forms, places of all kinds, selection, delegations, letters"""

import sqlalchemy as sa
from alembic import op

revision = "5f1d2a7c90be"
down_revision = "c24b2b58ab1f"
branch_labels = None
depends_on = None

# SQLite's hidden row number would tell the order in which anonymous answers arrived.
_WITHOUT_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    op.create_table(
        "institutions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_institutions")),
        sa.UniqueConstraint("search_key", name=op.f("uq_institutions_search_key")),
    )
    with op.batch_alter_table("institutions", schema=None) as batch_op:
        batch_op.create_index("ix_institutions_search_key_id", ["search_key", "id"], unique=False)

    op.create_table(
        "criteria",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_criteria_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria")),
    )
    with op.batch_alter_table("criteria", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_criteria_event_id"), ["event_id"], unique=False)

    op.create_table(
        "delegations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("sector", sa.String(length=32), nullable=False),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("nominations_close_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_delegations_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
    )
    with op.batch_alter_table("delegations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegations_event_id"), ["event_id"], unique=False)

    op.create_table(
        "letter_wordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_en", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_letter_wordings_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_wordings")),
        sa.UniqueConstraint("event_id", "kind", name=op.f("uq_letter_wordings_event_id_kind")),
    )
    op.create_table(
        "listing_requests",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_listing_requests")),
    )
    with op.batch_alter_table("listing_requests", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_listing_requests_asked_at"), ["asked_at"], unique=False
        )

    op.create_table(
        "mailings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("once_key", sa.Text(), nullable=False),
        sa.Column("filter", sa.JSON(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_en", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("written_up_to", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_mailings_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_mailings_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailings")),
        sa.UniqueConstraint("once_key", name=op.f("uq_mailings_once_key")),
    )
    with op.batch_alter_table("mailings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mailings_event_id"), ["event_id"], unique=False)

    op.create_table(
        "mailing_recipients",
        sa.Column("mailing_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mailing_id"],
            ["mailings.id"],
            name=op.f("fk_mailing_recipients_mailing_id_mailings"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_mailing_recipients_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint(
            "mailing_id", "registration_id", name=op.f("pk_mailing_recipients")
        ),
    )
    with op.batch_alter_table("mailing_recipients", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mailing_recipients_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "parties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_parties_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
        sa.UniqueConstraint("code", name=op.f("uq_parties_code")),
    )
    with op.batch_alter_table("parties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parties_event_id"), ["event_id"], unique=False)

    op.create_table(
        "selection_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("dimension", sa.String(length=32), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("floor", sa.Integer(), nullable=True),
        sa.Column("ceiling", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_selection_rules_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_rules")),
    )
    with op.batch_alter_table("selection_rules", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_selection_rules_event_id"), ["event_id"], unique=False)

    op.create_table(
        "selections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("reserves", sa.Integer(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name=op.f("fk_selections_confirmed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_selections_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_selections_proposed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selections")),
    )
    with op.batch_alter_table("selections", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_selections_event_id"), ["event_id"], unique=False)

    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("search_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_tags_event_id_events")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
        sa.UniqueConstraint("event_id", "search_key", name=op.f("uq_tags_event_id_search_key")),
    )
    op.create_table(
        "choices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_choices_question_id_questions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_choices")),
    )
    with op.batch_alter_table("choices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_choices_question_id"), ["question_id"], unique=False)

    op.create_table(
        "chosen_sessions",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_chosen_sessions_registration_id_registrations"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_chosen_sessions_session_id_sessions")
        ),
        sa.PrimaryKeyConstraint("registration_id", "session_id", name=op.f("pk_chosen_sessions")),
    )
    with op.batch_alter_table("chosen_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_chosen_sessions_session_id"), ["session_id"], unique=False
        )

    op.create_table(
        "completeness_checks",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("missing", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_completeness_checks_checked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_completeness_checks_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_completeness_checks")),
    )
    op.create_table(
        "evaluations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("evaluator_id", sa.Integer(), nullable=False),
        sa.Column("conflict", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluator_id"], ["users.id"], name=op.f("fk_evaluations_evaluator_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_evaluations_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluations")),
        sa.UniqueConstraint(
            "registration_id",
            "evaluator_id",
            name=op.f("uq_evaluations_registration_id_evaluator_id"),
        ),
    )
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evaluations_evaluator_id"), ["evaluator_id"], unique=False
        )

    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_notes_registration_id_registrations"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["users.id"], name=op.f("fk_notes_written_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notes_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "selection_results",
        sa.Column("selection_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("reserve_rank", sa.Integer(), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_selection_results_registration_id_registrations"),
        ),
        sa.ForeignKeyConstraint(
            ["selection_id"],
            ["selections.id"],
            name=op.f("fk_selection_results_selection_id_selections"),
        ),
        sa.PrimaryKeyConstraint(
            "selection_id", "registration_id", name=op.f("pk_selection_results")
        ),
    )
    with op.batch_alter_table("selection_results", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_selection_results_registration_id"), ["registration_id"], unique=False
        )
        batch_op.create_index(
            "ix_selection_results_untold",
            ["selection_id"],
            unique=False,
            sqlite_where=sa.text("told_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL"),
        )

    op.create_table(
        "tagged",
        sa.Column("tag_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_tagged_registration_id_registrations"),
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_tagged_tag_id_tags")),
        sa.PrimaryKeyConstraint("tag_id", "registration_id", name=op.f("pk_tagged")),
    )
    with op.batch_alter_table("tagged", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tagged_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("mimetype", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_uploads_question_id_questions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uploads_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_uploads_question_id"), ["question_id"], unique=False)

    op.create_table(
        "registration_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("choice_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("upload_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["choice_id"], ["choices.id"], name=op.f("fk_registration_answers_choice_id_choices")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_registration_answers_question_id_questions"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_registration_answers_registration_id_registrations"),
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["uploads.id"], name=op.f("fk_registration_answers_upload_id_uploads")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_answers")),
        sa.UniqueConstraint(
            "registration_id",
            "question_id",
            "nth",
            name=op.f("uq_registration_answers_registration_id_question_id_nth"),
        ),
    )
    with op.batch_alter_table("registration_answers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_registration_answers_question_id_choice_id",
            ["question_id", "choice_id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_registration_answers_upload_id"), ["upload_id"], unique=False
        )

    op.create_table(
        "scores",
        sa.Column("evaluation_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criteria.id"], name=op.f("fk_scores_criterion_id_criteria")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["evaluations.id"], name=op.f("fk_scores_evaluation_id_evaluations")
        ),
        sa.PrimaryKeyConstraint("evaluation_id", "criterion_id", name=op.f("pk_scores")),
    )
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scores_criterion_id"), ["criterion_id"], unique=False)

    op.create_table(
        "claims",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("quota_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quota_id"], ["quotas.id"], name=op.f("fk_claims_quota_id_quotas")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_claims_registration_id_registrations"),
        ),
        sa.PrimaryKeyConstraint("registration_id", "quota_id", name=op.f("pk_claims")),
    )
    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claims_quota_id"), ["quota_id"], unique=False)

    with op.batch_alter_table("answers", table_kwargs=_WITHOUT_ROWID) as batch_op:
        batch_op.add_column(sa.Column("nth", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("choice_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_answers_choice_id_choices"), "choices", ["choice_id"], ["id"]
        )
        batch_op.drop_constraint(batch_op.f("pk_answers"), type_="primary")
        batch_op.create_primary_key(batch_op.f("pk_answers"), ["response_id", "question_id", "nth"])

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("offer_hours", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("changes_close_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("transferable", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("asks_gender", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("reminder_days", sa.JSON(), nullable=False, server_default="[]")
        )
        batch_op.add_column(
            sa.Column("worded", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    # Not as the column's default, which would stand for the NULL of an event that offers nothing.
    op.execute("UPDATE events SET offer_hours = 48")

    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("event_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("mailing_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("once_key", sa.Text(), nullable=True))
        batch_op.alter_column("registration_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(
            "ix_letters_event_id_status_id", ["event_id", "status", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_letters_mailing_id"), ["mailing_id"], unique=False)
        batch_op.drop_index(
            "ix_letters_due",
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        )
        batch_op.create_index(
            "ix_letters_due",
            ["status", "due_at"],
            unique=False,
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        )
        batch_op.create_index(
            "ix_letters_due_first",
            ["status", "mailing_id", "due_at"],
            unique=False,
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        )
        batch_op.create_unique_constraint(batch_op.f("uq_letters_once_key"), ["once_key"])
        batch_op.create_foreign_key(
            batch_op.f("fk_letters_event_id_events"), "events", ["event_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_letters_mailing_id_mailings"), "mailings", ["mailing_id"], ["id"]
        )

    op.execute(
        "UPDATE letters SET event_id ="
        " (SELECT event_id FROM registrations WHERE registrations.id = letters.registration_id)"
    )

    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "asked_at", sa.String(length=32), nullable=False, server_default="registration"
            )
        )
        batch_op.add_column(
            sa.Column("sensitive", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("minimum", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("maximum", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("shown_if_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("shown_if", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index(batch_op.f("ix_questions_form_id"))
        batch_op.create_foreign_key(
            batch_op.f("fk_questions_shown_if_id_questions"),
            "questions",
            ["shown_if_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )

    op.execute("UPDATE questions SET key = 'q' || id")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.create_unique_constraint(
            batch_op.f("uq_questions_form_id_key"), ["form_id", "key"]
        )

    with op.batch_alter_table("quotas", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("scope", sa.String(length=32), nullable=False, server_default="event")
        )
        batch_op.add_column(
            sa.Column("strata_version", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("sector", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("session_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("choice_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_quotas_event_id"), type_="unique")
        batch_op.create_index("ix_quotas_event_id", ["event_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_quotas_choice_id"), ["choice_id"])
        batch_op.create_unique_constraint(
            batch_op.f("uq_quotas_event_id_sector"), ["event_id", "sector"]
        )
        batch_op.create_index(
            "uq_quotas_of_event",
            ["event_id"],
            unique=True,
            sqlite_where=sa.text("scope = 'event'"),
            postgresql_where=sa.text("scope = 'event'"),
        )
        batch_op.create_unique_constraint(batch_op.f("uq_quotas_session_id"), ["session_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_quotas_choice_id_choices"), "choices", ["choice_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_quotas_session_id_sessions"), "sessions", ["session_id"], ["id"]
        )

    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gender", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("reserve_rank", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("party_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("delegation_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("awaits_completion", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("awaits_letter", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("access_code", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_registrations_delegation_id"), ["delegation_id"], unique=False
        )
        batch_op.create_index(
            "ix_registrations_awaits_letter",
            ["id"],
            unique=False,
            sqlite_where=sa.text("awaits_letter"),
            postgresql_where=sa.text("awaits_letter"),
        )
        batch_op.add_column(sa.Column("name_key", sa.Text(), nullable=False, server_default=""))
        batch_op.create_index(
            "ix_registrations_event_id_name_key_id", ["event_id", "name_key", "id"], unique=False
        )
        batch_op.create_index("ix_registrations_email", ["email"], unique=False)
        batch_op.create_index(
            "ix_registrations_event_id_status_sort_key_id",
            ["event_id", "status", "sort_key", "id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_registrations_searched",
            [
                "event_id",
                "status",
                "merged_into_id",
                "sector",
                "province",
                "phone",
                "search_key",
            ],
            unique=False,
            postgresql_where=sa.text("false"),
        )
        batch_op.create_index(
            batch_op.f("ix_registrations_merged_into_id"), ["merged_into_id"], unique=False
        )
        batch_op.create_index(
            "ix_registrations_offered_until",
            ["offered_until"],
            unique=False,
            sqlite_where=sa.text("status = 'offered'"),
            postgresql_where=sa.text("status = 'offered'"),
        )
        batch_op.create_index(batch_op.f("ix_registrations_party_id"), ["party_id"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_registrations_access_code"), ["access_code"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_registrations_merged_into_id_registrations"),
            "registrations",
            ["merged_into_id"],
            ["id"],
            initially="DEFERRED",
            deferrable=True,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_registrations_party_id_parties"), "parties", ["party_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_registrations_delegation_id_delegations"),
            "delegations",
            ["delegation_id"],
            ["id"],
        )

    _fold_names()

    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("chosen", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def _fold_names() -> None:
    """The folded name is what the searched text begins with."""
    columns = ("id", "given_name", "family_name", "search_key", "name_key")
    people = sa.table("registrations", *(sa.column(name) for name in columns))
    connection = op.get_bind()
    names = [
        {"number": row.id, "folded": " ".join(row.search_key.split()[: len(name.split())])}
        for row in connection.execute(sa.select(people))
        if (name := f"{row.given_name} {row.family_name}")
    ]
    if names:
        folding = sa.update(people).where(people.c.id == sa.bindparam("number"))
        connection.execute(folding.values(name_key=sa.bindparam("folded")), names)


def downgrade() -> None:
    """What the older tables cannot hold is left behind."""
    _leave_behind()
    with op.batch_alter_table("sessions", schema=None) as batch_op:
        batch_op.drop_column("chosen")

    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_registrations_delegation_id_delegations"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_registrations_party_id_parties"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_registrations_merged_into_id_registrations"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("uq_registrations_access_code"), type_="unique")
        batch_op.drop_index(batch_op.f("ix_registrations_party_id"))
        batch_op.drop_index(
            "ix_registrations_offered_until",
            sqlite_where=sa.text("status = 'offered'"),
            postgresql_where=sa.text("status = 'offered'"),
        )
        batch_op.drop_index(batch_op.f("ix_registrations_merged_into_id"))
        batch_op.drop_index("ix_registrations_searched")
        batch_op.drop_index("ix_registrations_event_id_status_sort_key_id")
        batch_op.drop_index("ix_registrations_event_id_name_key_id")
        batch_op.drop_column("name_key")
        batch_op.drop_index("ix_registrations_email")
        batch_op.drop_index(
            "ix_registrations_awaits_letter",
            sqlite_where=sa.text("awaits_letter"),
            postgresql_where=sa.text("awaits_letter"),
        )
        batch_op.drop_index(batch_op.f("ix_registrations_delegation_id"))
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("access_code")
        batch_op.drop_column("awaits_letter")
        batch_op.drop_column("awaits_completion")
        batch_op.drop_column("delegation_id")
        batch_op.drop_column("party_id")
        batch_op.drop_column("reserve_rank")
        batch_op.drop_column("offered_until")
        batch_op.drop_column("gender")

    with op.batch_alter_table("quotas", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_quotas_session_id_sessions"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_quotas_choice_id_choices"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_quotas_session_id"), type_="unique")
        batch_op.drop_index(
            "uq_quotas_of_event",
            sqlite_where=sa.text("scope = 'event'"),
            postgresql_where=sa.text("scope = 'event'"),
        )
        batch_op.drop_constraint(batch_op.f("uq_quotas_event_id_sector"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_quotas_choice_id"), type_="unique")
        batch_op.drop_index("ix_quotas_event_id")
        batch_op.create_unique_constraint(batch_op.f("uq_quotas_event_id"), ["event_id"])
        batch_op.drop_column("choice_id")
        batch_op.drop_column("session_id")
        batch_op.drop_column("sector")
        batch_op.drop_column("strata_version")
        batch_op.drop_column("scope")

    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_questions_shown_if_id_questions"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("uq_questions_form_id_key"), type_="unique")
        batch_op.create_index(batch_op.f("ix_questions_form_id"), ["form_id"], unique=False)
        batch_op.drop_column("retired_at")
        batch_op.drop_column("shown_if")
        batch_op.drop_column("shown_if_id")
        batch_op.drop_column("maximum")
        batch_op.drop_column("minimum")
        batch_op.drop_column("sensitive")
        batch_op.drop_column("asked_at")
        batch_op.drop_column("key")

    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_letters_mailing_id_mailings"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_letters_event_id_events"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_letters_once_key"), type_="unique")
        batch_op.drop_index(
            "ix_letters_due_first",
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        )
        batch_op.drop_index(
            "ix_letters_due",
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        )
        batch_op.create_index(
            "ix_letters_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("status = 'queued'"),
            postgresql_where=sa.text("status = 'queued'"),
        )
        batch_op.drop_index(batch_op.f("ix_letters_mailing_id"))
        batch_op.drop_index("ix_letters_event_id_status_id")
        batch_op.alter_column("registration_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("once_key")
        batch_op.drop_column("mailing_id")
        batch_op.drop_column("event_id")

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_column("worded")
        batch_op.drop_column("reminder_days")
        batch_op.drop_column("asks_gender")
        batch_op.drop_column("transferable")
        batch_op.drop_column("changes_close_at")
        batch_op.drop_column("offer_hours")

    with op.batch_alter_table("answers", table_kwargs=_WITHOUT_ROWID) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_answers_choice_id_choices"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("pk_answers"), type_="primary")
        batch_op.create_primary_key(batch_op.f("pk_answers"), ["response_id", "question_id"])
        batch_op.drop_column("choice_id")
        batch_op.drop_column("nth")

    with op.batch_alter_table("claims", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claims_quota_id"))

    op.drop_table("claims")
    with op.batch_alter_table("scores", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scores_criterion_id"))

    op.drop_table("scores")
    with op.batch_alter_table("registration_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_answers_upload_id"))
        batch_op.drop_index("ix_registration_answers_question_id_choice_id")

    op.drop_table("registration_answers")
    with op.batch_alter_table("uploads", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_uploads_question_id"))
        batch_op.drop_index(batch_op.f("ix_uploads_created_at"))

    op.drop_table("uploads")
    with op.batch_alter_table("tagged", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tagged_registration_id"))

    op.drop_table("tagged")
    with op.batch_alter_table("selection_results", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_selection_results_untold",
            sqlite_where=sa.text("told_at IS NULL"),
            postgresql_where=sa.text("told_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_selection_results_registration_id"))

    op.drop_table("selection_results")
    with op.batch_alter_table("notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notes_registration_id"))

    op.drop_table("notes")
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluations_evaluator_id"))

    op.drop_table("evaluations")
    op.drop_table("completeness_checks")
    with op.batch_alter_table("chosen_sessions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_chosen_sessions_session_id"))

    op.drop_table("chosen_sessions")
    with op.batch_alter_table("choices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_choices_question_id"))

    op.drop_table("choices")
    op.drop_table("tags")
    with op.batch_alter_table("selections", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_selections_event_id"))

    op.drop_table("selections")
    with op.batch_alter_table("selection_rules", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_selection_rules_event_id"))

    op.drop_table("selection_rules")
    with op.batch_alter_table("parties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parties_event_id"))

    op.drop_table("parties")
    with op.batch_alter_table("mailing_recipients", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailing_recipients_registration_id"))

    op.drop_table("mailing_recipients")
    with op.batch_alter_table("mailings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mailings_event_id"))

    op.drop_table("mailings")
    with op.batch_alter_table("listing_requests", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_listing_requests_asked_at"))

    op.drop_table("listing_requests")
    op.drop_table("letter_wordings")
    with op.batch_alter_table("delegations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegations_event_id"))

    op.drop_table("delegations")
    with op.batch_alter_table("criteria", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_criteria_event_id"))

    op.drop_table("criteria")
    with op.batch_alter_table("institutions", schema=None) as batch_op:
        batch_op.drop_index("ix_institutions_search_key_id")

    op.drop_table("institutions")


def _leave_behind() -> None:
    op.execute("UPDATE registrations SET status = 'waitlisted' WHERE status = 'offered'")
    op.execute("DELETE FROM letters WHERE registration_id IS NULL OR status = 'withdrawn'")
    op.execute("DELETE FROM claims")
    op.execute("DELETE FROM registration_answers")
    op.execute("DELETE FROM uploads")
    op.execute("DELETE FROM quotas WHERE scope <> 'event'")
    op.execute("DELETE FROM answers WHERE choice_id IS NOT NULL")
    op.execute("UPDATE questions SET shown_if_id = NULL")
    op.execute("DELETE FROM choices")
    op.execute(
        "DELETE FROM questions WHERE form_id IN"
        " (SELECT id FROM forms WHERE purpose = 'registration')"
    )
    op.execute("DELETE FROM forms WHERE purpose = 'registration'")
