"""What becomes of somebody's account: invited again, signed out, deactivated, back."""

from collections.abc import Callable

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import token_or_404, user_or_404
from blueprints.base.pages import redirect_with
from blueprints.base.proofs import proved
from blueprints.base.refusals import Words, refusals_told_on
from blueprints.base.transactions import committed
from lib.clock import utc_now
from operations.accounts.account_links import HasJoined, invite
from operations.accounts.rights import (
    LastCentralAdmin,
    OwnAccount,
    deactivate,
    reactivate,
    sign_out_everywhere,
)
from operations.accounts.tokens import revoke_token
from policy import Permission

bp = Blueprint("user_acts", __name__)

_REFUSED: Words = {
    HasJoined: _l(
        "This account has a password already. The person can sign in, or ask for a new password on the sign-in page."
    ),
    OwnAccount: _l("You cannot deactivate yourself. Ask a colleague."),
    LastCentralAdmin: _l(
        "Nobody else manages the users of all provinces. Give somebody else this role first."
    ),
}


@bp.post("/users/<int:user_id>/invitation")
@requires(Permission.MANAGE_USERS)
@proved
def invite_again(user_id: int) -> ResponseReturnValue:
    """Write once more to somebody who has set no password yet; the link of before is void."""
    user = user_or_404(user_id)
    return _done(
        user_id,
        lambda: invite(user, by=current_user, at=utc_now()),
        _("The invitation is on its way to %(email)s. It is valid for 72 hours.", email=user.email),
    )


@bp.post("/users/<int:user_id>/deactivation")
@requires(Permission.MANAGE_USERS)
@proved
def deactivate_user(user_id: int) -> ResponseReturnValue:
    user = user_or_404(user_id)
    return _done(
        user_id,
        lambda: deactivate(user, by=current_user, at=utc_now()),
        _(
            "%(name)s can no longer sign in. Their API tokens and phones have no access.",
            name=user.name,
        ),
    )


@bp.post("/users/<int:user_id>/reactivation")
@requires(Permission.MANAGE_USERS)
@proved
def reactivate_user(user_id: int) -> ResponseReturnValue:
    user = user_or_404(user_id)
    return _done(
        user_id,
        lambda: reactivate(user, by=current_user, at=utc_now()),
        _("%(name)s can sign in again.", name=user.name),
    )


@bp.post("/users/<int:user_id>/sign-outs")
@requires(Permission.MANAGE_USERS)
@proved
def sign_out(user_id: int) -> ResponseReturnValue:
    user = user_or_404(user_id)
    return _done(
        user_id,
        lambda: sign_out_everywhere(user, by=current_user, at=utc_now()),
        _("%(name)s is signed out everywhere.", name=user.name),
    )


@bp.post("/api-tokens/<int:token_id>/revocation")
@requires(Permission.MANAGE_USERS)
@proved
def revoke(token_id: int) -> ResponseReturnValue:
    token = token_or_404(token_id)
    return _done(
        token.user_id,
        lambda: revoke_token(token, by=current_user, at=utc_now()),
        _("The API token no longer works."),
    )


def _done(user_id: int, act: Callable[[], object], said: str) -> ResponseReturnValue:
    with refusals_told_on(_page(user_id), _REFUSED):
        committed(act)
    return redirect_with(said, _page(user_id))


def _page(user_id: int) -> str:
    return url_for("organizer.users.show", user_id=user_id)
