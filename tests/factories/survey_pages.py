"""Surveys and their waves as the public meets them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from extensions import db, keys
from lib.clock import utc_now
from models.feedback import FeedbackInvitation, Right, Wave, WaveLink
from models.forms import Choice, Form, FormPurpose, Question, QuestionKind
from models.surveys import Survey
from operations.feedback.inviting import give_right
from tests.factories import NOW

_number = count(1)


def asked(
    kind: QuestionKind, label: str, *, choices: Iterable[str] = (), **values: Any
) -> Question:
    """A question, not on any form yet."""
    made = Question(kind=kind, label=label, label_en=f"{label} in English", **values)
    made.choices = [
        Choice(position=nth, label=each, label_en=each) for nth, each in enumerate(choices, 1)
    ]
    return made


def survey_wave(
    *questions: Question,
    link: WaveLink = WaveLink.OPEN,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    named: bool = False,
    **survey: Any,
) -> Wave:
    """A survey that asks these questions in one wave, since an hour ago where nothing else is
    said."""
    number = next(_number)
    values = {"slug": f"anket-{number}", "title": f"Anket {number}", "created_at": NOW, **survey}
    form = Form(survey=Survey(**values), purpose=FormPurpose.SURVEY, named=named)
    for position, question in enumerate(questions, 1):
        question.position = position
        form.questions.append(question)
    opens_at = opens_at or utc_now() - timedelta(hours=1)
    wave = Wave(form=form, link=link, opens_at=opens_at, closes_at=closes_at)
    db.session.add(wave)
    db.session.commit()
    return wave


def invited(wave: Wave, **person: Any) -> Right:
    """The right of somebody who was invited by email."""
    email = f"isil{next(_number)}@example.org"
    invitation = FeedbackInvitation(wave=wave, **{"email": email, **person})
    db.session.add(invitation)
    right = give_right(wave, invitation)
    db.session.commit()
    return right


def path_of(right: Right) -> str:
    return f"/feedback/{keys.links.sign('feedback', right.wave_id, right.id)}"


def page_of(wave: Wave) -> str:
    assert wave.survey is not None
    return f"/surveys/{wave.survey.slug}"
