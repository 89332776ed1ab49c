"""A database that is restarted under readers costs nobody an answer, and no log an address."""

import logging

import pytest
import sqlalchemy as sa

from extensions import db
from tests.conftest import make_app

PATH = "/lost/a-secret-token"


@pytest.fixture
def losing_app(postgres_app, app):
    """An app on PostgreSQL with a page whose connection is lost after it has read."""
    url = postgres_app.config["SQLALCHEMY_DATABASE_URI"]
    made = make_app(url)
    made.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    @made.get("/lost/<token>")
    def lose(token: str) -> str:
        assert db.session.scalar(sa.text("SELECT 1")) == 1
        end_all_connections(url)
        return "read"

    @made.get("/lost-before/<token>")
    def lose_and_read(token: str) -> str:
        lose(token)
        return str(db.session.scalar(sa.text("SELECT 1")))

    yield made
    with made.app_context():
        db.engine.dispose()


def end_all_connections(url: str) -> None:
    """As a server does that restarts."""
    server = sa.create_engine(url)
    with server.connect() as connection:
        connection.execute(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    server.dispose()


pytestmark = pytest.mark.parametrize("app", ["postgres"], indirect=True)


def test_a_page_that_was_read_before_the_loss_is_answered(losing_app, caplog):
    with caplog.at_level(logging.ERROR):
        answer = losing_app.test_client().get(PATH)
    assert (answer.status_code, answer.text) == (200, "read")
    assert "secret" not in caplog.text


def test_a_page_that_reads_after_the_loss_is_asked_to_come_again(losing_app, caplog):
    with caplog.at_level(logging.ERROR):
        answer = losing_app.test_client().get("/lost-before/a-secret-token")
    assert answer.status_code == 503 and "<h1>" in answer.text
    assert "secret" not in caplog.text


def test_the_next_visitor_notices_nothing(losing_app):
    client = losing_app.test_client()
    client.get(PATH)
    assert client.get("/events").status_code == 200


def test_a_connection_lost_while_it_lay_idle_is_found_before_it_is_used(losing_app):
    url = losing_app.config["SQLALCHEMY_DATABASE_URI"]
    client = losing_app.test_client()
    assert client.get("/events").status_code == 200
    end_all_connections(url)
    assert client.get("/events").status_code == 200


def test_what_fails_while_the_answer_is_given_back_is_logged_without_the_address(
    losing_app, caplog
):
    @losing_app.teardown_request
    def fail(_error):
        raise ValueError("isil@example.org")

    with caplog.at_level(logging.ERROR):
        answer = losing_app.test_client().get("/healthz")
    assert answer.status_code == 200
    assert "failed after the answer: ValueError" in caplog.text
    assert "isil" not in caplog.text


def test_somebody_signed_in_is_told_too_when_the_database_is_gone(app):
    lost = make_app("postgresql://nobody@127.0.0.1:1/nothing")
    lost.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)
    client = lost.test_client()
    with client.session_transaction() as kept:
        kept["_user_id"] = "1.1"
    for path in ("/", "/organizer/", "/events/gun", "/account"):
        answer = client.get(path)
        assert answer.status_code == 503 and "<h1>" in answer.text, path
