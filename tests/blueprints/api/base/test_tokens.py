import pytest

from extensions import db
from lib.clock import utc_now
from models.users import ApiToken
from tests import factories


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer myd_unknown",
        "Basic YTpi",
        "Bearer \xff\xfe",
        "x" * 9000,
    ],
)
def test_without_a_valid_token_a_call_is_refused_and_told_how_to_send_one(app, header):
    headers = {} if header is None else {"Authorization": header}
    answer = app.test_client().get("/api/v1/events", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.mimetype == "application/problem+json"
    assert answer.json["type"].endswith("#bad-token")


def test_a_session_cookie_is_no_token(app):
    client = app.test_client()
    factories.sign_in(client, factories.user())
    assert client.get("/api/v1/events").status_code == 401


def test_a_revoked_token_is_refused(program):
    db.session.get_one(ApiToken, program.token_id).revoked_at = utc_now()
    db.session.commit()
    program.get("/events", 401)


def test_the_token_of_a_deactivated_user_is_refused(program):
    program.get("/events")
    program.user.deactivated_at = utc_now()
    db.session.commit()
    program.get("/events", 401)


def test_only_the_fingerprint_of_a_token_is_kept(program):
    text = program.headers["Authorization"].removeprefix("Bearer ")
    kept = db.session.get_one(ApiToken, program.token_id)
    assert text.startswith("myd_")
    assert all(text not in str(value) for value in vars(kept).values())


def test_a_bad_token_is_refused_before_its_body_is_read(app):
    answer = app.test_client().post(
        "/api/v1/events", data="{", headers={"Authorization": "Bearer no"}
    )
    assert answer.status_code == 401


def test_answers_are_kept_by_no_cache(program):
    assert program.answer("GET", "/events").headers["Cache-Control"] == "no-store"
