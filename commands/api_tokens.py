import click
from flask import Flask
from flask.cli import AppGroup

from extensions import db
from lib.clock import utc_now
from lib.text import clean_line
from operations.accounts.tokens import create_api_token
from queries.accounts.users import user_by_address

api_tokens = AppGroup("api-tokens", help="Tokens with which other programs use the API.")


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(api_tokens)


@api_tokens.command("create")
@click.argument("email")
@click.option("--name", required=True, help="What the token is for.")
def create(email: str, name: str) -> None:
    """Print one bearer token with the rights of the user with this EMAIL."""
    user = user_by_address(email)
    if user is None:
        raise click.ClickException("there is no active user with this email address")
    label = clean_line(name)
    if not label:
        raise click.BadParameter("say what the token is for", param_hint="--name")
    _token, text = create_api_token(user, name=label, at=utc_now())
    db.session.commit()
    click.echo(text)
