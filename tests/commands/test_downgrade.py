"""`flask db downgrade` says what it will lose before it does."""

import os
import pty
import subprocess
import sys

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade

from extensions import db
from tests import factories
from tests.conftest import make_app
from tests.house.source import ROOT
from tests.turns import PATIENCE


@pytest.fixture
def filled(tmp_path):
    """The address of a database of the present shape, with one event in it."""
    url = f"sqlite:///{tmp_path / 'site.sqlite'}"
    app = make_app(url)
    with app.app_context():
        upgrade("migrations")
        factories.event()
        db.session.remove()
        db.engine.dispose()
    return url


def downgrade(url, tmp_path, *arguments, **options):
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "flask", "db", "downgrade", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "INSTANCE_FOLDER": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
        timeout=5 * PATIENCE,
        check=False,
        **options,
    )


def tables(url):
    engine = sa.create_engine(url)
    found = set(sa.inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_it_names_the_tables_and_columns_whose_data_is_lost(filled, tmp_path):
    done = downgrade(filled, tmp_path, "base", stdin=subprocess.DEVNULL)
    assert done.returncode == 0
    assert "Lost: the table events, with data in 1 rows" in done.stdout
    assert "Lost: the table registrations" not in done.stdout  # it is empty
    assert "Lost: the column checkpoints.exits, with data in 1 rows" in done.stdout
    assert "events" not in tables(filled)


def test_at_a_terminal_it_asks_and_a_no_changes_nothing(filled, tmp_path):
    ours, theirs = pty.openpty()
    os.write(ours, b"n\n")
    done = downgrade(filled, tmp_path, "base", stdin=theirs, stderr=subprocess.STDOUT)
    for end in (ours, theirs):
        os.close(end)
    assert done.returncode == 1 and "Go on?" in done.stdout
    assert "events" in tables(filled)
