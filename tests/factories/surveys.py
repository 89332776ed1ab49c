"""Surveys and their waves, as organizers make them."""

from datetime import timedelta
from typing import Any

from extensions import db
from lib.clock import utc_now
from models.feedback import Wave, WaveLink
from models.surveys import Survey
from operations.feedback.from_template import start_from_template
from operations.feedback.templates import TEMPLATES
from operations.surveys.surveys import SurveyDetails, create_survey
from operations.surveys.waves import WaveDetails, begin_wave
from queries.surveys.surveys import own_form
from tests import factories


def survey(
    template: str = "perception",
    *,
    title: str = "Algı ve güven",
    province: str | None = None,
    named: bool = False,
) -> Survey:
    """One of the whole programme that starts from a template."""
    by, at = factories.user(), factories.NOW
    details = SurveyDetails(title=title, title_en=f"{title} in English")
    made = create_survey(details, [], named=named, province=province, by=by, at=at)
    start_from_template(own_form(made), TEMPLATES[template], by=by, at=at)
    db.session.commit()
    return made


def wave(of: Survey, *, link: WaveLink = WaveLink.PERSONAL, **details: Any) -> Wave:
    """A wave that has been open for an hour."""
    opens_at = utc_now() - timedelta(hours=1)
    values = {"name": "Önce", "opens_at": opens_at, "link": link, **details}
    made = begin_wave(of, WaveDetails(**values), by=None, at=factories.NOW)
    db.session.commit()
    return made
