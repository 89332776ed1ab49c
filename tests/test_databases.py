"""Every test begins with empty tables whose numbers begin at 1, whatever the one before did."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event as Flag
from time import sleep

import pytest
import sqlalchemy as sa

from extensions import db
from models.participants import Tag
from models.users import User
from tests import factories
from tests.databases import empty_tables
from tests.turns import PATIENCE


def rows_left(metadata=db.metadata) -> dict[str, int]:
    with db.engine.connect() as connection:
        counts = {
            name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            for name, table in metadata.tables.items()
        }
    return {name: count for name, count in counts.items() if count}


@pytest.mark.parametrize("turn", ["first", "second"])
def test_nothing_of_the_test_before_is_there(app, turn):
    assert rows_left() == {}
    assert factories.user().id == 1
    first = factories.registration(factories.event())
    assert (first.id, first.event_id) == (1, 1)


def test_no_row_is_left_and_numbers_begin_again_whoever_wrote(app):
    event = factories.event()
    kept, other = factories.registration(event), factories.registration(event)
    kept.merged_into_id = other.id  # a row that leads to a later one of its table
    db.session.commit()
    with db.engine.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO tags (id, event_id, name, search_key) VALUES (9, {event.id}, 'a', 'a')"
        )
    assert {"registrations", "audit_entries", "letters", "tags"} <= rows_left().keys()
    db.session.remove()
    empty_tables(db.engine, db.metadata)
    assert rows_left() == {}
    assert factories.user().id == 1
    again = factories.event()
    assert again.id == 1
    db.session.add(tag := Tag(event_id=again.id, name="b", search_key="b"))
    db.session.commit()
    assert tag.id == 1


def test_a_number_that_was_taken_back_begins_again_too(app):
    factories.user()
    db.session.add(
        User(email="a@example.org", name="A", password_hash="", created_at=factories.NOW)
    )
    db.session.rollback()
    db.session.execute(sa.delete(User))
    db.session.commit()
    db.session.remove()
    empty_tables(db.engine, db.metadata)
    assert factories.user().id == 1


@pytest.mark.race
def test_who_is_still_writing_is_waited_for(app):
    event_id = factories.event().id
    db.session.remove()
    written, may_end = Flag(), Flag()

    def write(engine: sa.Engine) -> None:
        with engine.begin() as connection:
            connection.exec_driver_sql(
                f"INSERT INTO tags (event_id, name, search_key) VALUES ({event_id}, 'a', 'a')"
            )
            written.set()
            may_end.wait(PATIENCE)
            sleep(0.3)  # by now the tables are being emptied

    with ThreadPoolExecutor(1) as other:
        writing = other.submit(write, db.engine)
        assert written.wait(PATIENCE)
        may_end.set()
        empty_tables(db.engine, db.metadata)
        writing.result(PATIENCE)
    assert rows_left() == {}


@pytest.fixture
def hens_and_eggs(app):
    metadata = sa.MetaData()
    for name, other in (("hens", "eggs"), ("eggs", "hens")):
        key = sa.ForeignKey(f"{other}.id", name=f"fk_{name}", use_alter=True)
        sa.Table(
            name, metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("of", key)
        )
    metadata.create_all(db.engine)
    yield metadata
    metadata.drop_all(db.engine)


def test_tables_that_refer_to_each_other_are_emptied(hens_and_eggs):
    with db.engine.begin() as connection:
        for statement in (
            'INSERT INTO hens (id, "of") VALUES (1, NULL)',
            'INSERT INTO eggs (id, "of") VALUES (1, 1)',
            'UPDATE hens SET "of" = 1',
        ):
            connection.exec_driver_sql(statement)
    empty_tables(db.engine, hens_and_eggs)
    assert rows_left(hens_and_eggs) == {}


@pytest.mark.parametrize("app", ["postgres"], indirect=True)
def test_a_second_run_of_pytest_takes_nothing_from_the_first_ones_server(app, tmp_path_factory):
    tmp_path_factory.getbasetemp().parent.chmod(0o700)  # what pytest does when it starts
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("CREATE DATABASE as_a_sign_of_life"))
        connection.execute(sa.text("DROP DATABASE as_a_sign_of_life"))
