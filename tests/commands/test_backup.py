"""A copy is consistent although people register meanwhile, and restores on either database."""

from threading import Event as Signal
from threading import Thread
from time import sleep
from uuid import uuid4
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from flask import has_app_context
from flask_migrate import upgrade

from extensions import db
from lib.table_copies import BadCopy, read_contents
from models.answers import Upload
from models.audit import AuditEntry
from models.events import Event
from models.forms import Question
from models.participants import Tag
from models.places import Quota
from models.registrations import Registration, RegistrationStatus, Ticket
from models.sectors import Sector
from operations.base.answers import Given, NamedProblem
from operations.feedback.inviting import invite_attendees
from operations.registrations.online import register_online
from settings import new_field_key
from tests import factories
from tests.conftest import make_app
from tests.factories import feedback, problems, surveys
from tests.factories.sensitive import answered, told, use_field_keys


@pytest.fixture
def new_database(tmp_path, postgres_app):
    """Makes apps, each with a database of its own, migrated unless told otherwise."""
    with postgres_app.app_context():
        server = db.engine.url
    made = []

    def make(kind: str, *, migrated: bool = True):
        name = f"copy_{uuid4().hex}"
        url = f"sqlite:///{tmp_path / name}.sqlite"
        if kind == "postgres":
            with postgres_app.app_context(), _autocommit() as connection:
                connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
            url = server.set(database=name).render_as_string(hide_password=False)
        app = make_app(url)
        made.append((app, name if kind == "postgres" else None))
        if migrated:
            with app.app_context():
                upgrade("migrations")
        return app

    yield make
    for app, name in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        if name:
            with postgres_app.app_context(), _autocommit() as connection:
                connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def _autocommit():
    return db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")


@pytest.fixture(params=["sqlite", "postgres"])
def source(request, new_database):
    app = new_database(request.param)
    with app.app_context():
        yield app
        db.session.remove()


def run(app, *arguments):
    if has_app_context():
        db.session.rollback()  # a test's open transaction would keep SQLite's writers waiting
    with app.app_context():
        return app.test_cli_runner().invoke(args=[str(argument) for argument in arguments])


def all_rows(app):
    with app.app_context():
        rows = {
            table.name: sorted(map(repr, db.session.execute(sa.select(table)).all()))
            for table in db.metadata.sorted_tables
        }
        db.session.remove()
    return rows


def fill() -> None:
    """Rows of every type: times, days, bytes, numbers of 62 bits, JSON, all sorts of text."""
    event = factories.event(over=True, description="**ğ**\n\n\u2028 «satır»", capacity=3)
    registration = factories.registration(event, family_name="İ'ğ\"\\ş\U0001f600", phone=None)
    second = factories.registration(event)
    registration.merged_into_id = second.id  # a row that leads to a later one
    invite_attendees(at=factories.NOW)
    question = db.session.execute(sa.text("SELECT min(id) FROM questions")).scalar_one()
    _give_feedback(event)
    first, last = (db.session.get_one(Question, question), _last_question())
    first.shown_if_id, first.shown_if = last.id, ["5"]
    heading, part = problems.problem(title="Yol"), problems.problem(title="Ulaşım")
    heading.part_of_id = part.id
    upload = Upload(
        question_id=question,
        file_name="özgeçmiş.pdf",
        mimetype="application/pdf",
        size=4,
        content=b"\0\xff%P",
        created_at=factories.NOW,
    )
    db.session.add(upload)
    db.session.add(Tag(event_id=event.id, name="Basın", search_key="basin", registrations=[second]))
    db.session.commit()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    assert registration.ticket


def _give_feedback(event: Event) -> None:
    """Some of it is counted, some waits in the boxes, and one right is left."""
    *used, _unused = feedback.rights(event, 13)
    first, problem = feedback.questions(event)[0].id, _last_question().id
    for held in used:
        given: dict[int, Given] = {first: 5, problem: NamedProblem("Servis «yok»", hurts=3)}
        feedback.submit(held, given, side=Sector.CSO)
    db.session.commit()
    feedback.count()


def _last_question() -> Question:
    return db.session.scalars(sa.select(Question).order_by(Question.id.desc()).limit(1)).one()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_copy_restores_every_row_on_either_database(source, new_database, tmp_path, kind):
    fill()
    written = run(source, "backup", tmp_path / "copy.zip")
    assert written.exit_code == 0, written.output
    target = new_database(kind, migrated=False)
    restored = run(target, "restore", tmp_path / "copy.zip")
    assert restored.exit_code == 0, restored.output
    copied, restored = all_rows(source), all_rows(target)
    assert sum("'copy:made'" in row for row in copied["audit_entries"]) == 1
    added = sorted(set(restored["audit_entries"]) - set(copied["audit_entries"]))
    assert len(added) == 2 and "audit:door_opened" in added[0] and "copy:restored" in added[1]
    restored["audit_entries"] = [row for row in restored["audit_entries"] if row not in added]
    assert restored == copied
    with target.app_context():  # numbers go on where they were
        assert factories.registration(db.session.scalars(sa.select(Event)).one()).id == 3
        db.session.remove()


