import pytest
import sqlalchemy as sa

from extensions import db
from lib.bearer_tokens import fingerprint
from lib.clock import utc_now
from models.audit import AuditAction, AuditEntry
from models.users import ApiToken, Role
from tests import factories


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=["api-tokens", "create", *words])


def test_one_token_is_printed_and_works(app, run):
    user = factories.user(Role.VIEWER, email="izleyen@example.org")
    printed = run(" Izleyen@Example.org ", "--name", "Gösterge  panosu")
    assert printed.exit_code == 0
    (text,) = printed.output.split()
    assert text.startswith("myd_")
    token = db.session.scalars(sa.select(ApiToken)).one()
    assert (token.user_id, token.name) == (user.id, "Gösterge panosu")
    assert token.token_hash == fingerprint(text)
    headers = {"Authorization": f"Bearer {text}"}
    assert app.test_client().get("/api/v1/events", headers=headers).status_code == 200


def test_making_a_token_is_audited_without_its_text(run):
    factories.user(email="izleyen@example.org")
    text = run("izleyen@example.org", "--name", "x").output.strip()
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.API_TOKEN_CREATED)
    ).one()
    assert text not in str(entry.details)


def test_nobody_and_the_deactivated_get_no_token(run):
    factories.user(email="giden@example.org", deactivated_at=utc_now())
    for email in ("yok@example.org", "giden@example.org", "\x00"):
        refused = run(email, "--name", "x")
        assert refused.exit_code == 1
        assert "no active user" in refused.output


def test_a_token_needs_a_name(run):
    factories.user(email="izleyen@example.org")
    assert run("izleyen@example.org").exit_code == 2
    assert run("izleyen@example.org", "--name", "  ").exit_code == 2


def test_the_name_of_a_token_is_no_longer_than_on_its_page(run):
    email = factories.user().email
    assert "at most 100" in run(email, "--name", "x" * 101).output
    assert run(email, "--name", "x" * 100).exit_code == 0


def test_the_permissions_chosen_are_those_of_the_token(app, run):
    factories.user(Role.VIEWER, email="izleyen@example.org")
    refused = run("izleyen@example.org", "--name", "x", "--permission", "edit_events")
    assert refused.exit_code == 2 and "edit_events" in refused.output
    chosen = ("--permission", "see_results", "--permission", "see_results")
    assert run("izleyen@example.org", "--name", "x", *chosen).exit_code == 0
    assert db.session.scalars(sa.select(ApiToken)).one().permissions == ["see_results"]


def test_a_token_is_listed_and_revoked_by_its_number(app, run):
    factories.user(Role.VIEWER, email="izleyen@example.org")
    text = run("izleyen@example.org", "--name", "Gösterge panosu").output.strip()
    token = db.session.scalars(sa.select(ApiToken)).one()
    say = app.test_cli_runner().invoke
    listed = say(args=["api-tokens", "list", "izleyen@example.org"])
    assert listed.output == f"{token.id}\tvalid\tnever used\tGösterge panosu\n"
    for _ in range(2):
        assert say(args=["api-tokens", "revoke", str(token.id)]).exit_code == 0
    headers = {"Authorization": f"Bearer {text}"}
    assert app.test_client().get("/api/v1/events", headers=headers).status_code == 401
    assert "\trevoked\t" in say(args=["api-tokens", "list", "izleyen@example.org"]).output
    entries = sa.select(AuditEntry).where(AuditEntry.action == AuditAction.API_TOKEN_REVOKED)
    assert [entry.subject_id for entry in db.session.scalars(entries)] == [token.id]


def test_a_number_that_no_token_has_is_refused(app):
    for number, code in (("1", 1), ("0", 2), (str(2**31), 2), ("x", 2)):
        assert app.test_cli_runner().invoke(args=["api-tokens", "revoke", number]).exit_code == code
