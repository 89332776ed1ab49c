from datetime import timedelta

import pytest
import sqlalchemy as sa

from extensions import db
from models.ordered_files import FileFormat, OrderedFile
from operations.base.files import TRIED_AGAIN, conclude_file, delete_old_files, next_file
from operations.feedback.files import order_results, version_of
from tests import factories
from tests.factories import results

NOW = factories.NOW


@pytest.fixture
def wave(app):
    return results.wave()


def order(wave, kind=FileFormat.CSV, at=NOW):
    return order_results(kind, [wave], by=None, locale="tr", at=at)


def test_files_are_made_in_the_order_in_which_they_were_asked_for(wave):
    later = order(wave, FileFormat.PDF, NOW + timedelta(seconds=1))
    first = order(wave)
    assert order(wave).id == first.id
    assert next_file() is first
    conclude_file(first.id, b"made", at=NOW)
    assert next_file().id == later.id
    conclude_file(later.id, None, at=NOW)
    assert next_file() is None


def test_a_file_that_failed_is_tried_again_after_a_while(wave):
    ordered = order(wave)
    conclude_file(ordered.id, None, at=NOW)
    db.session.expire_all()
    assert order(wave, at=NOW + TRIED_AGAIN).failed
    assert not order(wave, at=NOW + TRIED_AGAIN + timedelta(seconds=1)).failed


def test_old_files_go_after_a_day(wave):
    order(wave)
    order(wave, FileFormat.PDF, NOW + timedelta(hours=2))
    delete_old_files(at=NOW + timedelta(hours=25))
    assert db.session.scalars(sa.select(OrderedFile.kind)).all() == [FileFormat.PDF]


def test_the_version_follows_what_the_file_says(wave):
    versions = [version_of(wave)]
    results.say(wave, trust=4)
    versions.append(version_of(wave))
    wave.form.questions[0].label_en = "Trust"
    db.session.flush()
    versions.append(version_of(wave))
    wave.survey.title = "Başka"
    versions.append(version_of(wave))
    assert len(set(versions)) == 4
    assert version_of(wave) == versions[-1]
