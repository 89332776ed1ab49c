"""Waves, the rights in them, and what they ask."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from extensions import db
from models.boxes import BoxedResponse
from models.events import Event
from models.feedback import FeedbackInvitation, Right, Wave
from models.forms import Choice, Form, FormPurpose, Question, QuestionKind
from models.responses import Response
from models.surveys import Survey
from models.users import User
from policy import surveys_scoped

_OF_PERSONS = {QuestionKind.FILE, QuestionKind.CONSENT}
_UNANSWERED = {*_OF_PERSONS, QuestionKind.HEADING, QuestionKind.MATRIX}
WHOLE_WAVE = joinedload(Wave.form, innerjoin=True).options(
    joinedload(Form.event), joinedload(Form.survey)
)
"""Reads a wave with its form, and the event or survey it belongs to."""


@dataclass(frozen=True)
class Totals:
    """How many people were invited to a wave, and what became of their answers."""

    invited: int
    counted: int
    waiting: int
    """Answers that are in the box: they are counted when enough are there, or at closing."""

    @property
    def answered(self) -> int:
        return self.counted + self.waiting

    @property
    def share(self) -> float | None:
        """How many of the invited answered, from 0 to 1; None where nobody was invited."""
        return self.answered / self.invited if self.invited else None


@dataclass(frozen=True)
class ReadWave:
    """A wave with what all its results need."""

    wave: Wave
    totals: Totals
    questions: Sequence[Question]
    """All that can be answered, in the form's order, retired ones too."""
    matrices: Mapping[int, Question]
    """By their numbers; their rows are among the questions."""


def read_waves(waves: Sequence[Wave]) -> list[ReadWave]:
    """Each of the waves, in as many statements as for one."""
    totals, asked = totals_of_each(waves), defaultdict(list)
    for question in questions_of_forms(wave.form_id for wave in waves):
        asked[question.form_id].append(question)
    return [_read(wave, totals[wave.id], asked[wave.form_id]) for wave in waves]


def _read(wave: Wave, totals: Totals, asked: Sequence[Question]) -> ReadWave:
    answered = [question for question in asked if question.kind not in _UNANSWERED]
    matrices = {q.id: q for q in asked if q.kind is QuestionKind.MATRIX}
    return ReadWave(wave, totals, answered, matrices)


def totals_of(wave: Wave) -> Totals:
    return totals_of_each([wave])[wave.id]


def totals_of_each(waves: Sequence[Wave]) -> dict[int, Totals]:
    """By the number of the wave."""

    def number(table: type[Response] | type[BoxedResponse]) -> sa.ScalarSelect[int]:
        return sa.select(sa.func.count()).where(table.wave_id == Wave.id).scalar_subquery()

    rows = db.session.execute(
        sa.select(Wave.id, Wave.invited, number(Response), number(BoxedResponse)).where(
            Wave.id.in_([wave.id for wave in waves])
        )
    )
    return {key: Totals(*totals) for key, *totals in rows}


def wave_by_id(wave_id: int) -> Wave | None:
    """The wave with its form, and the event or survey it belongs to."""
    return db.session.scalar(sa.select(Wave).where(Wave.id == wave_id).options(WHOLE_WAVE))


def wave_of_event(event: Event) -> Wave | None:
    """The wave of the event's feedback; None: nobody has been invited yet."""
    return db.session.scalar(
        sa.select(Wave)
        .join(Wave.form)
        .where(Form.event_id == event.id, Form.purpose == FormPurpose.FEEDBACK)
        .options(WHOLE_WAVE)
    )


def wave_of_survey(survey_id: int, wave_id: int, user: User) -> Wave | None:
    """A wave of this survey, if the user's province allows it; surveys of the whole programme are
    for those who see all provinces."""
    rows = (
        sa.select(Wave)
        .join(Wave.form)
        .join(Form.survey)
        .where(Wave.id == wave_id, Survey.id == survey_id)
        .options(WHOLE_WAVE)
    )
    return db.session.scalar(surveys_scoped(rows, user))


def published_waves(slug: str) -> Sequence[Wave]:
    """The settled waves of a survey whose results everyone may read, the latest first."""
    return db.session.scalars(
        sa.select(Wave)
        .join(Wave.form)
        .join(Form.survey)
        .where(Survey.slug == slug, Survey.published_at.is_not(None), Wave.settled)
        .options(WHOLE_WAVE)
        .order_by(Wave.number.desc())
    ).all()


def right_by_id(wave_id: int, right_id: int) -> Right | None:
    """The right, if it was not used yet, with who was invited."""
    return db.session.scalar(
        sa.select(Right)
        .where(Right.id == right_id, Right.wave_id == wave_id)
        .options(joinedload(Right.invitation))
    )


def invitation_by_id(invitation_id: int) -> FeedbackInvitation | None:
    return db.session.get(FeedbackInvitation, invitation_id)


def right_of_invitation(invitation: FeedbackInvitation) -> Right | None:
    return db.session.scalar(sa.select(Right).where(Right.invitation_id == invitation.id))


def questions_of(wave: Wave) -> Sequence[Question]:
    """All questions of the wave's form in its order, retired ones and headings too."""
    return questions_of_forms([wave.form_id])


def questions_of_forms(forms: Iterable[int]) -> Sequence[Question]:
    """The questions of several forms, each form's as `questions_of` gives them."""
    return db.session.scalars(
        sa.select(Question)
        .where(Question.form_id.in_(set(forms)))
        .options(selectinload(Question.choices).joinedload(Choice.places))
        .order_by(Question.form_id, Question.position, Question.id)
    ).all()


def questions_asked_in(wave: Wave) -> list[Question]:
    """The questions that the wave's form asks now.

    Files and consents are left out: they would belong to a person, and an answer here does not.
    """
    return [
        question
        for question in questions_of(wave)
        if question.retired_at is None and question.kind not in _OF_PERSONS
    ]
