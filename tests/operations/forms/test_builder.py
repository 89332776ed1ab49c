from dataclasses import replace

import pytest
import sqlalchemy as sa

from extensions import db
from models.answers import RegistrationAnswer, Upload
from models.audit import AuditAction, AuditEntry
from models.forms import AskedAt, Choice, FormPurpose, Question, QuestionKind
from models.places import Quota
from operations.base.answers import write_answers
from operations.forms.builder import (
    MOST_QUESTIONS,
    BrokenCondition,
    FormFull,
    add_question,
    change_question,
    duplicate_question,
)
from operations.forms.details import ChoiceDetails, QuestionDetails, ShownIf
from operations.forms.order import (
    HangingQuestions,
    HasAnswers,
    bring_back_question,
    delete_question,
    move_question,
    retire_question,
)
from operations.forms.writing import RefusedQuestion
from operations.places.capacities import CapacityTooLow
from queries.forms.builder import form_of, in_order
from tests import factories
from tests.factories import NOW
from tests.factories.forms import question, workshop

_K = QuestionKind


@pytest.fixture
def event(app):
    return factories.event(at=NOW)


def asked(event) -> list[str]:
    """The labels of what is asked, as the database has them in order."""
    db.session.expire_all()
    form = form_of(event, FormPurpose.REGISTRATION)
    assert form
    by_position = sorted((q for q in form.questions if not q.retired_at), key=lambda q: q.position)
    assert by_position == in_order(form.questions)  # whoever sorts by position sorts by stage too
    return [q.label for q in by_position]


def places_of(choice: Choice) -> Quota:
    assert choice.places
    return choice.places


def answer(event, to: Question, given) -> None:
    registration = factories.registration(event)
    write_answers(registration, [to], {to.id: given}, at=NOW)
    db.session.commit()


def details_of(question: Question, **changes) -> QuestionDetails:
    values = {
        name: getattr(question, name) for name in ("label", "label_en", "asked_at", "required")
    }
    choices = [
        ChoiceDetails(c.label, c.label_en, c.places.capacity if c.places else None, c.id)
        for c in question.choices
        if c.retired_at is None
    ]
    return QuestionDetails(**{**values, "choices": choices, **changes})


def test_questions_stand_in_the_order_of_their_stages(event):
    question(event, label="Kapıda", asked_at=AskedAt.DOOR)
    question(event, label="Önce")
    question(event, label="Onaydan sonra", asked_at=AskedAt.AFTER_APPROVAL)
    question(event, label="Sonra")
    assert asked(event) == ["Önce", "Sonra", "Onaydan sonra", "Kapıda"]


def test_every_change_makes_kept_pages_stale_and_is_on_record(event):
    made = workshop(event)
    acts = [
        lambda: question(event),
        lambda: change_question(made, details_of(made, label="Hangisi?"), by=None, at=NOW),
        lambda: duplicate_question(made, by=None, at=NOW),
        lambda: move_question(made, to=2, by=None, at=NOW),
        lambda: retire_question(made, by=None, at=NOW),
        lambda: bring_back_question(made, by=None, at=NOW),
        lambda: delete_question(made, by=None, at=NOW),
    ]
    for act in acts:
        before = event.version
        act()
        db.session.commit()
        assert event.version > before
    changes = sa.select(sa.func.count()).where(AuditEntry.action == AuditAction.FORM_CHANGED)
    assert db.session.scalar(changes) == 1 + len(acts)


def test_a_question_that_was_moved_stands_where_it_was_put(event):
    first, _second, third = (question(event, label=label) for label in "ABC")
    move_question(third, to=1, by=None, at=NOW)
    assert asked(event) == ["C", "A", "B"]
    move_question(first, to=99, by=None, at=NOW)
    assert asked(event) == ["C", "B", "A"]
    move_question(first, to=0, by=None, at=NOW)
    assert asked(event) == ["A", "C", "B"]


