"""Whoever lost every second factor: one administrator asks for a reset, another one grants it."""

from collections.abc import Callable

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import factor_reset_or_404, user_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.proofs import proved
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from lib.clock import utc_now
from operations.accounts.factor_resets import (
    NothingToReset,
    NotOpen,
    OwnReset,
    ask_for_factor_reset,
    drop_factor_reset,
    grant_factor_reset,
)
from policy import Permission

bp = Blueprint("factor_resets", __name__)

_REFUSED: Words = {
    OwnReset: _l(
        "Two administrators other than this person are needed: one asks, and the other agrees."
    ),
    NothingToReset: _l("No second step is set up for this account."),
    NotOpen: _l("This request has ended or expired. Ask again if it is still needed."),
}


@bp.post("/users/<int:user_id>/factor-resets")
@requires(Permission.MANAGE_USERS)
@proved
def create(user_id: int) -> ResponseReturnValue:
    user = user_or_404(user_id)
    return _done(
        user_id,
        lambda: ask_for_factor_reset(user, by=current_user, at=utc_now()),
        _("Another administrator must agree within 24 hours. Tell one of them."),
    )


@bp.post("/factor-resets/<int:reset_id>/grant")
@requires(Permission.MANAGE_USERS)
@proved
def grant(reset_id: int) -> ResponseReturnValue:
    reset = factor_reset_or_404(reset_id)
    return _done(
        reset.user_id,
        lambda: grant_factor_reset(reset, by=current_user, at=utc_now()),
        _("The second step is reset. They set up a new one when they next sign in."),
    )


@bp.post("/factor-resets/<int:reset_id>/drop")
@requires(Permission.MANAGE_USERS)
@proved
def drop(reset_id: int) -> ResponseReturnValue:
    reset = factor_reset_or_404(reset_id)
    return _done(
        reset.user_id,
        lambda: drop_factor_reset(reset, by=current_user, at=utc_now()),
        _("The request is dropped. Nothing was reset."),
    )


def _done(user_id: int, act: Callable[[], object], said: str) -> ResponseReturnValue:
    page = url_for("organizer.users.show", user_id=user_id)
    with refusals_told_on(page, _REFUSED):
        committed(act)
    return redirect_with(said, page)
