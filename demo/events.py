"""Makes rows of planned events, by the operations that organizers use."""

from datetime import timedelta
from random import Random

from demo.names import invented_full_name
from demo.plan import Planned
from extensions import db
from models.events import Event, Session, Speaker
from models.users import User
from operations.check_in.checkpoints import CheckpointDetails, add_checkpoint
from operations.events.events import call_off, create_event, publish


def add_event(planned: Planned, *, by: User, chance: Random) -> Event:
    at = planned.announced_at
    event = create_event(planned.details, by=by, at=at)
    for item in planned.agenda:
        starts_at = event.starts_at + timedelta(minutes=item.after)
        session = Session(
            event=event,
            title=item.title,
            title_en=item.title_en,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=item.minutes),
            room=item.room,
        )
        session.speakers = [
            Speaker(position=n, name=invented_full_name(chance), affiliation=item.affiliation)
            for n in range(1, item.speakers + 1)
        ]
        db.session.add(session)
    if planned.second_day:
        opens_at = event.starts_at + timedelta(hours=23)
        second = CheckpointDetails(name="2. gün", opens_at=opens_at, closes_at=event.ends_at)
        add_checkpoint(event, second, by=by, at=at)
    if planned.published:
        publish(event, by=by, at=at)
    if planned.called_off:
        call_off(event, by=by, at=at + timedelta(days=7))
    return event
