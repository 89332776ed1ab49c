import pytest

from extensions import db
from models.audit import AuditAction, AuditEntry
from models.events import EventKind
from models.forms import AskedOf, FormPurpose, QuestionKind
from operations.feedback.from_template import start_from_template
from operations.feedback.templates import TEMPLATES, templates_after
from operations.forms.builder import MOST_QUESTIONS
from operations.forms.guards import objection_to
from operations.forms.locks import FormLocked
from queries.forms.builder import form_of, in_order
from tests import factories
from tests.factories.feedback import answer, questions, right

_K = QuestionKind


def started(event, name):
    form = form_of(event, FormPurpose.FEEDBACK)
    start_from_template(form, TEMPLATES[name], by=None, at=factories.NOW)
    db.session.commit()
    return form_of(event, FormPurpose.FEEDBACK)


def test_the_standard_form_has_the_same_keys_at_every_event(app):
    keys = [[q.key for q in questions(factories.event())] for _ in range(2)]
    assert keys[0] == keys[1]
    assert keys[0] == [
        "overall",
        "relevance",
        "listening",
        "organisation",
        "best",
        "change",
        "problem",
    ]


def test_a_form_starts_from_a_template_with_pages_and_matrices(app):
    form = started(factories.event(), "civil-society-day")
    asked = in_order(form.questions)
    by_key = {question.key: question for question in asked}
    assert [question.key for question in asked[:5]] == [
        "part_day",
        "overall",
        "relevance",
        "listening",
        "organisation",
    ]
    assert by_key["session_useful"].asked_of is AskedOf.SESSION
    rows = [question for question in asked if question.matrix_id == by_key["meeting"].id]
    start = asked.index(by_key["meeting"]) + 1
    assert rows == asked[start : start + 5]
    assert {(row.kind, row.points, row.no_opinion, row.page) for row in rows} == {
        (_K.SCALE, 5, True, 3)
    }
    assert [choice.takes_text for choice in by_key["obstacle"].choices] == [False] * 6 + [True]
    assert {question.page for question in asked} == {1, 2, 3, 4}
    entry = db.session.query(AuditEntry).filter_by(action=AuditAction.FORM_CHANGED).one()
    assert entry.subject_id == form.id


def test_another_template_replaces_the_first(app):
    event = factories.event()
    started(event, "civil-society-day")
    form = started(event, "conference")
    written = [question for page in TEMPLATES["conference"].pages for question in page]
    assert {question.key for question in form.questions} == {q.item for q in written} | {
        item for q in written for item, _words in q.rows
    }


@pytest.mark.parametrize("counted", [False, True])
def test_once_somebody_has_answered_the_questions_stay(app, counted):
    event = factories.event(over=True)
    for _ in range(10 if counted else 1):
        answer(event)
    before = [question.id for question in questions(event)]
    with pytest.raises(FormLocked):
        started(event, "conference")
    db.session.rollback()
    assert [question.id for question in questions(event)] == before


def test_whoever_was_invited_answers_as_it_was_said(app):
    """A test is named, but people who were invited were told that their answers are not."""
    invited = factories.event(over=True)
    right(invited)
    assert started(invited, "training-test").named is False
    assert started(factories.event(), "training-test").named is True


def test_what_fits_the_event_comes_first():
    assert next(iter(templates_after(EventKind.STUDY_VISIT))) == "study-visit"
    assert next(iter(templates_after(EventKind.TRAINING))) == "training"
    assert "perception" not in templates_after(EventKind.MEETING)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_everything_in_both_languages_under_one_key_each(name):
    template = TEMPLATES[name]
    items = [q.item for q in template.questions] + [
        item for q in template.questions for item, _words in q.rows
    ]
    assert len(items) == len(set(items)) <= MOST_QUESTIONS
    texts = [template.title, template.about]
    for question in template.questions:
        texts += [question.label, *(choice.label for choice in question.choices)]
        texts += [words for _item, words in question.rows]
        assert not (objection := _objection(question)), objection
        if question.ends:
            texts += question.ends
    assert all(words.tr and words.en for words in texts)
    assert not [words for words in texts if "'" in words.tr + words.en]


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_key_means_the_same_in_every_template(name):
    """Else answers to different questions would be compared."""
    for question in TEMPLATES[name].questions:
        for other in (q for t in TEMPLATES.values() for q in t.questions):
            if other.item == question.item and not _may_differ(question.item):
                assert (other.kind, other.label, other.ends) == (
                    question.kind,
                    question.label,
                    question.ends,
                )


def test_every_question_of_the_test_has_one_right_answer_and_a_way_out():
    tested = [q for q in TEMPLATES["training-test"].questions if q.kind is not _K.HEADING]
    assert len(tested) == 8
    for question in tested:
        assert sum(choice.is_right for choice in question.choices) == 1
        assert question.choices[-1].label.en == "I do not know"
        assert not question.choices[-1].is_right


def _may_differ(item):
    return item.startswith("part_")


def _objection(question):
    return objection_to(
        question.label.tr,
        question.label.en,
        kind=question.kind,
        asked_at=None,
        sensitive=False,
    )
