"""Choosing sessions of the agenda, also differently later."""

from functools import partial
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from blueprints.base.access import for_all
from blueprints.base.found import or_404
from blueprints.base.pages import redirect_with
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from blueprints.public.registrations.links import registration_or_404
from blueprints.public.registrations.own_sheets import OwnSheet
from blueprints.public.registrations.refusals import tell_refusals
from blueprints.shared.forms.sheets import NothingAsked, asking, carried_out
from lib.clock import utc_now
from operations.places.quotas import EventFull
from operations.registrations.own_pages import refuse_late
from operations.registrations.session_choices import (
    NothingToGiveUp,
    choose_sessions,
    come_without_full_sessions,
)
from queries.registrations.own_pages import choosable_sessions

bp = Blueprint("session_choices", __name__, url_prefix="/registrations/<token>/sessions")
tell_refusals(bp)

_REFUSED: Words = {
    EventFull: _l("The last place has just gone. You stay on the waiting list."),
    NothingToGiveUp: "",
}
_PAGE = "public/registrations/session_choices/edit.html"


@bp.get("")
@for_all
def edit(token: str) -> ResponseReturnValue:
    refuse_late(registration_or_404(token), utc_now())
    return _sheet(token, formdata=None).page(_PAGE)


@bp.post("")
@for_all
def update(token: str) -> ResponseReturnValue:
    sheet = _sheet(token)
    if not sheet.check():
        return sheet.page(_PAGE, 422)
    carried_out(
        sheet,
        lambda sheet: choose_sessions(sheet.registration, sheet.chosen(), at=utc_now()),
        anew=partial(_sheet, token),
        page=lambda again, _why: again.page(_PAGE, 409),
    )
    own_page = url_for("public.registrations.show", token=token)
    return redirect_with(_("Your sessions are saved."), own_page)


@bp.post("/coming-without")
@for_all
def come_without(token: str) -> ResponseReturnValue:
    """Give up the sessions that are full, and take a place at the event."""
    own_page = url_for("public.registrations.show", token=token)
    with refusals_told_on(own_page, _REFUSED):
        committed(lambda: come_without_full_sessions(registration_or_404(token), at=utc_now()))
    return redirect_with(_("Your place is confirmed."), own_page)


def _sheet(token: str, **options: Any) -> OwnSheet[NothingAsked]:
    registration = registration_or_404(token)
    choosable = or_404(choosable_sessions(registration) or None)
    sessions = [one.session for one in choosable]
    chosen = [one.session.id for one in choosable if one.chosen]
    form = asking(NothingAsked, (), sessions)(sessions=chosen, **options)
    return OwnSheet(
        registration.event, form, sessions=sessions, registration=registration, token=token
    )
