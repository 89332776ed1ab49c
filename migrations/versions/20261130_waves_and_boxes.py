"""Waves, rights and boxes: answers that nothing joins to a person

The rows of before are written anew, in one transaction, in random order and under new keys: the old
ones could be joined by their texts, and by what the database notes with each row.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import SystemRandom
from secrets import randbits
from typing import Any

import sqlalchemy as sa
from alembic import op

from lib.turkish import search_key

revision = "d0c4e7a91b35"
down_revision = "ac6e3a91b2df"
branch_labels = None
depends_on = None

_MINIMUM = 5
_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INVITED_WITHIN, _ANSWERED_WITHIN = timedelta(days=30), timedelta(days=14)
Row = dict[str, Any]


def upgrade() -> None:
    old = {table: _rows(query) for table, query in _OLD.items()}
    for table in ("answers", "responses", "feedback_invitations", "statements"):
        op.drop_table(table)
    _make_surveys()
    _change_forms()
    _make_waves()
    _make_answers()
    _bring_over(old)


_OLD = {
    "forms": "SELECT f.id, f.event_id, e.ends_at FROM forms f JOIN events e ON e.id = f.event_id"
    " WHERE f.purpose = 'feedback'",
    "invitations": "SELECT i.id, i.registration_id, i.answered, r.event_id, r.sector, r.province,"
    " r.institution, r.locale FROM feedback_invitations i"
    " JOIN registrations r ON r.id = i.registration_id",
    "responses": "SELECT id, form_id, side FROM responses",
    "answers": "SELECT a.response_id, a.question_id, a.nth, a.choice_id, a.number, a.text, q.kind,"
    " q.feeds_problem_list FROM answers a JOIN questions q ON q.id = a.question_id",
    "statements": "SELECT id, event_id, session_id, problem_id, side, text, source, made_on"
    " FROM statements",
}


def _make_surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("description_en", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_surveys_created_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("slug", name=op.f("uq_surveys_slug")),
    )
    with op.batch_alter_table("surveys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_surveys_province"), ["province"], unique=False)


def _make_waves() -> None:
    op.create_table(
        "waves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("link", sa.String(length=32), nullable=False),
        sa.Column("baseline", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sheets", sa.Integer(), nullable=True),
        sa.Column("target", sa.JSON(), nullable=False),
        sa.Column("rates", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["form_id"], ["forms.id"], name=op.f("fk_waves_form_id_forms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waves")),
        sa.UniqueConstraint("form_id", "number", name=op.f("uq_waves_form_id_number")),
    )
    with op.batch_alter_table("waves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waves_closed_at"), ["closed_at"], unique=False)

    op.create_table(
        "feedback_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("sector", sa.String(length=32), nullable=True),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_feedback_invitations_registration_id_registrations"),
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["waves.id"], name=op.f("fk_feedback_invitations_wave_id_waves")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_invitations")),
        sa.UniqueConstraint("wave_id", "email", name=op.f("uq_feedback_invitations_wave_id_email")),
        sa.UniqueConstraint(
            "wave_id",
            "registration_id",
            name=op.f("uq_feedback_invitations_wave_id_registration_id"),
        ),
    )
    with op.batch_alter_table("feedback_invitations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_feedback_invitations_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "rights",
        sa.Column(
            "id",
            _BIG,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["feedback_invitations.id"],
            name=op.f("fk_rights_invitation_id_feedback_invitations"),
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_rights_wave_id_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_rights_invitation_id")),
    )
    with op.batch_alter_table("rights", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rights_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "response_box",
        sa.Column(
            "id",
            _BIG,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=32), nullable=True),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_response_box_registration_id_registrations"),
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["waves.id"], name=op.f("fk_response_box_wave_id_waves")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_box")),
    )
    with op.batch_alter_table("response_box", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_box_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "statement_box",
        sa.Column(
            "id",
            _BIG,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("side", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hurts", sa.Integer(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_statement_box_session_id_sessions")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["waves.id"], name=op.f("fk_statement_box_wave_id_waves")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_box")),
    )
    with op.batch_alter_table("statement_box", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_box_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "sent_forms",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["waves.id"], name=op.f("fk_sent_forms_wave_id_waves")
        ),
        sa.PrimaryKeyConstraint("wave_id", "nonce", name=op.f("pk_sent_forms")),
        sqlite_with_rowid=False,
    )

    op.create_table(
        "outcome_addresses",
        sa.Column(
            "id",
            _BIG,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_outcome_addresses_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_outcome_addresses_survey_id_surveys")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_addresses")),
        sa.UniqueConstraint("event_id", "email", name=op.f("uq_outcome_addresses_event_id_email")),
        sa.UniqueConstraint(
            "survey_id", "email", name=op.f("uq_outcome_addresses_survey_id_email")
        ),
    )


def _make_answers() -> None:
    op.create_table(
        "responses",
        sa.Column(
            "id",
            _BIG,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=32), nullable=True),
        sa.Column("province", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_responses_wave_id_waves")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses")),
    )
    with op.batch_alter_table("responses", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responses_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "named_responses",
        sa.Column("response_id", _BIG, autoincrement=False, nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_named_responses_registration_id_registrations"),
        ),
        sa.ForeignKeyConstraint(
            ["response_id"],
            ["responses.id"],
            name=op.f("fk_named_responses_response_id_responses"),
        ),
        sa.PrimaryKeyConstraint("response_id", name=op.f("pk_named_responses")),
    )
    with op.batch_alter_table("named_responses", schema=None) as batch_op:
        batch_op.create_index("ix_named_responses_registration_id", ["registration_id"])

    op.create_table(
        "answers",
        sa.Column("response_id", _BIG, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("choice_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("search_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["choice_id"], ["choices.id"], name=op.f("fk_answers_choice_id_choices")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_answers_question_id_questions")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name=op.f("fk_answers_response_id_responses")
        ),
        sa.PrimaryKeyConstraint("response_id", "question_id", "nth", name=op.f("pk_answers")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_question_id"), ["question_id"], unique=False)

    op.create_table(
        "subject_answers",
        sa.Column(
            "id",
            _BIG,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("choice_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("search_key", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["choice_id"], ["choices.id"], name=op.f("fk_subject_answers_choice_id_choices")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_subject_answers_question_id_questions")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["waves.id"], name=op.f("fk_subject_answers_wave_id_waves")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_answers")),
    )
    with op.batch_alter_table("subject_answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_subject_answers_question_id"), ["question_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_subject_answers_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "tallies",
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_tallies_question_id_questions")
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["waves.id"], name=op.f("fk_tallies_wave_id_waves")),
        sa.PrimaryKeyConstraint(
            "wave_id",
            "question_id",
            "subject_id",
            "side",
            "province",
            "value",
            name=op.f("pk_tallies"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("tallies", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tallies_question_id"), ["question_id"], unique=False)

    op.create_table(
        "statements",
        sa.Column(
            "id",
            _BIG,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("wave_id", sa.Integer(), nullable=True),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("problem_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hurts", sa.Integer(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_statements_event_id_events")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problems.id"], name=op.f("fk_statements_problem_id_problems")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_statements_session_id_sessions")
        ),
        sa.ForeignKeyConstraint(
            ["wave_id"], ["waves.id"], name=op.f("fk_statements_wave_id_waves")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statements_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statements_problem_id"), ["problem_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statements_wave_id"), ["wave_id"], unique=False)

    op.create_table(
        "statement_sides",
        sa.Column("statement_id", _BIG, nullable=False),
        sa.Column("side", sa.String(length=32), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"],
            ["statements.id"],
            name=op.f("fk_statement_sides_statement_id_statements"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("pk_statement_sides")),
        sqlite_with_rowid=False,
    )


def _change_forms() -> None:
    with op.batch_alter_table("forms", schema=None) as batch_op:
        batch_op.alter_column("event_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("survey_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.create_foreign_key("fk_forms_survey_id_surveys", "surveys", ["survey_id"], ["id"])
        batch_op.create_index("ix_forms_survey_id", ["survey_id"], unique=False)
        batch_op.create_check_constraint(
            op.f("ck_forms_of_one"), sa.text("(event_id IS NULL) <> (survey_id IS NULL)")
        )
    with op.batch_alter_table("forms", schema=None) as batch_op:
        batch_op.alter_column("named", server_default=None)
    op.execute(
        "UPDATE questions SET kind = 'problem' WHERE feeds_problem_list"
        " AND form_id IN (SELECT id FROM forms WHERE purpose = 'feedback')"
    )
    texts = ("low", "low_en", "high", "high_en", "asked_as")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_column("feeds_problem_list")
        batch_op.add_column(sa.Column("points", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("matrix_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("asked_of", sa.String(length=32), nullable=True))
        batch_op.add_column(
            sa.Column("subjects", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
        batch_op.add_column(sa.Column("page", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(
            sa.Column("no_opinion", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        for name in texts:
            batch_op.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch_op.create_foreign_key(
            "fk_questions_matrix_id_questions",
            "questions",
            ["matrix_id"],
            ["id"],
            deferrable=True,
            initially="DEFERRED",
        )
    with op.batch_alter_table("choices", schema=None) as batch_op:
        for name in ("takes_text", "is_right"):
            batch_op.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
    with op.batch_alter_table("questions", schema=None) as batch_op:
        for name in ("subjects", "page", "no_opinion", *texts):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("choices", schema=None) as batch_op:
        for name in ("takes_text", "is_right"):
            batch_op.alter_column(name, server_default=None)


def _bring_over(old: Mapping[str, list[Row]]) -> None:
    """Write the old rows into the new tables, each wave's in random order."""
    invited, answered = _by(old["invitations"], "event_id"), _by(old["responses"], "form_id")
    said = _by(old["statements"], "event_id")
    statements = [row for row in old["statements"] if row["source"] != "feedback"]
    sides = [(row["id"], row["side"], True) for row in statements if row["side"]]
    now = datetime.now(UTC)
    for form in old["forms"]:
        invitations, responses = invited[form["event_id"]], answered[form["id"]]
        written = [row for row in said[form["event_id"]] if row["source"] == "feedback"]
        if not (invitations or responses or written):
            continue
        closed = _moment(form["ends_at"]) + _INVITED_WITHIN + _ANSWERED_WITHIN < now
        wave = _write_wave(form, invitations, now, closed)
        _write_rights(wave, invitations, () if closed else invitations)
        _write_responses(wave, responses, _by(old["answers"], "response_id"))
        shown = _shown(Counter(row["side"] for row in responses), set(_SIDES)) if closed else set()
        shown = _shown(Counter(row["side"] for row in written), shown)
        last = max((row["made_on"] for row in written), default=None)
        statements += [{**row, "wave_id": wave, "made_on": last} for row in written]
        sides += [
            (row["id"], row["side"], closed)
            for row in written
            if row["side"] and (not closed or row["side"] in shown)
        ]
    _write("statements", statements, {"wave_id": None, "hurts": None, "topic": ""}, without="side")
    _write("statement_sides", [dict(zip(_SIDED, row, strict=True)) for row in sides])


