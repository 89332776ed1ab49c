from datetime import datetime

from blueprints.base.transactions import committed
from extensions import db
from lib import sqlite
from models.feedback import Wave
from models.users import User
from operations.feedback.closing import close_wave, count_answers

_TRIES = 4
"""Somebody may be reading just then; each try waits for a quarter of a second at most."""


def close_now(wave: Wave, *, sheets: int | None, by: User, at: datetime) -> None:
    """Close the wave and count what waits, each step in a transaction of its own; then wipe what
    would tell which rows were moved together."""
    committed(lambda: close_wave(wave, sheets=sheets, by=by, at=at))
    for _moved in count_answers(at=at):
        db.session.commit()
    db.session.commit()  # nothing may be open while the log is cut
    any(sqlite.wipe_log(db.engine) for _try in range(_TRIES))
