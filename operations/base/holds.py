"""Lets one user at a time change an event, while people go on registering."""

import sqlalchemy as sa

from extensions import db
from models.events import Event


def hold_event(event: Event) -> None:
    """Lock the event: whoever else holds it waits until we have committed.

    Of two presses in one moment the second sees what the first has made. Hold the event before its
    places and doors.
    """
    # Without `key_share` people could not register meanwhile.
    db.session.execute(
        sa.select(Event.id).where(Event.id == event.id).with_for_update(key_share=True)
    )
