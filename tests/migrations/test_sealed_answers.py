"""Down and up again, answers to sensitive questions are kept; not where their key is gone."""

from contextlib import ExitStack

import pytest
import sqlalchemy as sa
from flask import current_app
from flask_migrate import downgrade, stamp, upgrade

from commands.sealing import seal_answers
from commands.work import Worker
from extensions import db
from models.answers import RegistrationAnswer, Upload
from models.checkpoints import Checkpoint
from models.forms import QuestionKind
from models.places import Quota
from models.registrations import Claim
from operations.base.answers import write_answers
from operations.check_in.checkpoints import CheckpointDetails, add_checkpoint
from operations.places.claims import reclaim
from settings import new_field_key
from tests import factories
from tests.conftest import make_app
from tests.databases import fresh_database
from tests.factories import NOW
from tests.factories.forms import question
from tests.factories.sensitive import FILE, IN_WORDS, answered, told, use_field_keys
from tests.house.source import ROOT

MIGRATIONS = str(ROOT / "migrations")
BEFORE = "52c41beefe1c"
OPEN = [
    (None, None, IN_WORDS[0]),
    (None, 7654321987, None),
    (None, None, "1931-02-03"),
    (None, 0, None),
    (None, None, None),  # the file
    (2, None, None),
    (3, None, None),
]


@pytest.fixture(params=["sqlite", "postgres"])
def person(request, tmp_path):
    """Who has answered; the site is as it is now."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / 'site.sqlite'}"
        else:
            server = request.getfixturevalue("server_of_databases")
            url = stack.enter_context(fresh_database(server))
        stack.enter_context(make_app(url).app_context())
        stack.callback(db.engine.dispose)
        db.metadata.create_all(db.engine)
        stamp(MIGRATIONS)
        person, _questions = answered(factories.event())
        yield person
        db.session.remove()


def plain_rows():
    rows = sa.text("SELECT choice_id, number, text FROM registration_answers ORDER BY id")
    return list(map(tuple, db.session.execute(rows)))


def test_answers_and_files_are_open_below_and_sealed_again_above(person):
    downgrade(MIGRATIONS, revision=BEFORE)
    assert plain_rows() == OPEN
    files = db.session.execute(sa.text("SELECT file_name, content FROM uploads")).all()
    assert [(name, bytes(content)) for name, content in files] == [(FILE.name, FILE.content)]
    db.session.rollback()
    upgrade(MIGRATIONS)
    assert told(person) == IN_WORDS
    seal_answers(Worker())
    assert told(person) == IN_WORDS
    assert set(plain_rows()) == {(None, None, None)}
    assert db.session.scalars(sa.select(Upload.sealed)).all() == [True]


def test_without_the_key_nothing_is_changed_and_why_is_said(person):
    before = db.session.scalars(sa.select(RegistrationAnswer.sealed)).all()
    db.session.rollback()
    use_field_keys(current_app._get_current_object(), new_field_key())
    with pytest.raises(SystemExit, match="not in FIELD_KEYS: nothing was changed"):
        downgrade(MIGRATIONS, revision=BEFORE)
    assert db.session.scalars(sa.select(RegistrationAnswer.sealed)).all() == before


def test_places_and_doors_that_told_who_picked_what_go_at_the_update(person):
    event = person.event
    asked = question(event, QuestionKind.SINGLE_CHOICE, choices={"A": 3, "B": None})
    picked = asked.choices[0]
    write_answers(person, [asked], {asked.id: (picked.id,)}, at=NOW)
    reclaim(person, sector=person.sector, session_ids=(), choice_ids=[picked.id], at=NOW)
    door = CheckpointDetails(name="Kapı", choice_id=picked.id)
    add_checkpoint(event, door, by=None, at=NOW)
    asked.sensitive = True  # as sites of before could have it
    factories.commit()
    told_by = (
        sa.select(Claim.quota_id).join(Quota).where(Quota.choice_id.is_not(None)),
        sa.select(Quota.id).where(Quota.choice_id.is_not(None)),
        sa.select(Checkpoint.id).where(Checkpoint.choice_id.is_not(None)),
    )
    assert [len(db.session.scalars(rows).all()) for rows in told_by] == [1, 1, 1]
    db.session.rollback()
    downgrade(MIGRATIONS, revision=BEFORE)
    upgrade(MIGRATIONS)
    assert [len(db.session.scalars(rows).all()) for rows in told_by] == [0, 0, 0]
    assert told(person)[-1] == "A"
