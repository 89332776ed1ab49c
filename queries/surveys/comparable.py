"""The waves that can be compared: closed, and all counted."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from extensions import db
from models.events import Event
from models.feedback import Wave
from models.forms import Form, FormPurpose
from models.surveys import Survey
from models.users import User
from policy import scoped

MOST = 200


def settled_waves(survey: Survey) -> Sequence[Wave]:
    """Those of a survey, in their order."""
    return db.session.scalars(
        sa.select(Wave)
        .join(Wave.form)
        .where(Form.survey_id == survey.id, Wave.settled)
        .options(contains_eager(Wave.form).options(joinedload(Form.event), joinedload(Form.survey)))
        .order_by(Wave.number, Wave.id)
    ).all()


def settled_feedback(user: User) -> Sequence[Wave]:
    """Those of the events that the user may see, the latest event first."""
    rows = (
        sa.select(Wave)
        .join(Wave.form)
        .join(Form.event)
        .where(Form.purpose == FormPurpose.FEEDBACK, Wave.settled)
        .options(contains_eager(Wave.form).options(contains_eager(Form.event)))
        .order_by(Event.starts_at.desc(), Event.id.desc())
        .limit(MOST)
    )
    return db.session.scalars(scoped(rows, user)).all()