def test_a_question_that_hangs_on_another_cannot_come_before_it(event):
    source = question(event, _K.YES_NO, label="Geliyor musunuz?")
    hanging = question(event, label="Neyle?", shown_if=(source, "yes"))
    for moved, to in ((hanging, 1), (source, 2)):
        with pytest.raises(BrokenCondition) as refused:
            move_question(moved, to=to, by=None, at=NOW)
        assert refused.value.questions == [hanging]
        db.session.rollback()
    assert asked(event) == ["Geliyor musunuz?", "Neyle?"]


def test_a_question_cannot_hang_on_a_later_stage_or_on_an_answer_that_there_is_not(event):
    later = question(event, _K.YES_NO, asked_at=AskedAt.DOOR)
    for on in (later.id, later.id + 99):
        with pytest.raises(BrokenCondition):
            add_question(
                event,
                FormPurpose.REGISTRATION,
                _K.SHORT_TEXT,
                QuestionDetails(label="Neden?", condition=ShownIf(on, ("yes",))),
                by=None,
                at=NOW,
            )
        db.session.rollback()
    wrong: list[tuple[str, ...]] = [(), ("maybe",), ("yes", "maybe")]
    for values in wrong:
        with pytest.raises(BrokenCondition):
            add_question(
                event,
                FormPurpose.REGISTRATION,
                _K.SHORT_TEXT,
                QuestionDetails(
                    label="Neden?", asked_at=AskedAt.DOOR, condition=ShownIf(later.id, values)
                ),
                by=None,
                at=NOW,
            )
        db.session.rollback()


def test_what_others_hang_on_is_neither_retired_nor_deleted_nor_asked_later(event):
    source = workshop(event)
    hanging = question(event, label="Neden?", shown_if=(source, str(source.choices[0].id)))
    for act in (retire_question, delete_question):
        with pytest.raises(HangingQuestions) as refused:
            act(source, by=None, at=NOW)
        assert refused.value.questions == [hanging]
        db.session.rollback()
    for change in (
        details_of(source, asked_at=AskedAt.DOOR),
        details_of(source, choices=details_of(source).choices[1:]),
    ):
        with pytest.raises(BrokenCondition):
            change_question(source, change, by=None, at=NOW)
        db.session.rollback()
    assert asked(event) == ["Hangi çalıştay?", "Neden?"]


def test_a_retired_question_comes_back_only_after_what_it_hangs_on(event):
    source = question(event, _K.YES_NO, label="Geliyor musunuz?")
    hanging = question(event, label="Neyle?", shown_if=(source, "yes"))
    for each in (hanging, source):
        retire_question(each, by=None, at=NOW)
    db.session.commit()
    assert asked(event) == []
    with pytest.raises(BrokenCondition):
        bring_back_question(hanging, by=None, at=NOW)
    db.session.rollback()
    for each in (source, hanging):
        bring_back_question(each, by=None, at=NOW)
    assert asked(event) == ["Geliyor musunuz?", "Neyle?"]


def test_a_question_with_answers_is_never_deleted(event):
    made = question(event)
    answer(event, made, "Bir yanıt")
    with pytest.raises(HasAnswers):
        delete_question(made, by=None, at=NOW)
    db.session.rollback()
    retire_question(made, by=None, at=NOW)
    db.session.commit()
    assert asked(event) == []
    assert db.session.scalars(sa.select(RegistrationAnswer.text)).all() == ["Bir yanıt"]


def test_a_question_is_deleted_with_its_choices_places_and_files_not_yet_sent(event):
    made, document = workshop(event), question(event, _K.FILE)
    db.session.add(
        Upload(
            question_id=document.id,
            file_name="a.pdf",
            mimetype="application/pdf",
            size=1,
            content=b"1",
            created_at=NOW,
        )
    )
    db.session.commit()
    for each in (made, document):
        delete_question(each, by=None, at=NOW)
    db.session.commit()
    for table in (Question, Choice, Upload):
        left = sa.select(sa.func.count()).select_from(table)
        if table is Question:
            left = left.where(Question.form.has(purpose=FormPurpose.REGISTRATION))
        assert db.session.scalar(left) == 0
    db.session.refresh(event)
    assert event.strata == []


