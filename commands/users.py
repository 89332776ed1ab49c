import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from commands.api_tokens import active_user
from extensions import db
from lib.clock import utc_now
from lib.emails import normal_address
from lib.passwords import LONGEST, SHORTEST, PasswordObjection
from lib.provinces import PROVINCES
from lib.text import clean_line
from models.users import Role
from operations.accounts.factors import take_away_factors
from operations.accounts.rights import LastCentralAdmin, deactivate
from operations.accounts.users import (
    AddressTaken,
    create_invited_user,
    create_user,
    objection_to,
)
from queries.accounts.users import user_by_address

_OBJECTIONS = {
    PasswordObjection.TOO_SHORT: f"must have at least {SHORTEST} characters.",
    PasswordObjection.TOO_LONG: f"may have at most {LONGEST} characters.",
    PasswordObjection.COMMON: "is made of words, years or rows of keys that many people use.",
    PasswordObjection.NAMES: "is made of the name, the address, a province or the site's name.",
}

users = AppGroup("users", help="The people who work with the programme.")

_ROLE = click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
_PROVINCE = click.option(
    "--province", metavar="PLATE", help="Plate number, such as 06; without one: all."
)
_LONGEST_NAME = 100
_NAME = click.option("--name", default="", help="As colleagues see it; the address if left out.")


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(users)


@users.command("create")
@click.argument("email")
@_ROLE
@_PROVINCE
@_NAME
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def create(email: str, role: str, province: str | None, name: str, password_stdin: bool) -> None:
    """Make an account for EMAIL."""
    address, name = _address(email), _clean_name(name)
    _refuse_province(Role(role), province)
    if not password_stdin:
        raise click.UsageError("Give the password on standard input, with --password-stdin.")
    try:
        user = create_user(
            address,
            name=name or address,
            role=Role(role),
            province=province,
            password=_password(name, address),
            at=utc_now(),
        )
    except AddressTaken:
        raise _taken(address)
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
@click.argument("email")
def deactivate_user(email: str) -> None:
    """Sign the user with this EMAIL out everywhere, for good, and revoke their tokens and phones."""
    user = active_user(email)
    try:
        deactivate(user, by=None, at=utc_now())
    except LastCentralAdmin:
        raise click.ClickException(
            f"{user.email} is the only central administrator of all provinces."
        )
    db.session.commit()
    click.echo(f"Deactivated {user.email}.")


@users.command("invite")
@click.argument("email")
@_ROLE
@_PROVINCE
@_NAME
def invite(email: str, role: str, province: str | None, name: str) -> None:
    """Make an account for EMAIL, whose owner chooses the password by an emailed link.

    Without a MAIL_SERVER the link is printed: it works once, within 72 hours.
    """
    address = _address(email)
    _refuse_province(Role(role), province)
    try:
        user, link = create_invited_user(
            address,
            name=_clean_name(name) or address,
            role=Role(role),
            province=province,
            at=utc_now(),
            by=None,
        )
    except AddressTaken:
        raise _taken(address)
    db.session.commit()
    click.echo(f"Invited {user.email} ({user.role.value}).")
    if not current_app.config["MAIL_SERVER"]:
        click.echo(link)


def _taken(address: str) -> click.ClickException:
    return click.ClickException(f"There is an account with the address {address} already.")


def _address(email: str) -> str:
    address = normal_address(email)
    if address is None:
        raise click.BadParameter(f"{email!r} is no email address.", param_hint="EMAIL")
    return address


def _clean_name(name: str) -> str:
    if len(cleaned := clean_line(name)) > _LONGEST_NAME:
        raise click.BadParameter(
            f"may have at most {_LONGEST_NAME} characters.", param_hint="--name"
        )
    return cleaned


def _refuse_province(role: Role, province: str | None) -> None:
    if province is not None and province not in PROVINCES:
        raise click.BadParameter(
            "must be a plate number of two digits, 01 to 81.", param_hint="--province"
        )
    if role is Role.PROVINCIAL_ORGANIZER and province is None:
        raise click.UsageError("A provincial organizer needs --province.")


def _password(name: str, address: str) -> str:
    """The password: the first line, without its line end."""
    password = sys.stdin.readline().rstrip("\r\n")
    if objection := objection_to(password, name=name, email=address):
        raise click.ClickException(f"The password {_OBJECTIONS[objection]}")
    return password