@pytest.mark.race
def test_a_copy_is_consistent_while_people_register(source, new_database, tmp_path):
    event = factories.event(capacity=100_000)
    stop, begun = Signal(), Signal()
    failures: list[BaseException] = []

    def register_people() -> None:
        try:
            with source.app_context():
                mine = db.session.get_one(Event, event.id)
                number = 0
                while not stop.is_set():
                    register_online(
                        mine,
                        factories.person(),
                        submission_key=uuid4().hex,
                        notice_version="t",
                        consents=[],
                        at=factories.NOW.replace(year=2026),
                    )
                    db.session.commit()
                    sleep(0.01)  # the copy's own entry wants the lock, too
                    number += 1
                    if number == 20:
                        begun.set()
                db.session.remove()
        except BaseException as error:
            failures.append(error)
            begun.set()

    writer = Thread(target=register_people)
    writer.start()
    begun.wait(60)
    copies = [tmp_path / f"copy{number}.zip" for number in range(3)]
    for path in copies:
        assert run(source, "backup", path).exit_code == 0
    stop.set()
    writer.join()
    assert not failures
    for path in copies:
        target = new_database("sqlite", migrated=False)
        assert run(target, "restore", path).exit_code == 0
        with target.app_context():
            taken = db.session.scalars(sa.select(Quota.taken)).one()
            confirmed = sa.select(sa.func.count()).where(
                Registration.status == RegistrationStatus.CONFIRMED
            )
            assert taken == db.session.scalar(confirmed)
            assert taken >= 20
            assert taken == db.session.scalar(sa.select(sa.func.count(Ticket.id)))
            db.session.remove()


def test_restore_deletes_nothing_unless_told_to(source, tmp_path):
    fill()
    copy = tmp_path / "copy.zip"
    run(source, "backup", copy)
    later = factories.event(title="Sonradan eklenen")
    refused = run(source, "restore", copy)
    assert refused.exit_code != 0 and "--overwrite" in refused.output
    assert db.session.get(Event, later.id)
    db.session.remove()
    assert run(source, "restore", copy, "--overwrite").exit_code == 0
    assert db.session.get(Event, later.id) is None


def test_a_damaged_copy_and_other_files_are_refused_before_anything_is_deleted(source, tmp_path):
    fill()
    copy, damaged, other = tmp_path / "copy.zip", tmp_path / "damaged.zip", tmp_path / "other.zip"
    run(source, "backup", copy)
    content = bytearray(copy.read_bytes())
    content[len(content) // 3] ^= 0xFF
    damaged.write_bytes(content)
    with ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "nothing of ours")
    newer = tmp_path / "newer.zip"
    with ZipFile(copy) as old, ZipFile(newer, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b'"revision": "', b'"revision": "x'))
    before = all_rows(source)
    for path in (damaged, other, newer):
        refused = run(source, "restore", path, "--overwrite")
        assert refused.exit_code == 1 and "was not restored" in refused.output, refused.output
    assert all_rows(source) == before


def test_whatever_byte_is_wrong_the_reader_says_so_and_nothing_else(source, tmp_path):
    fill()
    copy, damaged = tmp_path / "copy.zip", tmp_path / "damaged.zip"
    run(source, "backup", copy)
    content = copy.read_bytes()
    refused = 0
    for place in range(0, len(content), len(content) // 150):
        damaged.write_bytes(content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :])
        try:
            read_contents(damaged)
        except BadCopy:
            refused += 1
    assert refused > 75, "what is left are bytes that say nothing, such as times of entries"


def test_a_copy_is_for_its_owner_alone_and_never_replaces_another(source, tmp_path):
    copy = tmp_path / "copy.zip"
    assert run(source, "backup", copy).exit_code == 0
    assert copy.stat().st_mode & 0o777 == 0o600
    again = run(source, "backup", copy)
    assert again.exit_code != 0 and "exists already" in again.output
    nowhere = run(source, "backup", tmp_path / "no" / "such" / "folder.zip")
    assert nowhere.exit_code == 1 and "cannot be written" in nowhere.output


def test_a_copy_sealed_with_another_key_is_restored_with_a_word(source, new_database, tmp_path):
    person, _questions = answered(factories.event())
    number = person.id
    assert "FIELD_KEYS are not in it" in run(source, "backup", tmp_path / "copy.zip").output
    target = new_database("sqlite", migrated=False)
    use_field_keys(target, new_field_key())
    restored = run(target, "restore", tmp_path / "copy.zip")
    assert restored.exit_code == 0
    assert "None of FIELD_KEYS opens" in restored.output
    assert "6 answers, 1 names of files, 1 files." in restored.output
    with target.app_context():
        assert told(db.session.get_one(Registration, number)) == ["Okunamıyor"] * 6
        db.session.remove()
    again = run(target, "restore", "--overwrite", tmp_path / "copy.zip")
    assert again.exit_code == 0, again.output


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_without_its_keys_a_site_can_be_overwritten_by_an_older_copy(new_database, tmp_path, kind):
    """The way down would open what is sealed; who overwrites wants to keep nothing of it."""
    older = new_database("sqlite", migrated=False)
    with older.app_context():
        upgrade("migrations", revision="52c41beefe1c")
        assert run(older, "backup", tmp_path / "older.zip").exit_code == 0
    site = new_database(kind)
    with site.app_context():
        answered(factories.event())
        surveys.survey()
        db.session.commit()
        db.session.remove()
        use_field_keys(site, new_field_key())
        result = run(site, "restore", "--overwrite", tmp_path / "older.zip")
    assert result.exit_code == 0, result.output
