"""Migrations neither open the audit nor prune it."""

from contextlib import ExitStack
from shutil import copytree

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade
from sqlalchemy.exc import IntegrityError

from extensions import db
from models.audit import AuditAction, AuditEntry
from operations.base.audit import record
from tests.conftest import make_app
from tests.databases import fresh_database
from tests.factories import NOW
from tests.house.source import ROOT

MIGRATIONS = str(ROOT / "migrations")
FIRST = "c24b2b58ab1f"
REBUILDS = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "later", "{head}"

def upgrade():
    with op.batch_alter_table("audit_entries", recreate="auto") as batch_op:
        batch_op.alter_column("action", existing_type=sa.Text(), type_=sa.String(200))
        batch_op.add_column(sa.Column("added", sa.Integer()))

def downgrade():
    with op.batch_alter_table("audit_entries") as batch_op:
        batch_op.alter_column("action", existing_type=sa.String(200), type_=sa.Text())
        batch_op.drop_column("added")
"""


@pytest.fixture(params=["sqlite", "postgres"])
def written(request, tmp_path):
    """A migrated site with one audit entry of each kind."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / 'site.sqlite'}"
        else:
            server = request.getfixturevalue("server_of_databases")
            url = stack.enter_context(fresh_database(server))
        stack.enter_context(make_app(url).app_context())
        stack.callback(db.engine.dispose)
        upgrade(MIGRATIONS)
        for action in AuditAction:
            record(action, at=NOW, by=None, number=1)
        db.session.commit()
        yield
        db.session.remove()


def entries() -> list[tuple[object, ...]]:
    columns = "id, action, user_id, event_id, subject_id"
    with db.engine.connect() as connection:
        query = f"SELECT {columns} FROM audit_entries ORDER BY id"
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def test_a_downgrade_keeps_every_entry(written):
    before = entries()
    assert len(before) == len(AuditAction)
    downgrade(MIGRATIONS, revision=FIRST)
    assert entries() == before
    upgrade(MIGRATIONS)
    assert entries() == before
    assert_refused()


def assert_refused() -> None:
    for change in ("UPDATE audit_entries SET action = 'x:y'", "DELETE FROM audit_entries"):
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.exec_driver_sql(change)


def test_a_later_migration_that_rebuilds_the_table_keeps_the_triggers(written, tmp_path):
    before = entries()
    copytree(ROOT / "migrations", tmp_path / "migrations")
    head = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    db.session.remove()
    later = tmp_path / "migrations" / "versions" / "later.py"
    later.write_text(REBUILDS.format(head=head))
    for move in (upgrade, downgrade, upgrade):
        move(str(tmp_path / "migrations"))
        assert entries() == before
        assert_refused()
    if db.engine.dialect.name == "sqlite":  # the rebuilt one counts on, and takes new entries
        record(AuditAction.EVENT_CREATED, at=NOW, by=None)
        db.session.commit()
        assert db.session.scalar(sa.select(sa.func.count(AuditEntry.id))) == len(before) + 1
