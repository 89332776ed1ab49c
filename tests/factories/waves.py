"""Waves of surveys with what people answered in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import sqlalchemy as sa

from extensions import db
from models.base import random_id
from models.boxes import BoxedResponse
from models.feedback import Wave, WaveLink
from models.forms import Choice, Form, FormPurpose, Question, QuestionKind
from models.responses import Answer, NamedResponse, Response
from models.sectors import Sector
from models.surveys import Survey
from operations.base.answers import Given
from operations.feedback.taking import rows_of
from operations.feedback.tallies import count_up
from queries.feedback.waves import questions_of
from tests.factories import NOW

_number = count(1)
_EMPTY = dict.fromkeys(("choice_id", "number", "text"))


@dataclass(frozen=True)
class Person:
    """What one person answered, by item."""

    answers: Mapping[str, Given] = field(default_factory=dict)
    about: Mapping[tuple[str, int], Given] = field(default_factory=dict)
    """By item and session or speaker."""
    side: Sector | None = None
    province: str | None = None
    name: str = ""


def scale(item: str, points: int = 5, **values: Any) -> Question:
    return question(item, QuestionKind.SCALE, points=points, **values)


def question(
    item: str, kind: QuestionKind, *, choices: Iterable[str] = (), right: str = "", **values: Any
) -> Question:
    """`right`: the label of the right choice."""
    made = Question(key=item, kind=kind, **{"label": item, "position": next(_number), **values})
    made.choices = [
        Choice(position=position, label=label, is_right=label == right, places=None)
        for position, label in enumerate(choices, start=1)
    ]
    return made


def survey(*questions: Question, named: bool = False, province: str | None = None) -> Form:
    """A survey's own form."""
    of = Survey(slug=f"anket-{next(_number)}", title="Anket", province=province, created_at=NOW)
    return form(of, *questions, named=named)


def form(of: Survey, *questions: Question, named: bool = False) -> Form:
    made = Form(survey=of, purpose=FormPurpose.SURVEY, named=named, questions=list(questions))
    db.session.add(made)
    db.session.commit()
    return made


def wave(of: Form, people: Iterable[Person] = (), *, settled: bool = True, **values: Any) -> Wave:
    """A wave in which these people have answered, all of them counted."""
    made = Wave(
        **{
            "form": of,
            "number": next(_number),
            "link": WaveLink.PERSONAL,
            "opens_at": NOW,
            "closed_at": NOW if settled else None,
            "settled": settled,
            **values,
        }
    )
    db.session.add(made)
    db.session.flush()
    answered(made, people)
    db.session.commit()
    return made


def answered(of: Wave, people: Iterable[Person]) -> None:
    """Count what these people answered, as if it had just left the box."""
    questions = {question.key: question for question in questions_of(of)}
    boxed = [_boxed(of, questions, person) for person in people]
    responses, named, answers = [], [], []
    for each in boxed:
        number = random_id()
        responses.append(
            {"id": number, "wave_id": of.id, "side": each.side, "province": each.province}
        )
        if each.person:
            named.append({"response_id": number, "person": each.person})
        answers += [
            {**_EMPTY, **row, "response_id": number}
            for row in each.answers
            if row["subject_id"] == 0
        ]
    for row in answers:
        del row["subject_id"]
    for table, rows in ((Response, responses), (NamedResponse, named), (Answer, answers)):
        if rows:
            db.session.execute(sa.insert(table), rows)
    count_up(boxed, {question.id: question.kind for question in questions.values()})


def _boxed(of: Wave, questions: Mapping[str, Question], person: Person) -> BoxedResponse:
    once = ((item, 0, given) for item, given in person.answers.items())
    several = ((item, subject, given) for (item, subject), given in person.about.items())
    return BoxedResponse(
        wave_id=of.id,
        side=person.side,
        province=person.province,
        person=person.name,
        answers=[
            row
            for item, subject, given in (*once, *several)
            for row in rows_of(questions[item], given, subject=subject)
        ],
    )
