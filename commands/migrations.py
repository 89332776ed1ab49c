"""`flask db downgrade` says first what it will lose, and asks at a terminal."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from flask import Flask
from flask.cli import with_appcontext
from flask_migrate import cli

from extensions import db
from lib import sqlite

_MIGRATIONS = Path(__file__).parents[1] / "migrations"


def register(_app: Flask) -> None:
    """The command is Flask-Migrate's own, the same for every app: it is wrapped below, once."""


def _warned(downgrade: Callable[..., None]) -> Callable[..., None]:
    @with_appcontext
    def warned(**options: Any) -> None:
        if not options["sql"]:
            losses = losses_of(_undone(options["revision"]))
            for line in losses:
                click.echo(line)
            if losses and sys.stdin.isatty():
                click.confirm("Nothing brings it back but a backup. Go on?", abort=True)
        db.session.remove()
        downgrade(**options)

    return warned


cli.db.commands["downgrade"].callback = _warned(cli.db.commands["downgrade"].callback)


def losses_of(scripts: list[Script]) -> list[str]:
    """A line for every table and column with data that is gone once these are undone."""
    lines = []
    with sqlite.only_reading(), db.engine.connect() as connection:
        there = sa.inspect(connection)
        for script in scripts:
            for name, column in _dropped(Path(script.path)):
                if not there.has_table(name):
                    continue
                table = sa.table(name, sa.column(column or "*"))
                rows = sa.select(sa.func.count()).select_from(table)
                if column:
                    rows = rows.where(table.c[column].is_not(None))
                if count := connection.scalar(rows):
                    what = f"the column {name}.{column}" if column else f"the table {name}"
                    lines.append(f"Lost: {what}, with data in {count} rows ({script.doc}).")
    return lines


def _undone(wanted: str) -> list[Script]:
    """The migrations between the database and the revision that is wanted, the newest first."""
    scripts = ScriptDirectory(str(_MIGRATIONS))
    with sqlite.only_reading(), db.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return []
    applied = list(scripts.iterate_revisions(current, "base"))
    if re.fullmatch("-[0-9]+", wanted):
        return applied[: int(wanted[1:])]
    kept = None if wanted == "base" else scripts.get_revision(wanted)
    return list(takewhile(lambda script: script != kept, applied))


def _dropped(migration: Path) -> Iterator[tuple[str, str]]:
    """The tables that the migration's way down drops, and the columns: («events», «notes»)."""
    for node in ast.parse(migration.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == "downgrade":
            yield from _dropped_in(node, table="")


def _dropped_in(node: ast.AST, *, table: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.With):
        opened = node.items[0].context_expr
        table = _texts(opened)[0] if _name(opened) == "batch_alter_table" else table
    match _name(node), _texts(node):
        case "drop_table", [name, *_]:
            yield name, ""
        case "drop_column", [column] if table:
            yield table, column
        case "drop_column", [name, column]:
            yield name, column
    for child in ast.iter_child_nodes(node):
        yield from _dropped_in(child, table=table)


def _name(node: ast.AST) -> str:
    """`drop_table` for the call `op.drop_table(…)`; "" for anything else."""
    called = node.func if isinstance(node, ast.Call) else None
    return called.attr if isinstance(called, ast.Attribute) else ""


def _texts(node: ast.AST) -> list[str]:
    arguments = node.args if isinstance(node, ast.Call) else []
    values = [one.value for one in arguments if isinstance(one, ast.Constant)]
    return [value for value in values if isinstance(value, str)]
