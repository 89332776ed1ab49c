import click
from flask import Flask
from flask.cli import AppGroup

from extensions import db
from lib.clock import utc_now
from lib.text import clean_line
from models.users import ApiToken, User
from operations.accounts.tokens import create_api_token, revoke_token
from policy import Permission, permissions_of
from queries.accounts.tokens import tokens_of
from queries.accounts.users import user_by_address

api_tokens = AppGroup("api-tokens", help="Tokens with which other programs use the API.")


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(api_tokens)


@api_tokens.command("create")
@click.argument("email")
@click.option("--name", required=True, help="What the token is for.")
@click.option(
    "--permission",
    "permissions",
    multiple=True,
    type=click.Choice([permission.value for permission in Permission]),
    help="What it may be used for; can be given several times. Without one: all its owner may.",
)
def create(email: str, name: str, permissions: tuple[str, ...]) -> None:
    """Print one bearer token with the rights of the user with this EMAIL. It holds for a year."""
    user = active_user(email)
    label = clean_line(name)
    if not label:
        raise click.BadParameter("say what the token is for", param_hint="--name")
    if len(label) > 100:
        raise click.BadParameter("may have at most 100 characters.", param_hint="--name")
    if missing := set(permissions) - {each.value for each in permissions_of(user.role)}:
        lacks = f"this user may not: {', '.join(sorted(missing))}"
        raise click.BadParameter(lacks, param_hint="--permission")
    _token, text = create_api_token(user, name=label, permissions=set(permissions), at=utc_now())
    db.session.commit()
    click.echo(text)


@api_tokens.command("list")
@click.argument("email")
def show(email: str) -> None:
    """Print the tokens of the user with this EMAIL: number, state, last use, what it is for."""
    now = utc_now()
    for token in tokens_of(active_user(email)):
        used = f"{token.last_used_at:%Y-%m-%d}" if token.last_used_at else "never used"
        click.echo(f"{token.id}\t{token.state(now).value}\t{used}\t{token.name}")


@api_tokens.command("revoke")
@click.argument("number", metavar="ID", type=click.IntRange(1, 2**31 - 1))
def revoke(number: int) -> None:
    """Remove the access of the token with this ID, the number that `list` prints."""
    token = db.session.get(ApiToken, number)
    if token is None:
        raise click.ClickException(f"there is no token with the number {number}")
    revoke_token(token, by=None, at=utc_now())
    db.session.commit()
    click.echo(f"Token {number} has no access any more.")


def active_user(email: str) -> User:
    user = user_by_address(email)
    if user is None:
        raise click.ClickException("there is no active user with this email address")
    return user
