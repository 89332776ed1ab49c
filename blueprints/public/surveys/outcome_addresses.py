"""An address for "what came of it", from the browser that answered a survey by its open link."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.public.feedback.answer_sheets import GENEROUS
from blueprints.public.feedback.thanks import take_outcome_address
from blueprints.public.surveys.found import draft_of, survey_or_404
from extensions import process_limiter

bp = Blueprint("survey_outcome_addresses", __name__)


@bp.post("/surveys/<slug>/outcome-address")
@for_all
@process_limiter.limit(GENEROUS)
def create(slug: str) -> ResponseReturnValue:
    wave = survey_or_404(slug).answered_here()
    page = url_for("public.surveys.thanks", slug=slug)
    if wave is None:
        return redirect(page, 303)
    taken_at = url_for(".create", slug=slug)
    return take_outcome_address(wave, draft=draft_of(wave), page=page, taken_at=taken_at)
