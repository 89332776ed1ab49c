"""Whose results a page of the back office shows: an event's, or those of one wave of a survey.

Each page has two addresses, and the same functions show both: an event has one wave, a survey
several.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, url_for
from flask.typing import RouteCallable
from flask_login import current_user

from blueprints.base.found import event_or_404, or_404
from models.events import Event
from models.feedback import Wave
from models.surveys import Survey
from queries.feedback.waves import wave_of_event, wave_of_survey

View = TypeVar("View", bound=RouteCallable)

OF_EVENT = "/events/<int:event_id>/feedback"
OF_SURVEY = "/surveys/<int:survey_id>/waves/<int:wave_id>/results"


@dataclass(frozen=True)
class Asked:
    event: Event | None
    wave: Wave | None
    """None: nobody has been invited to the event's feedback yet."""
    place: Mapping[str, Any]
    """What the addresses of its pages need."""

    @property
    def survey(self) -> Survey | None:
        return self.wave.survey if self.wave else None

    @property
    def page(self) -> str:
        return url_for("organizer.feedback.show", **self.place)

    @property
    def slug(self) -> str:
        """For names of files."""
        about = self.event or self.survey
        number = "" if self.wave is None or self.event else f"-{self.wave.number}"
        return f"{about.slug}{number}" if about else ""


@dataclass(frozen=True)
class AskedWave(Asked):
    wave: Wave


def routes(bp: Blueprint, method: str, ending: str) -> Callable[[View], View]:
    """Both addresses of a page, such as "/feedback.csv" and "/results.csv"."""

    def decorate(view: View) -> View:
        for beginning in (OF_EVENT, OF_SURVEY):
            bp.add_url_rule(f"{beginning}{ending}", view_func=view, methods=[method])
        return view

    return decorate


def asked_or_404(place: Mapping[str, int]) -> Asked:
    """The event or the wave, of the provinces of whoever is signed in; else 404."""
    if "event_id" in place:
        event = event_or_404(place["event_id"])
        return Asked(event, wave_of_event(event), _only(place, "event_id"))
    wave = or_404(wave_of_survey(place["survey_id"], place["wave_id"], current_user))
    return AskedWave(None, wave, _only(place, "survey_id", "wave_id"))


def wave_or_404(place: Mapping[str, int]) -> AskedWave:
    """The same, but 404 where there is no wave yet."""
    asked = asked_or_404(place)
    return AskedWave(asked.event, or_404(asked.wave), asked.place)


def _only(place: Mapping[str, int], *names: str) -> Mapping[str, int]:
    return {name: place[name] for name in names}
