import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from extensions import db
from tests.conftest import make_app


def test_the_process_says_that_it_lives_without_asking_the_database(app):
    app_without_database = make_app("postgresql://nobody@127.0.0.1:1/nothing")
    assert app_without_database.test_client().get("/healthz").json == {"status": "ok"}
    answer = app_without_database.test_client().get("/readyz")
    assert (answer.status_code, answer.json) == (
        503,
        {"database": "unreachable", "migrations": "unknown", "disk": "ok"},
    )


def test_the_site_is_ready_once_every_migration_is_applied(app):
    pending = {"database": "ok", "migrations": "pending", "disk": "ok"}
    assert app.test_client().get("/readyz").json == pending
    with db.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        for head in ScriptDirectory("migrations").get_heads():
            connection.execute(
                sa.text("INSERT INTO alembic_version VALUES (:head)"), {"head": head}
            )
    try:
        answer = app.test_client().get("/readyz")
    finally:
        with db.engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE alembic_version"))
    ready = {"database": "ok", "migrations": "ok", "disk": "ok"}
    assert (answer.status_code, answer.json) == (200, ready)


def test_robots_may_read_events_and_nothing_that_belongs_to_a_person(app):
    answer = app.test_client().get("/robots.txt")
    assert answer.mimetype == "text/plain"
    for path in ("/registrations/", "/feedback/", "/organizer/"):
        assert f"Disallow: {path}\n" in answer.text
    assert "Disallow: /events\n" not in answer.text and "Disallow: /\n" not in answer.text


@pytest.mark.parametrize(
    "address", ["/", "/events", "/problems", "/privacy", "/events.ics", "/healthz"]
)
def test_head_is_answered_like_get_without_a_body(app, address):
    answer = app.test_client().head(address)
    assert (answer.status_code, answer.data) == (200, b"")
