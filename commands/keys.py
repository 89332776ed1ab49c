import click
from flask import Flask
from flask.cli import AppGroup

from extensions import db
from extensions import keys as keys_of_site
from lib import sqlite
from operations.base.sealed_fields import Renewal, renew
from queries.base.sealed_fields import SEALED, SealedColumn, next_sealed

_MOST_NAMED = 20

keys = AppGroup("keys", help="The keys of sensitive answers and authenticator apps.")


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(keys)


@keys.command("rotate")
def rotate() -> None:
    """Bring all that is encrypted under the newest of FIELD_KEYS, while the site goes on working.

    First restart the web server and the worker with the new key in front of the old ones: otherwise
    they go on encrypting with the old one.
    """
    done = [_renewed(column) for column in SEALED]
    if any(renewal.unreadable for renewal in done):
        raise click.ClickException(
            "None of FIELD_KEYS opens these rows. Was a key taken out too early?"
        )
    if any(renewal.changed for renewal in done):
        click.echo("Some rows changed meanwhile. Run this again.")
    elif keys_of_site.fields.count > 1:
        click.echo(
            "The newest key opens everything. The others can be taken out of FIELD_KEYS; keep them"
            " as long as you keep copies of the data that were made before now."
        )


def _renewed(column: SealedColumn) -> Renewal:
    """Step by step, each committed; nobody waits while values are encrypted anew."""
    renewal, after = Renewal(), 0
    while True:
        with sqlite.only_reading():
            found = next_sealed(column, after=after)
            db.session.rollback()
        if not found:
            break
        renew(column, found, renewal)
        db.session.commit()
        after = found[-1].number
    _tell(column, renewal)
    return renewal


def _tell(column: SealedColumn, renewal: Renewal) -> None:
    counts = f"{renewal.rewritten} rewritten, {renewal.up_to_date} under the newest key already"
    changed = f", {renewal.changed} changed meanwhile" if renewal.changed else ""
    click.echo(f"{column.name}: {counts}{changed}")
    if renewal.unreadable:
        named = ", ".join(map(str, renewal.unreadable[:_MOST_NAMED]))
        more = len(renewal.unreadable) - _MOST_NAMED
        rest = f" and {more} more" if more > 0 else ""
        click.echo(f"{column.name} that cannot be opened: row {named}{rest}", err=True)
