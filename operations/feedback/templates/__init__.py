"""Whole forms, written well once: a form starts from one, and is then changed at will."""

from collections.abc import Mapping

from models.events import EventKind
from operations.feedback.templates.civil_society_day import CIVIL_SOCIETY_DAY
from operations.feedback.templates.conference import CONFERENCE
from operations.feedback.templates.perception import PERCEPTION
from operations.feedback.templates.pieces import FormTemplate
from operations.feedback.templates.study_visit import STUDY_VISIT
from operations.feedback.templates.training import AFTER_90_DAYS, TRAINING
from operations.feedback.templates.training_test import TRAINING_TEST

TEMPLATES: Mapping[str, FormTemplate] = {
    "civil-society-day": CIVIL_SOCIETY_DAY,
    "study-visit": STUDY_VISIT,
    "conference": CONFERENCE,
    "training": TRAINING,
    "training-test": TRAINING_TEST,
    "training-after-90-days": AFTER_90_DAYS,
    "perception": PERCEPTION,
}
"""By the name that buttons and addresses send."""


def templates_after(kind: EventKind) -> dict[str, FormTemplate]:
    """Those for the feedback on an event, what fits its kind first."""
    found = {name: made for name, made in TEMPLATES.items() if made.fits}
    return dict(sorted(found.items(), key=lambda named: kind not in named[1].fits))


def templates_for_surveys() -> dict[str, FormTemplate]:
    """Those that ask nothing about one event."""
    return {name: made for name, made in TEMPLATES.items() if not made.fits}
