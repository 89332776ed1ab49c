"""What the audit holds is never changed: the database itself refuses, but for the one door."""

import sqlite3
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy.exc import IntegrityError

from extensions import db
from lib.append_only import Door, door_open
from models.audit import AuditSeal
from tests import factories
from tests.conftest import make_app
from tests.databases import fresh_database

TABLES = ("audit_entries", "audit_seals")
CHANGES = (
    "UPDATE audit_entries SET action = 'event:changed'",
    "UPDATE audit_entries SET id = id + 1000",
    "DELETE FROM audit_entries",
    "UPDATE audit_seals SET hash = 'b'",
    "DELETE FROM audit_seals WHERE number = 1",
)
_ENTRY = "(id, at, action, details) SELECT id, at, 'event:changed', details FROM audit_entries"
_SEAL = "(number, previous, entries, highest, hash, sealed_at)"
CHANGES_ON_SQLITE = (
    f"INSERT OR REPLACE INTO audit_entries {_ENTRY}",
    f"REPLACE INTO audit_seals {_SEAL} VALUES (9, '', '[]', 0, 'b', '2026-12-01')",
    f"REPLACE INTO audit_seals {_SEAL} VALUES (9, 'b', '[]', 0, 'a', '2026-12-01')",
    f"INSERT INTO audit_entries {_ENTRY} WHERE true ON CONFLICT DO UPDATE SET action = 'x'",
)
CHANGES_ON_POSTGRESQL = (
    "TRUNCATE audit_seals",
    "TRUNCATE users CASCADE",
    "SET LOCAL session_replication_role = 'replica'; DELETE FROM audit_entries",
    f"INSERT INTO audit_entries {_ENTRY} ON CONFLICT (id) DO UPDATE SET action = 'x'",
    "SET LOCAL meydan.audit_door = 'anybody'; DELETE FROM audit_entries",
)


@pytest.fixture
def written(app):
    """An app with entries and a seal."""
    factories.event()
    seal = {"number": 1, "previous": "", "entries": [], "highest": 0, "hash": "a"}
    db.session.add(AuditSeal(**seal, sealed_at=factories.NOW))
    db.session.commit()
    return app


def rows() -> list[object]:
    with db.engine.connect() as connection:
        return [
            row
            for table in TABLES
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}").all()
        ]


def test_no_change_passes_however_it_is_tried(written):
    before = rows()
    assert len(before) >= 2
    on_sqlite = db.engine.dialect.name == "sqlite"
    others = CHANGES_ON_SQLITE if on_sqlite else CHANGES_ON_POSTGRESQL
    for change in (*CHANGES, *others):
        with pytest.raises(IntegrityError, match="never changed"), db.engine.begin() as connection:
            connection.exec_driver_sql(change)
    assert rows() == before


def test_the_door_lets_through_and_closes_behind_whoever_passed(written):
    with db.engine.begin() as connection:
        with door_open(connection, Door.RETENTION):
            connection.exec_driver_sql("DELETE FROM audit_seals")
        with pytest.raises(IntegrityError):
            connection.exec_driver_sql("DELETE FROM audit_entries")
        connection.rollback()
    with pytest.raises(ZeroDivisionError):
        fail_inside()
    with pytest.raises(IntegrityError), db.engine.begin() as connection:  # the same one, reused
        connection.exec_driver_sql("DELETE FROM audit_entries")


def fail_inside() -> None:
    with db.engine.begin() as connection, door_open(connection, Door.RETENTION):
        raise ZeroDivisionError


def test_while_the_door_is_open_for_one_it_is_shut_for_others(written):
    with db.engine.connect() as one, db.engine.connect() as other, door_open(one, Door.RETENTION):
        with pytest.raises(IntegrityError):
            other.exec_driver_sql("DELETE FROM audit_entries")
        one.rollback()


def test_another_program_can_add_but_change_nothing(written):
    url = db.engine.url
    if url.get_backend_name() == "sqlite":
        refuse_changes(sqlite3.connect(str(url.database)), sqlite3.OperationalError)
    else:
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        refuse_changes(psycopg.connect(address), psycopg.errors.IntegrityConstraintViolation)


def refuse_changes(other: Any, refusal: type[Exception]) -> None:
    added = "INSERT INTO audit_entries (at, action, details) VALUES ('2026-12-01', 'x:y', '{}')"
    other.execute(added)
    other.commit()
    with pytest.raises(refusal):
        other.execute("UPDATE audit_entries SET action = 'x:z'")
    other.close()


def test_migrations_make_the_same_triggers_as_the_models(app, request, tmp_path):
    made = guards()
    assert len(made) in (3, 6)
    if db.engine.dialect.name == "sqlite":
        migrated(f"sqlite:///{tmp_path / 'migrated.sqlite'}", made)
    else:
        with fresh_database(request.getfixturevalue("server_of_databases")) as url:
            migrated(url, made)


def migrated(url: str, expected: set[object]) -> None:
    with make_app(url).app_context():
        upgrade("migrations")
        found = guards()
        db.engine.dispose()
    assert found == expected


def guards() -> set[object]:
    """The triggers of the database with all that they say."""
    query = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"
    if db.engine.dialect.name == "postgresql":
        query = (
            "SELECT pg_get_triggerdef(oid) || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal"
            " UNION SELECT prosrc FROM pg_proc WHERE proname = 'refuse_changes'"
        )
    with db.engine.connect() as connection:
        return set(connection.scalars(sa.text(query)))


def test_without_its_trigger_a_row_is_changed(written):
    """So it is the trigger that refuses."""
    with db.engine.connect() as connection:
        if db.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER audit_entries_no_update")
        else:
            connection.exec_driver_sql("DROP TRIGGER audit_entries_append_only ON audit_entries")
        assert connection.exec_driver_sql(CHANGES[0]).rowcount
        connection.rollback()
