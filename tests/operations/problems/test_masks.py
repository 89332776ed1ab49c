"""What the public should not read is masked from the beginning, and answered by a moderator."""

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.sectors import Sector
from models.statements import MarkKind, Statement, StatementSource
from operations.problems.marks import look_through_old, marked, masked
from operations.problems.masks import NotInStatement, add_mask, answer_marks
from operations.problems.statements import add_statement
from tests import factories
from tests.factories import NOW

TEXT = "Ahmet Yılmaz, 0532 123 45 67: aradık, açmadı"
MASKED = "[kişi adı], [telefon]: aradık, açmadı"


@pytest.fixture
def event(app):
    return factories.event()


@pytest.fixture
def moderator(app):
    return factories.user()


def say(event, text=TEXT):
    return add_statement(
        event, text=text, side=Sector.CSO, source=StatementSource.ORGANIZER, by=None, at=NOW
    )


def state(statement):
    return (statement.public_text, statement.unanswered, statement.is_masked)


def test_a_statement_is_masked_until_somebody_answers(event):
    statement = say(event)
    assert state(statement) == (MASKED, True, False)
    assert statement.text == TEXT
    assert [(mark["kind"], mark["masked"]) for mark in statement.marks] == [
        ("name", None),
        ("phone", None),
    ]


def test_each_mark_is_answered_by_itself(event, moderator):
    statement = say(event)
    answer_marks(statement, {1}, by=moderator, at=NOW)
    assert state(statement) == ("Ahmet Yılmaz, [telefon]: aradık, açmadı", False, True)
    answer_marks(statement, (), by=moderator, at=NOW)
    assert state(statement) == (TEXT, False, False)
    answer_marks(statement, range(2), by=moderator, at=NOW)
    assert state(statement) == (MASKED, False, True)


def test_an_answer_is_noted_without_a_word_of_the_text(event, moderator):
    statement = say(event)
    answer_marks(statement, {0}, by=moderator, at=NOW)
    entry = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.action == AuditAction.MASKS_ANSWERED)
    ).one()
    assert (entry.subject_id, entry.details) == (statement.id, {"masked": 1, "shown": 1})


def test_words_that_were_not_found_are_masked_wherever_they_stand(event, moderator):
    statement = say(event, "Kırmızı evdeki komşu, KIRMIZI EVDEKI komşunun oğlu")
    add_mask(statement, " kırmızı evdeki ", MarkKind.ADDRESS, by=moderator, at=NOW)
    assert state(statement) == ("[adres] komşu, [adres] komşunun oğlu", False, True)


def test_a_mask_over_a_mark_takes_it_along(event, moderator):
    statement = say(event)
    add_mask(statement, "yılmaz, 0532", MarkKind.NAME, by=moderator, at=NOW)
    assert state(statement) == ("[kişi adı]: aradık, açmadı", False, True)


@pytest.mark.parametrize("words", ["Mehmet", "", "  "])
def test_words_that_the_statement_does_not_hold_are_refused(event, moderator, words):
    statement = say(event)
    with pytest.raises(NotInStatement):
        add_mask(statement, words, MarkKind.NAME, by=moderator, at=NOW)
    assert state(statement) == (MASKED, True, False)


def test_old_statements_are_looked_through_once(event):
    old, clean = say(event), say(event, "Yol bozuk")
    for statement in (old, clean):
        statement.marks, statement.public_text, statement.unanswered = None, statement.text, False
    db.session.commit()
    assert look_through_old() == 2
    assert [state(old), state(clean)] == [(MASKED, True, False), ("Yol bozuk", False, False)]
    assert look_through_old() == 0
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Statement)) == 2


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [(range(9), (MASKED, False, True)), ((), (MASKED, True, False))],
)
def test_an_answer_does_not_pass_over_what_nobody_looked_for(event, moderator, accepted, expected):
    old = say(event)
    old.marks, old.public_text, old.unanswered = None, old.text, False
    db.session.commit()
    answer_marks(old, accepted, by=moderator, at=NOW)
    assert state(old) == expected


PIECES = st.sampled_from([TEXT, "aptal ", "ali@ornek.com", " ", "😀", "e\u0301", "Gül Sok. No: 5 "])


@given(st.lists(PIECES | st.text(max_size=9), max_size=9).map("".join))
@settings(max_examples=150, deadline=None)
def test_of_any_text_the_public_reads_all_but_the_marks(text):
    columns = marked(text)
    unmarked, end = [], 0
    for mark in columns["marks"]:
        unmarked.append(text[end : mark["start"]])
        end = mark["end"]
    public = columns["public_text"]
    for piece in [*unmarked, text[end:]]:
        assert public.startswith(piece)
        public = public[len(piece) :]
        public = public.partition("]")[2] if public else public
    assert masked(text, [{**mark, "masked": False} for mark in columns["marks"]]) == text
