"""What a mask hides is destroyed after six months, in the row and in the database's file."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from commands import work
from extensions import db
from lib.clock import utc_now
from models.audit import AuditAction, AuditEntry
from models.sectors import Sector
from models.statements import MarkKind, Statement, StatementSource, StatementVector
from operations.problems.marks import masked
from operations.problems.masks import OriginalDestroyed, add_mask, answer_marks
from operations.problems.originals import _months_before, destroy_originals
from operations.problems.statements import add_statement
from tests import factories
from tests.factories import NOW

TEXT = "Ahmet Yılmaz, 0532 123 45 67: aradık, açmadı"
LATER = datetime(2027, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def event(app):
    return factories.event()


def say(event, text=TEXT, at=NOW):
    return add_statement(
        event, text=text, side=Sector.CSO, source=StatementSource.ORGANIZER, by=None, at=at
    )


def test_an_original_with_a_mask_is_destroyed_six_months_after_its_day(event):
    answered, waiting, shown, clean, young = (
        say(event),
        say(event),
        say(event),
        say(event, "Yol bozuk"),
        say(event, at=NOW + timedelta(days=1)),
    )
    answer_marks(answered, {0}, by=None, at=NOW)
    answer_marks(shown, (), by=None, at=NOW)
    db.session.add(StatementVector(statement_id=answered.id, model="m", vector=b"1"))
    db.session.commit()
    assert destroy_originals(at=LATER - timedelta(days=1)) == 0
    assert destroy_originals(at=LATER) == 2
    assert [s.text for s in (answered, waiting, shown, clean, young)] == [
        "[kişi adı], 0532 123 45 67: aradık, açmadı",
        "[kişi adı], [telefon]: aradık, açmadı",
        TEXT,
        "Yol bozuk",
        TEXT,
    ]
    destroyed = [s.original_destroyed_on for s in (answered, waiting, shown, clean, young)]
    assert destroyed == [date(2027, 9, 1)] * 2 + [None] * 3
    assert db.session.scalar(sa.select(sa.func.count()).select_from(StatementVector)) == 0
    entries = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.ORIGINAL_DESTROYED)
    ).all()
    assert {(e.subject_id, e.event_id) for e in entries} == {
        (answered.id, event.id),
        (waiting.id, event.id),
    }
    assert [e.details for e in entries] == [{}, {}]
    assert destroy_originals(at=LATER) == 0


def test_its_marks_lie_over_the_masks_from_then_on(event):
    statement = say(event)
    answer_marks(statement, {1}, by=None, at=NOW)
    destroy_originals(at=LATER)
    words = [(statement.text[m["start"] : m["end"]], m["masked"]) for m in statement.marks]
    assert words == [("Ahmet Yılmaz", False), ("[telefon]", True)]
    assert statement.public_text == statement.text == masked(statement.text, statement.marks)
    assert (statement.unanswered, statement.is_masked) == (False, True)


def test_nothing_of_it_can_be_shown_or_masked_again(event):
    statement = say(event)
    destroy_originals(at=LATER)
    with pytest.raises(OriginalDestroyed):
        answer_marks(statement, (), by=None, at=LATER)
    with pytest.raises(OriginalDestroyed):
        add_mask(statement, "aradık", MarkKind.INSULT, by=None, at=LATER)


def test_the_worker_looks_through_what_is_old_before_it_destroys(app, event):
    statement = say(event, at=utc_now() - timedelta(days=400))
    statement.marks, statement.public_text, statement.unanswered = None, TEXT, False
    db.session.commit()
    number = statement.id
    assert work.run_once(work.Worker())
    statement = db.session.get_one(Statement, number)
    assert statement.text == "[kişi adı], [telefon]: aradık, açmadı"


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2027, 9, 1), date(2027, 3, 1)),
        (date(2027, 8, 31), date(2027, 2, 28)),
        (date(2028, 3, 15), date(2027, 9, 15)),
    ],
)
def test_six_months_before_a_day_is_the_same_day_or_the_months_last(day, before):
    assert _months_before(day, 6) == before
