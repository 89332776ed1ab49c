"""Everyone whom a filter finds, with all that a table shows of them; read in batches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from extensions import db
from models.delegations import Delegation
from models.events import Event, Session
from models.forms import Form, FormPurpose, Question, QuestionKind
from models.registrations import Registration, chosen_sessions
from queries.events.agenda import session_names
from queries.forms.answers import answers_of_registrations
from queries.registrations.participants import ParticipantFilter
from queries.registrations.tags import tags_on

_BATCH = 500


@dataclass(frozen=True)
class ParticipantRow:
    person: Registration
    """With the ticket loaded."""
    sessions: Sequence[str]
    tags: Sequence[str]
    delegation: str
    answers: Mapping[int, str]
    """Answers as a person reads them, by the question's number."""


def participant_rows(
    event: Event, wanted: ParticipantFilter, *, locale: str, sensitive: bool
) -> Iterator[ParticipantRow]:
    """The rows in the order of the list, never all in memory at once; three selects for each
    batch."""
    delegations, names = _delegations(event), session_names(event, locale)
    everyone = db.session.scalars(
        wanted.select(event)
        .options(joinedload(Registration.ticket))
        .order_by(Registration.sort_key, Registration.id)
        .execution_options(yield_per=_BATCH)
    )
    for people in everyone.partitions(_BATCH):
        numbers = [person.id for person in people]
        sessions, tags = _sessions_of(numbers, names), tags_on(numbers)
        answers = answers_of_registrations(numbers, locale=locale, sensitive=sensitive)
        for person in people:
            yield ParticipantRow(
                person=person,
                sessions=sessions.get(person.id, ()),
                tags=[tag.name for tag in tags.get(person.id, ())],
                delegation=delegations.get(person.delegation_id or 0, ""),
                answers=answers.get(person.id, {}),
            )


def questions_in_tables(event: Event, *, sensitive: bool) -> Sequence[Question]:
    """Every question that may have answers to show, retired ones too, in the form's order."""
    asked = (
        sa.select(Question)
        .join(Question.form)
        .where(
            Form.event_id == event.id,
            Form.purpose == FormPurpose.REGISTRATION,
            Question.kind != QuestionKind.HEADING,
        )
    )
    if not sensitive:
        asked = asked.where(Question.sensitive.is_(False))
    return db.session.scalars(asked.order_by(Question.position, Question.id)).all()


def _delegations(event: Event) -> dict[int, str]:
    """The nominating institutions of the event, by the delegation's number."""
    rows = db.session.execute(
        sa.select(Delegation.id, Delegation.institution).where(Delegation.event_id == event.id)
    )
    return dict(rows.all())


def _sessions_of(numbers: Sequence[int], names: Mapping[int, str]) -> dict[int, list[str]]:
    """The names of the sessions that each chose, by the registration's number, in the order of the
    agenda."""
    rows = db.session.execute(
        sa.select(chosen_sessions.c.registration_id, chosen_sessions.c.session_id)
        .join(Session, Session.id == chosen_sessions.c.session_id)
        .where(chosen_sessions.c.registration_id.in_(numbers))
        .order_by(Session.starts_at, Session.id)
    )
    found: dict[int, list[str]] = {}
    for registration_id, session_id in rows:
        found.setdefault(registration_id, []).append(names[session_id])
    return found
