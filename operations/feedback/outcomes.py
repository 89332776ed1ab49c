"""Who wants to read what came of it."""

from extensions import db
from lib.inserts import insert_into
from models.base import random_id
from models.feedback import OutcomeAddress, Wave


def keep_outcome_address(wave: Wave, email: str, *, locale: str) -> None:
    """Keep the address with the wave's event or survey alone. One that is kept already stays as it
    is. `locale`: the language of the letter, `tr` or `en`."""
    insert = insert_into(OutcomeAddress, dialect=db.engine.dialect.name)
    db.session.execute(
        insert.values(
            id=random_id(),
            event_id=wave.event.id if wave.event else None,
            survey_id=wave.survey.id if wave.survey else None,
            email=email,
            locale=locale,
        ).on_conflict_do_nothing()
    )
