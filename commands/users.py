import sys

import click
from flask import Flask
from flask.cli import AppGroup

from commands.api_tokens import active_user
from extensions import db
from lib.clock import utc_now
from lib.emails import normal_address
from lib.passwords import LONGEST, SHORTEST
from lib.provinces import PROVINCES
from lib.text import clean_line
from models.users import Role
from operations.accounts.factors import take_away_factors
from operations.accounts.rights import LastCentralAdmin, deactivate
from operations.accounts.users import AddressTaken, create_user
from queries.accounts.users import user_by_address

users = AppGroup("users", help="The people who work with the programme.")


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(users)


@users.command("create")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--province", metavar="PLATE", help="Plate number, such as 06; without one: all.")
@click.option("--name", default="", help="As colleagues see it; the address if left out.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(email: str, role: str, province: str | None, name: str, password_stdin: bool) -> None:
    """Make an account for EMAIL."""
    address = _address(email)
    _refuse_province(Role(role), province)
    if not password_stdin:
        raise click.UsageError("Give the password on standard input, with --password-stdin.")
    try:
        user = create_user(
            address,
            name=clean_line(name) or address,
            role=Role(role),
            province=province,
            password=_password(),
            at=utc_now(),
        )
    except AddressTaken:
        raise click.ClickException(f"There is an account with the address {address} already.")
    db.session.commit()
    click.echo(f"Created {user.email} ({user.role.value}).")


@users.command("reset-factors")
@click.argument("email")
def reset_factors(email: str) -> None:
    """Take the second factors of EMAIL away: for who has lost them and their recovery codes.

    At the next sign-in their password leads to setting up a new one, so make sure who asks.
    """
    address = _address(email)
    user = user_by_address(address)
    if user is None:
        raise click.ClickException(f"There is no active account with the address {address}.")
    take_away_factors(user, by=None, at=utc_now())
    db.session.commit()
    click.echo(f"Reset the second factors of {user.email}; signed out everywhere.")


@users.command("deactivate")
def deactivate_user(email: str) -> None:
    """Sign the user with this EMAIL out everywhere, for good, and revoke their tokens and phones."""
    user = active_user(email)
    try:
        deactivate(user, by=None, at=utc_now())
    except LastCentralAdmin:
        raise click.ClickException(
            f"{user.email} is the only central administrator of all provinces."
        )
    click.echo(f"Deactivated {user.email}.")


def _address(email: str) -> str:
    address = normal_address(email)
    if address is None:
        raise click.BadParameter(f"{email!r} is no email address.", param_hint="EMAIL")
    return address


def _refuse_province(role: Role, province: str | None) -> None:
    if province is not None and province not in PROVINCES:
        raise click.BadParameter(
            "must be a plate number of two digits, 01 to 81.", param_hint="--province"
        )
    if role is Role.PROVINCIAL_ORGANIZER and province is None:
        raise click.UsageError("A provincial organizer needs --province.")


def _password() -> str:
    """The password: the first line, without its line end."""
    password = sys.stdin.readline().rstrip("\r\n")
    if len(password) < SHORTEST:
        raise click.ClickException(f"The password must have at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise click.ClickException(f"The password may have at most {LONGEST} characters.")
    return password
