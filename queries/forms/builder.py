"""The form of an event for those who build it: every question, retired ones too."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from extensions import db
from models.answers import RegistrationAnswer
from models.boxes import BoxedResponse
from models.checkpoints import Checkpoint
from models.events import Event
from models.feedback import Wave
from models.forms import AskedAt, Choice, Form, FormPurpose, Question, QuestionKind
from models.places import Quota
from models.registrations import Claim
from models.responses import Answer, SubjectAnswer, Tally
from models.users import User
from policy import scoped, waves_scoped
from queries.base import arguments

_STAGES = list(AskedAt)
_K = QuestionKind
_WHOLE = selectinload(Form.questions).selectinload(Question.choices).joinedload(Choice.places)


def form_of(event: Event, purpose: FormPurpose) -> Form | None:
    """The form with its questions, their choices and places; None: it was never begun."""
    return db.session.scalar(
        sa.select(Form)
        .where(Form.event_id == event.id, Form.purpose == purpose)
        .options(joinedload(Form.event, innerjoin=True), _WHOLE)
    )


def question_for(question_id: int, user: User) -> Question | None:
    """A question of an event or a survey with the whole form around it, if the user's province
    allows it."""
    around = (joinedload(Form.event), joinedload(Form.survey), _WHOLE)
    return db.session.scalar(
        waves_scoped(
            sa.select(Question)
            .join(Question.form)
            .outerjoin(Form.event)
            .outerjoin(Form.survey)
            .where(Question.id == question_id)
            .options(contains_eager(Question.form).options(*around)),
            user,
        )
    )


def in_order(questions: Iterable[Question]) -> list[Question]:
    """The questions that are not retired, stage by stage."""
    asked = [question for question in questions if question.retired_at is None]
    return sorted(asked, key=stage_and_position)


def stage_and_position(question: Question) -> tuple[int, int, int]:
    """By this the questions of a form are sorted."""
    return _STAGES.index(question.asked_at), question.position, question.id


def with_rows_behind(questions: Iterable[Question]) -> list[Question]:
    """All questions in the form's order, retired ones too, with the rows of a matrix right behind
    it."""
    known = {question.id: question for question in questions}

    def place(question: Question) -> tuple[tuple[int, int, int], bool, int, int]:
        matrix = known.get(question.matrix_id or 0, question)
        return (
            stage_and_position(matrix),
            matrix is not question,
            question.position,
            question.id,
        )

    return sorted(known.values(), key=place)


def without_rows(questions: Iterable[Question]) -> list[Question]:
    """The questions as organizers count them: a matrix with its rows is one."""
    return [question for question in questions if question.matrix_id is None]


def retired(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.retired_at is not None]


def condition_values(question: Question) -> list[str]:
    """The answers on which other questions can depend; none for kinds on which none can, and for
    what is asked of several sessions or speakers."""
    if question.asked_of is not None:
        return []
    values: Iterable[object] = ()
    match question.kind:
        case _K.SINGLE_CHOICE | _K.MULTIPLE_CHOICE:
            values = [choice.id for choice in question.choices if choice.retired_at is None]
        case _K.YES_NO:
            values = ["yes", "no"]
        case _K.RATING | _K.SCALE:
            values = range(1, (question.points or 5) + 1)
        case _K.NPS:
            values = range(11)
    return [str(value) for value in values]


def broken_conditions(questions: Iterable[Question]) -> list[Question]:
    """Questions that depend on one that is not asked before them, or on an answer it does not
    have."""
    earlier: dict[int, set[str]] = {}
    broken = []
    for question in in_order(questions):
        if question.shown_if_id is not None:
            possible = earlier.get(question.shown_if_id, set())
            if not question.shown_if or not possible.issuperset(question.shown_if):
                broken.append(question)
        earlier[question.id] = set(condition_values(question))
    return broken


def hanging_on(question: Question, questions: Iterable[Question]) -> list[Question]:
    """Every question with a condition on this one, retired ones too."""
    return [other for other in questions if other.shown_if_id == question.id]


def answered_questions(form: Form) -> set[int]:
    """The numbers of the questions that somebody has answered; a matrix is one where its rows are."""
    of_people = sa.select(RegistrationAnswer.id).where(
        RegistrationAnswer.question_id == Question.id
    )
    counted = sa.select(Tally.question_id).where(Tally.question_id == Question.id)
    given = of_people if form.purpose is FormPurpose.REGISTRATION else counted
    asked = sa.select(Question.id).where(Question.form_id == form.id)
    found = asked.where(sa.or_(given.exists(), _waiting(Question.form_id)))
    numbers = set(db.session.scalars(found))
    return numbers | {q.matrix_id for q in form.questions if q.matrix_id and q.id in numbers}


def _waiting(form_id: sa.ColumnExpressionArgument[int]) -> sa.ColumnElement[bool]:
    """Whether answers to this form wait in the box: to which of its questions is not looked up."""
    return (
        sa.select(BoxedResponse.id)
        .join(Wave, Wave.id == BoxedResponse.wave_id)
        .where(Wave.form_id == form_id)
        .exists()
    )


def answered_choices(question: Question) -> set[int]:
    """The numbers of choices that are in use.

    Somebody has picked them, holds or waits for a place of theirs, or a door is for them. Which of
    them sealed answers name is not looked up: then all are in use.
    """
    picked = [
        sa.select(rows.choice_id).where(
            rows.question_id == question.id, rows.choice_id.is_not(None)
        )
        for rows in (RegistrationAnswer, Answer, SubjectAnswer)
    ]
    waiting = sa.select(Choice.id).where(
        Choice.question_id == question.id, _waiting(sa.literal(question.form_id))
    )
    sealed = sa.select(Choice.id).where(
        Choice.question_id == question.id,
        sa.exists().where(
            RegistrationAnswer.question_id == question.id, RegistrationAnswer.sealed.is_not(None)
        ),
    )
    claimed = (
        sa.select(Quota.choice_id)
        .join(Claim, Claim.quota_id == Quota.id)
        .join(Choice, Choice.id == Quota.choice_id)
        .where(Choice.question_id == question.id)
    )
    doors = (
        sa.select(Checkpoint.choice_id)
        .join(Choice, Choice.id == Checkpoint.choice_id)
        .where(Choice.question_id == question.id)
    )
    return set(db.session.scalars(sa.union(*picked, sealed, waiting, claimed, doors)))


def has_doors(question: Question) -> bool:
    """Whether a door is for those who picked one of its choices."""
    numbers = [choice.id for choice in question.choices if choice.id is not None]
    found = sa.select(Checkpoint.id).where(Checkpoint.choice_id.in_(numbers)).limit(1)
    return bool(numbers) and db.session.scalar(found) is not None


def forms_to_copy(
    user: User, *, purpose: FormPurpose, but: Event, text: str, limit: int
) -> Sequence[tuple[Event, int]]:
    """Other events of the user's provinces whose form asks something, latest first.

    Each with the number of questions asked.
    """
    asked = sa.func.count(Question.id)
    counts = (
        sa.select(Form.event_id, asked.label("questions"))
        .join(Question, Question.form_id == Form.id)
        .where(
            Form.purpose == purpose,
            Question.retired_at.is_(None),
            Question.matrix_id.is_(None),
        )
        .group_by(Form.event_id)
        .subquery()
    )
    rows = db.session.execute(
        scoped(sa.select(Event, counts.c.questions), user)
        .join(counts, counts.c.event_id == Event.id)
        .where(Event.id != but.id, *arguments.words_in(Event.search_key, text))
        .order_by(Event.starts_at.desc(), Event.id.desc())
        .limit(limit)
    ).unique()
    return [(event, questions) for event, questions in rows]


def by_stage(questions: Iterable[Question]) -> Mapping[AskedAt, list[Question]]:
    """The questions that are not retired, under each stage that has some."""
    asked = in_order(questions)
    grouped = {stage: [q for q in asked if q.asked_at is stage] for stage in AskedAt}
    return {stage: found for stage, found in grouped.items() if found}
