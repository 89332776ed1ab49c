"""What people use at work is asked by itself some months after a training (Kirkpatrick's third and
fourth level)."""

from datetime import datetime, timedelta

from models.events import Event
from models.surveys import Survey
from models.users import User
from operations.feedback.from_template import start_from_template
from operations.feedback.templates import TEMPLATES
from operations.surveys.surveys import SlugTaken, SurveyDetails, create_survey
from operations.surveys.targets import EVENT
from operations.surveys.waves import WaveDetails, begin_wave
from queries.surveys.surveys import own_form

ASKED_AFTER = timedelta(days=90)
"""After the end of the training."""
OPEN_FOR = timedelta(days=21)


def ask_after_90_days(event: Event, *, by: User, at: datetime) -> Survey | None:
    """Make the survey that asks everybody who came, 90 days after the event: the worker invites
    them when its wave opens. None: the event has one already.

    Raises operations.surveys.surveys.ForeignProvince.
    """
    details = SurveyDetails(
        title=f"{event.title}: 90 gün sonra",
        title_en=f"{event.title_en}: 90 days later" if event.title_en else "",
    )
    try:
        survey = create_survey(
            details, [], province=event.province, slug=f"{event.slug}-90", by=by, at=at
        )
    except SlugTaken:
        return None
    start_from_template(own_form(survey), TEMPLATES["training-after-90-days"], by=by, at=at)
    opens_at = event.ends_at + ASKED_AFTER
    wave = WaveDetails(
        name="90 gün sonra",
        opens_at=opens_at,
        closes_at=opens_at + OPEN_FOR,
        target={EVENT: [str(event.id)]},
    )
    begin_wave(survey, wave, by=by, at=at)
    return survey
