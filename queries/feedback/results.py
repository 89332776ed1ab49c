from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from extensions import db
from lib.paging import Page, page_of
from models.events import Event
from models.feedback import FeedbackInvitation
from models.forms import (
    Answer,
    AskedAt,
    Form,
    FormPurpose,
    Question,
    QuestionKind,
    Response,
)
from models.registrations import Registration
from models.sectors import Sector
from queries.feedback.counts import COUNTED, Count, Numbers, counts_of, numbers_of
from queries.forms.questions import questions_asked

RATINGS = (1, 2, 3, 4, 5)
SMALLEST_GROUP = 3
"""Fewer answers than this are not shown by side, since one could guess whose they are."""

Side = Sector | None
_OF_PERSONS = {QuestionKind.FILE, QuestionKind.CONSENT}


@dataclass(frozen=True)
class Ratings:
    """How often each rating from 1 to 5 was given."""

    counts: Mapping[int, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def mean(self) -> float | None:
        """The mean rating; None without answers."""
        weighted = sum(rating * count for rating, count in self.counts.items())
        return weighted / self.total if self.total else None


@dataclass(frozen=True)
class WrittenAnswer:
    text: str
    side: Side
    """None where it was not said, or where so few people are on this side that it would tell
    who."""
    signature: str


@dataclass(frozen=True)
class QuestionResults:
    question: Question
    ratings: Ratings
    ratings_by_side: Mapping[Sector, Ratings]
    texts: Sequence[WrittenAnswer]
    counts: Sequence[Count] = ()
    numbers: Numbers | None = None


@dataclass(frozen=True)
class FeedbackResults:
    invited: int
    answered: int
    sides: Mapping[Sector, int]
    """How many answers each side gave, for sides that are large enough to be shown."""
    questions: Sequence[QuestionResults]

    @property
    def share(self) -> float | None:
        """How many of the invited answered, from 0 to 1; None when nobody was invited."""
        return self.answered / self.invited if self.invited else None


def feedback_results(event: Event) -> FeedbackResults:
    """What people who came answered, question by question, together and by side."""
    responses = _responses(event)
    shown = sides_large_enough(Counter(response.side for response in responses))
    answers: dict[int, list[Answer]] = defaultdict(list)
    for response in responses:
        for answer in response.answers:
            answers[answer.question_id].append(answer)
    invited, answered = _invited_and_answered(event)
    return FeedbackResults(
        invited,
        answered,
        shown,
        [_results(question, answers[question.id], shown) for question in feedback_questions(event)],
    )


def written_answers(
    event: Event, question_id: int, *, limit: int, after: str | None = None
) -> tuple[Page[Answer], dict[Sector, int]]:
    """The text answers to one question of the event, in random order, and the sides to show.

    Raises lib.paging.BadCursor.
    """
    of_event = Response.form.has(
        sa.and_(Form.event_id == event.id, Form.purpose == FormPurpose.FEEDBACK)
    )
    counts = db.session.execute(
        sa.select(Response.side, sa.func.count()).where(of_event).group_by(Response.side)
    ).all()
    rows = (
        sa.select(Answer)
        .join(Answer.response)
        .where(of_event, Answer.question_id == question_id, Answer.text.is_not(None))
        .options(contains_eager(Answer.response))
    )
    page = page_of(db.session(), rows, Answer.response_id, limit=limit, after=after)
    return page, sides_large_enough({row[0]: row[1] for row in counts})


def sides_large_enough(counts: Mapping[Side, int]) -> dict[Sector, int]:
    """The sides that can be shown by themselves, with their numbers.

    What is left when they are taken from the whole is either nothing or large enough too, so that
    no small group can be found by subtraction.
    """
    shown = {side: n for side, n in counts.items() if side is not None and n >= SMALLEST_GROUP}
    while shown and 0 < sum(counts.values()) - sum(shown.values()) < SMALLEST_GROUP:
        del shown[min(shown, key=lambda side: (shown[side], side))]
    return {side: shown[side] for side in Sector if side in shown}


def invitation_by_link(invitation_id: int) -> FeedbackInvitation | None:
    """The invitation that a signed link stands for, with its person and event."""
    return db.session.scalar(
        sa.select(FeedbackInvitation)
        .where(FeedbackInvitation.id == invitation_id)
        .options(
            joinedload(FeedbackInvitation.registration, innerjoin=True).joinedload(
                Registration.event, innerjoin=True
            )
        )
    )


def feedback_questions(event: Event) -> Sequence[Question]:
    """The questions in the order of the form, retired ones too, without headings."""
    return db.session.scalars(
        sa.select(Question)
        .join(Question.form)
        .where(
            Form.event_id == event.id,
            Form.purpose == FormPurpose.FEEDBACK,
            Question.kind != QuestionKind.HEADING,
        )
        .options(selectinload(Question.choices))
        .order_by(Question.position, Question.id)
    ).all()


def feedback_questions_asked(event: Event) -> Sequence[Question]:
    """The questions that the form asks now.

    Files and consents are left out: they would belong to a person, and an answer here does not.
    """
    asked = questions_asked(event, AskedAt.REGISTRATION, purpose=FormPurpose.FEEDBACK)
    return [question for question in asked if question.kind not in _OF_PERSONS]


def _responses(event: Event) -> Sequence[Response]:
    return db.session.scalars(
        sa.select(Response)
        .join(Response.form)
        .where(Form.event_id == event.id, Form.purpose == FormPurpose.FEEDBACK)
        .options(selectinload(Response.answers))
        .order_by(Response.id)  # random numbers
    ).all()


def _results(
    question: Question, answers: Sequence[Answer], shown: Mapping[Sector, int]
) -> QuestionResults:
    if question.kind in COUNTED:
        counts = counts_of(question, answers)
        return QuestionResults(
            question, _ratings([]), {}, [], counts, numbers_of(question, answers)
        )
    if question.kind is not QuestionKind.RATING:
        texts = [_written(answer, shown) for answer in answers if answer.text]
        return QuestionResults(question, _ratings([]), {}, texts)
    by_side = {
        side: _ratings([answer for answer in answers if answer.response.side is side])
        for side in sides_large_enough(Counter(answer.response.side for answer in answers))
        if side in shown
    }
    return QuestionResults(question, _ratings(answers), by_side, [])


def _ratings(answers: Sequence[Answer]) -> Ratings:
    given = Counter(answer.number for answer in answers)
    return Ratings({rating: given[rating] for rating in RATINGS})


def _written(answer: Answer, shown: Mapping[Sector, int]) -> WrittenAnswer:
    side = answer.response.side
    return WrittenAnswer(
        answer.text or "", side if side in shown else None, answer.response.signature
    )


def _invited_and_answered(event: Event) -> tuple[int, int]:
    row = db.session.execute(
        sa.select(
            sa.func.count(),
            sa.func.count().filter(FeedbackInvitation.answered),
        )
        .select_from(FeedbackInvitation)
        .join(FeedbackInvitation.registration)
        .where(Registration.event_id == event.id)
    ).one()
    return row[0], row[1]
