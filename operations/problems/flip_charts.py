"""Sentences typed off a flip chart."""

from datetime import datetime

from extensions import db
from models.events import Event, Session
from models.scopes import Scope
from models.sectors import Sector
from models.statements import Statement, StatementSource
from models.users import User
from operations.problems.lists import held_list
from operations.problems.statements import add_statement, number_of


def type_off(
    event: Event,
    *,
    submission_key: str,
    text: str,
    side: Sector | None,
    session: Session | None,
    table_label: str,
    by: User | None,
    at: datetime,
) -> Statement:
    """Add a sentence once, however often the form with this key is sent."""
    number = number_of(event, submission_key)
    held_list(Scope(event_id=event.id))
    return db.session.get(Statement, number) or add_statement(
        event,
        number=number,
        text=text,
        side=side,
        session=session,
        table_label=table_label,
        source=StatementSource.ORGANIZER,
        by=by,
        at=at,
    )
