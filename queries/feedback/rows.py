"""Single answers as they are kept, for tables of all of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa

from extensions import db
from models.feedback import Wave
from models.responses import Answer, Response, SubjectAnswer

_AT_ONCE = 5000


@dataclass(frozen=True)
class KeptAnswer:
    """What one person answered to one question."""

    question_id: int
    rows: Sequence[Any]
    """One, or one for each choice in order: `choice_id`, `number` and `text` of each."""


def responses_of(wave: Wave) -> Iterator[list[KeptAnswer]]:
    """The answers of one person after another; no order and no number says who it is."""
    found = db.session.execute(
        sa.select(*_columns(Answer), Answer.response_id)
        .join(Answer.response)
        .where(Response.wave_id == wave.id)
        .order_by(Answer.response_id, Answer.question_id, Answer.nth)
        .execution_options(yield_per=_AT_ONCE)
    )
    for _number, rows in groupby(found, key=attrgetter("response_id")):
        yield list(_answers(rows))


def loose_answers_of(wave: Wave, question_ids: Sequence[int]) -> list[KeptAnswer]:
    """The answers about single sessions or speakers, of which nothing says whose they are; each
    row by itself, since nothing ties several choices together either."""
    found = db.session.execute(
        sa.select(*_columns(SubjectAnswer))
        .where(SubjectAnswer.wave_id == wave.id, SubjectAnswer.question_id.in_(question_ids))
        .order_by(SubjectAnswer.id)
    )
    return [KeptAnswer(row.question_id, [row]) for row in found]


def _columns(table: Any) -> list[Any]:
    return [table.question_id, table.choice_id, table.number, table.text]


def _answers(rows: Iterable[Any]) -> Iterator[KeptAnswer]:
    for question_id, of_question in groupby(rows, key=attrgetter("question_id")):
        yield KeptAnswer(question_id, list(of_question))
