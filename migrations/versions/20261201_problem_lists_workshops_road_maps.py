"""Problem lists with acts, workshops in the room, road maps"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "52c41beefe1c"
down_revision = "6b1f0d9e27c4"
branch_labels = None
depends_on = None


_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


_MADE_AT = datetime(2026, 12, 1, tzinfo=UTC)


def upgrade() -> None:
    _make_tables()
    weights = sa.text(
        "INSERT INTO priority_weights (version, both_sides, provinces, harm, votes, count, made_at)"
        " VALUES (1, 30, 25, 20, 15, 10, :made_at)"
    ).bindparams(sa.bindparam("made_at", _MADE_AT, sa.DateTime(timezone=True)))
    op.execute(weights)
    op.execute("DELETE FROM ordered_files")  # they are made anew when somebody asks
    _change_files("waves", "about")
    _change_problems()
    _change_statements()


def _make_tables() -> None:
    op.create_table(
        "priority_weights",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("both_sides", sa.Integer(), nullable=False),
        sa.Column("provinces", sa.Integer(), nullable=False),
        sa.Column("harm", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "both_sides + provinces + harm + votes + count = 100",
            name=op.f("ck_priority_weights_sum"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_priority_weights_made_by_id_users")
        ),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_priority_weights")),
    )
    op.create_table(
        "road_maps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_road_maps_created_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_road_maps")),
        sa.UniqueConstraint("slug", name=op.f("uq_road_maps_slug")),
    )
    with op.batch_alter_table("road_maps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_road_maps_province"), ["province"], unique=False)

    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("road_map_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("theme_en", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("institution_key", sa.Text(), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("indicator_en", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("baseline", sa.Double(), nullable=True),
        sa.Column("baseline_on", sa.Date(), nullable=True),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("measured", sa.Double(), nullable=True),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_actions_ends_after_start")),
        sa.CheckConstraint("target <> baseline", name=op.f("ck_actions_target_is_not_baseline")),
        sa.ForeignKeyConstraint(
            ["road_map_id"], ["road_maps.id"], name=op.f("fk_actions_road_map_id_road_maps")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
        sa.UniqueConstraint("road_map_id", "number", name=op.f("uq_actions_road_map_id_number")),
    )
    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_actions_institution_key"), ["institution_key"], unique=False
        )

    op.create_table(
        "problem_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scope_text", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("weights_version", sa.Integer(), nullable=True),
        sa.Column("hide_reasons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_problem_lists_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["weights_version"],
            ["priority_weights.version"],
            name=op.f("fk_problem_lists_weights_version_priority_weights"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_lists")),
        sa.UniqueConstraint("event_id", name=op.f("uq_problem_lists_event_id")),
        sa.UniqueConstraint("scope_text", name=op.f("uq_problem_lists_scope_text")),
    )
    with op.batch_alter_table("problem_lists", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_lists_province"), ["province"], unique=False)

    op.create_table(
        "progress_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("road_map_id", sa.Integer(), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("institution_key", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_progress_links_made_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["road_map_id"], ["road_maps.id"], name=op.f("fk_progress_links_road_map_id_road_maps")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_links")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_progress_links_key_hash")),
    )
    with op.batch_alter_table("progress_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_progress_links_road_map_id"), ["road_map_id"], unique=False
        )

    op.create_table(
        "road_map_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("road_map_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["users.id"], name=op.f("fk_road_map_periods_approved_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["road_map_id"],
            ["road_maps.id"],
            name=op.f("fk_road_map_periods_road_map_id_road_maps"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_road_map_periods")),
        sa.UniqueConstraint(
            "road_map_id", "period", name=op.f("uq_road_map_periods_road_map_id_period")
        ),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", _BIG, autoincrement=False, nullable=False),
        sa.Column("road_map_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_change_id", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["road_map_id"], ["road_maps.id"], name=op.f("fk_subscriptions_road_map_id_road_maps")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint(
            "road_map_id", "email", name=op.f("uq_subscriptions_road_map_id_email")
        ),
    )
    op.create_table(
        "workshops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("shows_at_once", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_workshops_event_id_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshops")),
        sa.UniqueConstraint("code", name=op.f("uq_workshops_code")),
    )
    with op.batch_alter_table("workshops", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshops_event_id"), ["event_id"], unique=False)

    op.create_table(
        "action_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("reported_by_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("measured", sa.Double(), nullable=True),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_action_reports_action_id_actions")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_action_reports_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["progress_links.id"],
            name=op.f("fk_action_reports_link_id_progress_links"),
        ),
        sa.ForeignKeyConstraint(
            ["reported_by_id"], ["users.id"], name=op.f("fk_action_reports_reported_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_reports")),
    )
    with op.batch_alter_table("action_reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_action_reports_action_id"), ["action_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_action_reports_link_id"), ["link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_reports_state"), ["state"], unique=False)

    op.create_table(
        "outcome_news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("once_key", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.Column("road_map_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_outcome_news_action_id_actions")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_outcome_news_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["road_map_id"], ["road_maps.id"], name=op.f("fk_outcome_news_road_map_id_road_maps")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_outcome_news_survey_id_surveys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_news")),
        sa.UniqueConstraint("once_key", name=op.f("uq_outcome_news_once_key")),
    )
    with op.batch_alter_table("outcome_news", schema=None) as batch_op:
        batch_op.create_index(
            "ix_outcome_news_unwritten",
            ["id"],
            unique=False,
            sqlite_where=sa.text("written_at IS NULL"),
            postgresql_where=sa.text("written_at IS NULL"),
        )

    op.create_table(
        "road_map_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("road_map_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_road_map_changes_action_id_actions")
        ),
        sa.ForeignKeyConstraint(
            ["road_map_id"],
            ["road_maps.id"],
            name=op.f("fk_road_map_changes_road_map_id_road_maps"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_road_map_changes")),
    )
    with op.batch_alter_table("road_map_changes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_road_map_changes_action_id"), ["action_id"], unique=False
        )
        batch_op.create_index(
            "ix_road_map_changes_road_map_id_id", ["road_map_id", "id"], unique=False
        )

    op.create_table(
        "rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "closed_at IS NULL OR closed_at >= opened_at", name=op.f("ck_rounds_closed_later")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_rounds_workshop_id_workshops")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
    )
    with op.batch_alter_table("rounds", schema=None) as batch_op:
        batch_op.create_index("ix_rounds_workshop_id", ["workshop_id"], unique=False)
        batch_op.create_index(
            "uq_rounds_open",
            ["workshop_id", "kind"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "seats",
        sa.Column("id", _BIG, autoincrement=False, nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshops.id"], name=op.f("fk_seats_workshop_id_workshops")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_seats_key_hash")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_workshop_id"), ["workshop_id"], unique=False)

    op.create_table(
        "action_problems",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_action_problems_action_id_actions")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problems.id"], name=op.f("fk_action_problems_problem_id_problems")
        ),
        sa.PrimaryKeyConstraint("action_id", "problem_id", name=op.f("pk_action_problems")),
    )
    with op.batch_alter_table("action_problems", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_action_problems_problem_id"), ["problem_id"], unique=False
        )

    op.create_table(
        "acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=True),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_acts_by_id_users")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["problem_lists.id"], name=op.f("fk_acts_list_id_problem_lists")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problems.id"], name=op.f("fk_acts_problem_id_problems")
        ),
        sa.ForeignKeyConstraint(["undoes_id"], ["acts.id"], name=op.f("fk_acts_undoes_id_acts")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["acts.id"], name=op.f("fk_acts_undone_by_id_acts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts")),
    )
    with op.batch_alter_table("acts", schema=None) as batch_op:
        batch_op.create_index("ix_acts_list_id_id", ["list_id", "id"], unique=False)

    op.create_table(
        "problem_scores",
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("impact", sa.Integer(), nullable=False),
        sa.Column("feasibility", sa.Integer(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "feasibility BETWEEN 1 AND 5", name=op.f("ck_problem_scores_feasibility")
        ),
        sa.CheckConstraint("impact BETWEEN 1 AND 5", name=op.f("ck_problem_scores_impact")),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problems.id"], name=op.f("fk_problem_scores_problem_id_problems")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_problem_scores_user_id_users")
        ),
        sa.PrimaryKeyConstraint("problem_id", "user_id", name=op.f("pk_problem_scores")),
    )
    op.create_table(
        "sends",
        sa.Column("seat_id", _BIG, nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_sends_seat_id_seats")),
        sa.PrimaryKeyConstraint("seat_id", "nonce", name=op.f("pk_sends")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "act_subjects",
        sa.Column("act_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["act_id"], ["acts.id"], name=op.f("fk_act_subjects_act_id_acts")),
        sa.PrimaryKeyConstraint("act_id", "row", "subject_id", name=op.f("pk_act_subjects")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("act_subjects", schema=None) as batch_op:
        batch_op.create_index("ix_act_subjects_row_subject_id", ["row", "subject_id"], unique=False)

    op.create_table(
        "seat_statements",
        sa.Column("statement_id", _BIG, nullable=False),
        sa.Column("seat_id", _BIG, nullable=False),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seats.id"], name=op.f("fk_seat_statements_seat_id_seats")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statements.id"],
            name=op.f("fk_seat_statements_statement_id_statements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_seat_statements")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("seat_statements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_statements_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "statement_likenesses",
        sa.Column("statement_id", _BIG, nullable=False),
        sa.Column("other_id", _BIG, nullable=False),
        sa.Column("likeness", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["statements.id"],
            name=op.f("fk_statement_likenesses_other_id_statements"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statements.id"],
            name=op.f("fk_statement_likenesses_statement_id_statements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("statement_id", "other_id", name=op.f("pk_statement_likenesses")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("statement_likenesses", schema=None) as batch_op:
        batch_op.create_index("ix_statement_likenesses_other_id", ["other_id"], unique=False)

    op.create_table(
        "statement_vectors",
        sa.Column("statement_id", _BIG, nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statements.id"],
            name=op.f("fk_statement_vectors_statement_id_statements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_statement_vectors")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "votes",
        sa.Column("id", _BIG, autoincrement=False, nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", _BIG, nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=True),
        sa.Column("statement_id", _BIG, nullable=True),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(problem_id IS NULL) <> (statement_id IS NULL)", name=op.f("ck_votes_on_one")
        ),
        sa.CheckConstraint("dots > 0", name=op.f("ck_votes_dots")),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problems.id"], name=op.f("fk_votes_problem_id_problems")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_votes_round_id_rounds")),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_votes_seat_id_seats")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statements.id"], name=op.f("fk_votes_statement_id_statements")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint(
            "round_id", "seat_id", "problem_id", name=op.f("uq_votes_round_id_seat_id_problem_id")
        ),
        sa.UniqueConstraint(
            "round_id",
            "seat_id",
            "statement_id",
            name=op.f("uq_votes_round_id_seat_id_statement_id"),
        ),
    )
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_votes_problem_id"), ["problem_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_votes_statement_id"), ["statement_id"], unique=False)


def _change_files(old: str, new: str) -> None:
    with op.batch_alter_table("ordered_files") as batch_op:
        batch_op.drop_constraint(f"uq_ordered_files_kind_{old}_by_locale_version", type_="unique")
        batch_op.drop_column(old)
        batch_op.add_column(sa.Column(new, sa.Text(), nullable=False))
        batch_op.create_unique_constraint(
            f"uq_ordered_files_kind_{new}_by_locale_version",
            ["kind", new, "by", "locale", "version"],
        )


_TEXTS = ("summary", "summary_en", "topic", "not_taken_up", "not_taken_up_en")


def _change_problems() -> None:
    with op.batch_alter_table("problems") as batch_op:
        batch_op.add_column(sa.Column("list_id", sa.Integer(), nullable=True))
        for text in _TEXTS:
            batch_op.add_column(sa.Column(text, sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("standing", sa.String(length=32), nullable=False, server_default="open")
        )
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("part_of_id", sa.Integer(), nullable=True))
    # Lists that are public stay so, with the weights that hold now.
    op.execute(
        "INSERT INTO problem_lists (scope_text, event_id, published_at, weights_version,"
        " hide_reasons)"
        " SELECT 'event:' || event_id, event_id, min(published_at),"
        " CASE WHEN min(published_at) IS NULL THEN NULL ELSE 1 END, '[]'"
        " FROM problems GROUP BY event_id"
    )
    op.execute(
        "UPDATE problems SET list_id ="
        " (SELECT l.id FROM problem_lists l WHERE l.event_id = problems.event_id)"
    )
    with op.batch_alter_table("problems") as batch_op:
        for text in (*_TEXTS, "standing"):
            batch_op.alter_column(text, server_default=None)
        batch_op.alter_column("list_id", nullable=False)
        batch_op.drop_index("ix_problems_event_id")
        batch_op.drop_constraint("fk_problems_event_id_events", type_="foreignkey")
        batch_op.drop_column("event_id")
        for name in ("list_id", "merged_into_id", "part_of_id"):
            batch_op.create_index(f"ix_problems_{name}", [name])
        batch_op.create_foreign_key(
            "fk_problems_list_id_problem_lists", "problem_lists", ["list_id"], ["id"]
        )
        for name in ("merged_into_id", "part_of_id"):
            batch_op.create_foreign_key(f"fk_problems_{name}_problems", "problems", [name], ["id"])
        batch_op.create_check_constraint(
            "merged", "(standing = 'merged') = (merged_into_id IS NOT NULL)"
        )


def _change_statements() -> None:
    with op.batch_alter_table("statements") as batch_op:
        batch_op.add_column(sa.Column("workshop_id", sa.Integer(), nullable=True))
        for name in ("table_label", "public_text", "hidden_reason"):
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("marks", sa.JSON(), nullable=True))
        batch_op.add_column(
            sa.Column("unanswered", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("original_destroyed_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("state", sa.String(length=32), nullable=False, server_default="received")
        )
    op.execute("UPDATE statements SET public_text = text")
    op.execute("UPDATE statements SET state = 'joined' WHERE problem_id IS NOT NULL")
    with op.batch_alter_table("statements") as batch_op:
        for name in ("table_label", "public_text", "hidden_reason", "unanswered", "state"):
            batch_op.alter_column(name, server_default=None)
        for name, column, where in (
            ("ix_statements_unanswered", "event_id", "unanswered"),
            ("ix_statements_unread", "id", "marks IS NULL"),
        ):
            batch_op.create_index(
                name, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where)
            )
        batch_op.create_index("ix_statements_workshop_id", ["workshop_id"])
        batch_op.create_foreign_key(
            "fk_statements_workshop_id_workshops", "workshops", ["workshop_id"], ["id"]
        )
        batch_op.create_check_constraint("joined", "(state = 'joined') = (problem_id IS NOT NULL)")


def downgrade() -> None:
    """What is new is lost: workshops, votes, scores, acts, road maps, and the problems of
    provinces and of the programme. Statements without an event stay ungrouped, and what a moderator
    masked stays masked."""
    op.execute("DELETE FROM ordered_files")
    _change_files("about", "waves")
    _change_statements_back()
    _change_problems_back()
    for table in _NEW:
        op.drop_table(table)


_NEW = (
    "votes",
    "statement_vectors",
    "statement_likenesses",
    "seat_statements",
    "act_subjects",
    "sends",
    "problem_scores",
    "acts",
    "action_problems",
    "seats",
    "rounds",
    "road_map_changes",
    "outcome_news",
    "action_reports",
    "workshops",
    "subscriptions",
    "road_map_periods",
    "progress_links",
    "problem_lists",
    "actions",
    "road_maps",
    "priority_weights",
)


def _change_statements_back() -> None:
    op.execute("UPDATE statements SET text = public_text WHERE unanswered OR text <> public_text")
    with op.batch_alter_table("statements") as batch_op:
        batch_op.drop_constraint("joined", type_="check")
        batch_op.drop_constraint("fk_statements_workshop_id_workshops", type_="foreignkey")
        for name in ("workshop_id", "unread", "unanswered"):
            batch_op.drop_index(f"ix_statements_{name}")
        for name in (
            "workshop_id",
            "table_label",
            "public_text",
            "marks",
            "unanswered",
            "original_destroyed_on",
            "state",
            "hidden_reason",
        ):
            batch_op.drop_column(name)
    op.execute("UPDATE statements SET source = 'organizer' WHERE source IN ('room', 'import')")


def _change_problems_back() -> None:
    with op.batch_alter_table("problems") as batch_op:
        batch_op.add_column(sa.Column("event_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint("merged", type_="check")
        for name, table in (
            ("list_id", "problem_lists"),
            ("merged_into_id", "problems"),
            ("part_of_id", "problems"),
        ):
            batch_op.drop_constraint(f"fk_problems_{name}_{table}", type_="foreignkey")
            batch_op.drop_index(f"ix_problems_{name}")
    op.execute(
        "UPDATE problems SET event_id ="
        " (SELECT l.event_id FROM problem_lists l WHERE l.id = problems.list_id)"
    )
    gone = "(SELECT id FROM problems WHERE event_id IS NULL OR standing <> 'open')"
    for table in ("votes", "problem_scores", "action_problems"):
        op.execute(f"DELETE FROM {table} WHERE problem_id IN {gone}")
    op.execute(f"UPDATE acts SET problem_id = NULL WHERE problem_id IN {gone}")
    op.execute(f"UPDATE statements SET problem_id = NULL WHERE problem_id IN {gone}")
    op.execute("DELETE FROM problems WHERE event_id IS NULL OR standing <> 'open'")
    with op.batch_alter_table("problems") as batch_op:
        batch_op.alter_column("event_id", nullable=False)
        batch_op.create_index("ix_problems_event_id", ["event_id"])
        batch_op.create_foreign_key("fk_problems_event_id_events", "events", ["event_id"], ["id"])
        for name in ("list_id", "standing", "merged_into_id", "part_of_id", *_TEXTS):
            batch_op.drop_column(name)
