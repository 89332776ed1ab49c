"""`flask audit verify` names the first broken seal; a copy verifies on the other database, too."""

import pytest

from extensions import db
from lib.append_only import Door, door_open
from models.audit import AuditAction, AuditSeal
from operations.base.audit import record
from operations.base.seals import seal_entries
from tests.commands.test_backup import new_database, run, source  # noqa: F401 - fixtures
from tests.factories import NOW


def fill():
    for number in range(4):
        record(AuditAction.EVENT_CHANGED, at=NOW, by=None, subject_id=number)
        db.session.commit()
        seal_entries(at=NOW)
        db.session.commit()


def verified(app, *arguments):
    done = run(app, "audit", "verify", *arguments)
    return done.exit_code, done.output


def test_it_says_that_all_is_as_written_and_knows_a_head(source):  # noqa: F811
    fill()
    code, told = verified(source)
    assert code == 0 and "4 seals hold 4 entries" in told
    first = db.session.get_one(AuditSeal, 1).hash
    assert verified(source, "--head", first.upper())[0] == 0
    code, told = verified(source, "--head", "0" * 64)
    assert code == 1 and "No seal has the hash" in told
    code, told = verified(source, "--head", " ")  # a variable of a script that was never filled
    assert code == 2 and "is empty" in told


def test_it_names_the_first_broken_seal(source):  # noqa: F811
    fill()
    with db.engine.begin() as connection, door_open(connection, Door.TESTS):
        connection.exec_driver_sql("UPDATE audit_entries SET subject_id = 9 WHERE id >= 2")
    code, told = verified(source)
    assert code == 1 and "Seal 2 is broken" in told


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_restored_copy_verifies_and_goes_on(source, new_database, tmp_path, kind):  # noqa: F811
    fill()
    head = db.session.get_one(AuditSeal, 4).hash
    assert run(source, "backup", tmp_path / "copy.zip").exit_code == 0
    target = new_database(kind, migrated=False)
    assert run(target, "restore", tmp_path / "copy.zip").exit_code == 0
    code, told = verified(target, "--head", head)
    assert code == 0 and "4 seals hold 4 entries" in told and "3 entries wait" in told
    with target.app_context():
        assert seal_entries(at=NOW) == 3
        db.session.commit()
        db.session.remove()
    assert verified(target)[0] == 0