_SIDES = ("public", "cso", "academia", "private", "other")
_SIDED = ("statement_id", "side", "shown")


def _write_wave(form: Row, invitations: Sequence[Row], now: datetime, closed: bool) -> int:
    ended = _moment(form["ends_at"])
    values = {
        "form_id": form["id"],
        "number": 1,
        "name": "",
        "link": "personal",
        "baseline": False,
        "opens_at": ended,
        "closes_at": ended + _INVITED_WITHIN + _ANSWERED_WITHIN
        if closed
        else now + _ANSWERED_WITHIN,
        "closed_at": now if closed else None,
        "settled": closed,
        "invited": len(invitations),
        "target": {},
        "rates": _rates(invitations) if closed else {},
    }
    waves = sa.table(
        "waves",
        *(sa.column(name, _TYPES.get(name)) for name in ("id", *values)),
    )
    op.get_bind().execute(sa.insert(waves).values(**values))
    found = op.get_bind().scalar(sa.select(waves.c.id).where(waves.c.form_id == form["id"]))
    return int(found or 0)


def _rates(invitations: Sequence[Row]) -> dict[str, dict[str, list[int]]]:
    """How many of each sector, province and institution were invited, and how many answered."""
    rates: dict[str, dict[str, list[int]]] = {}
    for name in ("sector", "province", "institution"):
        counts = rates[name] = {}
        for row in invitations:
            both = counts.setdefault(row[name] or "", [0, 0])
            both[0] += 1
            both[1] += bool(row["answered"])
    return rates


