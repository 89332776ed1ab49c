"""What was said at an event, and problems made of it."""

from extensions import db
from models.sectors import Sector
from models.statements import Statement, StatementSide, StatementSource
from tests.factories import NOW, problems


def said(event, text="Yazılarımıza yanıt gelmiyor", side=Sector.CSO, **values):
    made = Statement(
        event_id=event.id if event else None,
        text=text,
        public_text=text,
        source=StatementSource.ORGANIZER,
        made_on=NOW.date(),
        said_by=StatementSide(side=side),
        **values,
    )
    db.session.add(made)
    db.session.commit()
    return made


def problem(event, title="Yazışma uzun sürüyor", count=1):
    rows = [said(event) for _ in range(count)]
    made = problems.filed(rows, title)
    db.session.commit()
    return made
