from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from extensions import db
from lib.clock import utc_now
from models.users import Role, User
from operations.accounts.tokens import create_api_token
from tests import factories


class Program:
    """Another program with its token. A refusal must be a whole problem."""

    def __init__(self, app: Flask, user: User) -> None:
        self.user, self.client = user, app.test_client(use_cookies=False)
        token, text = create_api_token(user, name="deneme", at=utc_now())
        db.session.commit()
        self.token_id, self.headers = token.id, {"Authorization": f"Bearer {text}"}

    def call(self, method: str, path: str, status: int | None = 200, **sent: Any) -> Any:
        """The answer's JSON."""
        answer = self.answer(method, path, **sent)
        assert status in (None, answer.status_code), (answer.status_code, answer.text[:1000])
        return answer.json

    def answer(self, method: str, path: str, **sent: Any) -> TestResponse:
        answer = self.client.open(f"/api/v1{path}", method=method, headers=self.headers, **sent)
        assert "Set-Cookie" not in answer.headers
        refuse_half_a_problem(answer)
        return answer

    def get(self, path: str, status: int = 200) -> Any:
        return self.call("GET", path, status)

    def post(self, path: str, body: Any = None, status: int = 201) -> Any:
        return self.call("POST", path, status, json=body)

    def patch(self, path: str, body: Any, status: int = 200) -> Any:
        return self.call("PATCH", path, status, json=body)


def refuse_half_a_problem(answer: TestResponse) -> None:
    if answer.status_code < 400:
        assert answer.mimetype == "application/json"
        return
    assert answer.mimetype == "application/problem+json"
    told: Any = answer.json
    assert told["status"] == answer.status_code
    assert {"type", "title", "detail"} <= told.keys()
    if "errors" in told:
        for messages in told["errors"].values():
            assert messages
            assert all(isinstance(message, str) for message in messages)


@pytest.fixture
def program_of(app: Flask) -> Callable[..., Program]:
    def make(role: Role = Role.CENTRAL_ADMIN, *, province: str | None = None) -> Program:
        return Program(app, factories.user(role, province=province))

    return make


@pytest.fixture
def program(program_of: Callable[..., Program]) -> Program:
    """One with the rights of a central administrator."""
    return program_of()
