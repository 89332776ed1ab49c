"""An address for "what came of it", from the browser that sent answers."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.public.feedback.answer_sheets import GENEROUS, draft_name
from blueprints.public.feedback.links import link_or_404
from blueprints.public.feedback.thanks import take_outcome_address, was_thanked
from extensions import process_limiter

bp = Blueprint("outcome_addresses", __name__)


@bp.post("/<token>/outcome-address")
@for_all
@process_limiter.limit(GENEROUS)
def create(token: str) -> ResponseReturnValue:
    wave = link_or_404(token).wave
    page = url_for("feedback.responses.show", token=token)
    if not was_thanked(wave):
        return redirect(page, 303)
    return take_outcome_address(
        wave, draft=draft_name(token), page=page, taken_at=url_for(".create", token=token)
    )
