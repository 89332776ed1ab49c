"""The sessions or speakers that a question is asked of again and again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from extensions import db
from models.events import Event, Session
from models.forms import AskedOf, Question


@dataclass(frozen=True)
class Subject:
    id: int
    name: str


def subjects_asked_about(
    questions: Iterable[Question], locale: str
) -> Mapping[int, Sequence[Subject]]:
    """The sessions or speakers by the number of each question that is asked of some, in the order of
    the agenda.

    The questions must be of one form. Those that were chosen and are no longer on the agenda are
    left out.
    """
    asked = [question for question in questions if question.asked_of is not None]
    if not asked or (event := asked[0].form.event) is None:
        return {}
    found = {of: subjects_on_agenda(event, of, locale) for of in {q.asked_of for q in asked} if of}
    return {
        question.id: [
            subject
            for subject in found[question.asked_of]
            if not question.subjects or subject.id in question.subjects
        ]
        for question in asked
        if question.asked_of is not None
    }


def subjects_on_agenda(event: Event, of: AskedOf, locale: str) -> list[Subject]:
    """All sessions or speakers of the event. Who speaks twice is told apart by the session."""
    sessions = db.session.scalars(
        sa.select(Session)
        .where(Session.event_id == event.id)
        .options(selectinload(Session.speakers))
        .order_by(Session.starts_at, Session.id)
    ).all()
    if of is AskedOf.SESSION:
        return [Subject(session.id, session.title_in(locale)) for session in sessions]
    often = Counter(speaker.name for session in sessions for speaker in session.speakers)
    return [
        Subject(
            speaker.id,
            speaker.name
            if often[speaker.name] == 1
            else f"{speaker.name} ({session.title_in(locale)})",
        )
        for session in sessions
        for speaker in session.speakers
    ]
