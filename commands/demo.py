import os
from secrets import choice
from time import monotonic

import click
from flask import Flask, current_app
from flask.cli import AppGroup

import settings
from demo.programme import DatabaseNotEmpty, load_programme
from demo.staff import STAFF
from extensions import db
from lib.clock import utc_now

demo = AppGroup("demo", help="The demonstration programme.")

# No letters or digits that are easily confused, since people type it from a screen.
_SYMBOLS = "abcdefghjkmnpqrstuvwxyz23456789"


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(demo)


@demo.command("load")
def load() -> None:
    """Fill an empty database with the programme of 2018–2019, events to come and invented people."""
    started = monotonic()
    load_into_empty_database()
    click.echo(f"Loaded the demonstration programme in {monotonic() - started:.1f} s.\n")
    click.echo(sign_in_text())


def load_into_empty_database() -> None:
    """Load the demonstration, commit, and keep the sign-in for whoever starts the site.

    Raises ClickException in production, or if the database is not empty.
    """
    if current_app.config["SETTINGS"].in_production:
        raise click.ClickException("The demonstration is not for production.")
    password = "-".join("".join(choice(_SYMBOLS) for _ in range(4)) for _ in range(3))
    try:
        load_programme(password, at=utc_now())
    except DatabaseNotEmpty:
        raise click.ClickException(
            "The database is not empty. The demonstration is loaded into an empty one only."
        )
    _keep_sign_in(password)
    db.session.commit()


def sign_in_text() -> str:
    """The sign-in kept when the demonstration was loaded; "" if none was, or in production."""
    path = settings.INSTANCE / "demo-sign-in.txt"
    if current_app.config["SETTINGS"].in_production or not path.exists():
        return ""
    return path.read_text("utf-8")


def _keep_sign_in(password: str) -> None:
    rows = [f"  {name + '@example.org':26}{role.value}" for name, role, _ in STAFF]
    text = "\n".join(
        [
            "Demonstration sign-in (/sign-in), one password for all:",
            "",
            f"  {password}",
            "",
            *rows,
            "",
        ]
    )
    settings.INSTANCE.mkdir(parents=True, exist_ok=True)
    path = settings.INSTANCE / "demo-sign-in.txt"
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
