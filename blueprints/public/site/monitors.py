"""Addresses for programs that watch the site or crawl it."""

from functools import lru_cache
from pathlib import Path
from tempfile import gettempdir

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from blueprints.base.access import for_all
from extensions import db
from lib.disks import has_room

bp = Blueprint("monitors", __name__)

_ROBOTS = """\
User-agent: *
Disallow: /registrations/
Disallow: /feedback/
Disallow: /organizer/
Disallow: /check-in/
Disallow: /api/
Disallow: /events/*/register
"""


@bp.get("/healthz")
@for_all
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
@for_all
def readyz() -> ResponseReturnValue:
    """The database is there and has every migration, and the disk has room: send requests here."""
    database, migrations = _database_state()
    disk = _disk_state()
    status = 200 if database == migrations == disk == "ok" else 503
    return jsonify(database=database, migrations=migrations, disk=disk), status


@bp.get("/robots.txt")
@for_all
def robots() -> ResponseReturnValue:
    return Response(_ROBOTS, mimetype="text/plain")


def _database_state() -> tuple[str, str]:
    try:
        with db.engine.connect() as connection:
            applied = set(MigrationContext.configure(connection).get_current_heads())
    except SQLAlchemyError:
        return "unreachable", "unknown"
    return "ok", "ok" if applied == _heads(current_app.root_path) else "pending"


def _disk_state() -> str:
    """«full» where little is left for files that people send, or for SQLite's own file.

    A PostgreSQL server that runs out of room stops by itself: then it is unreachable.
    """
    folders = [Path(gettempdir())]
    if db.engine.dialect.name == "sqlite" and db.engine.url.database:
        folders.append(Path(db.engine.url.database).parent)
    least = current_app.config["LEAST_FREE_BYTES"]
    return "ok" if all(has_room(folder, least=least) for folder in folders) else "full"


@lru_cache(maxsize=1)
def _heads(folder: str) -> set[str]:
    return set(ScriptDirectory(str(Path(folder) / "migrations")).get_heads())
