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
    take,
)
from blueprints.public.feedback.links import Link, link_or_404
from blueprints.public.feedback.thanks import thank, thanks_page, was_thanked
from blueprints.public.feedback.wave_pages import NoForm, form_page, no_form_page, why_no_form
from extensions import process_limiter
from lib.clock import utc_now
from operations.feedback.taking import AlreadyAnswered, ChoiceGone, WaveClosed
from queries.feedback.waves import was_sent

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
    sheet, wave = _sheet(link, token), link.wave
    if link.right is None and (was_thanked(wave) or was_sent(wave, sheet.nonce)):
        return _thanks(link, token)
    why = why_no_form(wave, utc_now(), sending=True)
    if why or link.right is None:
        return _too_late(sheet, why or NoForm.ANSWERED)
    if not sheet.form.validate():
        return form_page(sheet, begun=False, status=422)
    try:
        take(sheet, right=link.right_id)
    except AlreadyAnswered:
        return _too_late(sheet, NoForm.ANSWERED)
    except WaveClosed:
        return _too_late(sheet, NoForm.CLOSED)
    except ChoiceGone:
        return form_page(_sheet_anew(token), begun=False, status=409)
    return _thanks(link, token)


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


def _sheet_anew(token: str) -> AnswerSheet:
    """What was sent, read into the form as it is now, with what is wrong with it."""
    sheet = _sheet(link_or_404(token), token)
    sheet.form.validate()
    return sheet


def _known(link: Link) -> Prefilled:
    invitation = link.right.invitation if link.right else None
    return Prefilled(invitation.sector, invitation.province) if invitation else Prefilled()


def _thanks(link: Link, token: str) -> ResponseReturnValue:
    thank(link.wave)
    return redirect(url_for(".show", token=token), 303)


def _too_late(sheet: AnswerSheet, why: NoForm) -> ResponseReturnValue:
    return no_form_page(sheet.wave, why, draft=sheet.draft, typed=sheet.typed())
