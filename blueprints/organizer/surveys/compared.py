"""Which two waves a page compares: of one survey, or the feedback of two events."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, request, url_for
from flask.typing import RouteCallable
from flask_login import current_user

from blueprints.base.found import or_404
from models.feedback import Wave
from models.surveys import Survey
from queries.base import arguments
from queries.base.arguments import BadArgument
from queries.feedback.results import By
from queries.surveys.comparable import settled_feedback, settled_waves
from queries.surveys.surveys import survey_for

View = TypeVar("View", bound=RouteCallable)


@dataclass(frozen=True)
class Compared:
    survey: Survey | None
    """None: the feedback of events."""
    offered: Sequence[Wave]
    """Those that can be chosen."""
    waves: tuple[Wave, Wave] | None
    """The first and the second; None: there are no two."""
    by: By | None

    @property
    def argument(self) -> str:
        """The name in the address that names both."""
        return "waves" if self.survey else "events"

    @property
    def place(self) -> Mapping[str, Any]:
        """What the addresses of its pages and files need."""
        numbers = ",".join(str(self.number_of(wave)) for wave in self.waves or ())
        place: dict[str, Any] = {self.argument: numbers, "by": self.by}
        if self.survey:
            place["survey_id"] = self.survey.id
        return place

    @property
    def page(self) -> str:
        return url_for("organizer.comparisons.show", **self.place)

    def number_of(self, wave: Wave) -> int:
        return wave.id if self.survey else wave.form.event_id or 0


def routes(bp: Blueprint, ending: str) -> Callable[[View], View]:
    """Both addresses of a page."""

    def decorate(view: View) -> View:
        for beginning in ("/surveys/<int:survey_id>/comparison", "/feedback/comparison"):
            bp.add_url_rule(f"{beginning}{ending}", view_func=view)
        return view

    return decorate


def compared_or_404(place: Mapping[str, int]) -> Compared:
    """The survey or the events, of the provinces of whoever is signed in; else 404, also for a
    wave that is not closed. Raises BadArgument."""
    by = arguments.member(By, request.args, "by")
    if by not in (None, By.SIDE, By.PROVINCE):
        raise BadArgument("by", by)
    if "survey_id" in place:
        survey = or_404(survey_for(place["survey_id"], current_user))
        offered = settled_waves(survey)
        return Compared(survey, offered, _chosen("waves", {w.id: w for w in offered}), by)
    offered = settled_feedback(current_user)
    events = {wave.form.event_id or 0: wave for wave in reversed(offered)}
    return Compared(None, offered, _chosen("events", events), by)


def _chosen(argument: str, offered: Mapping[int, Wave]) -> tuple[Wave, Wave] | None:
    """The two that the address names; else the baseline or the first, and the last."""
    named = ",".join(request.args.getlist(argument))
    if not named:
        return _usual(list(offered.values()))
    if not re.fullmatch(r"[0-9]{1,9},[0-9]{1,9}", named):
        raise BadArgument(argument, named)
    first, second = (or_404(offered.get(int(number))) for number in named.split(","))
    if first is second:
        raise BadArgument(argument, named)
    return first, second


def _usual(waves: Sequence[Wave]) -> tuple[Wave, Wave] | None:
    if len(waves) < 2:
        return None
    last = waves[-1]
    first = next((wave for wave in waves[:-1] if wave.baseline), waves[-2 if last.event else 0])
    return first, last
