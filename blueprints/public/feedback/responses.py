"""The form of a wave, for whoever holds a right to answer it."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from blueprints.base.access import for_all
from blueprints.base.request_sizes import takes_long_texts
from blueprints.inputs.feedback.outcome_address import OutcomeAddressForm
from blueprints.public.feedback.answer_sheets import (
    GENEROUS,
    AnswerSheet,
    Prefilled,
    draft_name,
    sheet_of,
)
from blueprints.public.feedback.links import Link, link_or_404
from blueprints.public.feedback.sending import response_to
from blueprints.public.feedback.thanks import thanks_page, was_thanked
from blueprints.public.feedback.wave_pages import NoForm, form_page, no_form_page, why_no_form
from extensions import process_limiter
from lib.clock import utc_now

bp = Blueprint("responses", __name__)


@bp.get("/<token>")
@for_all
def new(token: str) -> ResponseReturnValue:
    link = link_or_404(token)
    why = why_no_form(link.wave, utc_now(), sending=False)
    if why or link.right is None:
        return no_form_page(link.wave, why or NoForm.ANSWERED, draft=draft_name(token))
    return form_page(_sheet(link, token, known=_known(link)), begun=True)


@bp.post("/<token>")
@for_all
@process_limiter.limit(GENEROUS)
@takes_long_texts
def create(token: str) -> ResponseReturnValue:
    link = link_or_404(token)
    return response_to(
        _sheet(link, token),
        right=link.right_id,
        is_used=link.right is None,
        anew=lambda: _sheet(link_or_404(token), token),
        thanks=url_for(".show", token=token),
    )


@bp.get("/<token>/thanks")
@for_all
def show(token: str) -> ResponseReturnValue:
    link = link_or_404(token)
    if not was_thanked(link.wave):
        return redirect(url_for(".new", token=token), 303)
    return thanks_page(
        link.wave,
        OutcomeAddressForm(formdata=None),
        draft=draft_name(token),
        taken_at=url_for("feedback.outcome_addresses.create", token=token),
    )


def _sheet(link: Link, token: str, *, known: Prefilled | None = None) -> AnswerSheet:
    asks_name = link.wave.is_named and not link.is_of_somebody_known
    return sheet_of(link.wave, draft=draft_name(token), known=known, asks_name=asks_name)


def _known(link: Link) -> Prefilled:
    invitation = link.right.invitation if link.right else None
    return Prefilled(invitation.sector, invitation.province) if invitation else Prefilled()
