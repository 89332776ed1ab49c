"""The log tells where it went wrong, and nothing about people."""

import logging

import pytest

from tests.conftest import make_app


@pytest.fixture
def failing_app(tmp_path):
    app = make_app(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    app.config.update(TESTING=False, PROPAGATE_EXCEPTIONS=False)

    @app.get("/failures/<token>")
    def fail(token: str) -> str:
        try:
            raise KeyError("Işıl Çağ")
        except KeyError as error:
            raise ValueError(f"isil@example.org and {token}") from error

    return app


def test_a_failure_names_the_route_the_kind_and_the_place(failing_app, caplog):
    with caplog.at_level(logging.ERROR):
        answer = failing_app.test_client().get("/failures/a-secret-token?email=isil@example.org")
    assert answer.status_code == 500
    logged = caplog.text
    assert "GET /failures/<token> failed: ValueError ← KeyError" in logged
    assert "test_logs.py" in logged and " in fail" in logged
    for personal in ("a-secret-token", "isil", "Işıl"):
        assert personal not in logged
    assert "Işıl" not in answer.text
    assert "Error" not in answer.text
