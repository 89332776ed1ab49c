"""flask audit: whether the record is as it was sealed."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import AppGroup

from extensions import db
from lib import sqlite
from queries.base.seals import walk

audit = AppGroup("audit", help="The audit record: who did what, and when.")


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(audit)


@audit.command("verify")
@click.option("--head", help="A hash that must be in the chain, as a witness has it.")
def verify(head: str | None) -> None:
    """Check every seal, and name the first one that is broken."""
    if head is not None and not (head := head.strip().lower()):
        raise click.BadParameter("is empty; it is 64 letters and figures.", param_hint="--head")
    with one_snapshot() as connection:
        done = walk(connection, head or "")
    if done.broken:
        raise click.ClickException(f"Seal {done.broken.seal} is broken: {done.broken.why}.")
    if head and not done.met:
        raise click.ClickException(
            f"No seal has the hash {head}: the chain was cut or written anew before its end."
        )
    click.echo(f"{done.seals} seals hold {done.sealed} entries, all as they were written.")
    click.echo(f"{done.waiting} entries wait for the next seal.")
    if done.head:
        click.echo(f"The newest seal: number {done.seals}, hash {done.head}")


@contextmanager
def one_snapshot() -> Iterator[sa.Connection]:
    """A connection that only reads, and all at one moment: a read transaction of SQLite is such a
    one, PostgreSQL is asked for it."""
    with sqlite.only_reading(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(  # noqa: PLW2901
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        yield connection
