"""A wave held: who decides about it does so alone."""

import sqlalchemy as sa

from extensions import db
from models.feedback import Wave


def held_wave(wave: Wave) -> Wave:
    """The wave as it is now, locked: nobody else invites, answers, closes or settles until the
    commit."""
    held = sa.select(Wave).where(Wave.id == wave.id).with_for_update(of=Wave)
    return db.session.scalars(held, execution_options={"populate_existing": True}).one()
