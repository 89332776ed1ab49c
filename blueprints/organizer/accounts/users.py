"""The people who work with the programme: the list of them, invitations, roles and provinces."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from blueprints.base.access import requires
from blueprints.base.found import user_or_404
from blueprints.base.lists import part_asked_for
from blueprints.base.pages import redirect_with
from blueprints.base.proofs import proved
from blueprints.base.refusals import WordsBeside, refusals_beside
from blueprints.base.transactions import committed
from blueprints.inputs.accounts.user import InvitationForm, UserForm
from lib.clock import utc_now
from lib.provinces import by_name
from models.users import Role, User, UserState
from operations.accounts.rights import (
    ForeignProvince,
    LastCentralAdmin,
    NeedsProvince,
    OwnAccount,
    change_user,
    refuse_rights,
)
from operations.accounts.users import AddressTaken, create_invited_user
from policy import Permission
from queries.accounts.factor_resets import open_reset_of, open_resets
from queries.accounts.sign_ins import sign_ins_of
from queries.accounts.tokens import tokens_of
from queries.accounts.users import UserFilter, facts_of

bp = Blueprint("users", __name__, url_prefix="/users")

PAGE = 50
_REFUSED: WordsBeside = {
    AddressTaken: ("email", _l("There is an account with this address already.")),
    OwnAccount: ("role", _l("You cannot change your own role or province. Ask a colleague.")),
    LastCentralAdmin: (
        "role",
        _l("Nobody else manages the users of all provinces. Give somebody else this role first."),
    ),
    ForeignProvince: ("province", _l("You can only manage users of your own province.")),
    NeedsProvince: ("province", _l("A provincial organiser needs a province.")),
}


@bp.get("")
@requires(Permission.MANAGE_USERS)
def index() -> ResponseReturnValue:
    wanted = UserFilter.from_query(request.args)
    page, at = part_asked_for(wanted.users(current_user), limit=PAGE), utc_now()
    return render_template(
        "organizer/accounts/index.html",
        page=page,
        facts=facts_of(page.items),
        filter=wanted,
        Role=Role,
        UserState=UserState,
        provinces=[] if current_user.province else by_name(),
        resets=open_resets(current_user, at=at),
        at=at,
    )


@bp.get("/new")
@requires(Permission.MANAGE_USERS)
@proved
def new() -> ResponseReturnValue:
    return _form_page(InvitationForm(formdata=None))


@bp.post("/new")
@requires(Permission.MANAGE_USERS)
@proved
def create() -> ResponseReturnValue:
    """Make an account without a password, and write to its owner, who sets one."""
    form = InvitationForm()
    if not form.validate():
        return _form_page(form, 422)
    with refusals_beside(form, _REFUSED, again=lambda: _form_page(form, 422)):
        user = committed(lambda: _invite(form))
    return redirect_with(
        _("The invitation is on its way to %(email)s. It is valid for 72 hours.", email=user.email),
        url_for(".show", user_id=user.id),
    )


@bp.get("/<int:user_id>")
@requires(Permission.MANAGE_USERS)
def show(user_id: int) -> ResponseReturnValue:
    user, at = user_or_404(user_id), utc_now()
    return render_template(
        "organizer/accounts/show.html",
        user=user,
        facts=facts_of([user])[user.id],
        sign_ins=[each for each in sign_ins_of(user) if each.holds(at)],
        tokens=tokens_of(user),
        reset=open_reset_of(user, at=at),
        at=at,
    )


@bp.get("/<int:user_id>/edit")
@requires(Permission.MANAGE_USERS)
@proved
def edit(user_id: int) -> ResponseReturnValue:
    user = user_or_404(user_id)
    return _form_page(UserForm(formdata=None, user=user), user=user)


@bp.post("/<int:user_id>/edit")
@requires(Permission.MANAGE_USERS)
@proved
def update(user_id: int) -> ResponseReturnValue:
    user, form = user_or_404(user_id), UserForm()
    if not form.validate():
        return _form_page(form, 422, user=user)
    with refusals_beside(form, _REFUSED, again=lambda: _form_page(form, 422, user=user)):
        committed(lambda: change_user(user, **_rights(form), by=current_user, at=utc_now()))
    return redirect_with(_("The user is saved."), url_for(".show", user_id=user_id))


def _invite(form: InvitationForm) -> User:
    at, rights = utc_now(), _rights(form)
    refuse_rights(rights["role"], rights["province"], by=current_user)
    user, _link = create_invited_user(form.email.data, **rights, by=current_user, at=at)
    return user


def _rights(form: InvitationForm) -> dict[str, Any]:
    return {
        "name": form.name.data,
        "role": form.chosen_role,
        "province": form.province.data,
    }


def _form_page(
    form: InvitationForm, status: int = 200, *, user: User | None = None
) -> ResponseReturnValue:
    return render_template("organizer/accounts/form.html", form=form, user=user), status