_TYPES: Mapping[str, Any] = {
    "answered": sa.Boolean(),
    "submitted_on": sa.Date(),
    "baseline": sa.Boolean(),
    "shown": sa.Boolean(),
    "opens_at": sa.DateTime(timezone=True),
    "closes_at": sa.DateTime(timezone=True),
    "closed_at": sa.DateTime(timezone=True),
    "target": sa.JSON(),
    "rates": sa.JSON(),
    "made_on": sa.Date(),
}


def _write_rights(wave: int, invitations: Iterable[Row], open_to: Iterable[Row]) -> None:
    kept = ("id", "registration_id", "sector", "province", "institution", "locale")
    _write(
        "feedback_invitations",
        [{name: row[name] for name in kept} | {"wave_id": wave} for row in invitations],
    )
    _write(
        "rights",
        [
            {"id": randbits(62), "wave_id": wave, "invitation_id": row["id"]}
            for row in open_to
            if not row["answered"]
        ],
    )


def _write_responses(
    wave: int, responses: Iterable[Row], answers: Mapping[int, Sequence[Row]]
) -> None:
    made, rows, tallies = [], [], Counter[tuple[Any, ...]]()
    for response in responses:
        number = randbits(62)
        made.append({"id": number, "wave_id": wave, "side": response["side"]})
        for question, given in _by(answers[response["id"]], "question_id").items():
            side = response["side"] or ""
            for value in _values(given):
                tallies[question, side, value] += 1
            if not given[0]["feeds_problem_list"]:
                kept = ("question_id", "nth", "choice_id", "number", "text")
                rows += [
                    {name: row[name] for name in kept}
                    | {"response_id": number, "search_key": row["text"] and search_key(row["text"])}
                    for row in given
                ]
    _write("responses", made)
    _write("answers", rows)
    names = ("question_id", "side", "value")
    _write(
        "tallies",
        [dict(zip(names, key, strict=True)) | {"count": count} for key, count in tallies.items()],
        {"wave_id": wave, "subject_id": 0, "province": ""},
    )


