"""Tallies counted anew from the rows of which they tell."""

from collections import Counter
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from extensions import db
from models.feedback import Wave
from models.forms import Question, QuestionKind
from models.responses import Answer, Response, Tally
from models.statements import Statement
from operations.feedback.tallies import values_of


def recounted(wave: Wave) -> dict[tuple[Any, ...], int]:
    """By question, side and value. Of problems, whose statements tell no side, by question alone."""
    rows = db.session.execute(
        sa.select(
            Response.id,
            Response.side,
            Question.id.label("question"),
            Question.kind,
            Answer.nth,
            Answer.choice_id,
            Answer.number,
            Answer.text,
        )
        .join(Answer.response)
        .join(Answer.question)
        .where(Response.wave_id == wave.id)
        .order_by(Response.id, Question.id, Answer.nth)
    ).mappings()
    counted = Counter[tuple[Any, ...]]()
    for _, of_one in groupby(rows, key=lambda row: (row["id"], row["question"])):
        given = [dict(row) for row in of_one]
        question, side = given[0]["question"], given[0]["side"] or ""
        for value in values_of(given[0]["kind"], given):
            counted[question, side, value] += 1
    return counted | _of_problems(wave)


def _of_problems(wave: Wave) -> Counter[tuple[Any, ...]]:
    said = sa.select(sa.func.count()).where(Statement.wave_id == wave.id)
    asked = sa.select(Question.id).where(
        Question.form_id == wave.form_id, Question.kind == QuestionKind.PROBLEM
    )
    return Counter(
        {(question, ""): db.session.scalar(said) for question in db.session.scalars(asked)}
    )


def tallied(wave: Wave) -> dict[tuple[Any, ...], int]:
    """What the tallies say, in the same way."""
    counted = Counter[tuple[Any, ...]]()
    rows = sa.select(Tally, Question.kind).join(Question, Question.id == Tally.question_id)
    for tally, kind in db.session.execute(rows.where(Tally.wave_id == wave.id)):
        of_problem = kind is QuestionKind.PROBLEM
        key = (tally.question_id, *(() if of_problem else (tally.side,)), tally.value)
        counted[key] += tally.count
    return counted
