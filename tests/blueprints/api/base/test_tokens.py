import gc
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy.exc import OperationalError

from blueprints.api.base import callers
from blueprints.api.base.callers import authenticate, caller, reader
from extensions import db
from lib.clock import utc_now
from models.users import ApiToken, Role
from policy import Permission, may
from tests import factories
from tests.blueprints.api.conftest import Program
from tests.blueprints.api.test_access import EVENT


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


def test_a_token_is_good_for_a_year(program):
    made = db.session.get_one(ApiToken, program.token_id)
    with time_machine.travel(made.expires_at - timedelta(seconds=1), tick=False):
        program.get("/events")
    with time_machine.travel(made.expires_at, tick=False):
        program.get("/events", 401)
    assert made.expires_at - made.created_at == timedelta(days=365)


def use_of(program) -> datetime | None:
    db.session.expire_all()
    return db.session.get_one(ApiToken, program.token_id).last_used_at


def test_the_last_use_is_written_at_most_every_five_minutes(program):
    at = utc_now().replace(microsecond=0)
    assert use_of(program) is None
    for minutes, written in [(0, 0), (4, 0), (5, 5), (1, 5), (11, 11)]:
        with time_machine.travel(at + timedelta(minutes=minutes), tick=False):
            program.get("/events")
        assert use_of(program) == at + timedelta(minutes=written)


def test_a_use_that_cannot_be_written_refuses_nobody(program, monkeypatch):
    def broken(*arguments, **options):
        raise OperationalError("UPDATE", {}, Exception("disk full"))

    monkeypatch.setattr(callers, "note_token_use", broken)
    program.get("/events")
    program.post("/events", EVENT)


def narrowed(program, *permissions: Permission) -> None:
    token = db.session.get_one(ApiToken, program.token_id)
    token.permissions = [permission.value for permission in permissions]
    db.session.commit()


def test_a_token_does_only_what_was_chosen(program):
    narrowed(program, Permission.EDIT_EVENTS)
    event = program.post("/events", EVENT)
    program.get(f"/events/{event['id']}/registrations", 403)
    program.get("/surveys", 403)


def test_a_token_never_does_more_than_its_owner(program_of):
    program = program_of(Role.VIEWER)
    narrowed(program, Permission.EDIT_EVENTS)
    program.post("/events", EVENT, 403)
    program.user.role = Role.CENTRAL_ADMIN
    db.session.commit()
    program.post("/events", EVENT)


def test_what_lies_deeper_than_the_call_obeys_the_choice_too(program):
    """The call is for who sees registrations; keys to a person's page are for who manages them."""
    registration = factories.registration(factories.event())
    path = f"/registrations/{registration.id}"
    assert program.get(path)["self_service_url"]
    narrowed(program, Permission.SEE_REGISTRATIONS)
    assert program.get(path)["self_service_url"] is None


def test_the_choice_holds_after_a_rollback(app, program):
    narrowed(program, Permission.SEE_RESULTS)
    db.session.remove()  # else the test itself would hold the user
    with app.test_request_context(headers=program.headers):
        authenticate()
        db.session.rollback()
        gc.collect()
        assert not may(caller(), Permission.EDIT_EVENTS) and not may(reader(), Permission.CHECK_IN)


def test_the_same_user_in_a_browser_is_not_narrowed(app, program):
    narrowed(program, Permission.SEE_RESULTS)
    client = app.test_client()
    factories.sign_in(client, program.user)
    client.get("/api/v1/events", headers=program.headers)
    assert client.get("/organizer/events/new").status_code == 200


@pytest.mark.parametrize("origin", ["https://example.org", "null", "http://localhost"])
def test_calls_with_a_token_may_come_from_anywhere_and_no_browser_reads_the_answers(app, origin):
    program = Program(app, factories.user())
    program.headers |= {"Origin": origin, "Sec-Fetch-Site": "cross-site"}
    answer = program.answer("POST", "/events", json=EVENT)
    assert answer.status_code == 201
    refused = app.test_client().get("/api/v1/events", headers={"Origin": origin})
    asked = app.test_client().options(
        "/api/v1/events", headers={"Origin": origin, "Access-Control-Request-Method": "POST"}
    )
    for each in (answer, refused, asked):
        assert not [name for name, _value in each.headers if name.startswith("Access-Control-")]
