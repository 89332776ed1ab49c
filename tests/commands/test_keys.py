"""`flask keys rotate` brings everything under the newest key while people go on answering."""

import pytest
import sqlalchemy as sa

from extensions import db, keys
from lib.field_keys import Unreadable
from models.answers import RegistrationAnswer, Upload
from models.factors import Authenticator
from operations.base.sealed_fields import Renewal, renew
from queries.base.sealed_fields import SEALED, next_sealed, unreadable_fields
from settings import new_field_key
from tests import factories
from tests.factories.sensitive import IN_WORDS, answered, told, use_field_keys

OLD, NEW, LOST = (new_field_key() for _ in range(3))


@pytest.fixture
def site(app):
    """Its keys can be changed; nothing is sealed yet."""
    made = app.extensions["meydan_keys"]
    use_field_keys(app, OLD)
    yield app
    app.extensions["meydan_keys"] = made


def rotate(app):
    db.session.rollback()
    return app.test_cli_runner().invoke(args=["keys", "rotate"])


def filled():
    """Answers, a file and an authenticator app, all sealed."""
    person, _questions = answered(factories.event())
    seed = keys.fields.seal_text("JBSWY3DPEHPK3PXP")
    app = Authenticator(user=factories.user(), seed=seed)
    db.session.add(app)
    db.session.commit()
    return person, app


def test_everything_is_readable_with_the_newest_key_alone(site):
    person, app = filled()
    use_field_keys(site, NEW, OLD)
    result = rotate(site)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[:4] == [
        "answers: 6 rewritten, 0 under the newest key already",
        "names of files: 1 rewritten, 0 under the newest key already",
        "files: 1 rewritten, 0 under the newest key already",
        "authenticator apps: 1 rewritten, 0 under the newest key already",
    ]
    assert "The others can be taken out of FIELD_KEYS" in result.output
    use_field_keys(site, NEW)
    assert told(person) == IN_WORDS
    assert keys.fields.open_text(app.seed) == "JBSWY3DPEHPK3PXP"
    again = rotate(site)
    assert again.output.splitlines()[0] == "answers: 0 rewritten, 6 under the newest key already"
    assert "taken out" not in again.output  # there are no others


def test_every_column_that_is_sealed_is_rotated(site):
    """The rows that hold something that was sealed with the old key, in whatever table."""
    filled()
    left = {(column.value.class_.__tablename__, column.value.key) for column in SEALED}
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            for value in db.session.scalars(sa.select(column)):
                if str(value).startswith(("gAAAA", "b'gAAAA")):  # as all Fernet tokens begin
                    assert (table.name, column.name) in left


def test_what_no_key_opens_is_named_and_the_rest_is_rewritten(site):
    person, _app = filled()
    lost = db.session.scalars(sa.select(sa.func.min(RegistrationAnswer.id))).one()
    use_field_keys(site, LOST)
    theirs = keys.fields.seal_text("…")
    db.session.execute(
        sa.update(RegistrationAnswer).where(RegistrationAnswer.id == lost).values(sealed=theirs)
    )
    db.session.commit()
    use_field_keys(site, NEW, OLD)
    result = rotate(site)
    assert result.exit_code == 1
    assert f"answers that cannot be opened: row {lost}\n" in result.output
    assert "answers: 5 rewritten, 0 under the newest key already" in result.output
    assert "taken out of FIELD_KEYS;" not in result.output
    assert [(column.name, count) for column, count in unreadable_fields() if count] == [
        ("answers", 1)
    ]
    assert told(person).count("Okunamıyor") == 1


def test_a_row_that_changed_meanwhile_is_not_overwritten(site):
    filled()
    use_field_keys(site, NEW, OLD)
    [answers, *_others] = SEALED
    found = next_sealed(answers, after=0)
    newer = keys.fields.seal_text('{"text": "Yeni"}')
    changed, deleted = found[0].number, found[1].number
    db.session.execute(
        sa.update(RegistrationAnswer).where(RegistrationAnswer.id == changed).values(sealed=newer)
    )
    db.session.execute(sa.delete(RegistrationAnswer).where(RegistrationAnswer.id == deleted))
    renewal = Renewal()
    renew(answers, found, renewal)
    assert (renewal.rewritten, renewal.changed) == (len(found) - 2, 2)
    sealed = sa.select(RegistrationAnswer.sealed).where(RegistrationAnswer.id == changed)
    assert db.session.scalar(sealed) == newer


def test_a_file_that_cannot_be_read_is_no_error_of_the_site(site):
    filled()
    upload = db.session.scalars(sa.select(Upload.id)).one()
    client = site.test_client()
    factories.sign_in(client, factories.user())
    db.session.commit()
    assert client.get(f"/organizer/uploads/{upload}").status_code == 200
    use_field_keys(site, NEW)
    with pytest.raises(Unreadable):
        keys.fields.open(db.session.scalars(sa.select(Upload.content)).one())
    db.session.rollback()
    answer = client.get(f"/organizer/uploads/{upload}?lang=en")
    assert answer.status_code == 410 and "This cannot be read" in answer.text
