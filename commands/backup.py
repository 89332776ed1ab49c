import os
from pathlib import Path

import click
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy.exc import OperationalError

from extensions import db
from lib import sqlite
from lib.append_only import Door
from lib.clock import utc_now
from lib.table_copies import (
    BadCopy,
    Contents,
    holds_rows,
    load_copy,
    read_contents,
    revision_of,
    write_copy,
)
from models.audit import AuditAction
from operations.base.audit import audit_door, record_on
from queries.base.sealed_fields import unreadable_fields

_MIGRATIONS = str(Path(__file__).parents[1] / "migrations")


def register(app: Flask) -> None:
    """Add the commands of this module."""
    app.cli.add_command(backup)
    app.cli.add_command(restore)


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write a consistent copy of all data to FILE, while the site goes on working."""
    if file.exists():
        raise click.ClickException(f"{file} exists already; nothing was written.")
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    old_mask = os.umask(0o077)  # personal data: for the owner alone
    try:
        _record_making()
        contents = _write(part)
        part.rename(file)
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written ({error.strerror}).")
    finally:
        os.umask(old_mask)
        part.unlink(missing_ok=True)
    click.echo(f"Wrote {sum(contents.rows.values())} rows to {file}.")
    click.echo("SECRET_KEY is not in it: keep it elsewhere, tickets and links are signed with it.")
    click.echo(
        "FIELD_KEYS are not in it: keep them elsewhere, and apart from it. Without them nobody reads its sensitive answers."
    )


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--overwrite", is_flag=True, help="Delete what the database holds now.")
def restore(file: Path, overwrite: bool) -> None:
    """Fill the database from FILE, made on SQLite or PostgreSQL. Stop the site first."""
    try:
        contents = read_contents(file)
        _refuse_unknown(contents.revision)
        _make_tables(contents.revision, overwrite=overwrite)
        with db.engine.begin() as connection:
            _load(connection, file, contents)
    except BadCopy as error:
        raise click.ClickException(f"{file} was not restored: {error}.")
    upgrade(_MIGRATIONS)
    click.echo(f"Restored {sum(contents.rows.values())} rows as of {contents.made_at}.")
    _warn_of_other_keys()


def _warn_of_other_keys() -> None:
    counted = [f"{count} {column.name}" for column, count in unreadable_fields() if count]
    db.session.rollback()
    if counted:
        click.echo(
            f"None of FIELD_KEYS opens what was sealed where the copy was made: {', '.join(counted)}."
            " Nobody can read them here until its key is added to FIELD_KEYS.",
            err=True,
        )


def _load(connection: sa.Connection, file: Path, contents: Contents) -> None:
    """Replace all rows, and say so in the audit that came with them."""
    now = utc_now()
    with audit_door(connection, Door.RESTORE, at=now):
        load_copy(connection, file, contents)
    rows = sum(contents.rows.values())
    record_on(connection, AuditAction.COPY_RESTORED, at=now, rows=rows)


def _record_making() -> None:
    """Before the copy, which so holds it: none leaves unrecorded."""
    try:
        with db.engine.begin() as connection:
            _revision_there(connection)
            record_on(connection, AuditAction.COPY_MADE, at=utc_now())
    except OperationalError as error:
        raise click.ClickException(f"No copy was made: it cannot be recorded ({error.orig}).")


def _write(part: Path) -> Contents:
    """Write one snapshot: a read transaction of SQLite is one, PostgreSQL is asked for it."""
    reading = sqlite.reading_only.set(True)
    try:
        with db.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection = connection.execution_options(  # noqa: PLW2901
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            revision = _revision_there(connection)
            return write_copy(connection, part, revision=revision, at=utc_now())
    finally:
        sqlite.reading_only.reset(reading)


def _revision_there(connection: sa.Connection) -> str:
    """Raises ClickException where no migration has run."""
    if revision := revision_of(connection):
        return revision
    raise click.ClickException("The database has no tables; run `flask db upgrade`.")


def _refuse_unknown(revision: str) -> None:
    """Raises BadCopy if a later version of this program made the copy."""
    try:
        ScriptDirectory(_MIGRATIONS).get_revision(revision)
    except CommandError:
        raise BadCopy("a later version of this program made it") from None


def _make_tables(revision: str, *, overwrite: bool) -> None:
    """Make the tables as the copy has them. Raises ClickException for data, unless `overwrite`."""
    with db.engine.connect() as connection:
        current, full = revision_of(connection), holds_rows(connection)
    if full and not overwrite:
        raise click.ClickException("The database holds data. --overwrite deletes and replaces it.")
    if current == revision:
        return
    if current is not None:
        _delete_answers()  # which the way down would open first
        downgrade(_MIGRATIONS, revision="base")
    upgrade(_MIGRATIONS, revision=revision)


def _delete_answers() -> None:
    """They may be sealed with a key that is not here; whoever overwrites wants to keep nothing."""
    with db.engine.begin() as connection:
        for name in ("registration_answers", "uploads"):
            if sa.inspect(connection).has_table(name):
                connection.execute(sa.delete(sa.table(name)))
