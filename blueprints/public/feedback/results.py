"""The results that organisers published, with nothing that anybody wrote but what they chose."""

from collections.abc import Sequence

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.shared.feedback.shown import shown_results
from models.feedback import Wave
from queries.base import arguments
from queries.events.events import published_event
from queries.feedback.results import By
from queries.feedback.texts import quotations
from queries.feedback.waves import published_waves, wave_of_event

bp = Blueprint("results", __name__)


@bp.get("/events/<slug>/feedback")
@for_all
def of_event(slug: str) -> ResponseReturnValue:
    """404 until they are published."""
    event = or_404(published_event(slug))
    wave = wave_of_event(event)
    return _page(or_404(wave if wave and wave.published_at else None), [])


@bp.get("/surveys/<slug>/results")
@for_all
def of_survey(slug: str) -> ResponseReturnValue:
    """The latest wave, or the one that `?wave=` names by its number; 404 until published."""
    waves = published_waves(slug)
    number = arguments.row_number(request.args, "wave")
    chosen = [wave for wave in waves if number is None or wave.number == number]
    return _page(or_404(chosen[0] if chosen else None), waves)


def _page(wave: Wave, waves: Sequence[Wave]) -> ResponseReturnValue:
    by = arguments.member(By, request.args, "by") or By.SIDE
    shown = shown_results(wave, by)
    return render_template(
        "public/feedback/results/show.html",
        wave=wave,
        waves=waves,
        shown=shown,
        by=by,
        quoted=quotations(wave, shown.written),
    )
