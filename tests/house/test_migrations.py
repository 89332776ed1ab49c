"""Migrations go up, down and up again on both databases, and end where the models are."""

import pytest
import sqlalchemy as sa
from flask_migrate import check, downgrade, upgrade

from extensions import db
from tests.conftest import make_app
from tests.databases import fresh_database
from tests.house.source import ROOT

MIGRATIONS = str(ROOT / "migrations")


@pytest.fixture(params=["sqlite", "postgres"])
def bare_app(request, tmp_path):
    """An app whose database has no tables yet."""
    if request.param == "sqlite":
        yield make_app(f"sqlite:///{tmp_path / 'bare.sqlite'}")
        return
    with fresh_database(request.getfixturevalue("server_of_databases")) as url:
        app = make_app(url)
        yield app
        with app.app_context():
            db.engine.dispose()


def tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_up_down_up_and_equal_to_the_models(bare_app):
    with bare_app.app_context():
        upgrade(MIGRATIONS)
        made = tables()
        assert made == set(db.metadata.tables)
        check(MIGRATIONS)  # exits where the models differ
        downgrade(MIGRATIONS, revision="base")
        assert tables() == set()
        upgrade(MIGRATIONS)
        assert tables() == made


def test_checks_and_partial_indexes_are_those_of_the_models(bare_app):
    """What Alembic's comparison leaves out: check constraints and the conditions of indexes."""
    with bare_app.app_context():
        upgrade(MIGRATIONS)
        inspector = sa.inspect(db.engine)
        for table in db.metadata.sorted_tables:
            checks = {c.name for c in table.constraints if isinstance(c, sa.CheckConstraint)}
            there = {c["name"] for c in inspector.get_check_constraints(table.name)}
            assert {str(name) for name in checks if name} == there, table.name
            conditional = {
                index.name
                for index in table.indexes
                if index.dialect_options[db.engine.dialect.name]["where"] is not None
            }
            option = f"{db.engine.dialect.name}_where"
            found = {
                index["name"]
                for index in inspector.get_indexes(table.name)
                if index.get("dialect_options", {}).get(option) is not None
            }
            assert conditional == found, table.name
