"""The values by which the participants of one event can be filtered."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from extensions import db
from models.delegations import Delegation
from models.events import Event, Session
from models.forms import Form, FormPurpose, Question, QuestionKind
from models.participants import Tag
from queries.registrations.tags import tags_of

_OFFERED = (QuestionKind.SINGLE_CHOICE, QuestionKind.MULTIPLE_CHOICE)


@dataclass(frozen=True)
class FilterValues:
    tags: Sequence[Tag]
    sessions: Sequence[Session]
    questions: Sequence[Question]
    """With their choices, retired ones too, since their answers stay."""
    delegations: Sequence[Delegation]


def filter_values(event: Event) -> FilterValues:
    """What the list can be filtered by: never sensitive answers, which are sealed."""
    asked = (
        sa.select(Question)
        .join(Question.form)
        .where(
            Form.event_id == event.id,
            Form.purpose == FormPurpose.REGISTRATION,
            Question.kind.in_(_OFFERED),
            Question.sensitive.is_(False),
        )
    )
    chosen = sa.select(Session).where(Session.event_id == event.id, Session.chosen)
    invited = sa.select(Delegation).where(Delegation.event_id == event.id)
    return FilterValues(
        tags=tags_of(event),
        sessions=db.session.scalars(chosen.order_by(Session.starts_at, Session.id)).all(),
        questions=db.session.scalars(
            asked.options(selectinload(Question.choices)).order_by(Question.position, Question.id)
        ).all(),
        delegations=db.session.scalars(
            invited.order_by(Delegation.institution, Delegation.id)
        ).all(),
    )
