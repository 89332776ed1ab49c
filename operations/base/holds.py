"""One at a time at an event, while people go on registering."""

import sqlalchemy as sa

from extensions import db
from models.events import Event


def hold_event(event: Event) -> None:
    """Until we have committed, whoever else holds it waits: of two presses in one moment the second
    sees what the first has made. Held before its places and doors."""
    # Without `key_share` people could not register meanwhile.
    db.session.execute(
        sa.select(Event.id).where(Event.id == event.id).with_for_update(key_share=True)
    )
