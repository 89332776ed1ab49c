"""A survey as everyone may see it."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from extensions import db
from models.feedback import Wave, WaveLink
from models.forms import Form
from models.surveys import Survey


def survey_with_slug(slug: str) -> Survey | None:
    return db.session.scalar(sa.select(Survey).where(Survey.slug == slug))


def waves_of(survey: Survey) -> Sequence[Wave]:
    """The waves of the survey, those that opened last first."""
    return db.session.scalars(
        sa.select(Wave)
        .join(Wave.form)
        .where(Form.survey_id == survey.id)
        .options(contains_eager(Wave.form).joinedload(Form.survey))
        .order_by(Wave.opens_at.desc(), Wave.id.desc())
    ).all()


def wave_told_of(waves: Sequence[Wave], at: datetime) -> Wave | None:
    """The wave that the survey's page is about: one with an open link that asks now, else any that
    asks now, else the next, else the last; `waves` as `waves_of` gives them."""
    asking = [wave for wave in waves if wave.shows_form(at)]
    by_open_link = [wave for wave in asking if wave.link is WaveLink.OPEN]
    coming = [wave for wave in waves if at < wave.opens_at and not wave.is_closed]
    return next(iter([*by_open_link, *asking, *reversed(coming), *waves]), None)