def _values(rows: Sequence[Row]) -> list[str]:
    if rows[0]["kind"] in ("short_text", "long_text", "email", "phone", "institution"):
        return [""]
    given = ((row["choice_id"], row["number"], row["text"]) for row in rows)
    return ["", *(str(next(v for v in values if v is not None)) for values in given)]


def _shown(counts: Mapping[str | None, int], allowed: set[str]) -> set[str]:
    """The sides that may be told: what is withheld of all sums to none, or to five or more."""
    shown = [side for side in _SIDES if side in allowed and counts[side] >= _MINIMUM]
    while shown and 0 < sum(counts.values()) - sum(counts[side] for side in shown) < _MINIMUM:
        shown.remove(min(reversed(shown), key=lambda side: counts[side]))
    return set(shown)


def _by(rows: Iterable[Row], name: str) -> Mapping[Any, list[Row]]:
    found = defaultdict(list)
    for row in rows:
        found[row[name]].append(row)
    return found


def _rows(query: str) -> list[Row]:
    return [dict(row) for row in op.get_bind().execute(sa.text(query)).mappings()]


def _write(
    table: str, rows: list[Row], more: Mapping[str, Any] | None = None, *, without: str = ""
) -> None:
    """Insert the rows in random order; `more`: columns that the rows may lack."""
    if not rows:
        return
    SystemRandom().shuffle(rows)
    full = [{**(more or {}), **row} for row in rows]
    for row in full:
        row.pop(without, None)
        for day in ("made_on", "submitted_on"):
            if isinstance(row.get(day), str):  # as SQLite gives a date to a bare query
                row[day] = date.fromisoformat(row[day])
    named = sa.table(table, *(sa.column(name, _TYPES.get(name)) for name in full[0]))
    op.get_bind().execute(sa.insert(named), full)