def test_choices_are_added_renamed_put_in_order_and_taken_away(event):
    made = workshop(event)
    health, water = made.choices
    wanted = [
        ChoiceDetails("Hava"),
        ChoiceDetails("Sağlık ve spor", "Health", 10, health.id),
    ]
    change_question(made, details_of(made, choices=wanted), by=None, at=NOW)
    db.session.expire_all()
    assert [(c.label, c.places and c.places.capacity) for c in made.choices] == [
        ("Hava", None),
        ("Sağlık ve spor", 10),
    ]
    assert db.session.get(Choice, water.id) is None


def test_a_choice_that_was_picked_is_retired_and_comes_back_with_its_number(event):
    made = workshop(event)
    health, water = made.choices
    answer(event, made, (water.id,))
    change_question(made, details_of(made, choices=details_of(made).choices[:1]), by=None, at=NOW)
    db.session.commit()
    assert water.retired_at == NOW
    back = [ChoiceDetails("Sağlık", choice_id=health.id), ChoiceDetails("Su", choice_id=water.id)]
    change_question(made, details_of(made, choices=back), by=None, at=NOW)
    assert water.retired_at is None


def test_a_choice_of_another_question_is_not_taken_over(event):
    first, second = workshop(event), workshop(event)
    stolen = [replace(choice, label="Çalındı") for choice in details_of(first).choices]
    change_question(second, details_of(second, choices=stolen), by=None, at=NOW)
    db.session.expire_all()
    assert [choice.label for choice in first.choices] == ["Sağlık", "Su"]


def test_places_cannot_be_fewer_than_are_taken(event):
    made = workshop(event)
    places_of(made.choices[0]).taken = 5
    db.session.commit()
    with pytest.raises(CapacityTooLow):
        change_question(
            made,
            details_of(
                made,
                choices=[
                    ChoiceDetails("Sağlık", places=4, choice_id=made.choices[0].id),
                    ChoiceDetails("Su"),
                ],
            ),
            by=None,
            at=NOW,
        )
    db.session.rollback()
    assert places_of(made.choices[0]).capacity == 25


def test_a_duplicate_stands_right_behind_and_has_places_of_its_own(event):
    made = workshop(event)
    question(event, label="Son")
    places_of(made.choices[0]).taken = 5
    db.session.commit()
    twin = duplicate_question(made, by=None, at=NOW)
    db.session.commit()
    assert asked(event) == ["Hangi çalıştay?", "Hangi çalıştay?", "Son"]
    assert twin.key != made.key
    assert [(c.label, c.places and (c.places.capacity, c.places.taken)) for c in twin.choices] == [
        ("Sağlık", (25, 0)),
        ("Su", None),
    ]


@pytest.mark.parametrize("kind", [_K.CONSENT, _K.HEADING])
def test_consents_and_headings_are_never_required(event, kind):
    assert question(event, kind, required=True).required is False


def test_what_is_sensitive_is_never_required(event):
    assert question(event, required=True, sensitive=True).required is False


def test_what_must_not_be_asked_is_refused(event):
    with pytest.raises(RefusedQuestion):
        question(event, label="T.C. kimlik no")


def test_a_form_does_not_grow_for_ever(event):
    made = question(event)
    made.form.questions += [
        Question(position=n, kind=_K.SHORT_TEXT, label="x") for n in range(2, MOST_QUESTIONS + 1)
    ]
    db.session.commit()
    for act in (lambda: question(event), lambda: duplicate_question(made, by=None, at=NOW)):
        with pytest.raises(FormFull):
            act()
        db.session.rollback()
