"""Taking answers: they go into the box, and the right to answer is used up, in one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from lib.inserts import insert_into
from lib.refusals import Refusal
from models.boxes import BoxedResponse, BoxedStatement, SentForm
from models.feedback import Right, Wave
from models.forms import AskedOf, Choice, Form, Question
from models.sectors import Sector
from operations.base.answers import Given, NamedProblem, NoOpinion, PickedOther

BoxedRow = dict[str, Any]


class AlreadyAnswered(Refusal):
    """This right was used: each person answers once."""


class WaveClosed(Refusal):
    """No answers are taken any more, or not yet."""


class ChoiceGone(Refusal):
    """A choice that was picked is not in the form any more."""


@dataclass(frozen=True)
class GivenAnswers:
    """What one person answered. All of it is checked already."""

    answers: Mapping[int, Given] = field(default_factory=dict)
    """By question; what was left empty, or not asked, is not in it."""
    about: Mapping[tuple[int, int], Given] = field(default_factory=dict)
    """The same by question and session or speaker, where it is asked about several."""
    side: Sector | None = None
    province: str | None = None
    person: str = ""
    """In named waves alone."""


def take_answers(
    wave: Wave,
    questions: Sequence[Question],
    given: GivenAnswers,
    *,
    right: int | None = None,
    nonce: str,
    at: datetime,
) -> None:
    """Put the answers in the box and use up the right. Sent twice under one nonce, they count once.

    `right`: its number; None: the wave takes answers from everybody who has its link, or from
    paper. Raises AlreadyAnswered, WaveClosed, ChoiceGone.
    """
    wave = _held(wave)
    if not _is_first(wave, nonce):
        return
    if not wave.takes_answers(at):
        raise WaveClosed
    registration_id, person = _use(wave, right) if right is not None else (None, "")
    rows = _still_there(list(_rows(questions, given)))
    named = wave.is_named
    db.session.add(
        BoxedResponse(
            wave_id=wave.id,
            side=given.side,
            province=given.province,
            person=(given.person or person) if named else "",
            registration_id=registration_id if named else None,
            answers=rows,
        )
    )
    db.session.add_all(_statements(wave, questions, given))
    db.session.flush()


def _held(wave: Wave) -> Wave:
    """The wave as it is now, and its form: both stay as they are until the commit.

    Whoever closes the wave waits until all who are writing now are in the box, so that nobody's
    answers come alone behind the others. Whoever changes the form waits, too, and then sees that it
    has answers. People who answer do not wait for each other, nor for invitations.
    """
    held = (
        sa.select(Wave)
        .join(Wave.form)
        .where(Wave.id == wave.id)
        .options(contains_eager(Wave.form))
        .with_for_update(read=True, key_share=True, of=(Wave, Form))
    )
    return db.session.scalars(held, execution_options={"populate_existing": True}).one()


def _still_there(rows: Sequence[BoxedRow]) -> list[BoxedRow]:
    """Without answers to questions that were deleted just now. No foreign key would tell: in the box
    answers are no rows yet. Raises ChoiceGone."""
    wanted = {row["question_id"] for row in rows}
    asked = set(db.session.scalars(sa.select(Question.id).where(Question.id.in_(wanted))))
    left = [row for row in rows if row["question_id"] in asked]
    picked = {row["choice_id"] for row in left if "choice_id" in row}
    offered = sa.select(sa.func.count(Choice.id)).where(Choice.id.in_(picked))
    if picked and db.session.scalar(offered) != len(picked):
        raise ChoiceGone
    return left


def _is_first(wave: Wave, nonce: str) -> bool:
    dialect = db.engine.dialect.name
    sent = insert_into(SentForm, dialect=dialect).values(wave_id=wave.id, nonce=nonce)
    done = db.session.execute(sent.on_conflict_do_nothing().returning(SentForm.nonce))
    return done.first() is not None


def _use(wave: Wave, right: int) -> tuple[int | None, str]:
    """Delete the right; whose it was, for named waves. The delete is the guard: of two at once only
    one finds the row."""
    invitation = (
        db.session.scalar(sa.select(Right).where(Right.id == right)) if wave.is_named else None
    )
    used = sa.delete(Right).where(Right.id == right, Right.wave_id == wave.id).returning(Right.id)
    if db.session.execute(used, execution_options={"synchronize_session": False}).first() is None:
        raise AlreadyAnswered
    if invitation is None or invitation.invitation is None:
        return None, ""
    return invitation.invitation.registration_id, invitation.invitation.email or ""


def _rows(questions: Sequence[Question], given: GivenAnswers) -> Iterable[BoxedRow]:
    by_id = {question.id: question for question in questions}
    for number, answer in given.answers.items():
        yield from rows_of(by_id[number], answer, subject=0)
    for (number, subject), answer in given.about.items():
        yield from rows_of(by_id[number], answer, subject=subject)


def rows_of(question: Question, answer: Given, *, subject: int) -> Iterable[BoxedRow]:
    """One answer as the rows it becomes. That a problem was named is counted, its text is not among
    them."""

    def row(nth: int = 0, **value: object) -> BoxedRow:
        return {"question_id": question.id, "subject_id": subject, "nth": nth, **value}

    match answer:
        case NoOpinion() | NamedProblem():
            return [row()]
        case PickedOther(choices, text):
            other = {choice.id for choice in question.choices if choice.takes_text}
            return [
                row(nth, choice_id=number, **({"text": text} if number in other else {}))
                for nth, number in enumerate(choices)
            ]
        case tuple():
            return [row(nth, choice_id=number) for nth, number in enumerate(answer)]
        case date():
            return [row(text=answer.isoformat())]
        case int():
            return [row(number=int(answer))]
    return [row(text=str(answer))]


def _statements(
    wave: Wave, questions: Sequence[Question], given: GivenAnswers
) -> Iterable[BoxedStatement]:
    of_sessions = {q.id for q in questions if q.asked_of is AskedOf.SESSION}
    once = ((question, 0, answer) for question, answer in given.answers.items())
    several = ((question, subject, answer) for (question, subject), answer in given.about.items())
    for question, subject, answer in (*once, *several):
        if isinstance(answer, NamedProblem):
            yield BoxedStatement(
                wave_id=wave.id,
                session_id=subject if question in of_sessions else None,
                side=given.side,
                text=answer.text,
                hurts=answer.hurts,
                topic=answer.topic,
            )
