"""A site that is full of people goes one release down and up again, and keeps every row."""

from contextlib import ExitStack

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from demo.programme import load_programme
from extensions import db
from tests.conftest import make_app
from tests.databases import fresh_database
from tests.demo.conftest import AT, PASSWORD
from tests.house.source import ROOT

MIGRATIONS = str(ROOT / "migrations")
BEFORE = "52c41beefe1c"
SEALED = {"registration_answers": {"text", "number", "choice_id"}, "uploads": {"content", "size"}}
"""Told in plain by the older release: tests of the seals compare what they say."""


@pytest.fixture(params=["sqlite", "postgres"])
def full(request, tmp_path):
    """The demonstration in a database of its own."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / 'full.sqlite'}"
        else:
            server = request.getfixturevalue("server_of_databases")
            url = stack.enter_context(fresh_database(server))
        stack.enter_context(make_app(url).app_context())
        stack.callback(db.engine.dispose)
        upgrade(MIGRATIONS)
        load_programme(PASSWORD, at=AT)
        db.session.commit()
        db.session.remove()
        yield


def columns():
    """Of each table that there is now."""
    tables = sa.MetaData()
    tables.reflect(db.engine)
    return {
        name: {column.name for column in table.columns} - SEALED.get(name, set())
        for name, table in tables.tables.items()
        if name != "alembic_version"
    }


def rows(of):
    """What these columns hold, in an order of its own."""
    found = {}
    with db.engine.connect() as connection:
        for name, wanted in of.items():
            listed = ", ".join(f'"{column}"' for column in sorted(wanted))
            read = connection.exec_driver_sql(f'SELECT {listed} FROM "{name}"')
            found[name] = sorted(repr(tuple(row)) for row in read)
    return found


def test_one_release_down_and_up_keeps_every_row(full):
    now = columns()
    everything = rows(now)
    downgrade(MIGRATIONS, revision=BEFORE)
    then = columns()
    both = {name: now[name] & then[name] for name in now.keys() & then.keys()}
    assert {"registrations", "letters", "users", "audit_entries"} < set(both)
    lower = rows(both)
    upgrade(MIGRATIONS)
    again = rows(both)
    assert columns() == now
    for name in sorted(both):
        assert lower[name] == again[name], name
        if both[name] == now[name]:
            assert everything[name] == again[name], name
        assert len(everything[name]) == len(again[name]), name
    assert sum(map(len, again.values())) > 5000
