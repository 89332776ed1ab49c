import pytest

from extensions import db
from lib.passwords import matches
from models.users import Role, User
from queries.accounts.factors import has_factor
from tests import factories
from tests.smtp import sending_to

LONG_ENOUGH = "on iki harften uzun\n"


def create(app, *arguments: str, password: str = LONG_ENOUGH):
    return app.test_cli_runner().invoke(
        args=["users", "create", *arguments, "--password-stdin"], input=password
    )


def only_user() -> User:
    return db.session.query(User).one()


def test_user_is_created_and_can_sign_in(app):
    answer = create(
        app,
        "Ayse@Example.org",
        "--role",
        "provincial-organizer",
        "--province",
        "06",
        "--name",
        "Ayşe Yılmaz",
    )
    assert answer.exit_code == 0, answer.output
    user = only_user()
    assert (user.email, user.role, user.province, user.name) == (
        "ayse@example.org",
        Role.PROVINCIAL_ORGANIZER,
        "06",
        "Ayşe Yılmaz",
    )
    assert matches("on iki harften uzun", user.password_hash)


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_every_role_can_be_given(app, role):
    assert create(app, "a@example.org", "--role", role, "--province", "19").exit_code == 0
    assert only_user().role.value == role


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a@example.org", "--role", "boss"], "boss"),
        (["a@example.org"], "--role"),
        (["nobody", "--role", "viewer"], "no email address"),
        (["a@example.org", "--role", "viewer", "--province", "6"], "two digits"),
        (["a@example.org", "--role", "viewer", "--province", "82"], "01 to 81"),
        (["a@example.org", "--role", "provincial-organizer"], "needs --province"),
        (["a@example.org", "--role", "viewer", "--name", "x" * 101], "at most 100"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(app, arguments, said):
    answer = create(app, *arguments)
    assert answer.exit_code == 2
    assert said in answer.output
    assert db.session.query(User).count() == 0


@pytest.mark.parametrize(
    "password",
    ["", "\n", "on bir harf\n", "x" * 201 + "\n", "Parola2026!!\n", "a-example-meydan\n"],
)
def test_impossible_and_guessable_passwords_are_refused(app, password):
    answer = create(app, "a@example.org", "--role", "viewer", password=password)
    assert answer.exit_code == 1
    assert "The password" in answer.output
    assert db.session.query(User).count() == 0


def test_password_on_the_command_line_is_not_taken(app):
    answer = app.test_cli_runner().invoke(
        args=["users", "create", "a@example.org", "--role", "viewer"]
    )
    assert answer.exit_code == 2
    assert "--password-stdin" in answer.output


def test_address_that_has_an_account_is_refused_however_it_is_written(app):
    factories.user(email="a@example.org")
    answer = create(app, "A@EXAMPLE.org", "--role", "viewer")
    assert answer.exit_code == 1
    assert "already" in answer.output


def reset_factors(app, address: str):
    return app.test_cli_runner().invoke(args=["users", "reset-factors", address])


def test_factors_of_who_lost_everything_are_reset(app):
    user = factories.user(email="ayse@example.org")
    factories.authenticator(user)
    answer = reset_factors(app, "Ayse@Example.org")
    assert (answer.exit_code, has_factor(user)) == (0, False)
    assert "ayse@example.org" in answer.output
    assert "no active account" in reset_factors(app, "nobody@example.org").output


def test_a_user_is_deactivated_but_never_the_last_central_admin(app):
    admin = factories.user(email="merkez@example.org")
    factories.user(Role.VIEWER, email="giden@example.org")
    say = app.test_cli_runner().invoke
    done = say(args=["users", "deactivate", "Giden@Example.org"])
    assert (done.exit_code, done.output) == (0, "Deactivated giden@example.org.\n")
    gone = say(args=["users", "deactivate", "giden@example.org"])
    assert gone.exit_code == 1 and "no active user" in gone.output
    refused = say(args=["users", "deactivate", admin.email])
    assert refused.exit_code == 1 and "only central administrator" in refused.output
    db.session.expire_all()
    assert admin.is_active


def invite(app, *arguments: str):
    return app.test_cli_runner().invoke(args=["users", "invite", *arguments])


def test_invited_user_chooses_the_password_by_the_printed_link(app):
    answer = invite(app, "Ayse@Example.org", "--role", "viewer", "--name", "Ayşe")
    assert answer.exit_code == 0, answer.output
    told, link = answer.output.splitlines()
    assert told == "Invited ayse@example.org (viewer)."
    user = only_user()
    assert (user.name, user.role, user.password_hash) == ("Ayşe", Role.VIEWER, None)
    path = link.removeprefix("http://meydan.example.org")
    page = app.test_client().get(path)
    assert page.status_code == 200 and "ayse@example.org" in page.text


def test_the_link_is_not_printed_where_it_goes_by_email(app, smtp_server):
    with sending_to(app, smtp_server.host, smtp_server.port):
        answer = invite(app, "a@example.org", "--role", "viewer")
    assert answer.output == "Invited a@example.org (viewer).\n"


def test_what_cannot_be_invited_is_refused(app):
    factories.user(email="a@example.org")
    assert "already" in invite(app, "A@EXAMPLE.org", "--role", "viewer").output
    assert invite(app, "nobody", "--role", "viewer").exit_code == 2
    assert invite(app, "b@example.org", "--role", "provincial-organizer").exit_code == 2
    assert invite(app, "b@example.org", "--role", "viewer", "--province", "82").exit_code == 2
    assert db.session.query(User).count() == 1