def _moment(value: datetime | str) -> datetime:
    """A time of the old rows: SQLite gives text, without its zone."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def downgrade() -> None:
    """Back to answers beside their invitations. What surveys were told, what waits in the boxes and
    what the older tables cannot hold is lost."""
    old = {table: _rows(query) for table, query in _NEW.items()}
    for table in _MADE:
        op.drop_table(table)
    op.execute(f"DELETE FROM choices WHERE question_id IN ({_SURVEYED})")
    op.execute(f"DELETE FROM questions WHERE id IN ({_SURVEYED})")
    op.execute("DELETE FROM forms WHERE event_id IS NULL")
    _change_forms_back()
    op.drop_table("surveys")
    _make_old_tables()
    for table, rows in old.items():
        _write(table, rows)


_SURVEYED = "SELECT q.id FROM questions q JOIN forms f ON f.id = q.form_id WHERE f.event_id IS NULL"
_MADE = (
    "statement_sides",
    "statements",
    "tallies",
    "subject_answers",
    "answers",
    "named_responses",
    "responses",
    "outcome_addresses",
    "sent_forms",
    "statement_box",
    "response_box",
    "rights",
    "feedback_invitations",
    "waves",
)
_LAST_DAY = "(SELECT date(max(coalesce(closed_at, opens_at))) FROM waves)"
_NEW = {
    "feedback_invitations": "SELECT i.id, i.registration_id,"
    " NOT EXISTS (SELECT 1 FROM rights r WHERE r.invitation_id = i.id) AND w.closed_at IS NULL"
    " AS answered FROM feedback_invitations i JOIN waves w ON w.id = i.wave_id"
    " JOIN forms f ON f.id = w.form_id WHERE f.purpose = 'feedback' AND i.registration_id IS NOT"
    " NULL",
    "responses": "SELECT r.id, w.form_id, r.side, '' AS signature,"
    f" {_LAST_DAY} AS submitted_on FROM responses r JOIN waves w ON w.id = r.wave_id"
    " JOIN forms f ON f.id = w.form_id WHERE f.purpose = 'feedback'",
    "answers": "SELECT a.response_id, a.question_id, a.nth, a.choice_id, a.number, a.text"
    " FROM answers a JOIN questions q ON q.id = a.question_id JOIN forms f ON f.id = q.form_id"
    " WHERE f.purpose = 'feedback'",
    "statements": "SELECT s.id, s.event_id, s.session_id, s.problem_id, o.side, s.text, s.source,"
    " s.made_on FROM statements s LEFT JOIN statement_sides o ON o.statement_id = s.id"
    " WHERE s.event_id IS NOT NULL",
}


def _change_forms_back() -> None:
    with op.batch_alter_table("choices", schema=None) as batch_op:
        batch_op.drop_column("is_right")
        batch_op.drop_column("takes_text")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.drop_constraint("fk_questions_matrix_id_questions", type_="foreignkey")
        for name in ("asked_as", "high_en", "high", "low_en", "low", "no_opinion", "page"):
            batch_op.drop_column(name)
        for name in ("subjects", "asked_of", "matrix_id", "points"):
            batch_op.drop_column(name)
        batch_op.add_column(
            sa.Column("feeds_problem_list", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.execute(
        "UPDATE questions SET kind = 'long_text', feeds_problem_list = true WHERE kind = 'problem'"
    )
    for new, known in _KINDS_BEFORE.items():
        op.execute(f"UPDATE questions SET kind = '{known}' WHERE kind = '{new}'")
    with op.batch_alter_table("questions", schema=None) as batch_op:
        batch_op.alter_column("feeds_problem_list", server_default=None)
    with op.batch_alter_table("forms", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_forms_of_one"), type_="check")
        batch_op.drop_index("ix_forms_survey_id")
        batch_op.drop_constraint("fk_forms_survey_id_surveys", type_="foreignkey")
        batch_op.drop_column("named")
        batch_op.drop_column("survey_id")
        batch_op.alter_column("event_id", existing_type=sa.Integer(), nullable=False)


_KINDS_BEFORE = {
    "scale": "number",
    "nps": "number",
    "matrix": "heading",
    "ranking": "multiple_choice",
}


def _make_old_tables() -> None:
    op.create_table(
        "feedback_invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name="fk_feedback_invitations_registration_id_registrations",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feedback_invitations"),
        sa.UniqueConstraint("registration_id", name="uq_feedback_invitations_registration_id"),
    )
    op.create_table(
        "responses",
        sa.Column("id", _BIG, autoincrement=False, nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=32), nullable=True),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["form_id"], ["forms.id"], name="fk_responses_form_id_forms"),
        sa.PrimaryKeyConstraint("id", name="pk_responses"),
    )
    op.create_index("ix_responses_form_id", "responses", ["form_id"])
    op.create_table(
        "answers",
        sa.Column("response_id", _BIG, nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("choice_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["choice_id"], ["choices.id"], name="fk_answers_choice_id_choices"),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name="fk_answers_question_id_questions"
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses.id"], name="fk_answers_response_id_responses"
        ),
        sa.PrimaryKeyConstraint("response_id", "question_id", "nth", name="pk_answers"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_answers_question_id", "answers", ["question_id"])
    op.create_table(
        "statements",
        sa.Column("id", _BIG, autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("problem_id", sa.Integer(), nullable=True),
        sa.Column("side", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name="fk_statements_event_id_events"),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problems.id"], name="fk_statements_problem_id_problems"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name="fk_statements_session_id_sessions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_statements"),
    )
    op.create_index("ix_statements_event_id", "statements", ["event_id"])
    op.create_index("ix_statements_problem_id", "statements", ["problem_id"])
