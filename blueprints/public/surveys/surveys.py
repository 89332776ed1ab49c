"""A survey's own page: what it is, and its form where a wave has an open link.

By such a link anybody can answer. A browser that has answered is not asked again in that wave; of
more than this nobody can be sure, and the page says so.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.request_sizes import takes_long_texts
from blueprints.inputs.feedback.outcome_address import OutcomeAddressForm
from blueprints.public.feedback.answer_sheets import GENEROUS, AnswerSheet, Prefilled, sheet_of
from blueprints.public.feedback.sending import response_to
from blueprints.public.feedback.thanks import thanks_page, was_thanked
from blueprints.public.feedback.wave_pages import NoForm, facts_of, form_page, why_no_form
from blueprints.public.surveys.found import Found, draft_of, survey_or_404
from extensions import process_limiter
from lib.clock import utc_now
from models.feedback import Wave, WaveLink
from queries.base import arguments
from queries.surveys.pages import wave_told_of

bp = Blueprint("surveys", __name__)


@bp.get("/surveys/<slug>")
@for_all
def show(slug: str) -> ResponseReturnValue:
    found, at = survey_or_404(slug), utc_now()
    wave = wave_told_of(found.waves, at)
    if wave and wave.link is WaveLink.OPEN and wave.shows_form(at) and not was_thanked(wave):
        return form_page(_sheet(wave, known=Prefilled()), begun=True)
    return render_template(
        "public/surveys/show.html",
        survey=found.survey,
        wave=wave,
        facts=facts_of(wave) if wave else None,
        why=why_no_form(wave, at, sending=False) if wave else NoForm.PLANNED,
        answered=found.answered_here() is not None,
        has_results=found.has_public_results,
    )


@bp.post("/surveys/<slug>")
@for_all
@process_limiter.limit(GENEROUS)
@takes_long_texts
def create(slug: str) -> ResponseReturnValue:
    sheet = _sheet(_wave_of_form(survey_or_404(slug)))
    return response_to(
        sheet,
        right=None,
        anew=lambda: _sheet(_wave_of_form(survey_or_404(slug))),
        thanks=url_for(".thanks", slug=slug),
    )


@bp.get("/surveys/<slug>/thanks")
@for_all
def thanks(slug: str) -> ResponseReturnValue:
    wave = survey_or_404(slug).answered_here()
    if wave is None:
        return redirect(url_for(".show", slug=slug), 303)
    return thanks_page(
        wave,
        OutcomeAddressForm(formdata=None),
        draft=draft_of(wave),
        taken_at=url_for("public.survey_outcome_addresses.create", slug=slug),
    )


def _wave_of_form(found: Found) -> Wave:
    """The wave whose form was sent; 404 for one that is not open to all. What names no wave is for
    the one that asks now."""
    number = arguments.row_number(request.form, "wave")
    if number is None:
        told_of = wave_told_of(found.waves, utc_now())
        number = told_of.id if told_of else 0
    return or_404(found.open_to_all(number))


def _sheet(wave: Wave, *, known: Prefilled | None = None) -> AnswerSheet:
    return sheet_of(wave, draft=draft_of(wave), known=known, asks_name=wave.is_named)
